"""The report of an incident: facts and sections in one language, ready to be written in any form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.analysis.incident.clock import READINGS, Reading, clock
from lib.analysis.incident.model import MOMENTS, Incident, Item, Statement
from lib.analysis.incident.recovery import Recovery
from lib.i18n import DASH
from lib.incidents import recovering
from lib.incidents.spans import Teller
from lib.incidents.telling import tell
from lib.model import N_

STATES = {"done": "☑", "dropped": "☒", "overdue": "☐", "open": "☐"}

STATUSES = {
    "met": N_("in time"),
    "missed": N_("too late"),
    "overdue": N_("overdue"),
    "running": N_("running"),
    "waiting": N_("running"),
    "taken": "",
    "unknown": N_("not known"),
}


@dataclass(frozen=True)
class Line:
    """A line of a section: what it is, the words that go with it (of people: plain text), when."""

    title: str
    text: str = ""
    about: str = ""


@dataclass(frozen=True)
class Section:
    """A heading, a sentence below it, and lines. `chart` says that the recovery curve stands here."""

    title: str
    lead: str = ""
    lines: tuple[Line, ...] = ()
    chart: bool = False


@dataclass(frozen=True)
class Report:
    """All of it. `facts` are (label, value)."""

    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def make(incident: Incident, recovery: Recovery | None, teller: Teller, now: datetime) -> Report:
    """The report as of a moment (UTC without zone)."""
    t = teller.locale.t
    sections = [
        Section(t("Summary"), incident.summary or t("No summary was written.")),
        Section(t("Clock"), "", tuple(_clock(incident, teller, now))),
        drivers(incident, teller),
        Section(t("Recovery"), recovering.sentence(recovery, teller.locale), chart=recovery is not None),
        _items(t("Checklist"), incident.of("task"), teller, now),
        Section(t("Statements"), "", tuple(_statement(each, teller) for each in incident.statements)),
        _items(t("Commitments"), incident.of("commitment"), teller, now),
        Section(t("People of influence contacted"), "", tuple(_contacts(incident, teller))),
        *_review(incident, teller, now),
        Section(t("Timeline"), "", tuple(_timeline(incident, teller))),
    ]
    kept = [each for each in sections if each.lead or each.lines]
    title = t("Incident no. {number}: {title}", number=str(incident.number), title=incident.title)
    return Report(title, teller.locale.language, tuple(_facts(incident, teller, now)), tuple(kept))


def _facts(incident: Incident, teller: Teller, now: datetime) -> Iterator[tuple[str, str]]:
    t = teller.locale.t
    yield t("Kind"), teller.words(incident.kind_name)
    yield t("Level"), teller.level(incident)
    yield t("State"), t("Open") if incident.closed_at is None else t("Closed")
    for id, name in MOMENTS.items():
        if id in incident.moments:
            yield t(name), teller.moment(incident.moments[id])
    if incident.closed_at is not None:
        yield t("Closed"), teller.moment(incident.closed_at)
    yield t("Report made"), teller.moment(now)
    if incident.demo:
        yield t("Data"), t("Demonstration: invented figures of an invented brand")


def _clock(incident: Incident, teller: Teller, now: datetime) -> Iterator[Line]:
    t = teller.locale.t
    read = clock(incident.moments, incident.targets, now)
    for id, (name, _, _) in READINGS.items():
        target = read[id].target
        about = t("target {span}", span=teller.span(target)) if target is not None else ""
        yield Line(f"{t(name)}: {_taken(read[id], teller)}", about=about)


def _taken(reading: Reading, teller: Teller) -> str:
    status = STATUSES[reading.status]
    told = teller.locale.t(status) if status else ""
    if reading.taken is None:
        return told or DASH
    span = teller.span(reading.taken)
    return f"{span} · {told}" if told else span


def drivers(incident: Incident, teller: Teller) -> Section:
    """What the alarm said."""
    t, alarm, percent = teller.locale.t, incident.alarm, teller.locale.percent
    lead = ""
    if alarm.get("share") is not None:
        lead = t("The alarm saw a negative share of {share}.", share=percent(alarm["share"]))
    if lead and alarm.get("usual") is not None:
        lead = t(
            "The alarm saw a negative share of {share}; the usual one was {usual}.",
            share=percent(alarm["share"]),
            usual=percent(alarm["usual"]),
        )
    return Section(t("What drove it"), lead, tuple(Line(str(each)) for each in alarm.get("drivers", ())))


def _items(title: str, items: Sequence[Item], teller: Teller, now: datetime) -> Section:
    return Section(title, "", tuple(_line(each, teller, now) for each in items))


def _line(item: Item, teller: Teller, now: datetime) -> Line:
    about = [teller.words(item.owner), due(item, teller, now)]
    mark, text = STATES[item.state(now)], teller.words(item.text)
    return Line(f"{mark} {text}", item.remark or item.dropped, " · ".join(filter(None, about)))


def due(item: Item, teller: Teller, now: datetime) -> str:
    """How an item stands: when it was done, or until when it is due."""
    t = teller.locale.t
    if item.done_at is not None:
        late = item.due is not None and item.done_at > item.due
        text = N_("done {moment}, late") if late else N_("done {moment}")
        return t(text, moment=teller.moment(item.done_at))
    if item.dropped:
        return t("not needed")
    if item.due is None:
        return t("no due time")
    if item.due < now:
        return t("overdue by {span}", span=teller.span(now - item.due))
    return t("due in {span}, {moment}", span=teller.span(item.due - now), moment=teller.moment(item.due))


def _statement(statement: Statement, teller: Teller) -> Line:
    t, version = teller.locale.t, statement.newest
    about = [t("version {n}", n=str(version.number)), teller.moment(version.at)]
    if statement.signature:
        about.append(t("signed off by {role}", role=statement.signature.role))
    about += [
        t(
            "version {n} published {moment}: {where}",
            n=str(p.version),
            moment=teller.moment(p.moment),
            where=p.where,
        )
        for p in statement.published
    ]
    return Line(statement.title, version.text, " · ".join(about))


def _contacts(incident: Incident, teller: Teller) -> Iterator[Line]:
    for each in incident.contacts:
        who = " · ".join(filter(None, (each.role, each.organisation)))
        said = "\n".join(filter(None, (each.about, each.answer)))
        yield Line(who, said, " · ".join(filter(None, (each.channel, teller.moment(each.moment)))))


def _review(incident: Incident, teller: Teller, now: datetime) -> Iterator[Section]:
    t, review = teller.locale.t, incident.review
    if review is not None:
        told = {t("Causes"): review.causes, t("Gaps"): review.gaps, t("What went well"): review.worked}
        yield Section(t("Review"), "", tuple(Line(name, text) for name, text in told.items() if text))
    yield _items(t("Actions"), incident.of("action"), teller, now)


def _timeline(incident: Incident, teller: Teller) -> Iterator[Line]:
    for entry in sorted(incident.timeline, key=lambda each: (each.when, each.id)):
        title, text = tell(entry, incident, teller)
        yield Line(title, text, f"{teller.moment(entry.when)} · {entry.who}")
