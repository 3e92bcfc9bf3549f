"""Pure: how an incident stands, read off its timeline; a later entry wins over an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from lib.analysis.incident.model import (
    Contact,
    Incident,
    Item,
    Publication,
    Review,
    Signature,
    Statement,
    Version,
)
from lib.store.incidents import Entry

FIELDS = ("title", "summary", "level", "kind", "kind_name")
"""What an entry of the kind `changed` may change."""


def stand(timeline: Sequence[Entry]) -> Incident:
    """The incident of a timeline, whose first entry opened it."""
    found = _opened(timeline[0])
    for entry in timeline[1:]:
        read = _READERS.get(entry.kind)
        found = read(found, entry) if read else found
    return replace(found, timeline=tuple(timeline))


def _opened(entry: Entry) -> Incident:
    body = entry.body
    moments = {name: datetime.fromisoformat(text) for name, text in body.get("moments", {}).items()}
    return Incident(
        number=entry.incident,
        title=body["title"],
        kind=body["kind"],
        kind_name=body.get("kind_name", body["kind"]),
        level=body["level"],
        summary=body.get("summary", ""),
        opened_at=entry.at,
        platforms=tuple(body.get("platforms", ())),
        communities=tuple(body.get("communities", ())),
        alarm=body.get("alarm", {}),
        targets=body.get("targets", {}),
        moments=moments,
        items=tuple(_item(step, entry, step["key"]) for step in body.get("steps", ())),
        demo=entry.import_id is not None,
    )


def _item(body: Any, entry: Entry, key: str) -> Item:
    due = body.get("due")
    return Item(
        key=key,
        group=body.get("group", "task"),
        text=body["text"],
        owner=body.get("owner", ""),
        due=datetime.fromisoformat(due) if due else None,
        added=entry.at,
        phase=body.get("phase", ""),
        why=body.get("why", ""),
    )


def _changed(found: Incident, entry: Entry) -> Incident:
    known = {name: entry.body[name] for name in FIELDS if name in entry.body}
    if "platforms" in entry.body:
        known["platforms"] = tuple(entry.body["platforms"])
    return replace(found, **known)


def _moment(found: Incident, entry: Entry) -> Incident:
    return replace(found, moments={**found.moments, entry.item: entry.when})


def _added(found: Incident, entry: Entry) -> Incident:
    return replace(found, items=(*found.items, _item(entry.body, entry, entry.item)))


def _with(found: Incident, key: str, **changes: Any) -> Incident:
    items = (replace(each, **changes) if each.key == key else each for each in found.items)
    return replace(found, items=tuple(items))


def _done(found: Incident, entry: Entry) -> Incident:
    remark = entry.body.get("remark", "")
    return _with(found, entry.item, done_at=entry.when, done_by=entry.who, remark=remark, dropped="")


def _undone(found: Incident, entry: Entry) -> Incident:
    return _with(found, entry.item, done_at=None, done_by="", remark="", dropped="")


def _dropped(found: Incident, entry: Entry) -> Incident:
    return _with(found, entry.item, dropped=entry.body["why"], done_at=None, done_by="")


def _assigned(found: Incident, entry: Entry) -> Incident:
    due = entry.body.get("due")
    known = {"owner": entry.body["owner"]} if "owner" in entry.body else {}
    return _with(found, entry.item, **known, **({"due": datetime.fromisoformat(due)} if due else {}))


def _drafted(found: Incident, entry: Entry) -> Incident:
    def version(number: int) -> Version:
        return Version(number, entry.body["text"], entry.at, entry.who)

    if all(each.key != entry.item for each in found.statements):
        made = Statement(entry.item, entry.body["title"], entry.body["language"], (version(1),))
        return replace(found, statements=(*found.statements, made))
    return _statement(
        found, entry, lambda old: replace(old, versions=(*old.versions, version(len(old.versions) + 1)))
    )


def _statement(found: Incident, entry: Entry, change: Callable[[Statement], Statement]) -> Incident:
    made = (change(each) if each.key == entry.item else each for each in found.statements)
    return replace(found, statements=tuple(made))


def _signed(found: Incident, entry: Entry) -> Incident:
    made = Signature(entry.body["version"], entry.body["role"], entry.at, entry.who)
    return _statement(found, entry, lambda old: replace(old, signed=(*old.signed, made)))


def _published(found: Incident, entry: Entry) -> Incident:
    made = Publication(entry.body["version"], entry.body["where"], entry.when, entry.who)
    first = min(entry.when, found.moments.get("stated", entry.when))
    found = replace(found, moments={**found.moments, "stated": first})
    return _statement(found, entry, lambda old: replace(old, published=(*old.published, made)))


def _contact(found: Incident, entry: Entry) -> Incident:
    names = ("role", "organisation", "channel", "about", "answer")
    said = {name: entry.body.get(name, "") for name in names}
    made = Contact(**said, moment=entry.when, who=entry.who)
    return replace(found, contacts=(*found.contacts, made))


def _reviewed(found: Incident, entry: Entry) -> Incident:
    said = {name: entry.body.get(name, "") for name in ("causes", "gaps", "worked")}
    return replace(found, review=Review(**said, at=entry.at, who=entry.who))


def _closed(found: Incident, entry: Entry) -> Incident:
    return replace(found, closed_at=entry.when)


def _reopened(found: Incident, entry: Entry) -> Incident:
    moments = {name: moment for name, moment in found.moments.items() if name != "resolved"}
    return replace(found, closed_at=None, moments=moments)


_READERS: dict[str, Callable[[Incident, Entry], Incident]] = {
    "changed": _changed,
    "moment": _moment,
    "item": _added,
    "done": _done,
    "undone": _undone,
    "dropped": _dropped,
    "assigned": _assigned,
    "statement": _drafted,
    "signed": _signed,
    "published": _published,
    "contact": _contact,
    "review": _reviewed,
    "closed": _closed,
    "reopened": _reopened,
}
"""How each kind of entry is read; a `note` changes nothing but the timeline."""
