"""What an engine says of a text, and what every engine can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

Label = Literal["positive", "neutral", "negative"]
LABELS: tuple[Label, ...] = get_args(Label)

LONGEST = 500
"""Characters of a text that are read; what follows is cut off."""


@dataclass(frozen=True)
class Judged:
    """The verdict on one text: `score` from -1 (negative) to 1 (positive), `confidence` the chance
    (0 to 1) that the label is right, and the words of the text that decided."""

    label: Label
    score: float
    confidence: float
    words: tuple[str, ...] = ()


NOTHING_SAID = Judged("neutral", 0.0, 1.0)
"""The verdict on an empty text: it has no sentiment."""


class Engine(Protocol):
    """Judges texts. The same `id` and `version` give the same text the same verdict, always; both
    are kept with each score."""

    @property
    def id(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def swift(self) -> int:
        """How many texts are a matter of seconds: so many are judged in one go."""
        ...

    def judge(self, texts: Sequence[str]) -> list[Judged]:
        """One verdict a text, in the same order."""
        ...
