"""Photographs of an account's figure by parts: their shares, and what became of them since the one before.
Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from lib.metrics.breakdown import DIMENSIONS, MEASURES, adds_up

Row = Mapping[str, Any]
_FIGURE = ("platform", "account", "metric", "dimension")


@dataclass(frozen=True)
class Part:
    """A part of a figure. `share` is of the whole, None where it has none; `change` the difference to the
    share before, None where none is known; `row` the file's."""

    bucket: str
    value: float
    share: float | None
    change: float | None
    row: int | None


@dataclass(frozen=True)
class Photograph:
    """What one file says of an account's figure by a dimension: of the days from `first` to `last`, or as of
    `last`. `whole` says what shares are of: the file's own total, the parts it lists, or nothing. `before`
    is the last day of the photograph that it is compared with."""

    platform: str
    account: str
    account_name: str | None
    metric: str
    dimension: str
    first: date | None
    last: date
    unit: str
    whole: str
    parts: tuple[Part, ...]
    import_id: int
    file: str | None
    captured_at: datetime
    before: date | None = None
    before_first: date | None = None

    @property
    def state(self) -> bool:
        """Whether it holds as of a day, not over a period."""
        return MEASURES[self.metric].state


def photographs(rows: Sequence[Row]) -> list[Photograph]:
    """The newest photographs of rows as `metrics.photographs.newest` gives them, in the order of the
    catalog; those of zeros alone are left out."""
    found = [_photograph(list(group)) for _, group in groupby(rows, lambda row: [row[n] for n in _FIGURE])]
    metrics, dimensions = list(MEASURES), list(DIMENSIONS)
    kept = [each for each in found if any(part.value for part in each.parts)]
    return sorted(
        kept,
        key=lambda each: (
            each.platform,
            each.account,
            metrics.index(each.metric),
            dimensions.index(each.dimension),
        ),
    )


def _photograph(rows: list[Row]) -> Photograph:
    now = [row for row in rows if row["now"]]
    before = [row for row in rows if not row["now"]]
    head = now[0]
    whole = _whole(now)
    shares, earlier = _shares(now, whole), _shares(before, _whole(before))
    comparable = bool(before) and _comparable(now, before)
    parts = [
        Part(
            row["bucket"],
            row["value"],
            share := shares[row["bucket"]],
            _difference(share, earlier.get(row["bucket"])) if comparable else None,
            row["row"],
        )
        for row in now
    ]
    return Photograph(
        **{name: head[name] for name in ("platform", "account", "account_name", "metric", "dimension")},
        first=head["first_day"],
        last=head["last_day"],
        unit=head["unit"],
        whole=whole,
        parts=tuple(parts),
        **{name: head[name] for name in ("import_id", "file", "captured_at")},
        before=before[0]["last_day"] if comparable else None,
        before_first=before[0]["first_day"] if comparable else None,
    )


def _whole(rows: Sequence[Row]) -> str:
    if not rows:
        return "nothing"
    if rows[0]["unit"] == "share" or rows[0]["whole"]:
        return "all"
    return "listed" if adds_up(rows[0]["metric"], rows[0]["dimension"]) else "nothing"


def _shares(rows: Sequence[Row], whole: str) -> dict[str, float | None]:
    total = sum(row["value"] for row in rows)
    found: dict[str, float | None] = {}
    for row in rows:
        of = 1.0 if row["unit"] == "share" else row["whole"] if whole == "all" else total
        found[row["bucket"]] = row["value"] / of if whole != "nothing" and of else None
    return found


def _comparable(now: Sequence[Row], before: Sequence[Row]) -> bool:
    """Whether shares of both are of the same: of all, or of the same parts."""
    kinds = {_whole(now), _whole(before)}
    return kinds == {"all"} or (
        kinds == {"listed"} and {row["bucket"] for row in now} == {row["bucket"] for row in before}
    )


def _difference(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before
