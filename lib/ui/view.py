"""Pure: the view, and the URL that always holds the whole of it.

Ids in the URL are stable and the same in every language; defaults are written out; dates are
absolute, so that a link shows tomorrow what it shows today (a rolling period is named as well).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lib.incidents import playbooks
from lib.metrics.catalog import METRICS
from lib.metrics.posts import ORDERS
from lib.model import N_, Period
from lib.ui import periods
from lib.ui.reader import ALL, NOT_STATED, Dropped, Params, Reader

LINK = "v"
"""In the URL: the id of a link made for others."""

FILTERS = {
    "platform": "platform",
    "account": "account",
    "community": "community",
    "type": "content_type",
    "topic": "topic",
}
"""URL key → dimension, in the order of the screen."""

COMPARISONS = {
    "previous": N_("Previous period"),
    "year": N_("Same weekdays a year earlier"),
    "none": N_("No comparison"),
}

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "grain": ("day", "week", "month"),
    "horizon": ("28", "56", "91"),
    "model": ("auto", "prophet"),
    "why": ("auto", "content_type", "platform", "topic", "account", "community"),
    "part": ("steps", "statements", "promises", "recovery", "timeline", "review"),
    "kind": ("all", *playbooks.ids()),
    "tone": ("negative_share", "net_sentiment"),
    "split": ("platform", "topic", "community", "competitor"),
    "mood": ("all", "negative", "neutral", "positive"),
    "past": ("all", "period"),
    "lens": ("effect", "result", "count"),
    "beside": ("none", "platform", "content_type"),
}
"""What only some pages let one choose: URL key → its values, the default first. A page adds an entry."""


@dataclass(frozen=True)
class Known:
    """What a link may name: the filter values there are, the first and last day of the data, the
    newest data version, the ids of the live sources, the link by which the visitor came."""

    choices: Mapping[str, Sequence[str]]
    first: date
    last: date
    languages: Sequence[str]
    version: int
    live: Sequence[str] = ()
    link: str = ""


@dataclass(frozen=True)
class View:
    """All that decides what a page shows."""

    language: str
    preset: str
    period: Period
    compare: str = "previous"
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    metric: str = "engagement_rate_by_reach"
    search: str = ""
    order: str = "published"
    as_of: int | None = None
    without: tuple[str, ...] = ()
    """Live sources (by id) that somebody chose to leave out."""
    opened: str = ""
    """What of the data is opened: `metric:ID` (what is behind its figure), `post:NUMBER`,
    `slot:WEEKDAY-HOUR`, `import:NUMBER`, `incident:NUMBER`; empty: nothing."""

    link: str = ""
    """The link made for others through which this is seen; empty: none."""

    options: tuple[tuple[str, str], ...] = ()
    """What pages of their own let one choose, where it is not the default; in the order of `OPTIONS`."""

    @property
    def before(self) -> Period | None:
        """The period it is compared with."""
        if self.compare == "none":
            return None
        return self.period.previous() if self.compare == "previous" else self.period.year_before()

    def chosen(self, dimension: str) -> tuple[str, ...]:
        """The values a dimension is filtered by; none means all."""
        return dict(self.filters).get(dimension, ())

    def option(self, key: str) -> str:
        """The value of one of `OPTIONS`."""
        return dict(self.options).get(key, OPTIONS[key][0])

    def opted(self, key: str, value: str) -> View:
        """The same view with another value of an option."""
        found = {**dict(self.options), key: value}
        kept = ((id, found[id]) for id in OPTIONS if found.get(id, OPTIONS[id][0]) != OPTIONS[id][0])
        return replace(self, options=tuple(kept))

    def filtered(self, dimension: str, values: Sequence[str]) -> View:
        """The same view with another filter on one dimension."""
        kept = [(id, v) for id, v in self.filters if id != dimension]
        order = list(FILTERS.values())
        found = [*kept, (dimension, tuple(values))] if values else kept
        return replace(self, filters=tuple(sorted(found, key=lambda each: order.index(each[0]))))


def to_url(view: View) -> dict[str, list[str]]:
    """The view as URL parameters, every one written out."""
    chosen = {
        key: [value or NOT_STATED for value in view.chosen(dimension)] or [ALL]
        for key, dimension in FILTERS.items()
    }
    return {
        "lang": [view.language],
        "period": [view.preset],
        "from": [view.period.start.isoformat()],
        "to": [view.period.end.isoformat()],
        "compare": [view.compare],
        **chosen,
        "metric": [view.metric],
        "order": [view.order],
        **{key: [view.option(key)] for key in OPTIONS},
        **({"q": [view.search]} if view.search else {}),
        **({"as_of": [str(view.as_of)]} if view.as_of is not None else {}),
        **({"without": list(view.without)} if view.without else {}),
        **({"open": [view.opened]} if view.opened else {}),
        **({LINK: [view.link]} if view.link else {}),
    }


def from_url(params: Params, known: Known, language: str) -> tuple[View, list[Dropped]]:
    """The view a URL names, missing parts at their defaults, and what of it names nothing."""
    reader = Reader(params)
    metrics = [*METRICS, *known.choices.get("metric", ())]
    preset, period = _period(reader, known)
    view = View(
        language=reader.one("lang", known.languages, language),
        preset=preset,
        period=period,
        compare=reader.one("compare", COMPARISONS, "previous"),
        metric=reader.one("metric", metrics, "engagement_rate_by_reach"),
        search=reader.text("q"),
        order=reader.one("order", ORDERS, "published"),
        as_of=reader.number("as_of", known.version),
        without=tuple(reader.many("without", known.live)),
        opened=reader.opened("open", metrics),
        link=known.link,
    )
    for key, dimension in FILTERS.items():
        view = view.filtered(dimension, reader.many(key, known.choices.get(dimension, ())))
    for key, values in OPTIONS.items():
        view = view.opted(key, reader.one(key, values, values[0]))
    return view, reader.dropped


def _period(reader: Reader, known: Known) -> tuple[str, Period]:
    start, end = reader.day("from"), reader.day("to")
    preset = reader.one("period", [*periods.PRESETS, periods.CUSTOM], "")
    if start and end and start <= end:
        return preset or periods.CUSTOM, Period(start, end)
    reader.drop("from", start)
    reader.drop("to", end)
    if preset in ("", periods.CUSTOM):
        preset = periods.DEFAULT
    return preset, periods.preset(preset, known.last, known.first)
