"""Sources that are read again and again: each run is an import like any other."""

from lib.sync.job import Outcome, readable, run

__all__ = ["Outcome", "readable", "run"]
