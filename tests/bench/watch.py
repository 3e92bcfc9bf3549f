"""How often the watch is wrong, and how soon it is right, by simulation of whole communities.

Each community is drawn day by day: a volume with a weekly rhythm, a share of negative comments, days that
may be more alike within than chance makes them. The watch knows nothing of these numbers: it learns
its baseline and its limits from the community's first weeks, as it would from an import.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from lib.analysis.watch import Counts, Watch, limits, watch
from lib.analysis.watch.baseline import FIRST, MOST
from lib.analysis.watch.counts import WEEK
from lib.analysis.watch.stages import GUARD
from lib.docs import table
from tests.analysis.sentiment.labelled import default, held_back, sentences
from tests.bench.results import machine

START = date(2024, 1, 1)
RHYTHM = np.array([1.1, 1.1, 1.05, 1.0, 1.05, 0.9, 0.8])
"""Volumes by weekday, Monday first."""

BUDGET = 100
QUIET = 500
"""Days watched with nothing wrong, after the first baseline."""

SETTLED = MOST + GUARD
"""Days after which the baseline is frozen: rises are tried from there."""

PACKAGES = ("numpy", "scipy")


@dataclass(frozen=True)
class Community:
    """A simulated community: comments a day, share of negative ones, correlation within a day, whether
    the classifier in between is wrong now and then (its sensitivity and specificity)."""

    volume: float
    share: float
    rho: float = 0.0
    sensitivity: float = 1.0
    specificity: float = 1.0

    def days(
        self, rng: np.random.Generator, days: int, share: float | None = None, times: float = 1.0
    ) -> Counts:
        """Days of comments, with another share or a multiple of the volume where given."""
        volume = rng.poisson(self.volume * times * np.resize(RHYTHM, days))
        true = np.full(days, self.share if share is None else share)
        if self.rho:
            alike = 1 / self.rho - 1
            true = rng.beta(true * alike, (1 - true) * alike)
        seen = true * self.sensitivity + (1 - true) * (1 - self.specificity)
        return Counts(START, volume, rng.binomial(volume, seen))


def joined(*parts: Counts) -> Counts:
    """Parts one after the other."""
    return Counts(
        START, *(np.concatenate([getattr(each, name) for each in parts]) for name in ("n", "negative"))
    )


def between_alarms(
    of: Community, communities: int, budget: float = BUDGET, seed: int = 1
) -> tuple[float, float]:
    """Quiet days over distinct alarms raised where nothing is wrong (ARL0: from a quiet state to the next
    alarm, so the days on which one lasts do not count), and its standard error."""
    rng = np.random.default_rng(seed)
    seen = np.array([_quietly(watch(of.days(rng, FIRST + QUIET), budget)) for _ in range(communities)], float)
    quiet, raised = seen.T
    days = quiet.sum() / max(raised.sum(), 1)
    error = (quiet - days * raised).std() * np.sqrt(communities) / max(raised.sum(), 1)
    return float(days), float(error)


def _quietly(made: Watch) -> tuple[int, int]:
    """The days without an alarm in force, and the alarms."""
    lasting = sum(((each.until or made.days[-1].day) - each.date).days for each in made.alarms)
    return QUIET - lasting, len(made.alarms)


def delays(of: Community, share: float, communities: int, seed: int = 2) -> np.ndarray:
    """Days from a lasting rise to its alarm, the day it begins counted as 1; without the communities
    in which an alarm is in force that day already."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(communities):
        made = watch(joined(of.days(rng, SETTLED), of.days(rng, 90, share)), BUDGET)
        rise = Counts(START, *np.zeros((2, 1), int)).day(SETTLED)
        if any(each.date < rise and (each.until is None or each.until >= rise) for each in made.alarms):
            continue
        told = [(each.date - rise).days + 1 for each in made.alarms if each.date >= rise]
        found.append(told[0] if told else 91)
    return np.array(found)


