"""The report of an import as one JSON document, for the command, the log and the download."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from lib.model import ImportReport, Message, Tally, say
from lib.store import messages
from lib.store.log import LogEntry

IGNORED_MOST = 40
"""Headers of ignored columns that the log keeps; some exports have thousands."""


@dataclass(frozen=True)
class Logged:
    """What the log keeps of a report: how many rows were read and rejected, the first rejected row
    with its reason, what was said of the file, how many columns were ignored and their headers."""

    rows: int = 0
    rejected: int = 0
    first: tuple[int, Message] | None = None
    warnings: tuple[Message, ...] = ()
    ignored: int = 0
    headers: tuple[str, ...] = ()


def report_json(report: ImportReport, words: Callable[[Message], Any] = str) -> dict[str, Any]:
    """The report as a dict of plain values; `words` puts messages into words."""
    return {
        "file": report.file,
        "format": report.format,
        "rows_read": report.rows_read,
        "posts": asdict(report.posts),
        "days": asdict(report.days),
        "comments": asdict(report.comments),
        "breakdowns": asdict(report.breakdowns),
        "rejected": [
            {"row": reject.row, "column": reject.column, "reason": words(reject.reason)}
            for reject in report.rejected
        ],
        "warnings": [words(warning) for warning in report.warnings],
        "columns_ignored": list(report.columns_ignored),
        "import_id": report.import_id,
        "refused": words(report.refused) if report.refused else None,
        "captured_at": report.captured_at.isoformat() if report.captured_at else None,
    }


def log_json(report: ImportReport) -> str:
    """The report as the log keeps it: its messages can still be said in any language."""
    made = report_json(report, messages.data)
    kept = report.columns_ignored[:IGNORED_MOST]
    made |= {"columns_ignored": list(kept), "ignored": len(report.columns_ignored)}
    return json.dumps(made, ensure_ascii=False)


def logged(text: str | None) -> Logged:
    """What the log kept of a report; nothing where that cannot be read. Older logs hold English."""
    try:
        found = json.loads(text or "{}")
        rejected = found.get("rejected", [])
        first = (int(rejected[0]["row"]), messages.message(rejected[0]["reason"])) if rejected else None
        headers = tuple(found.get("columns_ignored", ()))
        said = tuple(map(messages.message, found.get("warnings", ())))
        ignored = int(found.get("ignored", len(headers)))
        return Logged(int(found.get("rows_read", 0)), len(rejected), first, said, ignored, headers)
    except (ValueError, AttributeError, TypeError, KeyError):
        return Logged()


def count_in(text: str | None, kind: str) -> int:
    """How many posts, days, comments or breakdowns an earlier report (its JSON) speaks of."""
    try:
        return sum(json.loads(text or "{}").get(kind, {}).values())
    except (ValueError, AttributeError, TypeError):
        return 0


def already(report: ImportReport, earlier: LogEntry) -> ImportReport:
    """The report of a file that an earlier import brought already."""
    told = say(
        "The same file was imported as no. {number} on {day}; nothing was changed. "
        "Undo that import first to read the file differently.",
        number=earlier.id,
        day=earlier.at.date(),
    )
    return replace(
        report,
        posts=Tally(unchanged=count_in(earlier.report, "posts")),
        days=Tally(unchanged=count_in(earlier.report, "days")),
        comments=Tally(unchanged=count_in(earlier.report, "comments")),
        breakdowns=Tally(unchanged=count_in(earlier.report, "breakdowns")),
        warnings=(*report.warnings, told),
        captured_at=earlier.captured_at,
    )
