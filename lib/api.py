"""The API for other programs, apart from HTTP itself: who may, what is asked, the answer in JSON.

A token belongs to a source that sends its data in (kind "push"). Cookies count for nothing here, so
a page of another site that a browser has open cannot use what its user may do.
"""

from __future__ import annotations

import http.client
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from email.message import Message as Header
from pathlib import Path, PurePosixPath
from typing import Any

import sqlalchemy as sa

from lib.model import Message, PulseError, Scope, StoreBusy, say
from lib.settings import Settings
from lib.store import sources
from lib.store.sources import Source

IMPORTS = "/api/imports"
QUERY = "/api/query"
AUDIENCE = "/api/audience"
FILES = 100
"""The most files one request may bring."""

Answer = tuple[int, Any]
"""An HTTP status and a JSON document; the document of a failure is {"error": "…"}."""
Fields = Sequence[tuple[str, str]]

_FLAGS = {"": True, "1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}

logger = logging.getLogger(__name__)


class Refusal(PulseError):
    """A request that is not answered, with its HTTP status."""

    def __init__(self, status: int, message: Message) -> None:
        super().__init__(message)
        self.status = status


def failure(error: Exception) -> Answer:
    """What to answer in place of what went wrong; what nobody foresaw goes to the log alone."""
    if isinstance(error, Refusal):
        return error.status, {"error": str(error)}
    if isinstance(error, StoreBusy):
        return http.client.SERVICE_UNAVAILABLE, {"error": str(error)}
    if isinstance(error, PulseError):
        return http.client.BAD_REQUEST, {"error": str(error)}
    logger.error("A request of the API failed", exc_info=error)
    told = f"{type(error).__name__}: the reason is in the app's log"
    return http.client.INTERNAL_SERVER_ERROR, {"error": told}


def admit(engine: sa.Engine, authorization: str) -> Source:
    """The source whose token a request carries ("Bearer …"); Refusal 401 when there is none that is
    switched on. Hashes are compared, and all of them: how long it takes tells nothing."""
    from lib.sync import tokens

    scheme, _, token = authorization.partition(" ")
    given = tokens.sha256(token.strip()).encode()
    found = None
    for source, _ in sources.all_sources(engine):
        kept = str(source.address.get("token_sha256", "")) if source.kind == "push" else ""
        if secrets.compare_digest(given, kept.encode()) and source.enabled:
            found = source
    if found is None or scheme.lower() != "bearer":
        raise Refusal(http.client.UNAUTHORIZED, say("The token is missing, unknown or switched off."))
    return found


def check_body(headers: Mapping[str, str], most: int) -> None:
    """Refusal of a body that is packed (415), or larger than `most` bytes (413) by what it says."""
    if headers.get("content-encoding", "identity") != "identity":
        raise Refusal(
            http.client.UNSUPPORTED_MEDIA_TYPE,
            say("Send the file as it is, or in a ZIP archive, without Content-Encoding."),
        )
    kind = headers.get("content-type", "")
    if kind.startswith("multipart/") and not kind.startswith("multipart/form-data"):
        raise Refusal(http.client.UNSUPPORTED_MEDIA_TYPE, say("Of multipart bodies only form-data is read."))
    length = headers.get("content-length", "0")
    if length.isdecimal() and int(length) > most:
        raise too_large(most)


def too_large(most: int) -> Refusal:
    """The refusal of a body of more than `most` bytes."""
    words = say("A request may bring {size} MB at most.", size=most >> 20)
    return Refusal(http.client.REQUEST_ENTITY_TOO_LARGE, words)


def file_name(fields: Fields, disposition: str) -> str:
    """The name of a file sent as the body: the field `name`, else the Content-Disposition's."""
    header = Header()
    header["Content-Disposition"] = disposition
    name = dict(fields).get("name") or header.get_filename()
    if not name:
        raise Refusal(http.client.BAD_REQUEST, say("Give the file's name, as in ?name=export.csv."))
    return name


def imports(
    engine: sa.Engine,
    settings: Settings,
    source: Source,
    files: Sequence[tuple[str, Path]],
    fields: Fields,
    now: datetime,
) -> Answer:
    """Imports (name, file) one after the other as the source's; a report each, as `import --json`
    gives. 422 when all are refused. `now` is UTC without zone."""
    from lib import asked
    from lib.imports import job
    from lib.imports.report import report_json
    from lib.sync import pin, pushed

    given = _known(fields, ("name", "captured_at", "dry_run"))
    captured = asked.moment(given["captured_at"], settings) if given.get("captured_at") else None
    dry_run = _flag("dry_run", given.get("dry_run", "no"))
    options = replace(pin.options(source), captured_at=captured, dry_run=dry_run, who="api", source=source.id)
    if not files or any(not file.stat().st_size for _, file in files):
        raise Refusal(http.client.BAD_REQUEST, say("There is no file in the request, or an empty one."))
    try:
        reports = [
            report
            for name, file in files
            for report in job.run_all(engine, file, _plain(name), options, settings, now)
        ]
    except Exception as error:
        pushed.keep(engine, source.id, now, (), _words(error))
        raise
    refused = [report.refused for report in reports if report.refused is not None]
    if not dry_run:
        pushed.keep(engine, source.id, now, reports, refused[0] if refused else None)
    status = http.client.UNPROCESSABLE_ENTITY if len(refused) == len(reports) else http.client.OK
    return status, [report_json(report) for report in reports]


def query(engine: sa.Engine, settings: Settings, source: Source, fields: Fields) -> Answer:
    """The document of `query --json`, asked under the token's scope. Refusal 403 for a filter beyond it:
    an answer without what was asked for would look like one with nothing in it."""
    from lib import query_commands

    many: dict[str, list[str]] = {"metrics": [], "by": [], "where": []}
    rest = []
    for name, value in fields:
        if name in many:
            many[name] += [value] if name == "where" else [part for part in value.split(",") if part]
        else:
            rest.append((name, value))
    once = _known(rest, ("from", "to", "as_of"))
    seen = scope(source)
    _check_filters(many["where"], seen)
    start, end, as_of = (once.get(name) or None for name in ("from", "to", "as_of"))
    answer = query_commands.answer(
        engine, settings, many["metrics"], many["by"], many["where"], (start, end), as_of, seen
    )
    return http.client.OK, answer.document


def audience(engine: sa.Engine, settings: Settings, source: Source, fields: Fields) -> Answer:
    """The document of `audience --json`, within what the token may see. Refusal 403 as `query`."""
    from lib import audience_commands

    wanted = [value for name, value in fields if name == "where"]
    once = _known([each for each in fields if each[0] != "where"], ("as_of",))
    seen = scope(source)
    _check_filters(wanted, seen)
    answer = audience_commands.answer(engine, settings, wanted, once.get("as_of") or None, seen)
    return http.client.OK, answer.document


def scope(source: Source) -> Scope:
    """What a source's token sees: of each dimension that the source states, its value alone; comments of
    private channels only where the source allows it."""
    from lib.imports import platforms
    from lib.sync.declare import PRIVATE

    said = {name: str(source.options.get(name) or "") for name in ("platform", "account", "community")}
    said["platform"] = platforms.named(said["platform"]) or said["platform"]
    community, platform, account = (
        (said[name],) if said[name] else None for name in ("community", "platform", "account")
    )
    return Scope(community, platform, source.options.get(PRIVATE) is True, account)


def _check_filters(where: Sequence[str], seen: Scope) -> None:
    for pair in where:
        name, _, value = pair.partition("=")
        if value not in seen.limits.get(name, (value,)):
            told = ", ".join(f"{id}={values[0]}" for id, values in seen.limits.items())
            raise Refusal(http.client.FORBIDDEN, say("This token sees {scope} alone.", scope=told))


def _known(fields: Fields, names: Sequence[str]) -> dict[str, str]:
    """Each field once, and none unknown: a misspelt dry_run would import."""
    found = dict(fields)
    wrong = [name for name in found if name not in names]
    if wrong or len(found) < len(fields):
        raise Refusal(
            http.client.BAD_REQUEST,
            say(
                "Not known here, or given twice: {unknown}; known are {known}.",
                unknown=", ".join(wrong or found),
                known=", ".join(names),
            ),
        )
    return found


def _flag(name: str, text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise Refusal(
            http.client.BAD_REQUEST, say("{name} is true or false, not “{text}”.", name=name, text=text)
        )
    return _FLAGS[text.lower()]


def _plain(name: str) -> str:
    """A file's name without folders and control characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable())[-200:] or "upload"


def _words(error: Exception) -> Message:
    if isinstance(error, PulseError):
        return error.message
    return say(
        "It could not be imported ({kind}); the reason is in the app's log.", kind=type(error).__name__
    )
