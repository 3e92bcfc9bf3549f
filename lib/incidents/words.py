"""What people write into an incident: never empty where it matters, never endless, nothing unprintable."""

from __future__ import annotations

from lib.model import Message, PulseError, say

LINE = 200
TEXT = 8000
"""Characters of a line, and of a longer text, at most."""


def line(given: str, what: Message, needed: bool = True) -> str:
    """A text on one line. PulseError, naming `what`, when it is missing or too long."""
    return _checked(" ".join(_printable(given).split()), what, LINE, needed)


def text(given: str, what: Message, needed: bool = True) -> str:
    """A text of several lines. PulseError, naming `what`, when it is missing or too long."""
    return _checked(_printable(given).strip(), what, TEXT, needed)


def _printable(given: str) -> str:
    """Without control characters: databases and PDF refuse some of them."""
    ends = given.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in ends if each in "\n\t" or each.isprintable() or each in "\u3000\u200d")


def _checked(given: str, what: Message, most: int, needed: bool) -> str:
    if needed and not given:
        raise PulseError(say("Something is missing: {what}.", what=what))
    if len(given) > most:
        raise PulseError(
            say("Too long: {what} may have {most} characters, not {n}.", what=what, most=most, n=len(given))
        )
    return given
