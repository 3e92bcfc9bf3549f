"""Checks against an account's own rhythm: days missing, pauses, numbers grown old.

Pure: rows of `lib.metrics.gaps` in, findings out.

A pause counts when an account that posts at random, as often as this one, makes a longer one in fewer
than `PAUSE_ALPHA` of such histories: of n gaps with an exponential tail of scale s, the longest stays
below s·(ln n + ln 1/α). The scale comes from the 90th percentile of the gaps (s = q90 / ln 10), so that
an account that posts in bursts is measured by its own pauses.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from lib.analysis.finding import Finding, Row, metric_name
from lib.metrics.gaps import POSTS
from lib.model import Message, say

PAUSE_ALPHA = 0.001
FEWEST_POSTING_DAYS = 20
SHORTEST_PAUSE = 5

APART = 366
"""A longer gap lies between two stories rather than inside one."""

MONTHLY = 35
"""Days after which numbers are old where an account has no rhythm of exports yet."""

AGED = 92
"""Days by which an audience may be older than the other numbers: who follows changes slowly."""

PAST = 400
"""Days after which an account belongs to the past."""


def longest_pause(days: int, tail: float) -> float:
    """The longest pause in days that is still usual, of an account that posted on `days` days with
    `tail` as the 90th percentile of its gaps."""
    usual = tail / math.log(10) * (math.log(max(days, 2)) + math.log(1 / PAUSE_ALPHA))
    return max(usual, SHORTEST_PAUSE)


def pauses(rows: Sequence[Row], newest: dict[tuple[str, str], datetime]) -> Iterator[Finding]:
    """Pauses in posting that are unusual for the account, and accounts gone silent. `newest` is when
    the newest numbers of an account's posts were true."""
    by_account: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["days"] >= FEWEST_POSTING_DAYS:
            by_account[row["platform"], row["account"]].append(row)
    for key, found in by_account.items():
        limit, tail = longest_pause(found[0]["days"], found[0]["tail"]), math.ceil(found[0]["tail"])
        long = [row for row in found if row["gap"] and row["gap"] > limit]
        if long:
            yield _pause(key, long, tail)
        silent = (newest[key].date() - found[0]["last"]).days if key in newest else 0
        if silent > limit:
            yield _silence(key, found[0], newest[key], tail)


def _pause(key: tuple[str, str], long: list[Row], tail: int) -> Finding:
    since, until = long[0]["since"] + timedelta(1), long[0]["until"] - timedelta(1)
    what = say(
        "No post from {since} to {until}; mostly the next one follows within {days} days.",
        since=since,
        until=until,
        days=tail,
    )
    advice = say("If you did post then, these posts are missing: export that time again.")
    return Finding("pauses", "know", what, advice, "imports", *key, len(long), (since, until))


def _silence(key: tuple[str, str], row: Row, newest: datetime, tail: int) -> Finding:
    what = say(
        "No post after {last}, though the newest export is of {day}; mostly the next one follows "
        "within {days} days.",
        last=row["last"],
        day=newest.date(),
        days=tail,
    )
    advice = say("If the account still posts, its newest posts are missing: see what the export leaves out.")
    return Finding("silent", "know", what, advice, "imports", *key, 1, (row["last"], newest.date()))


def missing(rows: Sequence[Row], levels: Collection[str]) -> Iterator[Finding]:
    """Days without a reading in the daily series; series that lack the same days stand together."""
    alike: dict[tuple, list[Row]] = defaultdict(list)
    for row in rows:
        if row["missing"] and row["gap"]:
            alike[row["platform"], row["account"], row["missing"], row["since"], row["until"]].append(row)
    longest: set[tuple[str, str, str]] = set()
    for (platform, account, lost, since, until), found in alike.items():
        # Of each series the longest gap, which its rows begin with.
        names = [row["metric"] for row in found if (platform, account, row["metric"]) not in longest]
        longest |= {(platform, account, name) for name in names}
        if names:
            first, last = since + timedelta(1), until - timedelta(1)
            apart = (until - since).days > APART
            adds_up = not apart and any(name not in levels for name in names)
            yield Finding(
                "missing",
                "mend" if adds_up else "know",
                _missing(names, lost, first, last),
                say("Sums over these days are too low. Export them again; an overlap does no harm.")
                if adds_up
                else say("If there should be readings in between, export that time again."),
                "imports",
                platform,
                account,
                lost,
                (first, last),
                reading=(platform, account, names[0], since),
            )


def _missing(names: list[str], lost: int, first: date, last: date) -> Message:
    shown = tuple(metric_name(name) for name in names)
    if lost == 1:
        return say("{metrics}: no reading on {day}.", metrics=shown, day=first)
    if first == last:
        return say("{metrics}: days without a reading: {n}, such as {day}.", metrics=shown, n=lost, day=first)
    return say(
        "{metrics}: days without a reading: {n}; the longest gap goes from {since} to {until}.",
        metrics=shown,
        n=lost,
        since=first,
        until=last,
    )


def stale(photographs: Sequence[Row], gaps: Sequence[Row], now: datetime) -> Iterator[Finding]:
    """Accounts whose newest numbers are older than their own rhythm of exports explains. Where only
    daily figures are known, the last of their days counts."""
    taken: dict[tuple[str, str], set[date]] = defaultdict(set)
    for row in photographs:
        taken[row["platform"], row["account"]].add(row["captured_at"].date())
    last: dict[tuple[str, str], date] = {}
    for row in gaps:
        key = (row["platform"], row["account"])
        if key in taken:
            known = max(taken[key]) if row["metric"] == POSTS else row["last"]
            last[key] = max(last.get(key, date.min), known)
    for key, days in taken.items():
        newest = min(max(days), last.get(key, max(days)))
        age = (now.date() - newest).days
        if age > _patience(sorted(days)):
            yield Finding(
                "stale",
                "note" if age > PAST else "know",
                say("The newest numbers are of {day}, {n} days ago.", day=newest, n=age),
                say("Bring in a new export, or let a source bring it by itself."),
                "imports",
                *key,
                age,
                (newest, now.date()),
            )


def aged(audiences: Sequence[Row], photographs: Sequence[Row], now: datetime) -> Iterator[Finding]:
    """Accounts whose audience was exported long before their other numbers; where there are no others, long
    ago."""
    others = _newest(photographs, lambda row: row["captured_at"].date())
    for key, day in _newest(audiences, lambda row: row["last"]).items():
        age = (others.get(key, now.date()) - day).days
        if age <= AGED:
            continue
        what = (
            say("The audience is that of {day}, {n} days older than the newest figures.", day=day, n=age)
            if key in others
            else say("The audience is that of {day}, {n} days ago.", day=day, n=age)
        )
        advice = say("Export the audience again too, and bring it in.")
        yield Finding("aged", "know", what, advice, "imports", *key, age, (day, day))


def _newest(rows: Sequence[Row], day: Callable[[Row], date]) -> dict[tuple[str, str], date]:
    """By account the newest day of its rows."""
    found: dict[tuple[str, str], date] = {}
    for row in rows:
        key = (row["platform"], row["account"])
        found[key] = max(found.get(key, date.min), day(row))
    return found


def _patience(days: Sequence[date]) -> float:
    """Days until numbers are old: twice the usual time between the export days, and a few."""
    steps = [(b - a).days for a, b in pairwise(days)]
    return max(7, 2 * median(steps) + 3) if len(steps) >= 2 else MONTHLY
