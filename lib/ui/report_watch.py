"""What the pages of posting times and of the sentiment watch contribute to a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lib.analysis.posting_time import Slot
from lib.reports.model import Card, Content
from lib.ui import overview, posting, posting_words, watch, watch_drivers
from lib.ui.here import Here
from lib.ui.report_parts import cards, charts, gaps, table

SLOTS = 10
"""How many slots are listed."""


def of_posting_times(here: Here) -> Content:
    """Whether any hour does better."""
    t, found = here.locale.t, posting.load(here)
    lens = here.view.option("lens")
    drawn = posting.drawn(here, found, lens)
    times = found.times
    often = sorted(times.slots, key=lambda each: -each.n)
    title = t("Surest slots") if times.best else t("Slots with the most posts")
    rows = [_slot(here, each) for each in (times.best or often)[:SLOTS]]
    numbers = [name for name in rows[0] if name != t("Slot")] if rows else []
    listed = table(title, posting.reading(here, found, lens), rows, numbers)
    return Content(
        posting_words.verdict(times, here.locale),
        cards(here, overview.load(here)),
        charts(drawn),
        listed,
        tuple(_slot_gaps(here, found)),
    )


def _slot(here: Here, each: Slot) -> dict[str, Any]:
    t, locale = here.locale.t, here.locale
    return {
        t("Slot"): posting_words.slot(each.weekday, each.hour, locale),
        t("Effect"): locale.change(each.effect, 0),
        t("90% interval"): posting_words.interval(each, locale),
        t("Better than usual"): locale.percent(each.p_better, 0),
        t("Posts"): locale.number(each.n),
    }


def _slot_gaps(here: Here, found: posting.Found) -> list[str]:
    t = here.locale.t
    said = [
        t("Judged: {n} posts of {days}.", n=found.times.n_posts, days=posting.days(here, found.of)),
        *posting_words.left_out(found.times, here.locale),
    ]
    if found.times.verdict != "difference" and found.times.p is not None:
        share = here.locale.percent(found.times.p, 0)
        said.append(t("Chance alone gives differences as large as these {share} of the time.", share=share))
    if here.data.live is not None:
        said.append(t("Posts of live sources are not judged"))
    return [*said, *gaps(here, overview.load(here))]


def of_watch(here: Here) -> Content:
    """Whether more comments are negative than usual."""
    shown, t = watch.load(here), here.locale.t
    title, note = watch.past_words(here, shown)
    driving: tuple = ()
    if shown.alarm is not None:
        words, rows = watch_drivers.driving_words(here, shown.alarm), watch_drivers.driver_rows(here, shown)
        numbers = (t("Negative comments"), t("Before"), t("Part of the rise"))
        driving = table(*words, rows, numbers, t("Name"))
    past = table(title, note, watch.past_rows(here, shown), (t("Negative share"), t("Usual")), t("Raised"))
    return Content(
        watch.answer(here, shown),
        tuple(_standing(here, shown)),
        charts(watch.drawn(here, shown)),
        (*driving, *past),
        tuple(_watch_gaps(here, shown)),
    )


def _standing(here: Here, shown: watch.Shown) -> Sequence[Card]:
    t, last, percent = here.locale.t, shown.look.watch.last, here.locale.percent
    if last is None:
        return []
    day = here.locale.date(last.day, year=True)
    comments = here.locale.n("{n} comment", "{n} comments", last.n)
    return [
        Card(t("Negative share"), percent(last.share, 1), note=f"{day} · {comments}"),
        Card(t("Usual share"), percent(last.usual, 1), note=t("of the weeks it is measured by")),
        Card(t("Limit of a day"), percent(last.limit, 1), note=t("above it a single day is an alarm")),
    ]


def _watch_gaps(here: Here, shown: watch.Shown) -> list[str]:
    made, t = shown.look.watch, here.locale.t
    said = []
    if made.state == "too little data":
        said.append(t("Too few judged comments: no alarm does not mean that nothing is wrong."))
    if made.waiting:
        said.append(watch.waiting(here, shown))
    said.append(t("A quiet watch speaks of the comments that were imported, not of all that is said."))
    said.append(t("Whether a comment is negative is judged by a program, which errs now and then."))
    return said
