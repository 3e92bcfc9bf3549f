"""The menu: every file of the pages folder that defines `PAGE`."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Literal

import streamlit as st

from lib.access import policy
from lib.i18n import Locale
from lib.model import N_
from lib.person import Person, Role

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
SHOWS_LISTS = "page-that-shows-watchlists"
SHOWS_AUDIENCE = "page-that-shows-the-audience"
SHOWS_COMMENTS = "page-that-shows-comments"

PATHS = "paths-of-pages"
"""Where in the session the pages' paths stand, by name."""

TITLES = "titles-of-pages"
"""Where in the session the pages' titles stand, by name."""

LEADS = {
    BRINGS_DATA: "brings_data",
    SHOWS_POSTS: "shows_posts",
    SHOWS_SOURCES: "shows_sources",
    SHOWS_WATCH: "shows_watch",
    SHOWS_INCIDENTS: "shows_incidents",
    SHOWS_LISTS: "shows_lists",
    SHOWS_AUDIENCE: "shows_audience",
    SHOWS_COMMENTS: "shows_comments",
}
"""Where in the session a page stands that something leads to → the flag of `Page` that says so."""


@dataclass(frozen=True)
class Page:
    """How a page stands in the menu. The lowest `order` is the start page; empty pages lead to the
    one that brings data and to those that show what there is already (audience, comments), figures to the one
    that shows posts, stale ones to the one that shows the sources, alarms to the one that shows the watch,
    what became of them to the one that shows incidents."""

    title: str
    icon: str
    order: int
    section: str
    brings_data: bool = False
    shows_posts: bool = False
    shows_sources: bool = False
    shows_watch: bool = False
    shows_incidents: bool = False
    shows_lists: bool = False
    shows_audience: bool = False
    shows_comments: bool = False
    whole: bool = False
    """Only for who sees all platforms and communities: it shows or changes everybody's figures."""


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


LEAST: Mapping[str, Role] = {"manage": "manager", "administer": "admin"}
"""The least role that sees a section's pages; the others are everybody's."""


def _opens(name: str, page: Page, person: Person) -> bool:
    if person.page and person.page != name:
        return False
    enough = policy.at_least(person, LEAST.get(page.section, "viewer"))
    return enough and (not page.whole or policy.sees_all(person.scope))


@dataclass(frozen=True)
class Menu:
    """The menu as drawn: the name of the page asked for, the page, None where it is not the visitor's to
    see, and all that are, by name."""

    name: str
    page: st.Page | None
    every: Mapping[str, st.Page]


def navigation(folder: Path, locale: Locale, person: Person | None) -> Menu:
    """Draws the menu of a person (None: of nobody) in their language."""
    sections: dict[str, list[object]] = {}
    open_to: dict[str, st.Page] = {}
    for n, (path, page) in enumerate(pages(folder)):
        seen = person is not None and _opens(path.stem, page, person)
        entry = st.Page(
            path,
            title=locale.t(page.title),
            icon=page.icon,
            url_path=path.stem,
            default=n == 0,
            visibility="visible" if seen else "hidden",
        )
        open_to |= {path.stem: entry} if seen else {}
        for kind, shows in LEADS.items():
            if getattr(page, shows):
                # Nothing leads where a visitor may not go.
                st.session_state[kind] = entry if seen else None
        sections.setdefault(locale.t(SECTIONS[page.section]), []).append(entry)
    st.session_state[TITLES] = {path.stem: locale.t(page.title) for path, page in pages(folder)}
    st.session_state[PATHS] = {name: entry.url_path for name, entry in open_to.items()}
    position: Literal["sidebar", "hidden"] = "hidden" if person is None or person.page else "sidebar"
    # Left to itself Streamlit folds a long menu, and says so in English.
    asked = st.navigation(sections, position=position, expanded=True)  # type: ignore[arg-type]
    name = asked.url_path or next(iter(pages(folder)))[0].stem
    return Menu(name, asked if name in open_to else None, open_to)
