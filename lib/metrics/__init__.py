"""Metrics and dimensions as data, and the one way to ask for them."""
