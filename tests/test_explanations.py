"""Changes as they are explained from the store, and the command that does it."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest

from lib.explanations import Direct, explain, explainable
from lib.metrics.catalog import METRICS
from lib.model import Break, Period, Query, QueryError
from lib.store import breaks
from tests.factories import asking, bring, days, posts
from tests.test_docs import documents, shape
from tests.test_forecasts import pulse

__all__ = ["pulse"]

MONDAY = date(2026, 1, 5)
NOW = Period(MONDAY + timedelta(7), MONDAY + timedelta(13))
LATER = datetime(2026, 6, 1)


def published(first: int, count: int, **what):
    """Posts, one a day from so many days after the first Monday."""
    kind = what["content_type"]
    return [
        {"day": MONDAY + timedelta(first + n), "native_id": f"{kind}-{first}-{n}", **what}
        for n in range(count)
    ]


@pytest.fixture
def weeks(store):
    """A week of 7 reels (10 of 100) and 7 texts (1 of 100), then one of 3 such reels and 7 such texts."""
    reel = {"content_type": "reel", "reach": 100, "engagements": 10}
    text = {"content_type": "text", "reach": 100, "engagements": 1, "platform": "x", "account": "at"}
    rows = [
        *published(0, 7, **reel),
        *published(0, 7, **text),
        *published(7, 3, **reel),
        *published(7, 7, **text),
    ]
    bring(store, posts(*rows), captured_at=LATER)
    return store


def asked(metric: str, **how) -> Query:
    return asking((metric,), period=NOW, **how)


def test_a_rate_falls_by_its_mix(weeks):
    found = explain(Direct(weeks), asked("engagement_rate_by_reach"), NOW.previous())
    split = found.splits[0]
    assert (found.basis, split.by, split.kind) == ("all days", "content_type", "ratio")
    assert (split.before, split.value) == pytest.approx((77 / 1400, 37 / 1000))
    assert split.parts["mix"].value == pytest.approx(37 / 1000 - 77 / 1400)
    assert split.parts["rate"].value == pytest.approx(0)
    assert {each.by for each in found.splits} == {"content_type", "platform", "account"}


def test_a_count_falls_by_volume_and_mix(weeks):
    split = explain(Direct(weeks), asked("engagements"), NOW.previous(), "content_type").splits[0]
    assert (split.before, split.value) == (77, 37)
    assert split.parts["volume"].value == pytest.approx(-4 * (5.5 + 3.7) / 2)
    assert split.parts["mix"].value == pytest.approx(-40 + 4 * 4.6)
    assert split.parts["rate"].value == pytest.approx(0)


def test_posts_are_told_by_group(weeks):
    split = explain(Direct(weeks), asked("posts"), NOW.previous(), "content_type").splits[0]
    assert {group.name: group.value for group in split.groups} == {"reel": -4, "text": 0}


def test_young_days_are_left_out_on_both_sides(store):
    rows = published(0, 14, content_type="reel", reach=100, engagements=5)
    bring(store, posts(*rows), captured_at=datetime(2026, 1, 19, 4))  # posts of 13 January on are young
    with pytest.raises(QueryError, match="Too few settled days"):
        explain(Direct(store), asked("reach"), NOW.previous())
    wide = asking(("reach",), period=Period(MONDAY, MONDAY + timedelta(13)))
    found = explain(Direct(store), wide, Period(MONDAY - timedelta(14), MONDAY - timedelta(1)))
    assert (found.basis, found.period.days, found.compared.days) == ("settled days", 8, 8)
    assert found.splits[0].value == 800
    assert explain(Direct(store), asked("posts"), NOW.previous()).basis == "all days"


def test_nothing_is_explained_across_a_break(weeks):
    breaks.add(weeks, Break("x", "reach", MONDAY + timedelta(8), "Viewers", ""), LATER, "mia")
    with pytest.raises(QueryError, match="x counts otherwise since 2026-01-13"):
        explain(Direct(weeks), asked("engagement_rate_by_reach"), NOW.previous())
    reels = asked("engagement_rate_by_reach", where=(("platform", ("facebook",)),))
    assert explain(Direct(weeks), reels, NOW.previous()).splits


def test_levels_are_told_by_their_last_readings(store):
    for account, first, then in (("a", 100, 140), ("b", 50, 45)):
        bring(store, days("followers", {MONDAY: first, NOW.start: then}, account=account))
    split = explain(Direct(store), asked("followers"), NOW.previous(), "account").splits[0]
    assert {group.name: group.value for group in split.groups} == {"a": 40, "b": -5}
    assert (split.change.value, split.change.verdict) == (35, "up")


def test_long_periods_are_looked_at_by_week(store):
    rows = [
        {
            "day": MONDAY + timedelta(n),
            "native_id": str(n),
            "content_type": kind,
            "reach": 100,
            "engagements": 4,
        }
        for n, kind in enumerate(["reel", "text"] * 140)
    ]
    bring(store, posts(*rows), captured_at=datetime(2027, 6, 1))
    second = Period(MONDAY + timedelta(140), MONDAY + timedelta(279))
    split = explain(Direct(store), asking(("engagements",), period=second), second.previous()).splits[0]
    assert (split.before, split.value, split.change.verdict) == (560, 560, "noise")


@pytest.mark.parametrize(
    ("metric", "by", "told"),
    [
        ("daily_engagement_rate", None, "has no parts"),
        ("page_reach", None, "has no parts"),
        ("reach", "hour", "not explained by “hour”"),
        ("page_views", "topic", "cannot be split"),
        ("page_views", None, "nothing to compare with"),
    ],
)
def test_what_cannot_be_explained_is_said(weeks, metric, by, told):
    with pytest.raises(QueryError, match=told):
        explain(Direct(weeks), asked(metric), NOW.previous(), by)


def test_every_metric_is_explained_or_refused():
    ids = {id for id, each in METRICS.items() if not explainable(each)}
    assert "daily_engagement_rate" in ids
    assert all(METRICS[id].top.how in ("only", "mean") for id in ids)


# --- the command ---


@pytest.fixture
def brought(pulse, tmp_path):
    lines = ["post_id,platform,published_at,content_type,reach,reactions"]
    for n in range(14):
        kind, count = ("reel", 10) if n < 7 or n % 2 else ("text", 2)
        lines.append(f"{n},facebook,{MONDAY + timedelta(n)},{kind},100,{count}")
    (tmp_path / "posts.csv").write_text("\n".join(lines))
    done = pulse("import", "posts.csv", "--captured-at", "2026-06-01")
    assert done.exit_code == 0, done.output


PERIOD = ("--from", "2026-01-12", "--to", "2026-01-18")


def test_the_command_answers_as_documented(pulse, brought):
    done = pulse("explain", "engagement_rate_by_reach", *PERIOD, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    (example,) = documents()["explain"]
    assert shape(json.loads(done.stdout)) == shape(example)
    assert json.loads(done.stdout)["sentence"] == example["sentence"]


def test_the_command_speaks_to_people(pulse, brought):
    told = pulse("explain", "engagement_rate_by_reach", *PERIOD, "--by", "content_type").stdout.splitlines()
    assert told[0] == (
        "Engagement rate by reach fell by 3.4 pp: −3.4 pp from the mix by content type (more text)."
    )
    assert told[1] == "2026-01-12 to 2026-01-18 against 2026-01-05 to 2026-01-11, all days."
    assert told[2].split()[:3] == ["content_type", "share", "before"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--from", "2026-01-12"), "Say from which day to which"),
        ((*PERIOD, "--compare", "decade"), "There is no comparison “decade”"),
        ((*PERIOD, "--compare", "year"), "nothing to compare with"),
    ],
)
def test_the_command_refuses_in_words(pulse, brought, arguments, told):
    done = pulse("explain", "engagement_rate_by_reach", *arguments)
    assert done.exit_code == 1
    assert told in done.stderr
