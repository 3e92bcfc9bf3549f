"""Figures of the catalog as people read them: value with unit, and differences in words."""

from __future__ import annotations

from lib.i18n import DASH, Locale
from lib.metrics.definition import Metric


def text(metric: Metric, value: float | None, locale: Locale) -> str:
    """A value with its unit, at most three significant figures: 3.8%, 12.3萬, 41.5."""
    if value is None:
        return DASH
    if metric.unit == "ratio":
        return locale.percent(value, digits=2 if abs(value) < 0.01 else 1)
    if metric.unit == "points":
        return locale.number(value, 1)
    if metric.unit == "per_post":
        return locale.compact(value) if abs(value) >= 100 else locale.number(value, 1)
    return locale.compact(value)


def unit(metric: Metric, locale: Locale) -> str:
    """The unit in a word, for axes and tables."""
    names = {
        "ratio": "%",
        "people": locale.t("people"),
        "per_post": locale.t("per post"),
        "points": locale.t("points"),
        "count": locale.t("times"),
        "reading": locale.t("as in the file"),
    }
    own = {"posts": locale.t("posts"), "comments_received": locale.t("comments")}
    return own.get(metric.id, names[metric.unit])


def inner(metric: Metric, locale: Locale) -> str:
    """The metric's name within a sentence; a series keeps the name that its file gave it."""
    name = locale.t(metric.name)
    return name if metric.unit == "reading" else name[0].lower() + name[1:]


def difference(metric: Metric, value: float, before: float, locale: Locale, sign: bool = True) -> str:
    """A difference: percentage points for ratios, per cent for counts, people for people."""
    if metric.unit == "ratio":
        digits = 2 if abs(value - before) < 0.001 else 1
        return locale.points(value - before if sign else abs(value - before), digits, sign=sign)
    if metric.unit == "points":
        step = value - before
        mark = ("+" if step > 0 else "−" if step < 0 else "±") if sign else ""
        return mark + locale.number(abs(step), 1)
    if metric.unit == "people" or not before:
        step = value - before
        mark = ("+" if step > 0 else "−" if step < 0 else "±") if sign else ""
        return mark + locale.compact(abs(step))
    step = value / before - 1
    return locale.change(step) if sign else locale.percent(abs(step))
