"""What is read of the data to judge them: on both engines, by hand, and how rarely clean data alarm."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa

from lib.analysis.quality import examine
from lib.metrics import examples, quality
from lib.metrics.examples import Origin
from lib.store import log, write
from lib.store.breakdown_schema import BREAKDOWNS
from lib.store.engine import open_store
from lib.store.schema import DAYS, POSTS, post
from tests.factories import asking, bring, days, posts

ALL = asking(())
MONDAY = date(2026, 1, 5)
TEXT = "A text that is long enough to be told apart"


def read(store, **of) -> quality.Readings:
    return quality.read(store, asking((), **of))


def ids(store) -> dict[int | None, str | None]:
    """The native ids by the numbers the store gave the posts."""
    with store.connect() as connection:
        return {None: None, **dict(connection.execute(sa.select(post.c.id, post.c.native_id)).all())}


def spell(n: int, start: date = MONDAY) -> list[date]:
    return [start + timedelta(day) for day in range(n)]


def test_what_posts_lack_is_counted_by_account(store):
    full = {"reach": 10, "views": 20, "text": TEXT}
    bring(
        store,
        posts(
            full,
            {**full, "hour": None},
            {**full, "reach": 30},
            {"text": "CafÃ© is open"},
            {**full, "account": "other", "content_type": None, "day": MONDAY + timedelta(3)},
        ),
    )
    other, mine = read(store).accounts
    assert {name: mine[name] for name in ("posts", "hourless", "typeless", "numberless", "impossible")} == {
        "posts": 4, "hourless": 1, "typeless": 0, "numberless": 1, "impossible": 1,
    }  # fmt: skip
    name = ids(store)
    assert (mine["garbled"], name[mine["garbled_post"]], name[mine["hourless_post"]]) == (1, "4", "2")
    assert (other["posts"], other["typeless"], other["first"]) == (1, 1, MONDAY + timedelta(3))
    assert mine["captured_at"] == datetime(2026, 2, 1)


def test_content_types_that_pulse_does_not_know(store):
    bring(store, posts({"content_type": "poll"}, {"content_type": "poll"}, {}))
    (row,) = read(store).types
    assert (row["account"], row["content_type"], row["posts"]) == ("page", "poll", 2)
    assert ids(store)[row["example"]] in ("1", "2")


def test_posts_that_are_there_twice(store):
    """1 and 2 are one post under two ids; 3 says the same later that day; 4 on another day; 5 in another
    account; 6 and 7 are too short to tell."""
    noon, later = datetime(2026, 1, 5, 4), datetime(2026, 1, 5, 9)
    same = {"text": TEXT, "published_at": noon}
    bring(
        store,
        posts(
            same,
            same,
            {"text": "Another text, said twice that day", "published_at": noon},
            {"text": "Another text, said twice that day", "published_at": later},
            {**same, "day": MONDAY + timedelta(1)},
            {**same, "account": "other"},
            {"text": "Thanks!"},
            {"text": "Thanks!"},
        ),
    )
    (row,) = read(store).twins
    assert (row["platform"], row["account"], row["day"]) == ("facebook", "page", MONDAY)
    assert (row["extra"], row["same"]) == (2, 1)
    assert {ids(store)[row["one"]], ids(store)[row["other"]]} == {"1", "2"}


def test_totals_that_fell(store):
    """Of four posts read twice: 100 → 90 fell (10 %, 10); 100 → 96 only 4 %; 20 → 16 only 4; 10 → 50 rose."""
    values = [(100, 90), (100, 96), (20, 16), (10, 50)]
    bring(store, posts(*[{"views": before} for before, _ in values], {"views": 7}))
    second = bring(store, posts(*[{"views": now} for _, now in values]), captured_at=datetime(2026, 3, 1))
    (row,) = read(store).falls
    assert (row["reread"], row["views_fell"], row["views_had"], row["views_has"]) == (4, 1, 100, 90)
    assert (ids(store)[row["views_post"]], row["reach_fell"], row["reach_post"]) == ("1", 0, None)
    write.undo(store, second.import_id, datetime(2026, 4, 1), "tester")
    assert read(store).falls == ()


def test_an_older_export_that_comes_later_is_no_fall(store):
    bring(store, posts({"views": 100}), captured_at=datetime(2026, 3, 1))
    bring(store, posts({"views": 50}), captured_at=datetime(2026, 2, 1))
    assert [row["views_fell"] for row in read(store).falls] == [0]


def test_days_missing_in_a_series(store):
    """20 days, the 5th and the 10th to 12th missing: 4 days lost, the longest gap from the 9th to 13th."""
    every = spell(20)
    known = [day for n, day in enumerate(every, 1) if n not in (5, 10, 11, 12)]
    bring(store, days("page_views", dict.fromkeys(known, 10.0)))
    first, second = read(store).gaps
    assert first == {
        "platform": "facebook", "account": "page", "metric": "page_views", "days": 16,
        "first": every[0], "last": every[-1], "step": 1, "tail": pytest.approx(1.6), "missing": 4,
        "gap": 4, "since": every[8], "until": every[12],
    }  # fmt: skip
    assert (second["gap"], second["since"], second["until"]) == (2, every[3], every[5])


def test_a_weekly_series_misses_no_days(store):
    weeks = [MONDAY + timedelta(7 * n) for n in range(10)]
    bring(store, days("followers", dict.fromkeys(weeks, 10.0)))
    (row,) = read(store).gaps
    assert (row["step"], row["missing"], row["gap"]) == (7, 0, None)
    bring(store, days("followers", {weeks[-1] + timedelta(21): 10.0}))
    assert [row["missing"] for row in read(store).gaps] == [2]


def test_the_rhythm_of_posting_counts_days_with_posts(store):
    """Two posts on one day are one; posting days 0, 1, 2, 12."""
    on = [0, 0, 1, 2, 12]
    bring(store, posts(*[{"day": MONDAY + timedelta(n)} for n in on]))
    (row,) = [row for row in read(store).gaps if row["metric"] == "posts"]
    assert (row["days"], row["step"], row["gap"], row["since"]) == (4, 1, 10, MONDAY + timedelta(2))


def weekly(n: int) -> dict[date, float]:
    """Weekdays about 1,000, weekends about 300, with a small regular swing."""
    return {
        day: (300 if day.weekday() > 4 else 1000) * (1 + 0.02 * (i % 5)) for i, day in enumerate(spell(n))
    }


def test_days_far_outside_the_usual(store):
    """In twelve weeks of weekdays near 1,000 and weekends near 300, only what is unusual for its own
    weekday stands out: 0 and 20,000 on weekdays. A Sunday's 300 does not."""
    values = weekly(84)
    low, high = MONDAY + timedelta(30), MONDAY + timedelta(51)
    values |= {low: 0.0, high: 20_000.0}
    bring(store, days("page_views", values))
    found = {row["day"]: row for row in read(store).days}
    assert set(found) == {low, high}
    assert found[low]["z"] < -quality.BEYOND < quality.BEYOND < found[high]["z"]
    assert found[low]["usual"] == pytest.approx(1000, rel=0.1)
    assert found[high]["usual"] == pytest.approx(1000, rel=0.1)


