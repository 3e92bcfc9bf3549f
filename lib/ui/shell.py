"""The Streamlit script around every page: store, view, menu, filters, then the page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from lib.charts.palette import palette
from lib.clock import now
from lib.i18n import languages, locale, negotiate
from lib.model import EVERYTHING, PulseError
from lib.settings import ROOT, Settings, load
from lib.ui import filters, live, markup, parts, services
from lib.ui.cached import Data, opened
from lib.ui.here import Here, enter
from lib.ui.menu import navigation
from lib.ui.view import Dropped, Known, View, from_url, to_url

HERE = Path(__file__).parent


def main(pages: Path) -> None:
    """Runs the page that was asked for."""
    settings = load()
    st.set_page_config(page_title="Pulse", page_icon=str(HERE / "logo.svg"), layout="wide")
    st.logo(HERE / "wordmark.svg", icon_image=HERE / "logo.svg", size="large")
    st.html(HERE / "style.css")
    try:
        here, dropped = _arrive(settings)
    except PulseError as error:
        st.html(markup.notice(locale(settings.language).say(error.message), "bad"))
        return
    enter(here)
    page = navigation(pages, here.locale)
    filters.sidebar(here, {tag: locale(tag).name for tag in languages()})
    parts.frame(here, dropped)
    with live.around(here):
        page.run()


def _arrive(settings: Settings) -> tuple[Here, list[Dropped]]:
    engine = services.store(settings)
    data = opened(engine, settings, EVERYTHING)
    view, dropped = _view(data, settings)
    return (
        Here(view, data, locale(view.language), palette(st.context.theme.type), settings, now()),
        dropped,
    )


def _view(data: Data, settings: Settings) -> tuple[View, list[Dropped]]:
    """The view in the URL; on a fresh page of the same visit, the view the visitor had."""
    params = {key: st.query_params.get_all(key) for key in st.query_params}
    if "lang" not in params:
        params = st.session_state.get("url", {}) | params
    extent, today = data.extent, datetime.now(settings.zone).date()
    last = min(extent.last or today, today)
    first = min(extent.first or last, last)
    values = {id: [value for value, _ in found] for id, found in data.choices.items()}
    language = negotiate(st.context.locale, settings.language)
    there = [] if data.live is None else [each.id for each in data.live.standing()]
    view, dropped = from_url(params, Known(values, first, last, languages(), data.version, there), language)
    url = to_url(view)
    if {key: st.query_params.get_all(key) for key in st.query_params} != url:
        st.query_params.from_dict(url)
    # What is opened belongs to its page; the filters go along to the next one.
    st.session_state["url"] = {key: value for key, value in url.items() if key != "open"}
    return view, dropped


if __name__ == "__main__":
    main(ROOT / "pages")
