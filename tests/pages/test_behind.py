"""Every figure opens to what it is made of, and that to file and row."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from lib.metrics.catalog import METRICS
from tests.factories import bring, days, posts
from tests.pages.conftest import ONE_DAY
from tests.pages.screen import cards, charts, headline, notices, texts, visit

WHOLE = {"period": "custom", "from": "2026-03-02", "to": "2026-03-02", "compare": "none"}


def html(app) -> str:
    return "\n".join(each.proto.body for each in app.html)


def links(app, kind: str) -> list[dict[str, list[str]]]:
    """The views that the page's own links lead to, of those that open a kind of thing."""
    found = [unescape(each) for each in re.findall(r'href="([^"]*\?[^"]*)"', html(app))]
    views = [parse_qs(urlsplit(each).query) for each in found]
    return [view for view in views if view.get("open", [""])[0].startswith(kind)]


def follow(view: dict[str, list[str]], page: str = "content"):
    return visit(page, **{key: values if len(values) > 1 else values[0] for key, values in view.items()})


def table(app, column: str):
    return next(each.value for each in app.dataframe if column in each.value)


def test_each_card_opens_the_posts_that_make_its_number(use):
    use("demo")
    app = visit()
    shown = list(cards(app).items())
    opened = links(app, "metric:")[-len(shown) :]
    assert len(opened) == len(shown) >= 5
    for (label, value), view in zip(shown, opened, strict=True):
        behind = follow(view)
        assert len(behind.exception) == 0
        assert notices(behind, "bad") == notices(behind, "warn") == []
        said = headline(behind)
        assert said.startswith(f"{label}: {value.strip()}"), "the number on the card"


def test_the_answer_of_the_page_opens_too(use):
    use("demo")
    app = visit()
    (first, *_) = links(app, "metric:")
    metric = first["open"][0].partition(":")[2]
    assert METRICS[metric].name in headline(app)


def test_the_list_adds_up_in_words(use):
    use("two")
    app = visit("content", **WHOLE, open="metric:engagement_rate_by_reach")
    # Two posts: 10 + 30 engagements; reach 100 and 300 doubled by the later export.
    assert headline(app) == "Engagement rate by reach: 5.0%, from 2 posts."
    assert "Together: Engagements 40 ÷ Reach (sum of posts) 800 = 5.0%" in texts(app)
    rows = table(app, "Engagements")
    assert sorted(rows["Engagements"].tolist()) == [10, 30]
    assert "Top posts" not in texts(app)


def test_a_view_of_the_past_opens_to_the_numbers_of_then(use):
    use("two")
    app = visit("content", **WHOLE, as_of="1", open="metric:engagement_rate_by_reach")
    assert headline(app) == "Engagement rate by reach: 10.0%, from 2 posts."


def test_the_filters_hold_behind_a_figure(use):
    use("two")
    app = visit("content", **WHOLE, platform="x", open="metric:reach")
    assert headline(app) == "Reach (sum of posts): 600, from 1 post."
    assert table(app, "Text")["Text"].tolist() == ["=1+1"]


def test_followers_open_to_their_readings_with_file_and_row(use):
    use("two")
    app = visit("content", **WHOLE, open="metric:followers")
    assert headline(app) == "Followers: 500, from 1 reading."
    row = table(app, "File").iloc[0]
    assert (row["Value"], row["File"], row["Row"], row["No."]) == (500, "test.csv", 2, 1)
    assert links(app, "import:1")


def test_a_mean_of_days_opens_to_its_days(own):
    week = {date(2026, 3, day): 100.0 for day in (2, 3)}
    bring(own, posts({"day": ONE_DAY, "engagements": 10}), days("followers", week))
    view = {**WHOLE, "to": "2026-03-03", "open": "metric:daily_engagement_rate"}
    app = visit("content", **view)
    assert headline(app) == "Daily engagement rate: 5.0%, from 2 days."
    assert [view["from"] for view in links(app, "metric:engagements")] == [["2026-03-03"], ["2026-03-02"]]


def test_a_point_of_the_chart_opens_its_day(use):
    use("two")
    app = visit(**WHOLE, metric="reach")
    (frame,) = [each for each in charts(app) if "link" in each]
    view = parse_qs(urlsplit(frame["link"].iloc[0]).query)
    assert (view["open"], view["from"], view["to"], view["period"]) == (
        ["metric:reach"],
        ["2026-03-02"],
        ["2026-03-02"],
        ["custom"],
    )
    assert headline(follow(view)) == "Reach (sum of posts): 800, from 2 posts."


def test_a_bar_opens_its_group_even_where_nothing_is_stated(own):
    rows = [{"day": ONE_DAY, "reach": 100, "engagements": 10, "topic": topic} for topic in ("news", None)]
    bring(own, posts(*rows, {"day": ONE_DAY, "reach": 50, "engagements": 1, "topic": "news"}))
    app = visit("content", **WHOLE)
    frames = [each for each in charts(app) if "link" in each and len(each) == 2]
    views = [parse_qs(urlsplit(link).query) for link in frames[0]["link"]]
    assert sorted(view["topic"] for view in views) == [["news"], ["~"]]
    answers = {view["topic"][0]: headline(follow(view)) for view in views}
    assert answers["~"] == "Engagement rate by reach: 10.0%, from 1 post."
    assert answers["news"].endswith("from 2 posts.")


def test_a_post_opens_to_each_observation_whatever_the_filters(use):
    use("two")
    (first, *_) = links(visit(**WHOLE), "post:")
    app = follow({**first, "platform": ["x"], "from": ["2020-01-01"], "to": ["2020-01-02"]})
    rows = table(app, "File")
    assert rows[["No.", "File", "State"]].values.tolist() == [
        [2, "test.csv", "in force"],
        [1, "test.csv", "in force"],
    ]
    assert links(app, "import:2")


def test_an_import_opens_to_what_its_file_said(use):
    use("two")
    app = visit("imports", open="import:1")
    rows = table(app, "Post id")
    assert rows[["Row", "Reach (sum of posts)"]].values.tolist() == [[2, 100], [3, 300]]
    read = table(app, "Metric")
    assert read[["Metric", "Value", "Unit"]].values.tolist() == [["Followers", 500, "people"]]
    assert notices(visit("imports", open="import:99"), "warn") == ["There is no import 99."]


@pytest.mark.parametrize("opened", ["metric:reach", "post:1", "metric:followers", "post:999"])
def test_it_speaks_the_readers_language(use, opened):
    use("two")
    app = visit("content", "zh-TW", **WHOLE, open=opened)
    assert len(app.exception) == 0
    assert headline(app)


def test_a_files_own_series_is_charted_and_opens(own):
    bring(own, days("daily_signups", {date(2026, 3, n): float(n) for n in range(1, 29)}))
    app = visit(period="all", compare="none", metric="daily_signups")
    assert len(app.exception) == 0
    assert cards(app) == {
        "daily_signups": "14.5"
    }  # the mean of 1 to 28; no card of posts where there is none
    assert "as in the file" in " ".join(texts(app))
    (opened,) = [view for view in links(app, "metric:daily_signups")][:1]
    assert headline(follow(opened)) == "daily_signups: 14.5, from 28 readings."
