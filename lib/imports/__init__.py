"""The way in: a file is recognised, cleaned and merged into the store, wholly or not at all."""
