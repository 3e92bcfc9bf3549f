"""Pure: a report as Markdown; what people wrote is escaped, so that it is text and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lib.incidents.report import Line, Report, Section

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def write(report: Report) -> str:
    """The whole report."""
    head = [f"# {escaped(report.title)}", ""]
    facts = [f"- {escaped(label)}: {escaped(value)}" for label, value in report.facts]
    return "\n".join([*head, *facts, *(line for each in report.sections for line in _section(each)), ""])


def escaped(text: str) -> str:
    """Text on one line that comes out as it was written."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def _section(section: Section) -> Iterator[str]:
    yield from ("", f"## {escaped(section.title)}")
    if section.lead:
        yield ""
        yield from _lines(section.lead, "")
    if section.lines:
        yield ""
    for line in section.lines:
        yield from _line(line)


def _line(line: Line) -> Iterator[str]:
    about = f" ({escaped(line.about)})" if line.about else ""
    yield f"- {escaped(line.title)}{about}"
    if line.text:
        yield ""
        yield from _lines(line.text, "  > ")
        yield ""


def _lines(text: str, before: str) -> Iterator[str]:
    """Lines as they were broken; the two spaces at the end keep them so."""
    given = text.split("\n")
    for at, each in enumerate(given):
        end = "  " if at < len(given) - 1 and each.strip() else ""
        yield f"{before}{escaped(each)}{end}".rstrip() if not end else f"{before}{escaped(each)}{end}"
