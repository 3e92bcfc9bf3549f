"""The filters in the sidebar, on every page. A change rewrites the URL; the URL is the view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from lib.metrics import run
from lib.metrics.catalog import DIMENSIONS
from lib.metrics.run import Extent
from lib.model import Period
from lib.ui import here as now_here
from lib.ui import periods
from lib.ui.here import Here
from lib.ui.view import COMPARISONS, FILTERS, OPTIONS, View, to_url
from lib.ui.words import DIMENSION_ALL


def go(view: View) -> None:
    """Makes a view the current one: the address bar holds it, the next run reads it there."""
    now_here.move(view)
    st.query_params.from_dict(to_url(view))


def follow_data(here: Here) -> None:
    """After the data has changed: a named period is counted anew from the new last day."""
    if here.view.preset != periods.CUSTOM:
        go(_named(run.extent(here.data.engine, scope=here.data.scope), here.view, here.view.preset))


def show_all(here: Here) -> None:
    """The view over all days and without filters."""
    go(replace(_named(here.data.extent, here.view, "all"), filters=()))


def sidebar(here: Here, languages: dict[str, str]) -> None:
    """All filters, the language switch and nothing else; who came by a link for anyone has no filters."""
    with st.sidebar:
        _language(here, languages)
        if here.person.page:
            return
        _period(here)
        _comparison(here)
        for dimension in FILTERS.values():
            _choice(here, dimension)


def chosen(here: Here, key: str, change: Callable[[View, object], View]) -> Callable[[], None]:
    """A callback that puts a widget's value into the view."""

    return lambda: _apply(here, lambda view: change(view, st.session_state[key]))


def _apply(here: Here, change: Callable[[View], View]) -> None:
    """Changes the view as it stands, which may be later than the one this was drawn with: two quick
    changes both count. What leaves the page while it is drawn calls back too, with what it showed:
    that is no change."""
    if change(here.view) != here.view:
        go(change(now_here.here().view))


def option(here: Here, key: str, label: str, names: Mapping[str, str]) -> str:
    """A switch between the values of one of the view's `OPTIONS`; `names` are their words. Gives the
    value in force."""
    _set(f"o_{key}", here.view.option(key))
    st.segmented_control(
        label,
        [value for value in OPTIONS[key] if value in names],
        format_func=names.__getitem__,
        key=f"o_{key}",
        required=True,
        on_change=chosen(here, f"o_{key}", lambda view, value: view.opted(key, str(value))),
    )
    return here.view.option(key)


def _set(key: str, value: object) -> None:
    # The widget shows what the URL says, whatever it showed before.
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def _language(here: Here, languages: dict[str, str]) -> None:
    _set("f_lang", here.view.language)
    st.segmented_control(
        here.locale.t("Language"),
        list(languages),
        format_func=languages.__getitem__,
        key="f_lang",
        required=True,
        on_change=chosen(here, "f_lang", lambda view, value: replace(view, language=str(value))),
        label_visibility="collapsed",
    )


def _period(here: Here) -> None:
    t, view = here.locale.t, here.view
    names = {id: t(name) for id, (name, _) in periods.PRESETS.items()} | {periods.CUSTOM: t("Custom days")}
    _set("f_period", view.preset)
    st.selectbox(
        t("Period"),
        list(names),
        format_func=names.__getitem__,
        key="f_period",
        on_change=chosen(here, "f_period", lambda v, id: _preset(here, v, str(id))),
    )
    if view.preset != periods.CUSTOM:
        st.caption(here.locale.period(view.period.start, view.period.end, year=True))
        return
    for key, label, day in (
        ("f_from", t("From"), view.period.start),
        ("f_to", t("To"), view.period.end),
    ):
        _set(key, day)
        st.date_input(label, key=key, on_change=lambda: _custom(here), format="YYYY/MM/DD")


def _preset(here: Here, view: View, id: str) -> View:
    if id == periods.CUSTOM:
        return replace(view, preset=id)
    return _named(here.data.extent, view, id)


def _named(extent: Extent, view: View, id: str) -> View:
    anchor = extent.last or view.period.end
    return replace(view, preset=id, period=periods.preset(id, anchor, extent.first or anchor))


def _custom(here: Here) -> None:
    start, end = sorted((st.session_state["f_from"], st.session_state["f_to"]))
    _apply(here, lambda view: replace(view, preset=periods.CUSTOM, period=Period(start, end)))


def _comparison(here: Here) -> None:
    names = {id: here.locale.t(name) for id, name in COMPARISONS.items()}
    _set("f_compare", here.view.compare)
    st.selectbox(
        here.locale.t("Compared with"),
        list(names),
        format_func=names.__getitem__,
        key="f_compare",
        on_change=chosen(here, "f_compare", lambda view, id: replace(view, compare=str(id))),
    )


def _choice(here: Here, dimension: str) -> None:
    t, key = here.locale.t, f"f_{dimension}"
    values = [value for value, _ in here.data.choices[dimension]]
    values += [""] if "" in here.view.chosen(dimension) else []
    _set(key, [value for value in here.view.chosen(dimension) if value in values])
    st.multiselect(
        t(DIMENSIONS[dimension].name),
        values,
        format_func=lambda value: here.name(dimension, value),
        key=key,
        placeholder=t(DIMENSION_ALL[dimension]),
        on_change=chosen(here, key, lambda view, found: view.filtered(dimension, list(found))),  # type: ignore[call-overload]
    )
