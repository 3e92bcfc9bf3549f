"""Says of a comment whether it is positive, neutral or negative; only the text decides."""

from lib.analysis.sentiment.judged import LABELS, Engine, Judged, Label

__all__ = ["LABELS", "Engine", "Judged", "Label"]
