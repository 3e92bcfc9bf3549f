"""The pieces pages are put together from; each draws one thing with Streamlit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.figure import Figure
from lib.i18n import DASH
from lib.metrics.catalog import DIMENSIONS, METRICS
from lib.model import PulseError
from lib.ui import filters, freshness, link, live, markup, mishap, pick, share, shared, watch_notice
from lib.ui.demo import ribbon
from lib.ui.here import Here
from lib.ui.menu import BRINGS_DATA, SHOWS_AUDIENCE, SHOWS_COMMENTS
from lib.ui.view import COMPARISONS, FILTERS, Dropped

logger = logging.getLogger(__name__)


def frame(here: Here, dropped: Sequence[Dropped]) -> None:
    """What stands above every page: the page's language, the demonstration's ribbon, what of the
    link could not be used."""
    link.set_language(here.locale.html_lang)
    if here.data.extent.demo:
        ribbon(here)
    shared.banner(here)
    mishap.tell()
    if here.view.as_of is None:
        watch_notice.show(here)
    if dropped:
        words = here.locale.list([f"{each.key} = {each.value}" for each in dropped])
        said = here.locale.t("This link names what is not there, and it was left out: {parts}", parts=words)
        st.html(markup.notice(said, "warn"))


def headline(
    here: Here,
    page: str,
    answer: str,
    chips: bool = True,
    sources: bool = True,
    opens: str = "",
    shares: bool = True,
) -> None:
    """The answer, what it stands on, the filters in force, and the way to share it; then the sources
    in trouble, but for the page that is about them. `opens` leads to what is behind the answer; `shares`: a
    link to the page can be made."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small", key="page-head"):
        st.html(markup.crumb(_crumb(here, page)))
        if shares:
            share.button(here, page)
        taking().report(here)
        link.copy_button(here.locale.t("Copy link"), here.locale.t("Copied"))
    label = here.locale.t("What is behind this figure") if opens else ""
    st.html(markup.headline(answer, _chips(here) if chips else [], opens, label))
    if sources and not here.person.page:
        freshness.note(here)


def taking() -> ModuleType:
    """What can be taken along. Loaded here: reports are made of pages, and pages of these parts."""
    from lib.ui import taking

    return taking


def _crumb(here: Here, page: str) -> str:
    t, captured = here.locale.t, here.data.captured_at(here.view.as_of)
    if captured is None:
        return " · ".join([page, *live.ages(here)])
    version = here.data.version if here.view.as_of is None else here.view.as_of
    stored = [t("Data as of {moment}", moment=here.moment(captured)), t("version {n}", n=str(version))]
    return " · ".join([page, *stored, *live.ages(here)])


def _chips(here: Here) -> list[str]:
    locale, view = here.locale, here.view
    if here.data.extent.last is None:
        return []
    chips = [locale.period(view.period.start, view.period.end, year=True)]
    if view.before is not None:
        was = locale.period(view.before.start, view.before.end, year=True)
        chips.append(
            locale.t("{comparison}: {period}", comparison=locale.t(COMPARISONS[view.compare]), period=was)
        )
    for dimension in FILTERS.values():
        values = [here.name(dimension, value) for value in view.chosen(dimension)]
        if values:
            chips.append(f"{locale.t(DIMENSIONS[dimension].name)}: {locale.list(values)}")
    left_out = live.left_out(here)
    if left_out:
        chips.append(locale.t("Without {sources}", sources=left_out))
    if not view.filters and not left_out:
        chips.append(locale.t("Everything, unfiltered"))
    return chips


@contextmanager
def part(here: Here, height: int = 200) -> Iterator[None]:
    """A part of a page: a skeleton of its shape until it is drawn; a failure stays inside it."""
    place = st.empty()
    place.skeleton(height)
    try:
        with place.container():
            yield
    except PulseError as error:
        place.html(markup.notice(here.locale.say(error.message), "warn"))
    except Exception:
        logger.exception("A part of a page failed")
        text = here.locale.t(
            "This part could not be drawn; the others stand. The reason is in the server's log."
        )
        place.html(markup.notice(text, "bad"))


@dataclass(frozen=True)
class _Shown:
    """A figure ready to be sent: Altair checks and copies at length, so that is done once."""

    figure: Figure
    spec: dict[str, Any] | None


