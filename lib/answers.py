"""What a command answers, for machines and for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lib.model import NOTHING, ImportReport


@dataclass(frozen=True)
class Answer:
    """What a command answers: one JSON document, the same for people, and the exit code."""

    document: Any
    lines: list[str] = field(default_factory=list)
    exit: int = 0


def report_lines(report: ImportReport) -> list[str]:
    """A report for a terminal; at most 20 of the rejected rows."""
    head = f"{report.file}: {report.format or 'not recognised'}"
    if report.refused:
        return [head, f"  refused: {report.refused}"]
    tallies = [("posts", report.posts), ("days", report.days)]
    lines = [
        f"  {kind}: {tally.new} new, {tally.updated} updated, {tally.unchanged} unchanged"
        for kind, tally in tallies
        if tally != NOTHING
    ]
    lines += [f"  row {r.row}, {r.column or 'row'}: {r.reason}" for r in report.rejected[:20]]
    if len(report.rejected) > 20:
        lines.append(f"  … {len(report.rejected)} rows rejected in all")
    return [f"{head} ({report.rows_read} rows)", *lines, *(f"  note: {text}" for text in report.warnings)]


def table(rows: list[dict[str, Any]]) -> list[str]:
    """Rows under their headers, in columns of one width."""
    if not rows:
        return ["(no rows)"]
    cells = [
        [str(name) for name in rows[0]],
        *[["—" if v is None else str(v) for v in r.values()] for r in rows],
    ]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value
