"""Pure: what changed, in a sentence of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analysis.change import Change, Verdict
from lib.analysis.summary import Basis, Figure, leading
from lib.i18n import Locale
from lib.metrics import figures
from lib.metrics.definition import Metric
from lib.model import N_

BASES: dict[Basis, str] = {
    "settled days": N_("settled days"),
    "equal age, observed": N_("at equal age"),
    "equal age, estimated": N_("at equal age, estimated"),
}
"""What a change was taken over, where not over all days as they stand."""

MOVED: dict[tuple[Basis, Verdict], str] = {
    ("all days", "up"): N_("{metric} rose by {difference}, to {value}."),
    ("all days", "down"): N_("{metric} fell by {difference}, to {value}."),
    ("settled days", "up"): N_("{metric} rose by {difference} over the settled days; {value} in all."),
    ("settled days", "down"): N_("{metric} fell by {difference} over the settled days; {value} in all."),
    ("equal age, observed", "up"): N_("{metric} rose by {difference} at equal post age; {value} so far."),
    ("equal age, observed", "down"): N_("{metric} fell by {difference} at equal post age; {value} so far."),
    ("equal age, estimated", "up"): N_(
        "{metric} rose by about {difference} at equal post age; {value} so far."
    ),
    ("equal age, estimated", "down"): N_(
        "{metric} fell by about {difference} at equal post age; {value} so far."
    ),
}


def answer(found: Sequence[Figure], compared: bool, locale: Locale) -> str:
    """The sentence on top: what changed most, or that nothing did beyond the usual swing."""
    if not found:
        return locale.t("No figures in this view.")
    first = found[0]
    name, value = locale.t(first.metric.name), figures.text(first.metric, first.value, locale)
    if not compared:
        return locale.t("{metric}: {value}.", metric=name, value=value)
    if all(figure.change.verdict == "unknown" for figure in found):
        return locale.t("{metric}: {value}; not enough to compare with yet.", metric=name, value=value)
    moved = leading(found)
    if moved is None:
        return locale.t(
            "No reliable difference from the compared period; {metric}: {value}.",
            metric=figures.inner(first.metric, locale),
            value=value,
        )
    return _moved(moved, locale)


def _moved(figure: Figure, locale: Locale) -> str:
    metric, change = figure.metric, figure.change
    assert change.value is not None
    assert change.before is not None
    words = {
        "metric": locale.t(metric.name),
        "value": figures.text(metric, figure.value, locale),
        "difference": figures.difference(metric, change.value, change.before, locale, sign=False),
    }
    return locale.t(MOVED[figure.basis, change.verdict], **words)


def change(metric: Metric, change: Change, locale: Locale) -> str:
    """The change on a card: arrow, sign and number; empty where there is nothing to compare."""
    if change.value is None or change.before is None or change.verdict == "unknown":
        return ""
    arrow = {"up": "↑", "down": "↓", "noise": "→"}[change.verdict]
    return f"{arrow} {figures.difference(metric, change.value, change.before, locale)}"


def tone(metric: Metric, change: Change) -> str:
    """good or bad where a reliable change has a direction; else empty."""
    if metric.good is None or change.verdict not in ("up", "down"):
        return ""
    return "good" if change.verdict == metric.good else "bad"


def note(figure: Figure, locale: Locale) -> str:
    """What a card's change means: that it is usual, or what stood there before."""
    change = figure.change
    if figure.broken:
        return locale.t("not compared: counted otherwise since")
    if change.before is None:
        return locale.t("nothing to compare with")
    if change.verdict == "unknown" and figure.basis == "settled days":
        return locale.t("not compared: too few settled days")
    if change.verdict == "unknown":
        return locale.t("not compared: too few days with posts")
    if change.verdict == "noise":
        said = locale.t("within the usual swing")
    else:
        said = locale.t("before: {value}", value=figures.text(figure.metric, change.before, locale))
    return f"{said} · {locale.t(BASES[figure.basis])}" if figure.basis in BASES else said


def trend(figure: Figure | None, metric: Metric, locale: Locale) -> str:
    """A chart's title: its finding."""
    name = locale.t(metric.name)
    if figure is None or figure.change.verdict == "unknown":
        return name
    if figure.change.verdict == "noise":
        return locale.t("{metric}: no reliable difference from the compared period", metric=name)
    return _moved(figure, locale).rstrip(".。")