def figure(here: Here, key: str, make: Callable[[], Figure], stamp: str = "", pinned: bool = False) -> None:
    """A chart under its finding, its table and CSV one click away; drawn once a view, version and
    `stamp`, which tells apart what else the chart depends on. `pinned`: notes can be pinned to its days."""
    shown = here.keep(f"figure {key} {stamp}", lambda: _shown(make()))
    drawn = shown.figure
    st.html(markup.block(drawn.title, drawn.subtitle))
    if shown.spec is None:
        note = here.locale.t("No source states it in this period. Choose another metric or period.")
        st.html(markup.empty(drawn.title, note))
        return
    if pinned and pick.under_way(here):
        pick.chart(here, key, drawn, shown.spec)
    else:
        st.vega_lite_chart(shown.spec, theme=None, width="stretch", key=key, alt=drawn.finding)
    if drawn.legend:
        st.html(markup.quiet(drawn.legend))
    with st.expander(here.locale.t("Table"), icon=":material/table:"):
        tall = min(400, 38 + 35 * len(drawn.table))
        _table(here, drawn, tall)
        with st.container(horizontal=True, gap="small"):
            taking().tables(here, lambda: drawn.table, key)
            taking().chart(here, shown.spec, drawn.title, drawn.subtitle, key)


def _table(here: Here, drawn: Figure, tall: int) -> None:
    """The chart's numbers; each row opens what is behind it."""
    name = here.locale.t("Behind it")
    linked = drawn.table.assign(**{name: list(drawn.links)}) if any(drawn.links) else drawn.table
    config = {name: st.column_config.LinkColumn(display_text=here.locale.t("open"), width="small")}
    st.dataframe(
        linked, hide_index=True, width="stretch", height=tall, placeholder=DASH, column_config=config
    )


def _shown(drawn: Figure) -> _Shown:
    spec = None if drawn.chart is None else drawn.chart.to_dict(validate=False)
    return _Shown(replace(drawn, chart=None), spec)


def download(here: Here, table: pd.DataFrame, name: str) -> None:
    """A table to take along."""
    with st.container(horizontal=True, gap="small"):
        taking().tables(here, lambda: table, name)


def standing(here: Here) -> str:
    """How much there is, and of which days."""
    extent, locale = here.data.extent, here.locale
    if extent.first is None or extent.last is None:
        if extent.audience:
            return locale.t("Only the audience is known so far: no post, no daily figure, no comment.")
        return locale.t("Nothing has been brought in yet.")
    days = locale.period(extent.first, extent.last, year=True)
    if not extent.posts and not extent.daily:
        return locale.t("Only comments are known so far, of {days}.", days=days)
    if not extent.posts:
        return locale.t("Daily figures of {days}.", days=days)
    return locale.n("{n} post, {days}.", "{n} posts, {days}.", extent.posts, days=days)


def nothing(here: Here) -> bool:
    """Whether the view holds no data at all."""
    if here.data.extent.last is None:
        return True
    if here.data.fetch(here.query("posts")).rows[0]["posts"]:
        return False
    return not stated_daily(here)


def stated_daily(here: Here) -> list[str]:
    """The daily metrics that are known in this view, in the catalog's order, then the series of files."""
    known = [each.id for each in METRICS.values() if each.fact == "daily" and each.top.how != "only"]
    days = here.query(*known, *here.series)
    if not days.metrics:
        return []
    return [id for id, value in here.data.fetch(days).rows[0].items() if value is not None]


def empty(here: Here) -> None:
    """The empty state: what would be here, the one action that brings it, and where what there is stands."""
    t, extent = here.locale.t, here.data.extent
    if extent.posts or extent.daily:
        st.html(
            markup.empty(
                t("Nothing in this period and with these filters."),
                t("Choose a longer period, or take a filter away, in the sidebar."),
            )
        )
        st.button(t("Show all data"), on_click=lambda: filters.show_all(here), icon=":material/zoom_out_map:")
        return
    leads = {name: st.session_state.get(name) for name in (BRINGS_DATA, SHOWS_AUDIENCE, SHOWS_COMMENTS)}
    st.html(
        markup.empty(t("Here you will see how your community is doing."), _begin(here, leads[BRINGS_DATA]))
    )
    with st.container(horizontal=True, gap="small"):
        for name, (words, icon, there) in _there(here).items():
            if there and (page := leads[name]) is not None:
                st.page_link(page, label=words, icon=f":material/{icon}:")


def _begin(here: Here, upload: object) -> str:
    t, extent = here.locale.t, here.data.extent
    if upload is None:
        return t("A manager can bring data in.")
    if extent.audience or extent.last is not None:
        return t("Upload an export of your posts or daily figures as well.")
    return t("Upload an export of your platform to begin.")


def _there(here: Here) -> dict[str, tuple[str, str, bool]]:
    """The pages that an empty one leads to: words, icon, whether there is something to see or do."""
    t, extent = here.locale.t, here.data.extent
    return {
        BRINGS_DATA: (t("Upload exports"), "upload_file", True),
        SHOWS_AUDIENCE: (t("See the audience"), "groups", extent.audience),
        SHOWS_COMMENTS: (t("See the comments"), "sentiment_neutral", extent.last is not None),
    }