def alarms_on_busy_days(of: Community, communities: int, seed: int = 3) -> float:
    """The part of days with four times the volume, the share unchanged, on which an alarm is raised."""
    rng = np.random.default_rng(seed)
    raised = busy = 0
    for _ in range(communities):
        parts = [of.days(rng, SETTLED)]
        for _ in range(10):
            parts += [of.days(rng, 1, times=4), of.days(rng, 2 * WEEK - 1)]
        made = watch(joined(*parts), BUDGET)
        places = {SETTLED + each * 2 * WEEK for each in range(10)}
        raised += sum((each.date - START).days in places for each in made.alarms)
        busy += len(places)
    return raised / busy


QUIET_CASES = [
    *[
        Community(volume, share, rho)
        for volume in (10, 60, 500)
        for share in (0.05, 0.25)
        for rho in (0.0, 0.01)
    ],
    Community(60, 0.12),
    Community(60, 0.12, 0.02),
]
RISING = [Community(60, 0.12), Community(60, 0.12, 0.02)]


def through_engine() -> list[Community]:
    """Communities whose comments are judged by the engine as it is shipped: a comment is a sentence drawn
    from the half of the labelled ones that nothing was tuned on, so it is judged negative with the
    probability with which the engine judges those so."""
    kept = [(label, text) for label, _, text in sentences() if held_back(text)]
    judged = default().judge([text for _, text in kept])
    called = np.array([found.label == "negative" for found in judged])
    truly = np.array([label == "negative" for label, _ in kept])
    right = (float(called[truly].mean()), float((~called[~truly]).mean()))
    return [Community(60, 0.12, 0.0, *right), Community(60, 0.12, 0.02, *right)]


def measure(say: Callable[[str], None], communities: int = 90) -> str:
    """The tables, as Markdown. Limits come from fewer simulated days than in use, which adds noise only."""
    limits.PATH_DAYS, limits._TRUTHS = 150_000, 300
    return "\n\n".join(
        [
            _quiet(say, communities),
            _rising(say, communities),
            _other_budgets(say, communities),
            machine(PACKAGES),
        ]
    )


def _quiet(say: Callable[[str], None], communities: int) -> str:
    lines = []
    for seed, of in enumerate([*QUIET_CASES, *through_engine()], 11):
        say(f"quiet {of}")
        days, error = between_alarms(of, communities, seed=seed)
        lines.append([*_told(of), f"**{days:.0f}** ± {error:.0f}", f"{days / BUDGET - 1:+.0%}"])
    head = [*_HEAD, "quiet days to a false alarm", "against 100"]
    return table(head, lines)


def _rising(say: Callable[[str], None], communities: int) -> str:
    lines = []
    for of in [*RISING, *through_engine()]:
        say(f"rising {of}")
        cells = []
        for share in (0.2, 0.3):
            days = delays(of, share, communities // 2)
            cells.append(f"**{days.mean():.1f}** (median {np.median(days):.0f})")
        lines.append([*_told(of), *cells, f"{alarms_on_busy_days(of, communities // 3):.1%}"])
    head = [*_HEAD, "days to tell 12 → 20 %", "days to tell 12 → 30 %", "alarms on a day of 4 × the volume"]
    return table(head, lines)


def _other_budgets(say: Callable[[str], None], communities: int) -> str:
    lines = []
    for budget in (30, 90, 180):
        say(f"budget {budget}")
        days, error = between_alarms(Community(60, 0.12), communities, budget)
        lines.append([str(budget), f"**{days:.0f}** ± {error:.0f}"])
    return table(["budget in days", "quiet days to a false alarm"], lines)


_HEAD: Sequence[str] = ["comments a day", "share", "overdispersion (rho)", "classifier"]


def _told(of: Community) -> list[str]:
    seen = of.sensitivity < 1 or of.specificity < 1
    own = f"Pulse's own: sensitivity {of.sensitivity:.0%}, specificity {of.specificity:.0%}"
    judged = own if seen else "labels"
    return [f"{of.volume:g}", f"{of.share:.0%}", f"{of.rho:g}", judged]
