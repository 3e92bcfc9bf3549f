"""The record in plain words: better or worse than repeating last week, and whether the band held."""

from __future__ import annotations

from typing import Literal

from lib.analysis.forecast.promises import Kept
from lib.analysis.forecast.record import Record
from lib.model import Message, say

Verdict = Literal["better", "same", "worse", "unknown"]

SAME = 0.005
"""A difference in error that rounds to nothing."""


def verdict(record: Record) -> Verdict:
    """Whether forecasts beat repeating last week; unknown for a figure that never changed."""
    gain = record.gain
    if gain is None:
        return "unknown"
    return "same" if abs(gain) < SAME else "better" if gain > 0 else "worse"


def words(record: Record) -> list[Message]:
    """The record's sentences: the comparison, and how often the truth lay inside the band."""
    told = _compared(record)
    held = record.score.coverage80
    if held is not None:
        told.append(
            say(
                "The 80% band held the truth {held} of the time; trials: {windows} of {days} days.",
                held=f"{held:.0%}",
                windows=record.windows,
                days=record.horizon,
            )
        )
    return told


def _compared(record: Record) -> list[Message]:
    share = f"{abs(record.gain or 0):.0%}"
    told = {
        "better": say("Its errors were {share} smaller than those of repeating last week.", share=share),
        "worse": say("Its errors were {share} larger than those of repeating last week.", share=share),
        "same": say("Its errors were as large as those of repeating last week."),
    }
    found = told.get(verdict(record))
    return [] if found is None else [found]


def promised(kept: Kept) -> list[Message]:
    """What published forecasts came to, once something of them has arrived."""
    if kept.coverage80 is None or kept.since is None:
        return []
    return [
        say(
            "Kept promises: of what was forecast from {day} on, {n} values have come; the band held {held}.",
            day=kept.since.isoformat(),
            n=kept.steps,
            held=f"{kept.coverage80:.0%}",
        )
    ]
