"""What every part of an incident's page does alike: acts on it, says what became of that, asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st

from lib.analysis.incident.model import Incident
from lib.clock import now
from lib.incidents.acts import Desk
from lib.incidents.spans import Teller
from lib.model import PulseError
from lib.ui import markup
from lib.ui.here import Here

_SAID = "incident-said"
_REFUSED = "incident-refused"

Values = Mapping[str, Any]
"""What was filled into a form, by field; moments are UTC without zone."""


def teller(here: Here) -> Teller:
    """Who tells of incidents in the reader's language."""
    return Teller(here.locale, here.settings.zone)


def writes(here: Here, found: Incident) -> bool:
    """Whether the visitor may change this incident as it stands; who may not sees it without the forms."""
    return found.closed_at is None and may(here)


def may(here: Here) -> bool:
    """Whether the visitor may do something here: nobody changes what was."""
    return here.view.as_of is None and here.may("incident")


def about(here: Here, platforms: Sequence[str]) -> tuple[str, ...]:
    """The platforms of an incident; where none is chosen, those the visitor's scope is limited to."""
    return tuple(platforms) or here.data.scope.platforms or ()


def act(here: Here, number: int, do: Callable[[Desk], object], said: str = "") -> bool:
    """Does something in an incident; says whether it could be done, and has the page say what became
    of it."""
    return attempt(here, lambda: do(Desk(here.data.engine, number, now(), here.who)), said)


def attempt(here: Here, do: Callable[[], object], said: str = "") -> bool:
    """The same for what is not done in an incident."""
    try:
        here.require("incident")
        do()
    except PulseError as error:
        st.session_state[_REFUSED] = here.locale.say(error.message)
        return False
    if said:
        st.session_state[_SAID] = said
    return True


def click(here: Here, number: int, do: Callable[[Desk], object], said: str = "") -> Callable[[], None]:
    """A button's callback that does something in an incident."""

    def clicked() -> None:
        act(here, number, do, said)

    return clicked


def tell(here: Here) -> None:
    """What the last act became; and of an earlier version, when it was so."""
    if here.view.as_of is not None:
        said = here.locale.t(
            "This view is of an earlier version: incidents as of {moment}. They are worked on in the newest.",
            moment=here.moment(here.now),
        )
        st.html(markup.quiet(said))
    for key, tone in ((_SAID, "good"), (_REFUSED, "bad")):
        words = st.session_state.pop(key, None)
        if words:
            st.html(markup.notice(words, tone))


def local(here: Here, instant: datetime | None = None) -> datetime:
    """An instant (UTC without zone; else now) as a clock on the wall shows it, to the minute."""
    found = (instant or now()).replace(tzinfo=UTC).astimezone(here.settings.zone)
    return found.replace(tzinfo=None, second=0, microsecond=0)


def utc(here: Here, wall: datetime) -> datetime:
    """What a clock on the wall shows as an instant, UTC without zone."""
    return wall.replace(tzinfo=here.settings.zone).astimezone(UTC).replace(tzinfo=None)


class Fields:
    """The fields of a form. What is filled in is read when the form is sent, before the page is drawn
    anew: what somebody else did meanwhile cannot push it aside."""

    def __init__(self, here: Here, id: str) -> None:
        self._here, self._id = here, id
        self._words: list[str] = []
        self._moments: list[str] = []
        self._chosen: list[str] = []

    def line(self, name: str, label: str, value: str = "") -> None:
        """A text on one line."""
        st.text_input(label, value, max_chars=200, key=self._key(name, self._words))

    def text(self, name: str, label: str, value: str = "", height: int = 120) -> None:
        """A text of several lines."""
        st.text_area(label, value, max_chars=8000, height=height, key=self._key(name, self._words))

    def one(self, name: str, label: str, names: Mapping[str, str], value: str = "", help: str = "") -> None:
        """One of several; `names` are their words."""
        ids = list(names)
        index = ids.index(value) if value in names else 0
        key = self._key(name, self._chosen)
        st.selectbox(label, ids, index, format_func=names.__getitem__, key=key, help=help or None)

    def platforms(self, name: str, value: Sequence[str] = ()) -> None:
        """Any of the platforms there are; none means all."""
        here, t = self._here, self._here.locale.t
        known = list(dict.fromkeys([*(id for id, _ in here.data.choices["platform"]), *value]))
        st.multiselect(
            t("Platforms"),
            known,
            list(value),
            format_func=lambda id: here.name("platform", id),
            placeholder=t("All platforms"),
            key=self._key(name, self._chosen),
        )

    def moment(self, name: str, label: str, ahead: bool = False) -> None:
        """A moment, filled with now; or with this time tomorrow."""
        start = local(self._here) + (timedelta(days=1) if ahead else timedelta(0))
        st.datetime_input(
            label,
            start,
            min_value=start - timedelta(days=3660),
            max_value=start + timedelta(days=3660),
            key=self._key(name, self._moments),
            step=60,
            format="YYYY/MM/DD",
        )

    def sent(self, send: Callable[[Values], bool]) -> None:
        """Hands what was filled in over; words that were taken are cleared away, refused ones stay."""
        values = {name: st.session_state[f"{self._id}-{name}"] for name in (*self._words, *self._chosen)}
        this_minute, instant = local(self._here), now()
        for name in self._moments:
            wall = st.session_state[f"{self._id}-{name}"]
            # A field knows no seconds; what is of this minute is now, and not before what was just done.
            values[name] = instant if wall in (None, this_minute) else utc(self._here, wall)
        if send(values):
            for name in self._words:
                st.session_state[f"{self._id}-{name}"] = ""

    def _key(self, name: str, among: list[str]) -> str:
        among.append(name)
        return f"{self._id}-{name}"


@contextmanager
def form(here: Here, id: str, label: str, send: Callable[[Values], bool]) -> Iterator[Fields]:
    """A form under a button `label`. A form that is filled with how things stand has an `id` that changes
    with it."""
    fields = Fields(here, id)
    with st.form(f"form-{id}", border=False):
        yield fields
        st.form_submit_button(label, type="primary", on_click=lambda: fields.sent(send))
