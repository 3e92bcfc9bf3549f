"""Pure: finding past incidents by words, kind, days and platform; whose they are to see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.analysis.incident.model import Incident, said
from lib.model import Scope
from lib.store import scopes


@dataclass(frozen=True)
class Wanted:
    """What is looked for; what is empty asks nothing. `first` and `last` are instants (UTC without zone),
    between which the incident must have gone on."""

    words: str = ""
    kind: str = ""
    platforms: Sequence[str] = ()
    first: datetime | None = None
    last: datetime | None = None


def search(incidents: Iterable[Incident], wanted: Wanted, language: str) -> list[Incident]:
    """The incidents that match, those opened last first."""
    words = wanted.words.casefold().split()
    found = [each for each in incidents if _matches(each, wanted) and _says(each, words, language)]
    return sorted(found, key=lambda each: (each.opened_at, each.number), reverse=True)


def within(incident: Incident, scope: Scope) -> bool:
    """Whether all that an incident is about lies within a scope: of part of it nobody is told anything."""
    about = {"platform": incident.platforms, "community": incident.communities}
    return scopes.cover(scope, {id: values for id, values in about.items() if values})


def _matches(incident: Incident, wanted: Wanted) -> bool:
    began = incident.moments.get("started") or incident.moments.get("detected") or incident.opened_at
    ended = incident.closed_at
    platforms = not wanted.platforms or bool({*wanted.platforms} & {*incident.platforms})
    return (
        wanted.kind in ("", incident.kind)
        and platforms
        and (wanted.last is None or began <= wanted.last)
        and (wanted.first is None or ended is None or ended >= wanted.first)
    )


def _says(incident: Incident, words: Sequence[str], language: str) -> bool:
    if not words:
        return True
    text = "\n".join(_texts(incident, language)).casefold()
    return all(word in text for word in words)


def _texts(incident: Incident, language: str) -> Iterable[str]:
    yield from (incident.title, incident.summary, said(incident.kind_name, language))
    yield from incident.alarm.get("drivers", ())
    for item in incident.items:
        yield from (said(item.text, language), said(item.owner, language), item.remark)
    for statement in incident.statements:
        yield from (statement.title, statement.newest.text)
    for contact in incident.contacts:
        yield from (contact.role, contact.organisation, contact.about, contact.answer)
    if incident.review is not None:
        yield from (incident.review.causes, incident.review.gaps, incident.review.worked)
    yield from (str(entry.body["text"]) for entry in incident.timeline if entry.kind == "note")
