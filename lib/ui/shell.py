"""The Streamlit script around every page: store, view, menu, filters, then the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import streamlit as st

from lib.access.identity import Denied
from lib.access.share import Closed, Opened
from lib.charts.palette import palette
from lib.clock import now
from lib.i18n import languages, locale, negotiate
from lib.model import PulseError
from lib.settings import ROOT, Settings, load
from lib.ui import entry, filters, link, live, markup, parts, saved, services, shared
from lib.ui.cached import Data
from lib.ui.cached import opened as store_for
from lib.ui.here import Here, enter, known
from lib.ui.menu import navigation
from lib.ui.view import LINK, Dropped, Params, View, from_url, to_url

HERE = Path(__file__).parent


def main(pages: Path) -> None:
    """Runs the page that was asked for."""
    settings = load()
    st.set_page_config(page_title="Pulse", page_icon=str(HERE / "logo.svg"), layout="wide")
    st.logo(HERE / "wordmark.svg", icon_image=HERE / "logo.svg", size="large")
    st.html(HERE / "style.css")
    asked = _asked()
    try:
        here, dropped = _arrive(settings, asked)
    except Denied as error:
        speech = link.speech(settings)
        navigation(pages, speech, None)
        entry.closed(speech, error.message, settings, error.again)
        return
    except Closed as error:
        navigation(pages, link.speech(settings), None)
        entry.shut(link.speech(settings), error.message)
        return
    except PulseError as error:
        st.html(markup.notice(link.speech(settings).say(error.message), "bad"))
        return
    menu = navigation(pages, here.locale, here.person)
    here = replace(here, page=menu.name)
    enter(here)
    open_here = shared.lead(here, asked, menu.every) and menu.page is not None
    saved.begin(here, asked, menu.every)
    filters.sidebar(here, {tag: locale(tag).name for tag in languages()})
    with st.sidebar:
        saved.sidebar(here)
        entry.who(here.locale, here.person, settings)
    parts.frame(here, dropped)
    if menu.page is None or not open_here:
        st.html(markup.notice(here.locale.t("This page is not open to your role."), "warn"))
        _onwards(here, [*menu.every.values()])
        return
    with live.around(here):
        menu.page.run()


def _onwards(here: Here, open_to: list[st.Page]) -> None:
    """The way from a page that is not the visitor's to one that is; who sees one page alone has no other."""
    for page in [] if here.person.page else open_to[:1]:
        st.page_link(page, label=here.locale.t("To the start page"), icon=":material/home:")


def _asked() -> Params:
    """The parameters of the address; on a fresh page of the same visit, those the visitor had."""
    params = {key: st.query_params.get_all(key) for key in st.query_params}
    return params if "lang" in params or LINK in params else st.session_state.get("url", {}) | params


def _arrive(settings: Settings, asked: Params) -> tuple[Here, list[Dropped]]:
    engine = services.store(settings)
    person, opened = shared.visitor(engine, settings, next(iter(asked.get(LINK, ())), ""))
    data = store_for(engine, settings, person.scope)
    view, dropped = _view(data, settings, shared.params(asked, opened, person), opened)
    colours = palette(st.context.theme.type)
    here = Here(view, data, locale(view.language), colours, settings, now(), person, opened)
    here = replace(here, again=shared.again(engine, settings, opened))
    return here, dropped


def _view(
    data: Data, settings: Settings, params: Params, opened: Opened | None
) -> tuple[View, list[Dropped]]:
    """The view in the URL, and what of it names nothing."""
    there = known(data, datetime.now(settings.zone).date())
    if opened is not None:
        there = replace(there, choices=shared.known(there.choices, opened), link=opened.link.id)
    view, dropped = from_url(params, there, negotiate(st.context.locale, settings.language))
    url = to_url(view)
    if {key: st.query_params.get_all(key) for key in st.query_params} != url:
        st.query_params.from_dict(url)
    # What is opened belongs to its page; the filters go along to the next one.
    st.session_state["url"] = {key: value for key, value in url.items() if key != "open"}
    return view, dropped


if __name__ == "__main__":
    main(ROOT / "pages")
