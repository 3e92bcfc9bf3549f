"""What the command about audiences does; as `lib.commands`, for which it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from lib import asked
from lib.analysis.breakdowns import Photograph, photographs
from lib.answers import Answer, plain
from lib.metrics import photographs as read
from lib.metrics import run
from lib.model import EVERYTHING, Progress, Query, QueryError, Scope, say
from lib.settings import Settings


def audience(
    engine: sa.Engine,
    settings: Settings,
    where: list[str],
    as_of: str | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Who and where the audience is: each account's newest photograph, with the change since the one
    before."""
    return answer(engine, settings, where, as_of, EVERYTHING)


def answer(
    engine: sa.Engine, settings: Settings, where: list[str], as_of: str | None, scope: Scope
) -> Answer:
    """The same on behalf of whoever sees this scope."""
    filters = asked.where(where)
    if {id for id, _ in filters} - set(read.KNOWN):
        raise QueryError(say("Audiences are asked by platform, account or community."))
    version = None if as_of is None else asked.version(engine, settings, as_of)
    of = Query((), where=filters, as_of=version, scope=scope)
    found = photographs(run.rows_of(engine, read.newest(of)))
    return Answer([_document(each) for each in found], [line for each in found for line in _lines(each)])


def _document(found: Photograph) -> dict[str, Any]:
    return {
        "platform": found.platform,
        "account": found.account,
        "metric": found.metric,
        "dimension": found.dimension,
        "from": plain(found.first),
        "to": None if found.first is None else plain(found.last),
        "as_of": plain(found.last),
        "unit": found.unit,
        "shares_of": found.whole,
        "compared_with": plain(found.before),
        "buckets": [
            {
                "bucket": part.bucket,
                "value": part.value,
                "share": part.share,
                "change": part.change,
                "row": part.row,
            }
            for part in found.parts
        ],
        "import_id": found.import_id,
        "file": found.file,
        "captured_at": plain(found.captured_at),
    }


def _lines(found: Photograph) -> list[str]:
    where = " ".join(filter(None, (found.platform, found.account)))
    days = f"{found.first} to {found.last}" if found.first else f"as of {found.last}"
    lines = [f"{where}: {found.metric} by {found.dimension}, {days} ({found.file}, import {found.import_id})"]
    for part in found.parts[:10]:
        share = "" if part.share is None else f"  {part.share:.1%}"
        change = "" if part.change is None else f"  {100 * part.change:+.1f} pp"
        count = f"  {part.value:,.0f}" if found.unit == "count" else ""
        lines.append(f"  {part.bucket or '(not stated)'}{count}{share}{change}")
    if len(found.parts) > 10:
        lines.append(f"  … {len(found.parts)} in all")
    return lines


COMMANDS: dict[str, Callable[..., Answer]] = {"audience": audience}
