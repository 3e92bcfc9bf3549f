"""Pure analysis: rows in, dataclasses out."""
