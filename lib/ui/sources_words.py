"""What the kinds of sources and their intervals are called."""

from __future__ import annotations

from lib.i18n import Locale
from lib.model import N_

KINDS = {
    "sheet": N_("Google Sheet"),
    "database": N_("Database, imported"),
    "live": N_("Database, read in place"),
    "push": N_("Sent in through the API"),
}

ABOUT = {
    "sheet": N_("A worksheet is read again and again; each change is imported."),
    "database": N_("Rows of a table are imported, after the first time only what is new."),
    "live": N_("Nothing is copied: each question is answered by the database itself."),
    "push": N_("A program of yours sends export files with a token."),
}

INTERVALS: dict[int | None, str] = {
    15: N_("every 15 minutes"),
    60: N_("every hour"),
    180: N_("every 3 hours"),
    360: N_("every 6 hours"),
    720: N_("every 12 hours"),
    1440: N_("once a day"),
    10080: N_("once a week"),
    None: N_("only when asked"),
}


def every(minutes: int | None, locale: Locale) -> str:
    """An interval in words."""
    if minutes in INTERVALS:
        return locale.t(INTERVALS[minutes])
    return locale.n("every {n} minute", "every {n} minutes", minutes or 0)
