"""What a command answers, for machines and for people."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from lib.analysis.finding import Finding
from lib.i18n import locale
from lib.metrics.examples import Origin
from lib.metrics.live import questions
from lib.metrics.live.sources import Live
from lib.model import NOTHING, ImportReport, Query


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
    kinds = ("posts", "days", "comments", "breakdowns")
    lines = [
        f"  {kind}: {tally.new} new, {tally.updated} updated, {tally.unchanged} unchanged"
        for kind in kinds
        if (tally := getattr(report, kind)) != NOTHING
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


def of_live(live: Live, asked: Query) -> tuple[dict[str, Any], list[str]]:
    """Which live sources the answer to a query holds and how old they are, or which a version goes
    without: for the document, and in lines."""
    there = questions.there(asked)
    standing = live.standing(there) if there.metrics else []
    left_out = live.left_out(there) if there.metrics else []
    held = [{"source": each.name, "as_of": plain(each.as_of)} for each in standing]
    lines = [f"live: {each['source']}, as of {each['as_of']} UTC" for each in held]
    lines += [f"left out, because it is read live: {name}" for name in left_out]
    return {**({"live": held} if held else {}), **({"live_left_out": left_out} if left_out else {})}, lines


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def of_finding(found: Finding, origin: Origin | None) -> dict[str, Any]:
    """A finding as JSON has it, in English; `example` leads to a row of a file."""
    english = locale("en")
    return {
        "check": found.check,
        "severity": found.severity,
        "platform": found.platform,
        "account": found.account,
        "what": english.say(found.what),
        "advice": english.say(found.advice),
        "count": found.count,
        "days": [plain(day) for day in found.days] if found.days else None,
        "example": asdict(origin) if origin else None,
        "import_id": found.import_id,
    }


def finding_lines(rows: list[dict[str, Any]]) -> list[str]:
    """Findings for a terminal."""
    lines = []
    for row in rows:
        where = " ".join(filter(None, (row["platform"], row["account"])))
        lines.append(f"{row['severity']}: {where + ': ' if where else ''}{row['what']}")
        if row["example"]:
            lines.append(f"  for example {row['example']['file']}, row {row['example']['row']}")
        lines.append(f"  {row['advice']}")
    return lines or ["Nothing to mend."]
