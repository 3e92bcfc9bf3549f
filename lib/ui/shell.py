"""The Streamlit script around every page: store, view, menu, filters, then the page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from lib.access.identity import Denied
from lib.charts.palette import palette
from lib.clock import now
from lib.i18n import Locale, languages, locale, negotiate
from lib.model import PulseError
from lib.settings import ROOT, Settings, load
from lib.ui import entry, filters, live, markup, parts, services
from lib.ui.cached import Data, opened
from lib.ui.here import Here, enter, known
from lib.ui.menu import navigation
from lib.ui.view import Dropped, View, from_url, to_url

HERE = Path(__file__).parent


def main(pages: Path) -> None:
    """Runs the page that was asked for."""
    settings = load()
    st.set_page_config(page_title="Pulse", page_icon=str(HERE / "logo.svg"), layout="wide")
    st.logo(HERE / "wordmark.svg", icon_image=HERE / "logo.svg", size="large")
    st.html(HERE / "style.css")
    try:
        here, dropped = _arrive(settings)
    except Denied as error:
        speech = _speech(settings)
        navigation(pages, speech, None)
        entry.closed(speech, error.message, settings, error.again)
        return
    except PulseError as error:
        st.html(markup.notice(_speech(settings).say(error.message), "bad"))
        return
    enter(here)
    page = navigation(pages, here.locale, here.person)
    filters.sidebar(here, {tag: locale(tag).name for tag in languages()})
    with st.sidebar:
        entry.who(here.locale, here.person)
    parts.frame(here, dropped)
    if page is None:
        st.html(markup.notice(here.locale.t("This page is not open to your role."), "warn"))
        return
    with live.around(here):
        page.run()


def _speech(settings: Settings) -> Locale:
    """The language of who has no view yet: the link's, else the browser's."""
    asked = st.query_params.get("lang", "")
    return locale(asked if asked in languages() else negotiate(st.context.locale, settings.language))


def _arrive(settings: Settings) -> tuple[Here, list[Dropped]]:
    engine = services.store(settings)
    person = entry.visitor(engine, settings)
    data = opened(engine, settings, person.scope)
    view, dropped = _view(data, settings)
    colours = palette(st.context.theme.type)
    return Here(view, data, locale(view.language), colours, settings, now(), person), dropped


def _view(data: Data, settings: Settings) -> tuple[View, list[Dropped]]:
    """The view in the URL; on a fresh page of the same visit, the view the visitor had."""
    params = {key: st.query_params.get_all(key) for key in st.query_params}
    if "lang" not in params:
        params = st.session_state.get("url", {}) | params
    language = negotiate(st.context.locale, settings.language)
    view, dropped = from_url(params, known(data, datetime.now(settings.zone).date()), language)
    url = to_url(view)
    if {key: st.query_params.get_all(key) for key in st.query_params} != url:
        st.query_params.from_dict(url)
    # What is opened belongs to its page; the filters go along to the next one.
    st.session_state["url"] = {key: value for key, value in url.items() if key != "open"}
    return view, dropped


if __name__ == "__main__":
    main(ROOT / "pages")
