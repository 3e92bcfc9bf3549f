"""What the commands about incidents do; as `lib.commands`, for which they are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lib import asked
from lib.analysis.incident.clock import clock
from lib.analysis.incident.model import Incident
from lib.answers import Answer, plain, table
from lib.clock import now
from lib.i18n import locale
from lib.incidents import acts, markdown, pdf, recovering, report
from lib.incidents.spans import Teller
from lib.model import Progress, PulseError, say
from lib.settings import LANGUAGES, Settings

SUFFIXES = (".md", ".pdf")


def incidents(
    engine: sa.Engine, settings: Settings, as_of: str | None = None, progress: Progress | None = None
) -> Answer:
    """Every incident with its clock, the newest first; as they stood, where a version or moment is named."""
    before = asked.until(engine, settings, as_of) if as_of else None
    found = [_row(each, before or now()) for each in reversed(acts.all_incidents(engine, before))]
    told = [{name: row[name] for name in ("number", "state", "level", "kind", "title")} for row in found]
    return Answer(found, table(told) if told else ["No incident."])


def incident(
    engine: sa.Engine,
    settings: Settings,
    number: int,
    out: str = "",
    language: str = "",
    as_of: str | None = None,
    progress: Progress | None = None,
) -> Answer:
    """An incident as it stands, or stood; with `out`, its report as a file."""
    tag = language or settings.language
    if tag not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise PulseError(say("“{language}” is not one of {known}.", language=tag, known=known))
    before = asked.until(engine, settings, as_of) if as_of else None
    version = asked.version(engine, settings, as_of) if as_of else None
    moment, teller = before or now(), Teller(locale(tag), settings.zone)
    found = acts.one(engine, number, before)
    recovery = recovering.read(engine, found, settings.zone, as_of=version)
    made = report.make(found, recovery, teller, moment)
    if not out:
        return Answer(_whole(found, moment), markdown.write(made).splitlines())
    path = Path(out)
    if path.suffix.lower() not in SUFFIXES:
        raise PulseError(say("A report is written as .md or .pdf, not as “{name}”.", name=path.name))
    if path.suffix.lower() == ".md":
        content = markdown.write(made).encode()
    else:
        content = pdf.write(made, recovering.picture(recovery, teller.locale))
    _save(path, content)
    return Answer({"number": number, "out": str(path), "bytes": len(content)}, [f"Written: {path}"])


def _save(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise PulseError(
            say("{path} cannot be written: {reason}", path=str(path), reason=error.strerror or "")
        ) from None


def _row(found: Incident, moment: datetime) -> dict[str, Any]:
    read = clock(found.moments, found.targets, moment)
    return {
        "number": found.number,
        "title": found.title,
        "kind": found.kind,
        "level": found.level,
        "state": "open" if found.closed_at is None else "closed",
        "platforms": list(found.platforms),
        "opened_at": plain(found.opened_at),
        "closed_at": plain(found.closed_at),
        "clock": {
            id: {
                "minutes": _minutes(each.taken),
                "target_minutes": _minutes(each.target),
                "due": plain(each.due),
                "status": each.status,
            }
            for id, each in read.items()
        },
        "overdue": len(found.overdue(moment)) if found.closed_at is None else 0,
        "demo": found.demo,
    }


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds() // 60)


def _whole(found: Incident, moment: datetime) -> dict[str, Any]:
    """The incident with its timeline, as JSON has it."""
    lines = [
        {
            "at": plain(each.at),
            "who": each.who,
            "kind": each.kind,
            "item": each.item,
            "moment": plain(each.moment),
            "body": dict(each.body),
        }
        for each in found.timeline
    ]
    return {**_row(found, moment), "summary": found.summary, "timeline": lines}


COMMANDS: dict[str, Callable[..., Answer]] = {"incidents": incidents, "incident": incident}
