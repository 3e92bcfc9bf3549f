"""How far the data can be relied on: every check run over what was read of them.

Pure: `lib.metrics.quality.Readings` in, a `Report` out. A finding says where, how many, since when,
gives an example that leads to a row of a file, and says what to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lib.analysis import checks, rhythm, wild
from lib.analysis.finding import SEVERITIES, Finding, Row, Severity
from lib.metrics.gaps import POSTS
from lib.metrics.quality import FALLING, Readings
from lib.metrics.unusual import LEVELS, SHARES
from lib.model import N_, Message, say

__all__ = ["CHECKS", "Account", "Finding", "Report", "Said", "examine"]

CHECKS = {
    "missing": N_("Days without a reading in a daily series that is otherwise read every day"),
    "pauses": N_("Pauses in posting that are unusual for the account"),
    "silent": N_("Accounts that stopped posting before their newest export"),
    "stale": N_("Accounts whose newest numbers are older than their rhythm of exports explains"),
    "aged": N_("Audiences exported long before the account's other numbers"),
    "hourless": N_("Posts without a time of day"),
    "typeless": N_("Posts without a content type"),
    "numberless": N_("Posts without any figure"),
    "impossible": N_("Posts that reached more people than they have views"),
    "twins": N_("Posts that are there twice"),
    "falls": N_("Lifetime totals that fell from one export to the next"),
    "wild": N_("Days far outside what is usual for the account, weekday and season"),
    "steps": N_("Levels, such as followers, that jump from one reading to the next"),
    "unknown": N_("Platforms, accounts and content types that are not stated or not known"),
    "garbled": N_("Texts in a wrong encoding"),
    "rejected": N_("Rows of imports that were rejected"),
    "said": N_("What imports warned of"),
}
"""What is checked: id → in words."""

SMALL_LOSS = 0.01
"""Up to this share of a file's rows rejected is worth knowing; beyond it the figures are affected."""

TELLING = (
    "{count} rows repeat an earlier row and count once.",
    "{count} rows name a platform that Pulse does not know.",
    "The file's total row says {total} {metric}, its rows add up to {sum}; the rows count.",
    "The file does not say whether it is of Facebook or Instagram; name the platform.",
    "Excel had put each line into one cell; all records were recovered.",
)
"""What an import says of a file that a person should look after; the rest is for the record."""


@dataclass(frozen=True)
class Account:
    """An account as the data know it; `found` counts its findings by severity."""

    platform: str
    account: str
    posts: int
    series: int
    first: date | None
    last: date | None
    captured_at: datetime
    imports: int
    file: str
    found: tuple[tuple[Severity, int], ...] = ()


@dataclass(frozen=True)
class Said:
    """What imports said of their files: how many, and the newest of them."""

    what: Message
    imports: int
    import_id: int
    file: str


