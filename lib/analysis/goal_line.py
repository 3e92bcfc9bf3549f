"""A goal beside a metric over time: what each step must bring for the target to be reached."""

from __future__ import annotations

from datetime import date, timedelta

from lib.analysis.goals import Standing, how, share


def due(standing: Standing, first: date, days: int) -> float | None:
    """What a step of so many days from `first` on must show: of a sum its even part of the target, of a
    ratio the target, of a level where the straight line to the target is by its end. None outside the period
    of the goal."""
    of, target = standing.period, standing.goal.target
    if not of.start <= first <= of.end:
        return None
    if how(standing.metric) == "sum":
        return target * days / of.days
    if how(standing.metric) == "ratio" or standing.base is None:
        return target
    end = min(first + timedelta(days - 1), of.end)
    return standing.base + (target - standing.base) * share(of, end, None)
