"""The accounts from day to day: who joined and left, and the daily metrics exported of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from lib.demo.climate import DAYS as LENGTH
from lib.demo.climate import Climate
from lib.demo.script import Script
from lib.store.schema import DAYS

WEEKLY = np.array([1.02, 0.98, 0.97, 1.0, 1.08, 1.0, 0.95])
"""Visits by weekday, from Monday."""


@dataclass(frozen=True)
class Growth:
    """By (account, day): people who joined, who left, followers at the end of the day."""

    joins: np.ndarray
    leaves: np.ndarray
    followers: np.ndarray


def grow(script: Script, climate: Climate, seed: int) -> Growth:
    """The followers of every account; each day is the day before, plus joins, less leaves."""
    rng = np.random.default_rng([seed, 1])
    at = [script.communities.index(a.community) for a in script.accounts]
    start = np.array([[a.followers] for a in script.accounts])
    coming = np.array([[a.joins] for a in script.accounts]) * climate.joins[at]
    going = np.array([[a.leaves] for a in script.accounts]) * (
        1 + script.crisis["leaves"] * climate.crisis[at]
    )
    joins = rng.poisson(start * coming * WEEKLY[climate.weekday])
    leaves = rng.poisson(start * going)
    return Growth(joins, leaves, start + np.cumsum(joins - leaves, axis=1))


def table(script: Script, climate: Climate, growth: Growth, seed: int) -> pa.Table:
    """All readings of the two years, of the schema DAYS; the gap's days are missing."""
    rng = np.random.default_rng([seed, 2])
    series = _series(script, climate, growth, rng)
    parts = [
        _readings(script, number, metric, climate.days, series[metric][number])
        for number, account in enumerate(script.accounts)
        for metric in account.days
    ]
    whole = pa.concat_tables(parts)
    return whole.append_column("row", pa.array(np.arange(whole.num_rows) + 2)).select(DAYS.names).cast(DAYS)


def _series(
    script: Script, climate: Climate, growth: Growth, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    at = [script.communities.index(a.community) for a in script.accounts]
    pulse = climate.reach[at] * WEEKLY[climate.weekday]
    people = growth.followers * pulse
    noise = np.exp(0.18 * rng.standard_normal((3, len(at), LENGTH)))
    talk = 1 + script.crisis["comments"] * climate.crisis[at]
    posting = climate.posts[script.kinds.index("member")][at]
    return {
        "followers": growth.followers,
        "new_followers": growth.joins,
        "lost_followers": growth.leaves,
        "page_reach": np.rint(0.16 * people * noise[0]),
        "page_views": np.rint(0.021 * people * noise[1]),
        "messages": np.rint(0.14 * people * posting * talk * noise[2]),
    }


def _readings(script: Script, number: int, metric: str, days: np.ndarray, values: np.ndarray) -> pa.Table:
    account = script.accounts[number]
    keep = ~_missing(script, number)
    said = {
        "platform": account.platform,
        "account": account.id,
        "account_name": account.name,
        "community": account.community,
        "metric": metric,
    }
    count = int(keep.sum())
    columns = {name: pa.repeat(pa.scalar(value), count) for name, value in said.items()}
    return pa.table({**columns, "day": pa.array(days[keep]), "value": pa.array(values[keep].astype(float))})


def _missing(script: Script, number: int) -> np.ndarray:
    account, gap = script.accounts[number], script.gap
    before = LENGTH - 1 - np.arange(LENGTH)
    within = (before <= gap["days_before"]) & (before > gap["days_before"] - gap["days"])
    mine = (account.platform, account.id) == (gap["platform"], gap["account"])
    return within if mine else np.zeros(LENGTH, bool)