def test_the_totals_of_a_days_posts_count_too(store):
    values = weekly(84) | {MONDAY + timedelta(30): 40_000.0}
    bring(store, posts(*[{"day": day, "reach": int(value)} for day, value in values.items()]))
    assert [(row["metric"], row["day"], row["value"]) for row in read(store).days] == [
        ("reach", MONDAY + timedelta(30), 40_000)
    ]


def test_a_short_series_has_nothing_unusual(store):
    bring(store, days("page_views", weekly(20) | {MONDAY: 0.0}))
    assert read(store).days == ()


def test_levels_that_jump(store):
    """Followers grow by one a day; on day 40 they fall from 1,039 to 700, which no other day comes near."""
    values = {day: 1000.0 + n if n < 40 else 660.0 + n for n, day in enumerate(spell(60))}
    bring(store, days("followers", values))
    (row,) = read(store).levels
    assert (row["day"], row["usual"], row["value"]) == (MONDAY + timedelta(40), 1039, 700)
    assert row["z"] < 0


def test_which_imports_brought_an_account(store):
    bring(store, posts({}, {}), days("followers", {MONDAY: 5.0}))
    bring(store, posts({"account": "other"}), captured_at=datetime(2026, 3, 1))
    gone = bring(store, posts({"account": "gone"}))
    write.undo(store, gone.import_id, datetime(2026, 4, 1), "tester")
    rows = [(row["account"], row["import_id"], row["rows"], row["file"]) for row in read(store).photographs]
    assert rows == [("other", 2, 1, "test.csv"), ("page", 1, 3, "test.csv")]
    assert [row["id"] for row in read(store).imports] == [2, 1]


