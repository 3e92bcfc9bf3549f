"""What people do in an incident: each act is checked against how it stands, and becomes an entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, get_args

import sqlalchemy as sa

from lib.analysis.incident.model import Group, Incident
from lib.analysis.incident.state import stand
from lib.incidents import rules, words
from lib.model import PulseError, say
from lib.store import incidents as store
from lib.store.incidents import Entry

LATE = timedelta(minutes=1)
"""How far a moment may lie ahead: clocks differ."""


def all_incidents(engine: sa.Engine, before: datetime | None = None) -> list[Incident]:
    """Every incident as it stands, or stood before a moment, by number."""
    with engine.connect() as connection:
        return [stand(lines) for _, lines in sorted(store.timelines(connection, before=before).items())]


def one(engine: sa.Engine, number: int, before: datetime | None = None) -> Incident:
    """An incident as it stands, or stood before a moment; PulseError when there is none."""
    with engine.connect() as connection:
        return _one(connection, number, before)


def _one(connection: sa.Connection, number: int, before: datetime | None = None) -> Incident:
    found = store.timelines(connection, number, before)
    if number not in found:
        raise PulseError(say("There is no incident no. {number}.", number=str(number)))
    return stand(found[number])


class Desk:
    """Where one person works on one incident at one moment; every method adds to the timeline, none
    changes what is there. Instants are UTC without zone. Errors: PulseError, in words."""

    def __init__(self, engine: sa.Engine, number: int, at: datetime, who: str) -> None:
        self._engine, self._number, self._at, self._who = engine, number, at, who

    def change(self, **fields: Any) -> None:
        """Changes title, summary, level, or platforms; what stays the same is not written."""
        if "level" in fields:
            rules.level(fields["level"])
        if "title" in fields:
            fields["title"] = words.line(fields["title"], say("the title"))
        if "summary" in fields:
            fields["summary"] = words.text(fields["summary"], say("the summary"), needed=False)

        def make(found: Incident) -> list[Entry]:
            new = {name: value for name, value in fields.items() if value != getattr(found, name)}
            return [self._entry("changed", body=new)] if new else []

        self._add(make)

    def moment(self, name: str, when: datetime | None = None) -> None:
        """Sets a moment of the clock: now, or when it was. A later word wins; the earlier one stays in
        the timeline."""
        when = self._past(when)

        def make(found: Incident) -> list[Entry]:
            rules.order(found, name, when or self._at)
            return [self._entry("moment", name, when)]

        self._add(make)

    def note(self, text: str, when: datetime | None = None) -> None:
        """Writes into the timeline by hand, also after closing."""
        said = {"text": words.text(text, say("the note"))}
        self._add(lambda _: [self._entry("note", moment=self._past(when), body=said)], closed=True)

    def add(self, group: Group, text: str, owner: str, due: datetime | None) -> None:
        """Adds a task, a commitment or an action of the review."""
        if group not in get_args(Group):
            raise PulseError(say("“{group}” is no kind of task.", group=group))
        body = {
            "group": group,
            "text": words.text(text, say("what is to be done")),
            "owner": words.line(owner, say("who does it")),
            **({"due": due.isoformat()} if due else {}),
        }
        self._add(lambda found: [self._entry("item", f"item-{len(found.timeline)}", body=body)])

    def done(self, key: str, when: datetime | None = None, remark: str = "") -> None:
        """Ticks an item off. Nothing is written when somebody has done so already."""
        when = self._past(when)
        body = {"remark": words.text(remark, say("the remark"), needed=False)}

        def make(found: Incident) -> list[Entry]:
            item = rules.item(found, key)
            return [] if item.done_at is not None else [self._entry("done", key, when, body)]

        self._add(make, closed=True)

    def undone(self, key: str) -> None:
        """Takes a tick, or a "not needed", back."""

        def make(found: Incident) -> list[Entry]:
            item = rules.item(found, key)
            return [self._entry("undone", key)] if item.done_at is not None or item.dropped else []

        self._add(make, closed=True)

    def drop(self, key: str, why: str) -> None:
        """Says that an item is not needed here, and why."""
        body = {"why": words.line(why, say("why it is not needed"))}
        self._add(lambda found: [self._entry("dropped", rules.item(found, key).key, body=body)])

    def assign(self, key: str, owner: str, due: datetime | None) -> None:
        """Gives an item to somebody else, or another due time."""
        body = {"owner": words.line(owner, say("who does it")), **({"due": due.isoformat()} if due else {})}
        self._add(lambda found: [self._entry("assigned", rules.item(found, key).key, body=body)])

    def draft(self, title: str, language: str, text: str) -> None:
        """Begins a statement."""
        body = {
            "title": words.line(title, say("the title")),
            "language": language,
            "text": words.text(text, say("the wording")),
        }
        self._add(lambda found: [self._entry("statement", f"statement-{len(found.timeline)}", body=body)])

    def reword(self, key: str, text: str) -> int:
        """Adds a wording to a statement; the earlier ones stay, and their signatures with them. Gives its
        number."""
        body = {"text": words.text(text, say("the wording"))}

        def make(found: Incident) -> list[Entry]:
            same = rules.statement(found, key).newest.text == body["text"]
            return [] if same else [self._entry("statement", key, body=body)]

        return rules.statement(self._add(make), key).newest.number

    def sign(self, key: str, version: int, role: str) -> None:
        """Signs a wording off. It must be the newest one: nobody signs what was reworded meanwhile."""
        body = {"version": version, "role": words.line(role, say("the role of the person who signs"))}

        def make(found: Incident) -> list[Entry]:
            statement = rules.statement(found, key)
            rules.newest(statement, version)
            rules.complete(statement)
            return [] if statement.signature else [self._entry("signed", key, body=body)]

        self._add(make)

    def publish(self, key: str, version: int, where: str, when: datetime | None = None) -> None:
        """Says where the signed wording was published, and when. The first publication of an incident
        stops the clock of the first statement."""
        when = self._past(when)
        body = {"version": version, "where": words.line(where, say("where it was published"))}

        def make(found: Incident) -> list[Entry]:
            statement = rules.statement(found, key)
            rules.newest(statement, version)
            if statement.signature is None:
                raise PulseError(say("Version {n} is not signed off yet.", n=version))
            return [self._entry("published", key, when, body)]

        self._add(make)

    def contact(self, when: datetime | None = None, **said: str) -> None:
        """Notes a person of influence who was contacted: role, organisation, channel, about, answer. Names
        and handles of persons are not asked for."""
        body = {
            "role": words.line(said["role"], say("the role")),
            **{
                name: words.line(said.get(name, ""), say("the contact"), needed=False)
                for name in ("organisation", "channel", "about", "answer")
            },
        }
        self._add(lambda _: [self._entry("contact", moment=self._past(when), body=body)])

    def review(self, causes: str, gaps: str, worked: str) -> None:
        """Writes the review; a later one wins, the earlier stay in the timeline."""
        body = {
            "causes": words.text(causes, say("the causes")),
            "gaps": words.text(gaps, say("the gaps")),
            "worked": words.text(worked, say("what went well"), needed=False),
        }
        self._add(lambda _: [self._entry("review", body=body)])

    def close(self) -> None:
        """Closes a resolved and reviewed incident."""

        def make(found: Incident) -> list[Entry]:
            rules.closable(found)
            return [self._entry("closed")]

        self._add(make)

    def reopen(self, why: str) -> None:
        """Opens a closed incident again."""
        body = {"text": words.line(why, say("why it is opened again"))}

        def make(found: Incident) -> list[Entry]:
            return [self._entry("reopened", body=body)] if found.closed_at is not None else []

        self._add(make, closed=True)

    def _entry(
        self, kind: str, item: str = "", moment: datetime | None = None, body: dict[str, Any] | None = None
    ) -> Entry:
        return Entry(self._number, kind, self._at, self._who, item, moment, body or {})

    def _past(self, when: datetime | None) -> datetime | None:
        if when is not None and when > self._at + LATE:
            raise PulseError(say("A moment lies in the future: say when it was."))
        return when

    def _add(self, make: Callable[[Incident], Sequence[Entry]], closed: bool = False) -> Incident:
        """Reads, checks and writes in one go; gives how the incident stands then. `closed` says that it
        may be done to a closed incident."""
        with store.writing(self._engine) as connection:
            found = _one(connection, self._number)
            if found.closed_at is not None and not closed:
                raise PulseError(say("The incident is closed: open it again to change it."))
            entries = make(found)
            if entries:
                first = found.timeline[0].import_id
                store.append(connection, [Entry(**{**vars(e), "import_id": first}) for e in entries])
            return _one(connection, self._number)
