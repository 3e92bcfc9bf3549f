"""How much each slot differs from the community's usual mix of slots, and how sure that is.

Effects of hour, weekday and slot are random, with kernels of `kernels`; how large each kind is, is not
chosen but averaged over, by the likelihood of the data (empirical Bayes with a grid in place of a single
estimate: what is left of not knowing goes into the intervals).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.linalg import solve_triangular
from scipy.special import ndtr

from lib.analysis.posting_time.kernels import mixed, parts
from lib.analysis.posting_time.patterns import SMOOTH, TAU, Band
from lib.analysis.posting_time.shape import Shape

Array = np.ndarray

HOUR = (0.03, 0.1, 0.2, 0.35, 0.6)
DAY = (0.02, 0.08, 0.2)
SLOT = (0.02, 0.06, 0.12, 0.2, 0.3, 0.45)
"""Standard deviations of each kind of effect, on the logarithm, that are weighed against each other."""

PRIOR = dict(zip(SLOT, (0.85, 0.06, 0.03, 0.03, 0.02, 0.01), strict=True))
"""How likely each deviation of a single slot is beforehand: audiences keep hours, not single slots."""

BESIDE = (0.0, 0.0)
"""Standard deviations of hour and weekday beside a band's effect."""

Setting = tuple[float, ...]

WORTH = 1e-3
"""A share of the weight under which a setting is left out."""

LEVEL = 0.9
"""What the intervals are meant to hold."""

BANDED_LEVEL = 0.75
"""The central share that is taken for 90 % where a band has an effect: not to know where a band ends makes
the mixture wider than it need be for most slots. Found by simulation (docs/posting-times.md)."""

HALVINGS = 40


@dataclass(frozen=True)
class Mixture:
    """Normal distributions by setting: `weights` (setting), `means` and `deviations` (setting, thing);
    `banded` is the weight of those settings in which a band has an effect, and slots hardly one alone."""

    weights: Array
    means: Array
    deviations: Array
    banded: float = 0.0

    def mean(self) -> Array:
        return self.weights @ self.means

    def above(self, threshold: float = 0.0) -> Array:
        """The probability of each thing to be larger."""
        return self.weights @ ndtr((self.means - threshold) / self.deviations)

    @property
    def level(self) -> float:
        """The central share that holds a slot's effect 9 times in 10."""
        return LEVEL + (BANDED_LEVEL - LEVEL) * self.banded

    def quantile(self, share: float) -> Array:
        """Where this share of each thing's distribution lies below."""
        low = (self.means - 8 * self.deviations).min(axis=0)
        high = (self.means + 8 * self.deviations).max(axis=0)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            below = self.weights @ ndtr((middle - self.means) / self.deviations)
            low, high = np.where(below < share, middle, low), np.where(below < share, high, middle)
        return (low + high) / 2


def effects(of: Shape, things: Array, likely: Sequence[tuple[Band, float]] = ()) -> Mixture:
    """What is known of linear combinations of the slots' effects: `things` is (slot, thing). `likely` are
    bands that may have an effect of their own, as the test of `patterns` found them, with their weights."""
    model = _Model(of, things, [band for band, _ in likely])
    settings = dict(_settings([weight for _, weight in likely]))
    logs = np.array([model.likelihood(each) + math.log(weight) for each, weight in settings.items()])
    weights = np.exp(logs - logs.max())
    kept = weights > WORTH * weights.sum()
    found = [model.posterior(each) for each, good in zip(settings, kept, strict=True) if good]
    means, deviations = zip(*found, strict=True)
    weights = weights[kept] / weights[kept].sum()
    alone = np.array(
        [any(each[3:]) and each[2] == SLOT[0] for each, good in zip(settings, kept, strict=True) if good]
    )
    return Mixture(weights, np.array(means), np.array(deviations), float(weights @ alone))


def _settings(bands: Sequence[float]) -> Iterator[tuple[Setting, float]]:
    """Each setting (deviations of hour, weekday, slot and each band) with its weight beforehand."""
    none = (0.0,) * len(bands)
    share = SMOOTH / len(HOUR) / len(DAY)
    for hour, day, slot in product(HOUR, DAY, SLOT):
        yield (hour, day, slot, *none), share * PRIOR[slot]
    for at, weight in enumerate(bands):
        alone = (*none[:at], TAU, *none[at + 1 :])
        for slot in SLOT:
            yield (*BESIDE, slot, *alone), weight * PRIOR[slot]


class _Model:
    """The effects at a setting (standard deviations of hour, weekday, slot and bands). Each kind's
    products are made once; a setting only adds them up."""

    def __init__(self, of: Shape, things: Array, bands: Sequence[Band]) -> None:
        self._of = of
        kernels = [*parts(of.cells), *[band.kernel(of.cells) for band in bands]]
        self._inner = [of.effect @ kernel @ of.effect.T / of.variance for kernel in kernels]
        self._across = [of.effect @ (kernel @ things) for kernel in kernels]
        self._before = [(things * (kernel @ things)).sum(axis=0) for kernel in kernels]
        self._noise = np.eye(of.places)

    def _root(self, setting: Setting) -> Array:
        return np.linalg.cholesky(mixed(self._inner, setting) + self._noise)

    def likelihood(self, setting: Setting) -> float:
        """The logarithm, the variance of the posts at its best."""
        root = self._root(setting)
        return float(-np.log(np.diag(root)).sum() - self._points() / 2 * np.log(self._squares(root)))

    def _points(self) -> int:
        return self._of.places + self._of.free

    def _squares(self, root: Array) -> float:
        white = solve_triangular(root, self._of.x, lower=True, check_finite=False)
        return float(white @ white) + self._of.rest

    def posterior(self, setting: Setting) -> tuple[Array, Array]:
        """The mean and standard deviation of each thing."""
        root, across = self._root(setting), mixed(self._across, setting)
        white = solve_triangular(root, np.column_stack([self._of.x, across]), lower=True, check_finite=False)
        mean = white[:, 1:].T @ white[:, 0] / self._of.variance
        known = (white[:, 1:] ** 2).sum(axis=0) / self._of.variance
        scale = (float(white[:, 0] @ white[:, 0]) + self._of.rest) / self._points() / self._of.variance
        return mean, np.sqrt(np.maximum(scale * (mixed(self._before, setting) - known), 1e-12))
