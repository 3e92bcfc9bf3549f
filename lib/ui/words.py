"""What ids are called on screen."""

from __future__ import annotations

from lib.i18n import Locale
from lib.imports import formats, platforms
from lib.model import N_

CONTENT_TYPES = {
    "video": N_("Video"),
    "reel": N_("Reel"),
    "photo": N_("Photo"),
    "carousel": N_("Carousel"),
    "link": N_("Link"),
    "text": N_("Text"),
    "story": N_("Story"),
    "live": N_("Live"),
    "other": N_("Other"),
}

DIMENSION_ALL = {
    "platform": N_("All platforms"),
    "account": N_("All accounts"),
    "community": N_("All communities"),
    "content_type": N_("All content types"),
    "topic": N_("All topics"),
}

ROLE_NAMES = {
    "viewer": N_("viewer"),
    "manager": N_("manager"),
    "admin": N_("administrator"),
}


def format_name(ids: str | None, locale: Locale) -> str:
    """A format as people call it; a workbook may hold several. Empty where none was recognised."""
    known = [formats.load().get(id) for id in (ids or "").split(" + ")]
    return locale.list([locale.t(each.name) for each in known if each])


def platform_name(id: str, locale: Locale) -> str:
    """A platform as people call it; an unknown one by its id."""
    known = platforms.load().get(id)
    return locale.t(known.name) if known else id
