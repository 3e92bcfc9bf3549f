"""Pure: what posting times say, in sentences of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analysis.posting_time import Band, BandEffect, PostingTimes, Slot
from lib.i18n import Locale
from lib.model import N_

ON = {
    "all": N_("Every day {hours}"),
    "working": N_("Monday to Friday {hours}"),
    "weekend": N_("Weekends {hours}"),
}


def verdict(found: PostingTimes, locale: Locale) -> str:
    """The page's sentence."""
    if found.verdict == "not_enough_data":
        return locale.n(
            "{n} post with a time of day is too little to tell hours apart.",
            "{n} posts with a time of day are too few to tell hours apart.",
            found.n_posts,
        )
    if found.band is None:
        return locale.t("No reliable difference between the hours; post when your people can answer.")
    return band(found.band, locale)


def sure(found: PostingTimes, each: Slot) -> bool:
    """Whether a slot may be shown as better or worse: there is a difference, and its interval says so."""
    return found.verdict == "difference" and not each.low <= 0 <= each.high


def finding(found: PostingTimes, locale: Locale) -> str:
    """What the heatmap of effects shows."""
    if found.verdict == "not_enough_data":
        return locale.t("Too few posts to tell slots apart")
    better = sum(each.effect > 0 for each in found.slots if sure(found, each))
    worse = sum(each.effect < 0 for each in found.slots if sure(found, each))
    if not better and not worse:
        return locale.t("No slot is reliably better or worse than usual")
    return locale.t(
        "Reliably better than usual: {better} of {all} slots; worse: {worse}",
        better=better,
        worse=worse,
        all=len(found.slots),
    )


def band(of: BandEffect, locale: Locale) -> str:
    """Thursday 20–22 h: +23% (90% interval +6 … +43%), 41 posts."""
    return locale.n(
        "{when}: {effect} (90% interval {low} … {high}), {n} post",
        "{when}: {effect} (90% interval {low} … {high}), {n} posts",
        of.n,
        when=when(of.band, locale),
        effect=locale.change(of.effect, 0),
        low=locale.change(of.low, 0),
        high=locale.change(of.high, 0),
    )


def when(of: Band, locale: Locale) -> str:
    """The days and hours of a band; whole days by their names alone."""
    whole = of.length == 24
    hours = "" if whole else span(of.start, of.length, locale)
    if of.days in ON:
        return locale.t(ON[of.days], hours=hours).strip()
    return f"{locale.weekday(int(of.days) + 1, short=False)} {hours}".strip()


def span(start: int, length: int, locale: Locale) -> str:
    """20:00–22:00: from the first minute to the last."""
    return f"{locale.hour(start)}–{locale.hour((start + length) % 24)}"


def slot(weekday: int, hour: int, locale: Locale) -> str:
    """Thursday 20:00."""
    return f"{locale.weekday(weekday, short=False)} {locale.hour(hour)}"


def best(slots: Sequence[Slot], locale: Locale) -> str:
    """The surest slots, in a list."""
    return locale.list([slot(each.weekday, each.hour, locale) for each in slots])


def interval(of: Slot | BandEffect, locale: Locale) -> str:
    """+6% … +43%."""
    return f"{locale.change(of.low, 0)} … {locale.change(of.high, 0)}"


def left_out(found: PostingTimes, locale: Locale) -> list[str]:
    """What was not judged, and why."""
    told, n = found.left_out, locale.n
    said = [
        n(
            "{n} post without a time of day left out",
            "{n} posts without a time of day left out",
            told.without_time,
        ),
        n("{n} post without this figure left out", "{n} posts without this figure left out", told.unrated),
        n("{n} post too young to judge left out", "{n} posts too young to judge left out", told.young),
    ]
    counts = (told.without_time, told.unrated, told.young)
    return [words for words, count in zip(said, counts, strict=True) if count]
