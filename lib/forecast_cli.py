"""The commands about forecasts on the terminal; as `lib.cli`, which takes them in."""

from __future__ import annotations

from typing import Annotated

import typer

from lib.terminal import Json, do

Metric = Annotated[str, typer.Argument(help="The metric's id; see docs/metrics.md.")]
Where = Annotated[list[str] | None, typer.Option(help="DIMENSION=VALUE; may be repeated.")]
First = Annotated[str | None, typer.Option("--from", help="First day of the history, YYYY-MM-DD.")]
Last = Annotated[str | None, typer.Option("--to", help="Last day of the history, YYYY-MM-DD.")]
Grain = Annotated[str, typer.Option(help="day or week.")]


def forecast(
    metric: Metric,
    where: Where = None,
    start: First = None,
    end: Last = None,
    horizon: Annotated[int, typer.Option(min=1, max=366, help="Days to forecast.")] = 28,
    model: Annotated[
        str, typer.Option(help="auto, prophet, ets, theta, naive, mean or median; see docs/forecast.md.")
    ] = "auto",
    grain: Grain = "day",
    as_json: Json = False,
) -> None:
    """Forecast a metric, with the record of earlier trials beside it."""
    do(
        "forecast",
        as_json,
        metric=metric,
        where=where or [],
        start=start,
        end=end,
        horizon=horizon,
        model=model,
        grain=grain,
    )


def backtest(
    metric: Metric,
    where: Where = None,
    start: First = None,
    end: Last = None,
    initial: Annotated[int, typer.Option(min=1, help="Days of history before the first trial.")] = 730,
    period: Annotated[int, typer.Option(min=1, help="Days from one trial to the next.")] = 180,
    horizon: Annotated[int, typer.Option(min=1, help="Days that each trial forecasts.")] = 365,
    model: Annotated[
        str, typer.Option(help="plain (Prophet with its own defaults), or one of forecast's models.")
    ] = "plain",
    grain: Grain = "day",
    as_json: Json = False,
) -> None:
    """Replay a model from many days of the past: its errors by horizon, as Prophet's diagnostics."""
    do(
        "backtest",
        as_json,
        metric=metric,
        where=where or [],
        start=start,
        end=end,
        initial=initial,
        period=period,
        horizon=horizon,
        model=model,
        grain=grain,
    )


COMMANDS = (forecast, backtest)
