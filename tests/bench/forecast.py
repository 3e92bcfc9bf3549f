"""How good forecasts are, on real daily series, against plain Prophet and repeating last week.

Each series is forecast from its last four moments 28 days apart, every time by the whole procedure
(trials, choice, band) from what was known then, and compared with what came. The series are those of
the samples beside the checkout, where they are; Prophet's own published diagnostics are reproduced too.
"""

from __future__ import annotations

import csv
import resource
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import sqlalchemy as sa

from lib.analysis.forecast import History, Marks, TooShort, daily, forecast, prophet, score, trials
from lib.analysis.forecast.diagnostics import PLAIN, Errors, diagnose
from lib.docs import table
from lib.imports import job
from lib.model import ImportOptions
from lib.settings import Settings
from lib.store.engine import open_store
from lib.store.schema import daily_current
from tests.bench.results import machine

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
HORIZON, WINDOWS, MOST_DAYS = 28, 4, 1500
FEWEST_DAYS = 2 * HORIZON
"""What must be known at a moment from which to forecast."""

PACKAGES = ("prophet", "statsforecast", "numpy", "pandas")

PEYTON = "example_wp_log_peyton_manning.csv"
PUBLISHED = {"rmse": 0.702, "mae": 0.504, "mape": 0.0584, "coverage": 0.677}
"""Prophet's documentation, Diagnostics: initial 730, period 180, horizon 365 days, at 37 days."""


@dataclass(frozen=True)
class Once:
    """One forecast against what came: MASE of ours, plain Prophet's and seasonal naive's, the share of
    days in each band, whether all lay in its bounds, and CPU seconds."""

    ours: float | None
    plain: float | None
    naive: float | None
    held: float
    plain_held: float
    in_bounds: bool
    cold: float
    kept: float
    plain_cpu: float


def measure(folder: Path, say: Callable[[str], None]) -> str:
    """The tables, as Markdown; a sentence where the samples are not there."""
    if not SAMPLES.is_dir():
        return "The samples are not beside the checkout: no forecast was measured."
    found = {}
    for name, history in series(folder):
        say(f"forecasting {name}")
        if once := [made for at in _moments(history) if (made := _once(history, at))]:
            found[name] = once
    say("Prophet's published diagnostics")
    return "\n\n".join([_summary(found), _by_series(found), _published(), machine(PACKAGES)])


def series(folder: Path) -> Iterator[tuple[str, History]]:
    """The daily series among the samples that are long enough, by name."""
    for file in sorted((SAMPLES / "series").glob("*.csv")):
        yield file.stem, _read(file)
    engine = _imported(folder)
    columns = [daily_current.c[name] for name in ("platform", "account", "metric", "day", "value")]
    days: dict[tuple[str, ...], dict[date, float | None]] = {}
    with engine.connect() as connection:
        for *key, day, value in connection.execute(sa.select(*columns)):
            days.setdefault(tuple(key), {})[day] = value
    engine.dispose()
    seen: Counter[str] = Counter()
    for (platform, _, metric), values in sorted(days.items()):
        seen[name := f"{platform} {metric}"] += 1
        share = metric.endswith("_share")
        low = 0.0 if min(v for v in values.values() if v is not None) >= 0 else None
        # Whose figures they are is not told: the table is kept in docs/.
        yield f"{name} ({seen[name]})", daily(values, low=low, high=1.0 if share else None)


def _read(file: Path) -> History:
    with file.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["y"]]
    return daily({date.fromisoformat(row["ds"]): float(row["y"]) for row in rows})


def _imported(folder: Path) -> sa.Engine:
    """A store of all sample exports that are taken."""
    engine = open_store(f"duckdb:///{folder / 'samples.duckdb'}")
    now = datetime.now(UTC).replace(tzinfo=None)
    for file in sorted((SAMPLES / "exports").rglob("*")):
        if file.is_file():
            options = ImportOptions(account=file.parent.name)
            job.run_all(engine, file, file.name, options, Settings(), now)
    return engine


