"""The report of an import as one JSON document, for the command, the log and the download."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from lib.model import ImportReport, Message


def report_json(report: ImportReport, words: Callable[[Message], str] = str) -> dict[str, Any]:
    """The report as a dict of plain values; `words` puts messages into words."""
    return {
        "file": report.file,
        "format": report.format,
        "rows_read": report.rows_read,
        "posts": asdict(report.posts),
        "days": asdict(report.days),
        "rejected": [
            {"row": reject.row, "column": reject.column, "reason": words(reject.reason)}
            for reject in report.rejected
        ],
        "warnings": [words(warning) for warning in report.warnings],
        "import_id": report.import_id,
        "refused": words(report.refused) if report.refused else None,
        "captured_at": report.captured_at.isoformat() if report.captured_at else None,
    }


def count_in(text: str | None, kind: str) -> int:
    """How many posts or days an earlier report (its JSON) speaks of."""
    try:
        return sum(json.loads(text or "{}").get(kind, {}).values())
    except (ValueError, AttributeError, TypeError):
        return 0
