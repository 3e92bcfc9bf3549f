"""Fits the sentiment engine to what people labelled: once there are enough labels, and again as more come."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from lib import sentiments
from lib.analysis.sentiment import Engine
from lib.analysis.sentiment.record import Record, record
from lib.analysis.sentiment.refit import Refitted, Teachable, dump, refit, restore
from lib.metrics import comment_lists
from lib.metrics.comments import read
from lib.metrics.run import data_version
from lib.settings import Settings
from lib.store import fits
from lib.store.fits import Fit

ENOUGH, AGAIN = 100, 25
"""Labels of the first fit, and how many more each next one waits for."""

MOST = 5_000
"""Labels that are learnt from, the newest: a few seconds' work."""


def mind(engine: sa.Engine, settings: Settings) -> Engine:
    """The engine as this store uses it: with the corrections of its labels where some were made."""
    base = sentiments.engine(settings)
    fit = fits.newest(engine, base.id, base.version)
    return base if fit is None else restore(base, fit.content)


def learn(engine: sa.Engine, settings: Settings, at: datetime) -> Fit | None:
    """Fits the engine anew where enough labels came since the last time; None where not."""
    base = sentiments.engine(settings)
    last, number = fits.newest(engine, base.id, base.version), data_version(engine)
    if not _due(engine, last):
        return None
    rows = read(engine, comment_lists.examples(MOST))
    texts, labels = [row["text"] for row in rows], [row["label"] for row in rows]
    measured = record(base, texts, labels, [row["drawn"] == "random" for row in rows])
    assert measured is not None  # there are more labels than it needs
    fit = _fit(base, refit(base, texts, labels), measured, number, at)
    fits.keep(engine, fit)
    return fit


def _due(engine: sa.Engine, last: Fit | None) -> bool:
    """Whether there are enough labels, and enough of them came after the last fit."""
    (given,) = read(engine, comment_lists.labelled(last.number if last else 0))
    return given["n"] >= ENOUGH and (last is None or given["since"] >= AGAIN)


def _fit(base: Teachable, made: Refitted, measured: Record, number: int, at: datetime) -> Fit:
    told = {
        "before": [list(row) for row in measured.before.confusion],
        "after": [list(row) for row in measured.after.confusion],
        "negative": list(vars(measured.negative).values()),
    }
    return Fit(made.version, base.id, base.version, number, measured.labels, dump(made), told, at)
