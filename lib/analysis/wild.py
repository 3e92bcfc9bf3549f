"""Checks of days far outside the usual, and of levels that jump.

Pure: rows of `lib.metrics.unusual` in, findings out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from lib.analysis.finding import Finding, Row, metric_name
from lib.model import Message, say

FACTOR_UP, FACTOR_DOWN = 8.0, 8.0
Z_UP, Z_DOWN = 6.0, 5.0
USUAL_LEAST = 20
"""A day counts as wild beyond so many robust standard deviations AND by such a factor; low ones only
where more than a handful is usual. A normal swing does that in fewer than 1 of a million days; even
where swings have far heavier tails (Laplace) it is fewer than 1 of 400, and the factor takes most."""

LEVEL_FACTOR, LEVEL_LEAST = 1.25, 50


def days(rows: Sequence[Row]) -> Iterator[Finding]:
    """Days far outside what is usual, the wildest of each series."""
    by_series: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if _is_wild(row):
            by_series[row["platform"], row["account"], row["metric"]].append(row)
    for (platform, account, metric), found in by_series.items():
        row = max(found, key=lambda each: abs(each["z"]))
        low = row["z"] < 0
        advice = (
            say("The day may not have been complete when it was exported: export it again.")
            if low
            else say("See the posts of that day. If none explains it, export it again.")
        )
        yield Finding(
            "wild",
            "mend" if low and not row["value"] else "know",
            _wild(metric, row, len(found) - 1),
            advice,
            "imports" if low else "posts",
            platform,
            account,
            len(found),
            (row["day"], row["day"]),
            reading=(platform, account, metric, row["day"]),
        )


def _is_wild(row: Row) -> bool:
    factor = (row["value"] + 1) / (row["usual"] + 1)
    if row["z"] > 0:
        return row["z"] >= Z_UP and factor >= FACTOR_UP
    return -row["z"] >= Z_DOWN and factor <= 1 / FACTOR_DOWN and row["usual"] >= USUAL_LEAST


def _wild(metric: str, row: Row, more: int) -> Message:
    told = {
        "metric": metric_name(metric),
        "day": row["day"],
        "value": row["value"],
        "usual": _short(row["usual"]),
    }
    if not more:
        return say("{metric} on {day}: {value}, where about {usual} is usual.", **told)
    return say(
        "{metric} on {day}: {value}, where about {usual} is usual; other days like it: {n}.", **told, n=more
    )


def _short(value: float) -> int:
    """Two significant figures: more would feign an exactness that “usual” has not."""
    whole = round(value)
    return round(whole, min(0, 2 - len(str(whole))))


def steps(rows: Sequence[Row]) -> Iterator[Finding]:
    """Levels (followers) that jump from one reading to the next."""
    for row in rows:
        ratio = row["value"] / row["usual"]
        if max(ratio, 1 / ratio) < LEVEL_FACTOR or abs(row["value"] - row["usual"]) < LEVEL_LEAST:
            continue
        metric, day = row["metric"], row["day"]
        yield Finding(
            "steps",
            "know",
            say(
                "{metric} goes from {before} to {value} on {day}.",
                metric=metric_name(metric),
                before=row["usual"],
                value=row["value"],
                day=day,
            ),
            say(
                "If something else is counted from then on, add a definition break below; else see the file."
            ),
            "breaks",
            row["platform"],
            row["account"],
            1,
            (day, day),
            reading=(row["platform"], row["account"], metric, day),
        )
