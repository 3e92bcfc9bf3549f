"""The lines of a timeline in words."""

from __future__ import annotations

from collections.abc import Callable

from lib.analysis.incident.model import LEVELS, MOMENTS, Incident
from lib.incidents.spans import Teller
from lib.model import N_
from lib.store.incidents import Entry

ADDED = {
    "task": N_("New task"),
    "commitment": N_("Promised in public"),
    "action": N_("Action decided in the review"),
}
DONE = {"task": N_("Done"), "commitment": N_("Promise kept"), "action": N_("Action done")}
CHANGED = {
    "title": N_("Title changed"),
    "summary": N_("Summary changed"),
    "platforms": N_("Platforms changed"),
}

Told = tuple[str, str]
"""What was done, and the words that go with it (empty where there are none)."""


def tell(entry: Entry, incident: Incident, teller: Teller) -> Told:
    """A line of the timeline."""
    return _TELLERS[entry.kind](entry, incident, teller)


def name(key: str, incident: Incident, teller: Teller) -> str:
    """What an item or a statement is called."""
    for item in incident.items:
        if item.key == key:
            return teller.words(item.text)
    return next((each.title for each in incident.statements if each.key == key), "")


def _group(entry: Entry, incident: Incident) -> str:
    return next((each.group for each in incident.items if each.key == entry.item), "task")


def _opened(entry: Entry, incident: Incident, teller: Teller) -> Told:
    level = teller.locale.t(LEVELS[entry.body["level"]])
    alarmed = "alarm" in entry.body
    text = N_("Opened by an alarm, level {level}") if alarmed else N_("Opened, level {level}")
    return teller.locale.t(text, level=level), entry.body["title"]


def _changed(entry: Entry, incident: Incident, teller: Teller) -> Told:
    t, body = teller.locale.t, entry.body
    said = [t("Level: {level}", level=t(LEVELS[body["level"]]))] if "level" in body else []
    said += [t(text) for field, text in CHANGED.items() if field in body]
    return " · ".join(said), body.get("title", "") or body.get("summary", "")


def _moment(entry: Entry, incident: Incident, teller: Teller) -> Told:
    return teller.locale.t(MOMENTS[entry.item]), ""


def _note(entry: Entry, incident: Incident, teller: Teller) -> Told:
    return teller.locale.t("Note"), entry.body["text"]


def _item(entry: Entry, incident: Incident, teller: Teller) -> Told:
    owner = teller.words(entry.body["owner"])
    return f"{teller.locale.t(ADDED[entry.body['group']])} · {owner}", teller.words(entry.body["text"])


def _done(entry: Entry, incident: Incident, teller: Teller) -> Told:
    words = [name(entry.item, incident, teller), entry.body.get("remark", "")]
    return teller.locale.t(DONE[_group(entry, incident)]), "\n".join(filter(None, words))


def _undone(entry: Entry, incident: Incident, teller: Teller) -> Told:
    return teller.locale.t("Not done after all"), name(entry.item, incident, teller)


def _dropped(entry: Entry, incident: Incident, teller: Teller) -> Told:
    return teller.locale.t("Not needed here"), f"{name(entry.item, incident, teller)}\n{entry.body['why']}"


def _assigned(entry: Entry, incident: Incident, teller: Teller) -> Told:
    said = teller.locale.t("Handed to {owner}", owner=teller.words(entry.body["owner"]))
    return said, name(entry.item, incident, teller)


def _version(entry: Entry, incident: Incident) -> int:
    """The number of the wording that an entry brought."""
    same = [
        e for e in incident.timeline if e.kind == "statement" and e.item == entry.item and e.id <= entry.id
    ]
    return len(same)


def _statement(entry: Entry, incident: Incident, teller: Teller) -> Told:
    called = name(entry.item, incident, teller)
    said = teller.locale.t("Statement drafted, version {n}", n=_version(entry, incident))
    return f"{said} · {called}", entry.body["text"]


def _signed(entry: Entry, incident: Incident, teller: Teller) -> Told:
    said = teller.locale.t(
        "Version {n} signed off by {role}", n=entry.body["version"], role=entry.body["role"]
    )
    return said, name(entry.item, incident, teller)


def _published(entry: Entry, incident: Incident, teller: Teller) -> Told:
    said = teller.locale.t(
        "Version {n} published: {where}", n=entry.body["version"], where=entry.body["where"]
    )
    return said, name(entry.item, incident, teller)


def _contact(entry: Entry, incident: Incident, teller: Teller) -> Told:
    body = entry.body
    who = " · ".join(filter(None, (body["role"], body.get("organisation"), body.get("channel"))))
    said = "\n".join(filter(None, (body.get("about"), body.get("answer"))))
    return teller.locale.t("Contacted: {who}", who=who), said


def _review(entry: Entry, incident: Incident, teller: Teller) -> Told:
    return teller.locale.t("Review written"), entry.body["causes"]


def _closed(entry: Entry, incident: Incident, teller: Teller) -> Told:
    return teller.locale.t("Closed"), ""


def _reopened(entry: Entry, incident: Incident, teller: Teller) -> Told:
    return teller.locale.t("Opened again"), entry.body["text"]


_TELLERS: dict[str, Callable[[Entry, Incident, Teller], Told]] = {
    "opened": _opened,
    "changed": _changed,
    "moment": _moment,
    "note": _note,
    "item": _item,
    "done": _done,
    "undone": _undone,
    "dropped": _dropped,
    "assigned": _assigned,
    "statement": _statement,
    "signed": _signed,
    "published": _published,
    "contact": _contact,
    "review": _review,
    "closed": _closed,
    "reopened": _reopened,
}
