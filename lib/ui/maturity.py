"""How engagement arrives with age: learnt from the store, used to compare fairly, shown as a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from lib.analysis import equal_age, maturity
from lib.analysis.equal_age import EqualAge
from lib.analysis.maturity import SETTLED, Curve, Curves
from lib.analysis.summary import SETTLED_AFTER, Basis
from lib.charts import figure
from lib.charts import maturity as drawing
from lib.metrics.ages import BINS, GROUPS
from lib.metrics.definition import Metric, Sum
from lib.model import MEASURED, Period, Query
from lib.ui import parts
from lib.ui.cached import keep
from lib.ui.here import Here

DECIDING = ("engagements", "reach", "views")
"""The counts that decide when a post has settled."""

LEARNT_FROM = 365
"""Days of posts, up to the newest, from which the curves are learnt."""


def learnt(here: Here) -> Curves:
    """The curves of this view's posts, whatever its period; where they are too few, those of all posts."""
    return keep(here.data, f"maturity {here.view.filters} {here.view.as_of}", lambda: _learnt(here))


def _learnt(here: Here) -> Curves:
    last = here.last
    if last is None:
        return Curves()
    mine = here.query("posts", period=Period(last - timedelta(LEARNT_FROM - 1), last))
    found: dict = {}
    for of in dict.fromkeys((replace(mine, where=()), mine)):
        found |= maturity.learn(here.data.pairs(of, MEASURED).rows, MEASURED, BINS, GROUPS).found
    return Curves(found)


def settled_after(here: Here) -> int:
    """Days after which this view's posts have settled: learnt, or the rule where nothing is known."""
    return learnt(here).settled(_platforms(here), DECIDING, SETTLED_AFTER)


def _platforms(here: Here) -> list[str]:
    return list(here.view.chosen("platform")) or here.platforms


def compared(here: Here, metrics: Sequence[Metric], young_from: date | None) -> EqualAge | None:
    """The compared period's young days as they were at the age of this period's; None where there is
    nothing to compare, or nothing young, or where live sources, which keep no readings, have a part."""
    before, growing = here.view.before, equal_age.growing(metrics)
    if before is None or young_from is None or not growing or here.data.live is not None:
        return None
    back = here.view.period.start - before.start
    now = _young(here, young_from)
    then = replace(now, period=Period(young_from - back, here.view.period.end - back))
    rows = here.data.at_age(then, now, growing).rows
    return equal_age.equal_age(rows, growing, learnt(here), GROUPS)


def _young(here: Here, young_from: date) -> Query:
    return here.query("posts", period=Period(young_from, here.view.period.end))


def arrived(here: Here, part: Sum, young_from: date) -> dict[date, float]:
    """By young day the share of a count that is there; that of all these days under `date.min`."""
    rows = here.data.read_ages(_young(here, young_from), (part,)).rows
    return equal_age.arrived(rows, part, learnt(here))


def note(here: Here, young_from: date, bases: Iterable[Basis]) -> str:
    """Which posts are young, how much of them is there, and how they were compared."""
    t, day = here.locale.t, here.locale.date(young_from)
    there = arrived(here, Sum("engagements"), young_from).get(date.min)
    equal = any(basis.startswith("equal age") for basis in bases)
    if there is None and not equal:
        return t(
            "Posts from {day} on were under {n} days old when their numbers were read and still gather "
            "engagement; changes are taken over the days before.",
            day=day,
            n=settled_after(here),
        )
    if there is None:
        return t(
            "Posts from {day} on were under {n} days old when their numbers were read; changes compare "
            "them with earlier posts at the same age.",
            day=day,
            n=settled_after(here),
        )
    share = here.locale.percent(there, 0)
    if equal:
        return t(
            "Posts from {day} on still gather engagement, about {share} of it has arrived; changes compare "
            "them with earlier posts at the same age.",
            day=day,
            share=share,
        )
    return t(
        "Posts from {day} on still gather engagement, about {share} of it has arrived; changes are taken "
        "over the days before.",
        day=day,
        share=share,
    )


def chart(here: Here) -> None:
    """How engagement arrives, where posts were read more than once; folded."""
    platforms, curves = _platforms(here), learnt(here)
    own = [curves.found.get((platform, "engagements")) for platform in platforms]
    known = [curve for curve in own if curve is not None]
    main = known[0] if len(platforms) == len(known) == 1 else curves.of(None, "engagements")
    if main is None:
        return
    beside = [curve for curve in known if curve is not main]
    with st.expander(here.locale.t("How engagement arrives"), icon=":material/hourglass:"):
        parts.figure(here, "maturity", lambda: _drawn(here, main, beside))


def _drawn(here: Here, main: Curve, beside: Sequence[Curve]) -> figure.Figure:
    t = here.locale.t
    subtitle = t("share of a post's engagement that is there by its age; shaded: 95% interval")
    return drawing.draw(
        main, beside, lambda id: _name(here, id), _finding(here, main), subtitle, here.palette, here.locale
    )


def _name(here: Here, platform: str | None) -> str:
    return here.locale.t("All platforms") if platform is None else here.name("platform", platform)


def _finding(here: Here, curve: Curve) -> str:
    locale = here.locale
    return locale.n(
        "Half of a post's engagement is there after {half}, {share} after {most} ({name}; {n} post read "
        "more than once)",
        "Half of a post's engagement is there after {half}, {share} after {most} ({name}; {n} posts read "
        "more than once)",
        curve.posts,
        half=drawing.span_text(curve.reached(0.5), locale),
        most=drawing.span_text(curve.reached(SETTLED), locale),
        share=locale.percent(SETTLED, 0),
        name=_name(here, curve.platform),
    )
