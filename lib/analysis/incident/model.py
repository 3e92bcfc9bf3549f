"""The nouns of an incident as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from lib.model import N_
from lib.store.incidents import Entry

LEVELS = {"early": N_("Early"), "mild": N_("Mild"), "severe": N_("Severe")}

MOMENTS = {
    "started": N_("Began"),
    "detected": N_("Detected"),
    "acknowledged": N_("Taken charge of"),
    "stated": N_("First public statement"),
    "resolved": N_("Resolved"),
}
"""The moments the clock is read from, in their order."""

Text = str | Mapping[str, str]
"""Words as somebody wrote them; or those of a playbook, by language."""

Group = Literal["task", "commitment", "action"]
"""A step of the checklist; a promise made in public; what is changed after the review."""


def said(text: Text, language: str) -> str:
    """Words in a language, else in the first there is."""
    if isinstance(text, str):
        return text
    return text.get(language) or next(iter(text.values()), "")


@dataclass(frozen=True)
class Item:
    """Something to be done, by whom and until when. `dropped` says why it is not needed."""

    key: str
    group: Group
    text: Text
    owner: Text
    due: datetime | None
    added: datetime
    phase: str = ""
    why: Text = ""
    done_at: datetime | None = None
    done_by: str = ""
    remark: str = ""
    dropped: str = ""

    def state(self, now: datetime) -> str:
        """done, dropped, overdue or open."""
        if self.done_at is not None or self.dropped:
            return "done" if self.done_at is not None else "dropped"
        return "overdue" if self.due is not None and self.due < now else "open"


@dataclass(frozen=True)
class Version:
    """A wording of a statement."""

    number: int
    text: str
    at: datetime
    who: str


@dataclass(frozen=True)
class Signature:
    """Who (a role) signed a wording off, and when."""

    version: int
    role: str
    at: datetime
    who: str


@dataclass(frozen=True)
class Publication:
    """Where and when a wording was published."""

    version: int
    where: str
    moment: datetime
    who: str


@dataclass(frozen=True)
class Statement:
    """A statement with all its wordings. A signature is of one wording: a new one needs a new signature."""

    key: str
    title: str
    language: str
    versions: tuple[Version, ...]
    signed: tuple[Signature, ...] = ()
    published: tuple[Publication, ...] = ()

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    @property
    def signature(self) -> Signature | None:
        """The signature under the newest wording."""
        return next((each for each in self.signed if each.version == self.newest.number), None)

    @property
    def publication(self) -> Publication | None:
        """The publication of the newest wording."""
        return next((each for each in self.published if each.version == self.newest.number), None)

    @property
    def state(self) -> str:
        """draft, signed or published, of the newest wording."""
        if self.publication is not None:
            return "published"
        return "draft" if self.signature is None else "signed"


@dataclass(frozen=True)
class Contact:
    """A person of influence who was contacted: by role and organisation, never by name."""

    role: str
    organisation: str
    channel: str
    about: str
    answer: str
    moment: datetime
    who: str


@dataclass(frozen=True)
class Review:
    """What was learnt: what caused it, what was missing, what went well."""

    causes: str
    gaps: str
    worked: str
    at: datetime
    who: str


@dataclass(frozen=True)
class Incident:
    """An incident as it stands. `targets` are minutes from detection by reading of the clock; `alarm` is
    what the watch said, where one opened it."""

    number: int
    title: str
    kind: str
    kind_name: Text
    level: str
    summary: str
    opened_at: datetime
    platforms: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    alarm: Mapping[str, Any] = field(default_factory=dict)
    targets: Mapping[str, int] = field(default_factory=dict)
    moments: Mapping[str, datetime] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    statements: tuple[Statement, ...] = ()
    contacts: tuple[Contact, ...] = ()
    review: Review | None = None
    closed_at: datetime | None = None
    demo: bool = False
    timeline: tuple[Entry, ...] = ()

    def of(self, group: Group) -> tuple[Item, ...]:
        """The items of a group."""
        return tuple(each for each in self.items if each.group == group)

    def overdue(self, now: datetime) -> tuple[Item, ...]:
        """What should have been done by now and is not."""
        return tuple(each for each in self.items if each.state(now) == "overdue")
