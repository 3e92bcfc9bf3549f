"""Where a visitor is: the view, the data, the language and the colours a page draws with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TypeVar

import streamlit as st

from lib import demo
from lib.access import policy
from lib.access.share import Opened
from lib.charts.palette import Palette
from lib.i18n import Locale, languages
from lib.metrics.catalog import answers, metric
from lib.model import Period, Query, say
from lib.person import LOCAL, Person
from lib.settings import Settings
from lib.ui.cached import Data, keep
from lib.ui.view import Known, View
from lib.ui.words import CONTENT_TYPES, platform_name

_KEY = "here"
T = TypeVar("T")


@dataclass(frozen=True)
class Here:
    """All a page needs."""

    view: View
    data: Data
    locale: Locale
    palette: Palette
    settings: Settings
    now: datetime  # UTC without zone
    person: Person = LOCAL
    shared: Opened | None = None
    """The link made for others through which the visitor looks."""
    page: str = ""
    """The page's own name in the address."""
    again: Callable[[], Person] | None = field(default=None, compare=False)
    """Who the visitor is when called: what waits on a page for a click is done with their rights of then."""

    def may(self, action: str) -> bool:
        """Whether the visitor may do something (an action of `access.policy`)."""
        return policy.may(self.person, action)

    def require(self, action: str) -> None:
        """Raises Forbidden where the visitor may not do it, now and not when the page was drawn. Before each
        write and each export, whatever the page showed."""
        if self.again is not None and self.again().rights != self.person.rights:
            raise policy.Forbidden(say("Your rights have changed since this page was drawn: load it anew."))
        policy.require(self.person, action)

    def query(self, *metrics: str, by: tuple[str, ...] = (), period: Period | None = None) -> Query:
        """The view as a query: its filters and period, and as many of the metrics as know them."""
        dimensions = [*by, *(id for id, _ in self.view.filters)]
        known = tuple(id for id in metrics if answers(metric(id), dimensions))
        return Query(
            known,
            by,
            self.view.filters,
            period or self.view.period,
            self.view.as_of,
            parts=bool(by),
            without=self.view.without,
            scope=self.data.scope,
        )

    @property
    def last(self) -> date | None:
        """The last day of the data, as it was at the view's version."""
        if self.view.as_of is None:
            return self.data.extent.last
        return max(self.data.last_days(self.view.as_of).values(), default=None)

    @property
    def platforms(self) -> list[str]:
        """The platforms there are, as it was at the view's version."""
        if self.view.as_of is None:
            return [value for value, _ in self.data.choices["platform"]]
        return list(self.data.last_days(self.view.as_of))

    @property
    def series(self) -> list[str]:
        """The daily series that files brought under their own names."""
        return [id for id, _ in self.data.choices["metric"]]

    @property
    def who(self) -> str:
        """Who is at work, as timelines and the log keep it."""
        return self.person.id

    def keep(self, part: str, make: Callable[[], T]) -> T:
        """What a part of a page works out from this view, kept until the data changes."""
        return keep(self.data, f"{part} {self.view} {self.palette.dark} {self.person.page}", make)

    def name(self, dimension: str, value: str | None) -> str:
        """A dimension's value as people call it."""
        t = self.locale.t
        if value is None or value == "":
            return t("not stated")
        if dimension == "account":
            return self._account(value)
        if dimension == "community":
            return t("Main community") if value == "main" else self.told(value)
        return value if dimension == "topic" else _named(dimension, value, self.locale)

    def told(self, text: str) -> str:
        """A text in the reader's language where the demonstration says it; any other as it is."""
        return demo.said(text, self.locale.language) if self.data.extent.demo else text

    def moment(self, instant: datetime | None) -> str:
        """An instant (UTC without zone) in the community's time zone."""
        if instant is None:
            return ""
        return self.locale.datetime(instant.replace(tzinfo=UTC).astimezone(self.settings.zone))

    def _account(self, value: str) -> str:
        """The account's name, with its platform where another account has the same name."""
        names = dict(self.data.choices["account"])
        name = names.get(value, value)
        if list(names.values()).count(name) < 2:
            return name
        platform = dict(self.data.choices["account_platform"]).get(value, "")
        return f"{name} · {platform_name(platform, self.locale)}"


def known(data: Data, today: date) -> Known:
    """What an address may name of these data."""
    last = min(data.extent.last or today, today)
    first = min(data.extent.first or last, last)
    values = {id: [value for value, _ in found] for id, found in data.choices.items()}
    there = [] if data.live is None else [each.id for each in data.live.standing()]
    return Known(values, first, last, languages(), data.version, there)


def _named(dimension: str, value: str, locale: Locale) -> str:
    if dimension == "platform":
        return platform_name(value, locale)
    return locale.t(CONTENT_TYPES[value]) if value in CONTENT_TYPES else value


def enter(here: Here) -> None:
    """Leaves it for the page that the menu runs."""
    st.session_state[_KEY] = here


def move(view: View) -> None:
    """The visitor goes on to another view, before the page is drawn anew."""
    st.session_state[_KEY] = replace(here(), view=view)


def here() -> Here:
    """Where the visitor is; for a page's last line."""
    return st.session_state[_KEY]
