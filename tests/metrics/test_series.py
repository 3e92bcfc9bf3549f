"""Daily series that no catalog knows: a file of days and values is a metric under its own name."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lib.imports import job
from lib.metrics import offered, run
from lib.metrics.catalog import METRICS, metric
from lib.model import EVERYTHING, ImportOptions, Period, QueryError
from lib.settings import Settings
from tests.factories import asking, bring, days

MON, TUE, WED = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)


def test_a_file_of_days_and_values_is_asked_for_by_its_name(store):
    text = b"date,value\n2026-01-05,4\n2026-01-06,8\n2026-01-07,9\n"
    report = job.run(store, text, "Daily signups.csv", ImportOptions(), Settings(), datetime(2026, 2, 1))
    assert report.days.new == 3
    assert offered.series(store, scope=EVERYTHING) == ("daily_signups",)
    rows = run.fetch(store, asking(("daily_signups",), by=("day",))).rows
    assert [(row["day"], row["daily_signups"]) for row in rows] == [(MON, 4), (TUE, 8), (WED, 9)]
    # Over several days the mean: 4, 8 and 9 make 7, whether they count something or measure a level.
    assert run.fetch(store, asking(("daily_signups",))).rows == ({"daily_signups": 7},)
    two = asking(("daily_signups", "posts"), period=Period(MON, TUE))
    assert run.fetch(store, two).rows == ({"daily_signups": 6, "posts": 0},)


def test_a_name_the_catalog_has_for_posts_is_not_lost_among_them(store):
    text = b"date,value\n2026-01-05,4\n2026-01-06,8\n"
    report = job.run(store, text, "shares.csv", ImportOptions(), Settings(), datetime(2026, 2, 1))
    assert [str(each) for each in report.warnings] == [
        "“shares” means something else in Pulse, so this figure is kept as “shares_daily”."
    ]
    assert run.fetch(store, asking(("shares_daily",))).rows == ({"shares_daily": 6},)


def test_two_accounts_are_told_apart_and_averaged(store):
    bring(store, days("heat", {MON: 10.0}), days("heat", {MON: 20.0}, account="other"))
    by = {row["account"]: row["heat"] for row in run.fetch(store, asking(("heat",), by=("account",))).rows}
    assert by == {"page": 10, "other": 20}
    assert run.fetch(store, asking(("heat",))).rows[0]["heat"] == 15


def test_it_is_not_mixed_with_other_series_in_one_question(store):
    bring(store, days("heat", {MON: 10.0, TUE: 30.0}), days("followers", {MON: 500.0}), days("x", {MON: 1.0}))
    assert run.fetch(store, asking(("heat", "x", "followers"))).rows == (
        {"heat": 20, "x": 1, "followers": 500},
    )


def test_what_neither_the_catalog_nor_the_store_knows_is_refused_by_name(store):
    bring(store, days("heat", {MON: 10.0}))
    with pytest.raises(QueryError, match=r"“haet”.*heat"):
        run.fetch(store, asking(("haet",)))


def test_the_catalogs_metrics_stay_what_they_are():
    assert all(metric(id) is METRICS[id] for id in METRICS)
    free = metric("daily_signups")
    assert (free.name, free.fact, free.additive, free.good) == ("daily_signups", "daily", False, None)


def test_the_choices_name_it(store):
    bring(store, days("heat", {MON: 10.0}), days("followers", {MON: 5.0}))
    assert offered.choices(store, scope=EVERYTHING)["metric"] == (("heat", "heat"),)
