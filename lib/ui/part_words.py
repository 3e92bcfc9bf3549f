"""Photographs of audiences in words: what parts are called, what they say, of which days they are."""

from __future__ import annotations

from pathlib import PurePath

from lib.analysis.breakdowns import Part, Photograph
from lib.i18n import numbers
from lib.metrics.breakdown import DIMENSIONS, MEASURES
from lib.model import N_
from lib.ui.here import Here
from lib.ui.words import platform_name

GENDERS = {"women": N_("Women"), "men": N_("Men"), "other": N_("Other or not stated")}


def measure(here: Here, found: Photograph) -> str:
    """What is split."""
    return here.locale.t(MEASURES[found.metric].name)


def dimension(here: Here, found: Photograph) -> str:
    """By what it is split."""
    return here.locale.t(DIMENSIONS[found.dimension])


def part(here: Here, found: Photograph, bucket: str) -> str:
    """A part's name in the reader's language."""
    if found.dimension == "age_gender":
        kind, ages = pair(here, bucket)
        return here.locale.t("{gender} {ages}", gender=kind, ages=ages)
    if found.dimension == "country":
        return here.locale.territory(bucket) or here.locale.t("not stated")
    if found.dimension == "gender" and bucket in GENDERS:
        return here.locale.t(GENDERS[bucket])
    if found.dimension == "hour" and bucket.isdecimal() and int(bucket) < 24:
        return here.locale.hour(int(bucket))
    return bucket or here.locale.t("not stated")


def pair(here: Here, bucket: str) -> tuple[str, str]:
    """The gender and the ages of a part that has both."""
    kind, _, ages = bucket.partition(" ")
    return here.locale.t(GENDERS[kind]) if kind in GENDERS else kind, ages.replace("-", "–")


def figure(here: Here, found: Photograph, each: Part) -> str:
    """A part's share, else its count."""
    if each.share is not None:
        return here.locale.percent(each.share, 1)
    return here.locale.compact(each.value)


def said(here: Here, found: Photograph, each: Part) -> str:
    """The share, and what became of it since the photograph before."""
    # Short, for a phone: the subtitle says that these are percentage points.
    change = "" if each.change is None else numbers.signed(here.locale.number(100 * each.change, 1))
    return "  ".join(filter(None, (figure(here, found, each), change)))


def whose(here: Here, found: Photograph) -> str:
    """The account with its platform, or the platform alone."""
    platform = platform_name(found.platform, here.locale)
    name = found.account_name or found.account
    return f"{name} · {platform}" if name else platform


def days(here: Here, found: Photograph) -> str:
    """Of which days the figures are."""
    t, locale = here.locale.t, here.locale
    if found.first is not None:
        return locale.period(found.first, found.last, year=True)
    day = locale.date(found.last, with_weekday=False, year=True)
    if found.state:
        return t("as of {day}", day=day)
    return t("as of {day}; the file does not say of which days", day=day)


def since(here: Here, found: Photograph) -> str:
    """What the changes are measured from; empty where nothing is compared."""
    if found.before is None:
        return ""
    t, locale = here.locale.t, here.locale
    if found.before_first is not None:
        return t(
            "behind it the change in percentage points since {period}",
            period=locale.period(found.before_first, found.before, year=True),
        )
    day = locale.date(found.before, with_weekday=False, year=True)
    return t("behind it the change in percentage points since {period}", period=day)


def of(here: Here, found: Photograph) -> str:
    """What shares are of."""
    t = here.locale.t
    if found.whole == "listed":
        return t("shares of the sum of the parts listed")
    if found.whole == "nothing":
        return t("people may stand in several parts, so there are no shares")
    return ""


def origin(here: Here, found: Photograph) -> str:
    """The file it comes from."""
    name = here.locale.t("Demonstration data") if found.file == "demo" else PurePath(found.file or "").name
    return here.locale.t("From {file}, import {n}", file=name, n=str(found.import_id))