def audience(day: date, **of) -> pa.Table:
    row = {"platform": "facebook", "account": "page", "community": "main", "metric": "followers",
           "dimension": "country", "bucket": "TW", "unit": "share", "value": 0.9, "row": 2}  # fmt: skip
    return pa.Table.from_pylist([{**row, "last_day": day, **of}], schema=BREAKDOWNS)


def test_which_imports_say_who_an_accounts_audience_is(store):
    later = MONDAY + timedelta(28)
    bring(store, audience(MONDAY), audience(MONDAY, account="other"))
    bring(store, audience(later), captured_at=datetime(2026, 3, 1))
    gone = bring(store, audience(later, account="gone"))
    write.undo(store, gone.import_id, datetime(2026, 4, 1), "tester")
    rows = [(row["account"], row["import_id"], row["last"], row["file"]) for row in read(store).audiences]
    assert rows == [("other", 1, MONDAY, "test.csv"), ("page", 1, MONDAY, "test.csv"),
                    ("page", 2, later, "test.csv")]  # fmt: skip
    assert read(store, where=(("account", ("gone",)),)).audiences == ()
    (aged, other) = examine(read(store), datetime(2026, 6, 1), {"facebook": "Facebook"}).findings
    assert (aged.check, other.account) == ("aged", "page")


def test_only_the_accounts_asked_for(store):
    text = {"text": TEXT}
    both = [posts(text, text), posts({**text, "platform": "x"}, {**text, "platform": "x"})]
    bring(store, *both, days("page_views", {MONDAY: 1.0}), days("page_views", {MONDAY: 1.0}, platform="x"))
    for name in ("accounts", "twins", "gaps", "photographs"):
        rows = getattr(read(store, where=(("platform", ("x",)),)), name)
        assert {row["platform"] for row in rows} == {"x"}
    assert read(store, where=(("community", ("none",)),)).photographs == ()


def test_an_earlier_version_is_read_as_it_stood(store):
    first = [posts({"views": 100, "text": TEXT}), days("page_views", weekly(40))]
    bring(store, *first)
    with store.connect() as connection:
        version = log.data_version(connection)
    before = read(store)
    bring(store, posts({"views": 50}, {"views": 1, "hour": None}), captured_at=datetime(2026, 3, 1))
    bring(
        store,
        days("page_views", {MONDAY + timedelta(60): 1.0, MONDAY: 0.0}),
        captured_at=datetime(2026, 3, 1),
    )
    assert read(store, as_of=version) == before
    assert read(store) != before


def test_an_example_leads_to_its_file_and_row(store):
    bring(store, posts({"reach": 1}, {"reach": 2}), days("page_views", {MONDAY: 5.0}))
    bring(store, posts({"reach": 3, "row": 77}), captured_at=datetime(2026, 3, 1))
    one, two = sorted((number for number in ids(store) if number), key=lambda number: ids(store)[number])
    reading = ("facebook", "page", "page_views", MONDAY)
    assert examples.find(store, [one, two, reading], ALL) == {
        one: Origin("test.csv", 77, "1"),
        two: Origin("test.csv", 3, "2"),
        reading: Origin("test.csv", 2),
    }
    assert examples.find(store, [one], asking((), as_of=1)) == {one: Origin("test.csv", 2, "1")}
    assert examples.find(store, [], ALL) == {}


def test_an_empty_store_has_nothing_to_say(store):
    assert read(store) == quality.Readings()


# --- how rarely clean data alarm, and that planted errors are found ---