def _moments(history: History) -> list[int]:
    last = len(history)
    return [at for at in range(last - WINDOWS * HORIZON, last, HORIZON) if at >= FEWEST_DAYS]


def _once(history: History, at: int) -> Once | None:
    past = _latest(history.until(at))
    try:
        tried, replaying = _timed(lambda: trials(past, Marks(), HORIZON))
        made, kept = _timed(lambda: forecast(past, HORIZON, trials=tried))
    except TooShort:
        return None
    (plain, low, high), plain_cpu = _timed(lambda: prophet.plain(past, HORIZON))
    actual = history.values[at : at + HORIZON]
    line, least, most = (np.array([getattr(p, of) for p in made.points]) for of in ("value", "low", "high"))
    step = score.step_error(past.values, past.season)
    lines = (line, plain, np.array(made.lines["naive"]))
    mases = [score.mase(actual, each, step) for each in lines]
    held = [score.covered(actual, *band) or 0.0 for band in ((least, most), (low, high))]
    return Once(*mases, *held, _in_bounds(history, least, most), replaying + kept, kept, plain_cpu)


def _latest(history: History) -> History:
    """The last `MOST_DAYS` of a history."""
    first = max(0, len(history) - MOST_DAYS)
    return replace(history, start=history.day(first), values=history.values[first:])


def _in_bounds(history: History, low: Any, high: Any) -> bool:
    least = -np.inf if history.low is None else history.low
    most = np.inf if history.high is None else history.high
    return bool(np.isfinite([low, high]).all() and (low >= least).all() and (high <= most).all())


def _timed(action: Callable[[], Any]) -> tuple[Any, float]:
    """What an action gives, and the CPU seconds it took, those of Prophet's own process included."""
    before = _cpu()
    found = action()
    return found, _cpu() - before


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def _means(found: Mapping[str, Sequence[Once]], of: str) -> list[float]:
    """The mean of a measure by series, of the series where it can be told."""
    values = [[v for once in each if (v := getattr(once, of)) is not None] for each in found.values()]
    return [float(np.mean(each)) for each in values if each]


def _summary(found: Mapping[str, Sequence[Once]]) -> str:
    every = [once for each in found.values() for once in each]
    rows = [
        [who, f"{median(_means(found, of)):.3f}", f"{np.mean([getattr(o, held) for o in every]):.1%}"]
        for who, of, held in (("Pulse", "ours", "held"), ("plain Prophet", "plain", "plain_held"))
    ]
    rows.append(["repeating last week", f"{median(_means(found, 'naive')):.3f}", ""])
    outside = sum(not once.in_bounds for once in every)
    kept, cold = (median(getattr(o, of) / o.plain_cpu for o in every) for of in ("kept", "cold"))
    told = (
        f"{len(found)} series, {len(every)} forecasts of {HORIZON} days, {outside} outside their bounds. "
        f"CPU in units of one plain Prophet (fit and prediction), median: {kept:.1f} with trials that were "
        f"kept, {cold:.1f} with all trials made anew."
    )
    return f"{table(['forecast', 'median MASE over series', '80 % band held'], rows)}\n\n{told}"


def _by_series(found: Mapping[str, Sequence[Once]]) -> str:
    rows = []
    for name, each in found.items():
        only = {name: each}
        means = [_means(only, of) for of in ("ours", "plain", "naive")]
        held = f"{np.mean([once.held for once in each]):.0%}"
        rows.append([name, *(f"{m[0]:.2f}" if m else "—" for m in means), held, str(len(each))])
    return table(["series", "Pulse", "plain Prophet", "repeating last week", "band held", "n"], rows)


def _published() -> str:
    made = diagnose(_read(SAMPLES / "series" / PEYTON), Marks(), PLAIN, 730, 180, 365)
    first: Errors = made.by_horizon[0]
    rows = [
        [name, f"{value:.4g}", f"{getattr(first, name):.4g}", f"{getattr(first, name) / value - 1:+.2%}"]
        for name, value in PUBLISHED.items()
    ]
    head = [f"plain Prophet on Peyton Manning at {first.horizon} days", "published", "here", "difference"]
    return table(head, rows)
