"""What the command about posting times does; as `lib.commands`, for which it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from lib import asked
from lib.analysis.posting_time import BandEffect, PostingTimes, Slot
from lib.answers import Answer, table
from lib.metrics.catalog import METRICS, unknown
from lib.model import EVERYTHING, Progress, Query
from lib.posting_times import find
from lib.settings import Settings

VERDICTS = {
    "difference": "Some slots do better than the community's usual mix of slots.",
    "no_reliable_difference": "No reliable difference between the hours; post when your people can answer.",
    "not_enough_data": "Too few posts with a time of day and this metric to tell hours apart.",
}


def posting_times(
    engine: sa.Engine,
    settings: Settings,
    metric: str,
    where: list[str],
    start: str | None = None,
    end: str | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Judges the slots of the week, in the community's time zone."""
    if metric not in METRICS:
        raise unknown(metric, ())
    of = Query((metric,), where=asked.where(where), period=asked.period(start, end), scope=EVERYTHING)
    found, _ = find(engine, of, METRICS[metric])
    return Answer(_document(found, metric, settings), _lines(found))


def _document(found: PostingTimes, metric: str, settings: Settings) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "metric": metric,
        "time_zone": str(settings.zone),
        "n_posts": found.n_posts,
        "p_value": found.p,
        "best": [asdict(slot) for slot in found.best],
        "band": _band(found.band) if found.band else None,
        "cells": [asdict(slot) for slot in found.slots],
        "without_time": found.left_out.without_time,
        "without_metric": found.left_out.unrated,
        "too_young": found.left_out.young,
    }


def _band(band: BandEffect) -> dict[str, Any]:
    figures = {name: value for name, value in asdict(band).items() if name != "band"}
    return {"weekdays": band.band.weekdays, "hours": list(band.band.hours), **figures}


def _lines(found: PostingTimes) -> list[str]:
    left_out = [
        f"{count} posts {why}, left out"
        for count, why in (
            (found.left_out.without_time, "without a time of day"),
            (found.left_out.unrated, "without this metric"),
            (found.left_out.young, "too young to judge"),
        )
        if count
    ]
    rows = [_row(slot) for slot in found.best]
    return [
        f"{VERDICTS[found.verdict]} {found.n_posts} posts judged.",
        *(table(rows) if rows else []),
        *left_out,
    ]


def _row(slot: Slot) -> dict[str, Any]:
    return {
        "weekday": slot.weekday,
        "hour": slot.hour,
        "effect": f"{slot.effect:+.0%}",
        "90 % interval": f"{slot.low:+.0%} … {slot.high:+.0%}",
        "n": slot.n,
        "p_better": f"{slot.p_better:.2f}",
    }


COMMANDS: dict[str, Callable[..., Answer]] = {"posting-times": posting_times}
