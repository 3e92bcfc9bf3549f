"""A link holds the whole view: written and read back it is the same, and nothing is dropped in silence."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.metrics.catalog import METRICS
from lib.metrics.posts import ORDERS
from lib.model import Period
from lib.ui import periods
from lib.ui import view as view_module
from lib.ui.view import COMPARISONS, FILTERS, Dropped, Known, View, from_url, to_url

CHOICES = {
    "platform": ("facebook", "instagram", "x"),
    "account": ("100066300057039", "山野咖啡", "a & b=c"),
    "community": ("main", "coffee lovers"),
    "content_type": ("photo", "reel"),
    "topic": ("新品, 優惠", "how-to", "50% off?", "#露營/日常"),
}
KNOWN = Known(CHOICES, date(2024, 3, 1), date(2026, 11, 21), ("en", "zh-TW"), version=7)
DEFAULT = View("en", "28d", Period(date(2026, 10, 25), date(2026, 11, 21)))

DAYS = st.dates(date(1990, 1, 1), date(2199, 12, 31))
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)


@st.composite
def views(draw) -> View:
    start, end = sorted((draw(DAYS), draw(DAYS)))
    view = View(
        language=draw(st.sampled_from(KNOWN.languages)),
        preset=draw(st.sampled_from([*periods.PRESETS, periods.CUSTOM])),
        period=Period(start, end),
        compare=draw(st.sampled_from(list(COMPARISONS))),
        metric=draw(st.sampled_from(list(METRICS))),
        search=draw(WORDS),
        order=draw(st.sampled_from(list(ORDERS))),
        as_of=draw(st.none() | st.integers(0, KNOWN.version)),
    )
    for dimension, values in CHOICES.items():
        view = view.filtered(dimension, draw(st.lists(st.sampled_from(values), unique=True)))
    return view


def read(view_url: dict[str, list[str]], language: str = "en") -> tuple[View, list[Dropped]]:
    """The view of a URL after a trip through a real query string."""
    return from_url(parse_qs(urlencode(view_url, doseq=True)), KNOWN, language)


@settings(deadline=None)
@given(views())
def test_a_view_written_and_read_back_is_the_same(view):
    assert read(to_url(view)) == (view, [])


@settings(deadline=None)
@given(views())
def test_a_link_made_in_chinese_shows_the_same_in_english(view):
    made = to_url(View(**{**vars(view), "language": "zh-TW"}))
    shown, dropped = read({**made, "lang": ["en"]})
    assert shown == View(**{**vars(view), "language": "en"})
    assert dropped == []


def test_defaults_are_written_out():
    view, dropped = from_url({}, KNOWN, "en")
    assert (view, dropped) == (DEFAULT, [])
    assert to_url(view) == {
        "lang": ["en"],
        "period": ["28d"],
        "from": ["2026-10-25"],
        "to": ["2026-11-21"],
        "compare": ["previous"],
        "platform": ["*"],
        "account": ["*"],
        "community": ["*"],
        "type": ["*"],
        "topic": ["*"],
        "metric": ["engagement_rate_by_reach"],
        "order": ["published"],
        **{key: [values[0]] for key, values in view_module.OPTIONS.items()},
    }


def test_an_option_of_a_page_is_in_the_link_with_its_default(monkeypatch):
    monkeypatch.setitem(view_module.OPTIONS, "horizon", ("28", "56", "91"))
    view, _ = from_url({"horizon": ["56"]}, KNOWN, "en")
    assert (view.option("horizon"), to_url(view)["horizon"]) == ("56", ["56"])
    assert read(to_url(view)) == (view, [])
    assert to_url(DEFAULT)["horizon"] == ["28"]
    assert view.opted("horizon", "28") == DEFAULT, "the default is the same view, however it was chosen"
    assert from_url({"horizon": ["7"]}, KNOWN, "en") == (DEFAULT, [Dropped("horizon", "7")])


def test_the_links_days_win_over_its_rolling_period():
    """Else a link to "last 28 days" would show other figures tomorrow."""
    later = Known(CHOICES, KNOWN.first, KNOWN.last + timedelta(30), KNOWN.languages, 8)
    view, _ = from_url(to_url(DEFAULT), later, "en")
    assert view == DEFAULT


def test_a_named_period_without_days_is_counted_from_the_newest_day():
    view, dropped = from_url({"period": ["last_quarter"]}, KNOWN, "en")
    assert (view.preset, view.period) == ("last_quarter", Period(date(2026, 7, 1), date(2026, 9, 30)))
    assert dropped == []


def test_days_without_a_name_are_custom_days():
    view, _ = from_url({"from": ["2026-01-05"], "to": ["2026-01-07"]}, KNOWN, "en")
    assert (view.preset, view.period.days) == (periods.CUSTOM, 3)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("lang", "fr"),
        ("period", "fortnight"),
        ("from", "yesterday"),
        ("to", "2026-02-30"),
        ("from", "0001-01-01"),
        ("compare", "last week"),
        ("platform", "myspace"),
        ("account", "Facebook"),
        ("type", "照片"),
        ("topic", "NEWS"),
        ("metric", "likes"),
        ("order", "post_id; DROP TABLE post"),
        ("as_of", "-1"),
        ("as_of", "8"),
        ("as_of", "³"),
    ],
)
def test_what_names_nothing_is_dropped_and_named(key, value):
    view, dropped = from_url({key: [value]}, KNOWN, "en")
    assert dropped == [Dropped(key, value)]
    assert view == DEFAULT


def test_the_known_values_beside_an_unknown_one_stay():
    view, dropped = from_url({"platform": ["x", "myspace", "facebook", "x"]}, KNOWN, "en")
    assert view.chosen("platform") == ("x", "facebook")
    assert dropped == [Dropped("platform", "myspace")]


@pytest.mark.parametrize(
    "params",
    [
        {"from": ["2026-05-01"], "to": ["2026-04-01"]},
        {"from": ["2026-05-01"]},
        {"to": ["2026-05-01"], "period": ["90d"]},
    ],
    ids=["reversed", "no end", "no start"],
)
def test_days_that_make_no_period_are_named(params):
    view, dropped = from_url(params, KNOWN, "en")
    assert view.period.end == KNOWN.last
    assert dropped, "the link asked for days that are not shown"


def test_a_long_value_is_cut_in_the_note():
    _, dropped = from_url({"topic": ["x" * 5000]}, KNOWN, "en")
    assert len(dropped[0].value) <= 60


def test_the_browsers_language_is_taken_where_the_link_has_none():
    assert from_url({}, KNOWN, "zh-TW")[0].language == "zh-TW"
    assert from_url({"lang": ["en"]}, KNOWN, "zh-TW")[0].language == "en"


def test_filters_stand_in_the_order_of_the_screen_whatever_was_chosen_first():
    by_topic = DEFAULT.filtered("topic", ["how-to"]).filtered("platform", ["x"])
    assert by_topic == DEFAULT.filtered("platform", ["x"]).filtered("topic", ["how-to"])
    assert [id for id, _ in by_topic.filters] == ["platform", "topic"]
    assert by_topic.filtered("platform", []).filters == (("topic", ("how-to",)),)


def test_every_filter_has_a_url_key_of_its_own():
    assert sorted(FILTERS.values()) == sorted(CHOICES)
    assert set(FILTERS).isdisjoint(
        {"lang", "period", "from", "to", "compare", "metric", "order", "q", "as_of"}
    )


def test_what_a_period_is_compared_with():
    week = View("en", "7d", Period(date(2026, 3, 2), date(2026, 3, 8)))  # Monday to Sunday
    assert week.before == Period(date(2026, 2, 23), date(2026, 3, 1))
    year = View("en", "7d", week.period, compare="year").before
    assert year == Period(date(2025, 3, 3), date(2025, 3, 9))
    assert year.start.weekday() == week.period.start.weekday()
    assert View("en", "7d", week.period, compare="none").before is None
