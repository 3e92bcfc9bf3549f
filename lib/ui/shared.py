"""Seeing through a link made for others: who comes by it, what it says of itself, what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
import streamlit as st

from lib.access import share
from lib.access.identity import Denied
from lib.access.share import Opened
from lib.clock import now
from lib.metrics.catalog import metric
from lib.person import Person
from lib.settings import Settings
from lib.store import links
from lib.store.links import Link
from lib.ui import entry, filters, markup, whose
from lib.ui.here import Here
from lib.ui.view import ALL, FILTERS, LINK, NOT_STATED, Params

_COUNTED = "links-opened"
TOLD = ("reach", "views", "engagements", "posts")
"""The figures whose change a live link tells, the first two that are known."""


def visitor(engine: sa.Engine, settings: Settings, id: str) -> tuple[Person, Opened | None]:
    """Who is there, and the link they look through; without an id none.

    Errors: Denied, for who may not come in; share.Closed, for a link that does not open to them.
    """
    if not id:
        return entry.visitor(engine, settings), None
    try:
        person = entry.visitor(engine, settings)
    except Denied:
        opened = share.for_anyone(engine, settings, id, now())
        if opened is None:
            raise
        return _counted(engine, share.stranger(opened), opened)
    opened = share.find(engine, settings, id, now())
    return _counted(engine, share.within(person, opened), opened)


def again(engine: sa.Engine, settings: Settings, opened: Opened | None) -> Callable[[], Person]:
    """What tells, also when no page is being drawn, who the visitor is by then. It raises as `visitor`."""
    said = entry.stated(settings)

    def person() -> Person:
        if opened is None:
            return entry.recognise(engine, settings, said)
        through = share.find(engine, settings, opened.link.id, now())
        return share.within(entry.recognise(engine, settings, said), through)

    return person


def _counted(engine: sa.Engine, person: Person, opened: Opened) -> tuple[Person, Opened]:
    """Counts a visit once."""
    seen = st.session_state.setdefault(_COUNTED, set())
    if opened.link.id not in seen:
        seen.add(opened.link.id)
        links.opened(engine, opened.link.id, now(), share.STRANGER if person.page else "")
    return person, opened


def params(asked: Params, opened: Opened | None, person: Person) -> Params:
    """The parameters of the view to show."""
    return asked if opened is None else share.params(opened, asked, person)


def known(values: Mapping[str, Sequence[str]], opened: Opened) -> dict[str, list[str]]:
    """The filter values there are, and those of the link's own view, though no data may have them now."""
    own = {dimension: opened.link.params.get(key, ()) for key, dimension in FILTERS.items()}
    own["metric"] = opened.link.params.get("metric", ())
    return {
        id: [*found, *(value for value in own.get(id, ()) if value not in (ALL, NOT_STATED))]
        for id, found in values.items()
    }


def lead(here: Here, asked: Params, pages: Mapping[str, st.Page]) -> bool:
    """A link opened on another page than its own leads to it. Whether that page is open to the visitor."""
    if here.shared is None or "from" in asked:
        return True
    page = here.shared.link.page
    if page != here.page and page in pages:
        st.switch_page(pages[page], query_params={LINK: here.shared.link.id, "lang": here.view.language})
    return page in pages


def banner(here: Here) -> None:
    """What the link is, above the page it shows."""
    if here.shared is None:
        return
    t, link = here.locale.t, here.shared.link
    lines = [_made(here, link), _standing(here, link)]
    if share.narrowed(here.person, here.shared):
        lines.append(t("You see the part of it that your rights and those of who sent it allow."))
    st.html(markup.shared(link.title, link.note, lines))
    if not here.person.page:
        st.button(
            t("Leave the shared view"),
            key="leave-link",
            icon=":material/logout:",
            type="tertiary",
            on_click=filters.go,
            args=(replace(here.view, link="", as_of=None),),
        )


def _made(here: Here, link: Link) -> str:
    if here.person.page:
        return here.locale.t("Shared on {moment}", moment=here.moment(link.at))
    who = whose.name(here, link.who)
    return here.locale.t("Shared by {who} on {moment}", who=who, moment=here.moment(link.at))


def _standing(here: Here, link: Link) -> str:
    if link.as_of is not None:
        return here.locale.t(
            "Frozen: figures stay as they were in data version {n}, whatever is imported later.",
            n=str(link.as_of),
        )
    return here.keep(f"since {link.id}", lambda: since(here, link))


def since(here: Here, link: Link) -> str:
    """What has changed in the view since a live link was sent."""
    locale, engine = here.locale, here.data.engine
    came, gone = links.imports_since(engine, link.version), links.undone_since(engine, link.version)
    if not came and not gone:
        return locale.t("Live: nothing was imported since it was sent.")
    parts = [locale.n("{n} import since it was sent", "{n} imports since it was sent", came)] if came else []
    if gone:
        parts.append(locale.n("{n} taken back", "{n} taken back", gone))
    words, told = locale.list(parts), _changes(here, link)
    if told is None:
        return locale.t("Live: {imports}.", imports=words)
    if not told:
        return locale.t("Live: {imports}; the figures of this view are the same.", imports=words)
    return locale.t("Live: {imports}: {changes}.", imports=words, changes=locale.list(told))


def _changes(here: Here, link: Link) -> list[str] | None:
    """How the figures moved, of what is in the store (live sources know no past); None where no figure was
    known then."""
    asked = replace(here.query(*TOLD), parts=False)
    then, now_ = (
        here.data.fetch(replace(asked, as_of=version)).rows[0]
        for version in (link.version, here.data.version)
    )
    known = [id for id in asked.metrics if then[id] and now_[id] is not None]
    if not known:
        return None
    found = [(id, now_[id] / then[id] - 1) for id in known]
    return [
        f"{here.locale.t(metric(id).name)} {here.locale.change(change)}" for id, change in found if change
    ][:2]
