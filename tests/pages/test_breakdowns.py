"""The page of audiences: the newest photographs, what changed, and what there is to do where none is."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
import pytest

from lib.store.breakdown_schema import BREAKDOWNS
from tests.factories import bring, comments, posts
from tests.pages.screen import charts, headline, texts, visit


def figures(app) -> list[str]:
    """What is said behind the bars."""
    return [said for chart in charts(app) for said in chart.get("said", [])]


def test_the_demonstrations_audience_and_what_became_of_it(use):
    use("demo")
    app = visit("audience")
    assert headline(app) == (
        "The largest parts of the audience of 苔徑露營 · Facebook: Men 25–34 (17.4%), Taiwan (92.7%) and "
        "新北市 (18.1%)"
    )
    assert len(charts(app)) == 5
    assert "15.7%  +0.9" in figures(app)
    table = app.dataframe[0].value
    assert table.shape == (12, 4)
    assert list(table.iloc[0]) == ["Men 25–34", "17.4%", "−0.2 pp", 3 + 2]
    said = texts(app)
    assert "Shares are never added over accounts or periods." in " ".join(said)
    assert any(each.startswith("Followers · as of 21 Nov 2026 · behind it the change") for each in said)


def test_filters_and_versions_count(use):
    use("demo")
    narrow = visit("audience", platform="instagram", topic="露營")
    assert headline(narrow).startswith(
        "The largest parts of the audience of 苔徑咖啡 · Instagram: Women 25–34"
    )
    assert len(charts(narrow)) == 2
    before = visit("audience", as_of="1")
    assert "17.6%" in headline(before)
    assert not any("+" in said for said in figures(before))


def test_what_is_not_there_says_what_brings_it(use):
    use("one")
    app = visit("audience")
    assert headline(app) == "Nothing is known of this audience yet."
    assert any("“Audience” of Meta Business Suite" in each for each in texts(app))
    use("demo")
    assert any("Take a filter away" in each for each in texts(visit("audience", platform="line")))


@pytest.mark.parametrize(
    ("language", "known", "lead"),
    [
        ("en", "Only the audience is known so far", "See the audience"),
        ("zh-TW", "目前只有受眾資料", "看受眾"),
    ],
)
@pytest.mark.parametrize("page", ["overview", "watch", "goals"])
def test_other_pages_say_what_there_is_and_where(own, page, language, known, lead):
    bring(own, followers(date(2026, 1, 31)))
    app = visit(page, language)
    assert headline(app).startswith(known)
    assert lead in texts(app)
    assert "See the comments" not in texts(app)


def test_an_audience_alone_is_judged_for_its_quality(own):
    bring(own, followers(date(2026, 1, 31)))
    app = visit("quality")
    assert headline(app) == "The figures can be relied on; 1 thing is worth knowing."
    assert any(each.startswith("The audience is that of 31 Jan 2026, ") for each in texts(app))


def test_comments_alone_are_said_to_be_there(own):
    bring(own, comments({"text": "good"}))
    app = visit("overview")
    assert headline(app) == "Only comments are known so far, of 5 Jan 2026."
    assert {"Upload exports", "See the comments"} <= set(texts(app))
    assert "See the audience" not in texts(app)


def followers(day: date) -> pa.Table:
    of = {"platform": "facebook", "account": "page", "community": "main", "metric": "followers"}
    part = {"dimension": "country", "bucket": "TW", "unit": "share", "value": 0.9, "row": 2}
    return pa.Table.from_pylist([{**of, **part, "last_day": day}], schema=BREAKDOWNS)


def test_people_are_counted_and_not_shared_out(own):
    rows = [
        {
            **dict.fromkeys(("platform", "community"), "discord"), "account": "", "metric": metric, "row": n,
            "dimension": "text_channel", "bucket": name, "unit": "count", "value": float(12 - n),
            "last_day": date(2026, 3, 2),
        }
        for n, name in enumerate(("announcements", "general", *"abcdefghij"))
        for metric in ("readers", "messages")
    ]  # fmt: skip
    bring(own, posts({"day": date(2026, 3, 2)}), captured_at=datetime(2026, 3, 3))
    bring(own, pa.Table.from_pylist(rows, schema=BREAKDOWNS), captured_at=datetime(2026, 3, 3))
    app = visit("audience")
    assert headline(app) == "The largest parts of the audience of Discord: announcements (15.4%)"
    (drawn,) = charts(app)
    assert drawn["value"].tolist() == [float(12 - n) for n in range(10)]
    table = app.dataframe[0].value
    assert list(table.columns) == ["Text channel", "Members who read", "Messages", "Messages: share", "Row"]
    assert any("2 more in the table" in each for each in texts(app))
