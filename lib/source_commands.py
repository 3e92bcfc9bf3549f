"""What the commands about sources do; as `lib.commands`, for which they are written."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

import sqlalchemy as sa

from lib import sync as reading
from lib.answers import Answer, plain, report_lines, table
from lib.clock import now
from lib.imports.plan import Unrecognised
from lib.imports.report import report_json
from lib.model import Progress, PulseError, say
from lib.settings import Settings, load_secrets
from lib.sources.upload import Upload
from lib.store.sources import Kind, Source
from lib.sync import Outcome, declare, freshness, inplace, pin, tokens, trial
from lib.sync.freshness import Standing
from lib.sync.readers import READERS


def sync(
    engine: sa.Engine,
    settings: Settings,
    source: str | None = None,
    again: bool = False,
    progress: Progress | None = None,
) -> Answer:
    """Reads one source, or all that are switched on, now; each is imported like a file."""
    secrets = load_secrets(settings)
    ids = [source] if source is not None else [each.id for each in reading.readable(engine)]
    outcomes = []
    for id in ids:
        if again:
            declare.restart(engine, id)
        outcomes.append(reading.run(engine, settings, secrets, id, now(), "command"))
    failed = any(each.status == "failed" for each in outcomes)
    lines = [line for each in outcomes for line in _outcome_lines(each)]
    return Answer([_outcome(each) for each in outcomes], lines or ["(no sources)"], 1 if failed else 0)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "source": outcome.source,
        "status": outcome.status,
        "error": None if outcome.error is None else str(outcome.error),
        "report": None if outcome.report is None else report_json(outcome.report),
    }


def _outcome_lines(outcome: Outcome) -> list[str]:
    told = f": {outcome.error}" if outcome.error else ""
    lines = report_lines(outcome.report) if outcome.report and not outcome.error else []
    return [f"{outcome.source}: {outcome.status}{told}", *(f"  {line}" for line in lines)]


def sources(engine: sa.Engine, settings: Settings, progress: Progress | None = None) -> Answer:
    """The sources there are and how each stands."""
    rows = [_standing(each) for each in freshness.standings(engine, now())]
    shown = ("id", "kind", "status", "every_minutes", "as_of", "next_run", "error")
    return Answer(rows, table([{name: row[name] for name in shown} for row in rows]))


def _standing(found: Standing) -> dict[str, Any]:
    source, state = found.source, found.state
    values = {
        "id": source.id,
        "kind": source.kind,
        "name": source.name,
        "where": declare.where(source),
        "every_minutes": source.every_minutes,
        "enabled": source.enabled,
        "status": found.status,
        "running": found.running,
        "last_run": state.run_at,
        "last_ok": state.ok_at,
        "next_run": found.next_run,
        "failures": state.failures,
        "error": None if state.error is None else str(state.error),
        "as_of": found.as_of,
        "import_id": state.import_id,
    }
    return {name: plain(value) for name, value in values.items()}


def connect(
    engine: sa.Engine,
    settings: Settings,
    id: str,
    kind: str,
    address: str = "{}",
    options: str = "{}",
    every: int | None = None,
    name: str | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Declares a source after trying it; one with the same id is replaced."""
    where, token = _object(address), None
    if kind == "push" and "token_sha256" not in where:
        token, where["token_sha256"] = tokens.make()
    source = Source(id, cast(Kind, kind), name or id, where, now(), _object(options), every, who="command")
    declare.check(source)
    if kind in READERS:
        upload = trial.read(source, settings, load_secrets(settings))
        source = _decided(engine, source, upload)
    elif kind == "live":
        inplace.look(source, settings, load_secrets(settings))
    declare.connect(engine, source)
    document = {"id": id, "kind": kind, "name": source.name, "options": dict(source.options), "token": token}
    lines = [f"Source {id} connected."] + ([f"Its token, shown this once: {token}"] if token else [])
    return Answer(document, lines)


def _decided(engine: sa.Engine, source: Source, upload: Upload) -> Source:
    try:
        return pin.decided(engine, source, upload)
    except Unrecognised as unknown:
        example = json.dumps({"mapping": json.loads(unknown.mapping.to_json())}, ensure_ascii=False)
        raise PulseError(
            say(
                "Nobody can tell what its columns mean. Say it in the options, mended: {example}",
                example=example,
            )
        ) from None


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise PulseError(say("Write the address and the options as a JSON object, not “{text}”.", text=text))
    return found


def disconnect(engine: sa.Engine, settings: Settings, id: str, progress: Progress | None = None) -> Answer:
    """Forgets a source; what it brought stays until its imports are undone."""
    gone = declare.disconnect(engine, id, now(), "command")
    return Answer({"disconnected": gone.id}, [f"Source {gone.id} forgotten; its data stays."])


COMMANDS: dict[str, Callable[..., Answer]] = {
    "sync": sync,
    "sources": sources,
    "connect": connect,
    "disconnect": disconnect,
}
