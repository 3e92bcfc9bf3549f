"""The demonstration's goals; they go with its import."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from lib.analysis.goals import span
from lib.clock import now
from lib.demo import script
from lib.model import Goal
from lib.store import goals


def load(engine: sa.Engine, posts: int, last: date, import_id: int, who: str) -> None:
    """Sets the goals of a demonstration of so many posts up to the day `last`."""
    for each in script.document("goals")["goals"]:
        goals.save(engine, _goal(each, posts, last, import_id), now(), who)


def _goal(told: dict[str, Any], posts: int, last: date, import_id: int) -> Goal:
    months = last.year * 12 + last.month - 1 - told["months"]
    where = tuple((id, tuple(values)) for id, values in told.get("where", {}).items())
    target = told.get("target") or float(f"{told['per_post'] * posts:.2g}")
    first = date(months // 12, months % 12 + 1, 1)
    begin = span(told["every"], first).start
    return Goal(told["metric"], target, told["every"], begin, None, where, demo=import_id)