def clean(seed: int, accounts: int = 30, length: int = 540) -> tuple[pa.Table, pa.Table]:
    """Accounts that post at random (0.3 to 2 a day), with heavy-tailed reach and daily figures that
    grow, follow the week and swing by a quarter to a half a day."""
    rng = np.random.default_rng(seed)
    start, made, series = date(2025, 1, 6), [], []
    for account in range(accounts):
        name, rate, size = f"account {account}", rng.uniform(0.3, 2), rng.uniform(50, 5000)
        swing, growth = rng.uniform(0.25, 0.5), rng.uniform(-0.5, 1.5)
        for n in range(length):
            day = start + timedelta(n)
            level = size * (0.5 if day.weekday() > 4 else 1) * np.exp(growth * n / 365)
            shown = float(round(level * np.exp(swing * rng.standard_normal())))
            fixed = {"platform": "x", "account": name, "community": "main", "day": day}
            series.append({**fixed, "metric": "page_views", "value": shown, "row": n})
            series.append({**fixed, "metric": "followers", "value": float(1000 + 3 * n), "row": n})
            for _ in range(rng.poisson(rate)):
                reach = int(size * np.exp(rng.standard_normal()))
                identity = {"native_id": f"{account} {len(made)}", "text": f"{TEXT} {len(made)}"}
                moment = datetime(day.year, day.month, day.day, int(rng.integers(24)), int(rng.integers(60)))
                counts = {"reach": reach, "views": 2 * reach, "engagements": reach // 20}
                made.append({**fixed, **identity, **counts, "hour": 12, "published_at": moment, "row": 1,
                             "content_type": "photo"})  # fmt: skip
    return pa.Table.from_pylist(made, schema=POSTS), pa.Table.from_pylist(series, schema=DAYS)


@pytest.fixture(scope="module")
def random_store(make_url):
    engine = open_store(make_url("duckdb"))
    bring(engine, *clean(1), captured_at=datetime(2026, 7, 1), at=datetime(2026, 7, 1))
    yield engine
    engine.dispose()


def test_clean_data_rarely_alarm(random_store):
    """30 accounts, 150 series, 81,000 account days in all: at most one finding that is worth a look."""
    report = examine(quality.read(random_store, ALL), datetime(2026, 7, 2), {"x": "X"})
    assert len(report.accounts) == 30
    assert [each for each in report.findings if each.severity == "mend"] == []
    assert len([each for each in report.findings if each.severity == "know"]) <= 1


def test_what_was_planted_among_them_is_found(random_store):
    """The same accounts, with one error of each kind in accounts of its own."""
    table, series = clean(1)
    rows, daily = table.to_pylist(), series.to_pylist()
    quiet = (date(2025, 6, 1), date(2025, 8, 30))
    rows = [row for row in rows if row["account"] != "account 0" or not quiet[0] <= row["day"] <= quiet[1]]
    rows += [
        {**row, "native_id": f"again {row['native_id']}"} for row in rows if row["account"] == "account 1"
    ]
    lost = [date(2025, 9, 1), date(2025, 9, 2)]
    daily = [row for row in daily if row["account"] != "account 2" or row["day"] not in lost]
    for row in daily:
        if row["day"] == date(2025, 10, 1) and row["metric"] == "page_views":
            row["value"] *= {"account 3": 0, "account 4": 100}.get(row["account"], 1)
        if row["account"] == "account 5" and row["metric"] == "followers" and row["day"] > lost[0]:
            row["value"] *= 2
    tables = [pa.Table.from_pylist(rows, schema=POSTS), pa.Table.from_pylist(daily, schema=DAYS)]
    write.undo(random_store, 1, datetime(2026, 7, 1), "tester")
    bring(random_store, *tables, captured_at=datetime(2026, 7, 1), at=datetime(2026, 7, 1))
    report = examine(quality.read(random_store, ALL), datetime(2026, 7, 2), {"x": "X"})
    found = {(each.account, each.check) for each in report.findings if each.severity != "note"}
    planted = {("account 0", "pauses"), ("account 1", "twins"), ("account 2", "missing"),
               ("account 3", "wild"), ("account 4", "wild"), ("account 5", "steps")}  # fmt: skip
    assert planted <= found
    assert len(found - planted) <= 1