@dataclass(frozen=True)
class Report:
    """All findings, the gravest first; the accounts; and what imports said, for the record."""

    findings: tuple[Finding, ...]
    accounts: tuple[Account, ...]
    said: tuple[Said, ...]

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity."""
        return tuple(each for each in self.findings if each.severity == severity)


def examine(
    readings: Readings, now: datetime, platforms: Mapping[str, str], filtered: bool = False
) -> Report:
    """Runs every check. `now` is UTC without zone; `platforms` are those known, id → name; `filtered`
    says that only some accounts were asked for, so that only their imports count."""
    brought = {row["import_id"] for row in (*readings.photographs, *readings.audiences)}
    imports = [row for row in readings.imports if row["id"] in brought or not filtered]
    found = [*_of_accounts(readings, now, platforms), *rejected(imports), *_warned(imports)]
    found.sort(key=lambda each: (SEVERITIES.index(each.severity), -each.count))
    return Report(tuple(found), tuple(_accounts(readings, found)), tuple(_said(imports)))


def _of_accounts(readings: Readings, now: datetime, platforms: Mapping[str, str]) -> Iterator[Finding]:
    newest = {(row["platform"], row["account"]): row["captured_at"] for row in readings.accounts}
    posting = [row for row in readings.gaps if row["metric"] == POSTS]
    series = [row for row in readings.gaps if row["metric"] not in (POSTS, *SHARES)]
    here = {(row["platform"], row["account"]) for row in (*readings.photographs, *readings.audiences)}
    yield from rhythm.missing(series, LEVELS)
    yield from rhythm.pauses(posting, newest)
    yield from rhythm.stale(readings.photographs, readings.gaps, now)
    yield from rhythm.aged(readings.audiences, readings.photographs, now)
    yield from wild.days(readings.days)
    yield from wild.steps(readings.levels)
    yield from checks.posts(readings.accounts)
    yield from checks.twins(readings.twins)
    yield from checks.falls(readings.falls, FALLING)
    yield from checks.unknown(here, readings.types, platforms)


def rejected(imports: Collection[Row]) -> Iterator[Finding]:
    """Imports that could not take some rows."""
    for row in imports:
        said = row["said"]
        if not said.rejected or said.first is None:
            continue
        at, reason = said.first
        yield Finding(
            "rejected",
            "mend" if said.rejected > SMALL_LOSS * said.rows else "know",
            say(
                "Rows of “{file}” that were rejected: {n} of {total}. The first is row {row}: {reason}",
                file=_short(row["file"]),
                n=said.rejected,
                total=said.rows,
                row=str(at),
                reason=reason,
            ),
            say("Mend them in the file and import it again: what is in already stays as it is."),
            "imports",
            count=said.rejected,
            import_id=row["id"],
        )


def _warned(imports: Collection[Row]) -> Iterator[Finding]:
    """Warnings that a person should look after, each once with the newest import that has it."""
    for each in _said(imports):
        if each.what.text in TELLING:
            yield Finding(
                "said",
                "know",
                say(
                    "{what} (imports: {n}, the newest “{file}”)",
                    what=each.what,
                    n=each.imports,
                    file=each.file,
                ),
                say("See whether the export is what you meant; undo the import if it is not."),
                "imports",
                count=each.imports,
                import_id=each.import_id,
            )


def _said(imports: Collection[Row]) -> Iterator[Said]:
    """Warnings of the same words once, with the newest import that said them; columns not read."""
    times: Counter[str] = Counter()
    newest: dict[str, tuple[Message, Row]] = {}
    for row in imports:
        for message in (*row["said"].warnings, *_ignored(row)):
            key = message.text if "{headers}" not in message.text else f"{message.text}{row['format']}"
            times[key] += 1
            newest.setdefault(key, (message, row))
    for key, (message, row) in newest.items():
        yield Said(message, times[key], row["id"], _short(row["file"]))


def _ignored(row: Row) -> Iterator[Message]:
    said = row["said"]
    if said.headers:
        shown = ", ".join(f"“{header}”" for header in said.headers)
        yield say("Columns that are not read: {n} ({headers}).", n=said.ignored, headers=shown)


def _accounts(readings: Readings, found: Collection[Finding]) -> Iterator[Account]:
    posts = {(row["platform"], row["account"]): row for row in readings.accounts}
    series: dict[tuple[str, str], list[Row]] = {}
    for row in readings.gaps:
        series.setdefault((row["platform"], row["account"]), []).append(row)
    brought: dict[tuple[str, str], list[Row]] = {}
    for row in (*readings.photographs, *readings.audiences):
        brought.setdefault((row["platform"], row["account"]), []).append(row)
    counts = Counter((each.platform, each.account, each.severity) for each in found)
    for key, photographs in sorted(brought.items()):
        days = series.get(key, [])
        newest = max(photographs, key=lambda row: (row["captured_at"], row["import_id"]))
        yield Account(
            *key,
            posts=posts[key]["posts"] if key in posts else 0,
            series=len({row["metric"] for row in days} - {POSTS}),
            first=min((row["first"] for row in days), default=None),
            last=max((row["last"] for row in days), default=None),
            captured_at=newest["captured_at"],
            imports=len({row["import_id"] for row in photographs}),
            file=_short(newest["file"]),
            found=tuple((severity, counts[(*key, severity)]) for severity in SEVERITIES),
        )


def _short(file: str | None) -> str:
    """A file's name without the folders a command was given."""
    return (file or "").replace("\\", "/").rpartition("/")[2]
