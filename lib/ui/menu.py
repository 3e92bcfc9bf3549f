"""The menu: every file of the pages folder that defines `PAGE`."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import streamlit as st

from lib.i18n import Locale
from lib.model import N_

SECTIONS = {
    "watch": N_("Watch"),
    "reputation": N_("Reputation"),
    "manage": N_("Manage"),
    "administer": N_("Administer"),
}

BRINGS_DATA = "page-that-brings-data"
SHOWS_POSTS = "page-that-shows-posts"
SHOWS_SOURCES = "page-that-shows-sources"
SHOWS_WATCH = "page-that-shows-the-watch"
SHOWS_INCIDENTS = "page-that-shows-incidents"


@dataclass(frozen=True)
class Page:
    """How a page stands in the menu. The lowest `order` is the start page; empty pages lead to the
    one that brings data, figures to the one that shows posts, stale ones to the one that shows the
    sources, alarms to the one that shows the watch, what became of them to the one that shows incidents."""

    title: str
    icon: str
    order: int
    section: str
    brings_data: bool = False
    shows_posts: bool = False
    shows_sources: bool = False
    shows_watch: bool = False
    shows_incidents: bool = False


@cache
def pages(folder: Path) -> tuple[tuple[Path, Page], ...]:
    """The pages of a folder in menu order."""
    found = [(path, page) for path in folder.glob("*.py") if (page := getattr(_load(path), "PAGE", None))]
    return tuple(sorted(found, key=lambda each: each[1].order))


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"pulse_page_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def navigation(folder: Path, locale: Locale) -> st.Page:
    """Draws the menu in the reader's language; gives the page that was asked for."""
    sections: dict[str, list[object]] = {}
    for n, (path, page) in enumerate(pages(folder)):
        entry = st.Page(path, title=locale.t(page.title), icon=page.icon, url_path=path.stem, default=n == 0)
        if page.brings_data:
            st.session_state[BRINGS_DATA] = entry
        if page.shows_posts:
            st.session_state[SHOWS_POSTS] = entry
        if page.shows_sources:
            st.session_state[SHOWS_SOURCES] = entry
        if page.shows_watch:
            st.session_state[SHOWS_WATCH] = entry
        if page.shows_incidents:
            st.session_state[SHOWS_INCIDENTS] = entry
        sections.setdefault(locale.t(SECTIONS[page.section]), []).append(entry)
    return st.navigation(sections)  # type: ignore[arg-type]
