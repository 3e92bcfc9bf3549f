"""The recovery of an incident: read from the comments, and in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from lib.analysis.incident.model import Incident
from lib.analysis.incident.recovery import AFTER, BEFORE, CALM, LEAST, Day, Recovery, recover
from lib.charts import recovery as drawing
from lib.charts.backdrop import Mark
from lib.charts.figure import Figure
from lib.charts.palette import LIGHT, Palette
from lib.i18n import Locale
from lib.metrics.comments import daily_counts
from lib.model import EVERYTHING, Period, Scope


def began(incident: Incident, zone: ZoneInfo) -> date:
    """The day it began in the community's time zone, as far as known."""
    moments = incident.moments
    first = moments.get("started") or moments.get("detected") or incident.opened_at
    return first.replace(tzinfo=UTC).astimezone(zone).date()


def read(
    engine: sa.Engine,
    incident: Incident,
    zone: ZoneInfo,
    scope: Scope = EVERYTHING,
    as_of: int | None = None,
) -> Recovery | None:
    """The recovery of an incident, on its platforms (all, where none is named) and on somebody's behalf;
    with what was known at a data version, where one is named."""
    first = began(incident, zone)
    around = Period(first - timedelta(BEFORE), first + timedelta(AFTER))
    where = (("platform", incident.platforms),) if incident.platforms else ()
    found = daily_counts(engine, where, around, as_of, scope=scope)
    return recover([Day(each.day, each.n, each.negative) for each in found], first)


def figure(found: Recovery, palette: Palette, locale: Locale, events: Sequence[Mark] = ()) -> Figure:
    """The curve under its finding, with what happened."""
    return drawing.draw(found, sentence(found, locale), palette, locale, events)


def picture(found: Recovery | None, locale: Locale) -> str:
    """The curve as SVG, for paper; empty where there is none."""
    import vl_convert

    if found is None:
        return ""
    chart = figure(found, LIGHT, locale).chart
    return "" if chart is None else vl_convert.vegalite_to_svg(chart.properties(width=620).to_dict())


def sentence(found: Recovery | None, locale: Locale) -> str:
    """How far the negative share is back in the band of before."""
    t, n = locale.t, locale.n
    if found is None:
        return t(
            "Fewer than {n} comments came before it began: there is no usual share to return to.", n=LEAST
        )
    if not found.left:
        return t(
            "The negative share has stayed within the usual band (usual: {usual}).",
            usual=locale.percent(found.usual),
        )
    if found.days is not None:
        return n(
            "Back within the usual band for good after {n} day.",
            "Back within the usual band for good after {n} days.",
            found.days,
        )
    return t("Not back yet: {calm} of {needed} calm days.", calm=found.calm, needed=CALM)
