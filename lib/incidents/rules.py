"""Pure: what may be done in an incident as it stands; PulseError, in words, for what may not."""

from __future__ import annotations

from datetime import datetime

from lib.analysis.incident.model import LEVELS, MOMENTS, Incident, Item, Statement
from lib.model import PulseError, say


def level(id: str) -> None:
    """The level is one there is."""
    if id not in LEVELS:
        raise PulseError(say("“{level}” is no level: early, mild or severe.", level=id))


def order(found: Incident, name: str, when: datetime) -> None:
    """It began, was detected, and then came all else: but for these, moments may come in any order."""
    if name not in MOMENTS:
        raise PulseError(say("“{name}” is no moment of the clock.", name=name))
    moments = {**found.moments, name: when}
    detected = moments.get("detected")
    if detected is None:
        return
    if moments.get("started", detected) > detected:
        raise PulseError(say("It cannot have been detected before it began."))
    if any(moments.get(each, detected) < detected for each in ("acknowledged", "stated", "resolved")):
        raise PulseError(say("This cannot have been before it was detected."))


def item(found: Incident, key: str) -> Item:
    """An item of the incident."""
    for each in found.items:
        if each.key == key:
            return each
    raise PulseError(say("There is no such task in this incident."))


def statement(found: Incident, key: str) -> Statement:
    """A statement of the incident."""
    for each in found.statements:
        if each.key == key:
            return each
    raise PulseError(say("There is no such statement in this incident."))


def newest(of: Statement, version: int) -> None:
    """Nobody signs or publishes what was reworded meanwhile."""
    if version != of.newest.number:
        raise PulseError(
            say(
                "Version {n} was reworded meanwhile: version {newest} is the newest. Read it first.",
                n=version,
                newest=of.newest.number,
            )
        )


def complete(of: Statement) -> None:
    """A template's blanks are filled."""
    if "【" in of.newest.text:
        raise PulseError(say("There are still blanks in 【 】: fill them before it is signed off."))


def closable(found: Incident) -> None:
    """It is resolved, and reviewed."""
    if "resolved" not in found.moments:
        raise PulseError(say("Say first when it was resolved."))
    if found.review is None:
        raise PulseError(say("Write the review first: what caused it, and what was missing."))
