"""The page Data quality: its verdict, where a finding leads, and breaks that people add."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from lib.metrics import run
from lib.model import Break
from lib.store import breaks
from lib.ui.breaks import counts
from tests.factories import asking, bring, days, posts
from tests.pages.screen import headline, notices, texts, visit

NOW = datetime.now(UTC).replace(tzinfo=None)
START = NOW.date() - timedelta(40)
SPELL = [START + timedelta(n) for n in range(40)]
BREAK = START + timedelta(19)
TWO_WEEKS = {"period": "custom", "from": f"{SPELL[14]}", "to": f"{SPELL[27]}"}


def sound(store) -> None:
    """Forty days of one Facebook and one X account, without a fault."""
    for platform in ("facebook", "x"):
        of = {"platform": platform, "account": f"{platform} page", "account_name": f"Our {platform}"}
        rows = [
            {
                **of,
                "day": day,
                "native_id": f"{platform} {day}",
                "views": 900 + n,
                "reach": 500,
                "engagements": 30,
            }
            for n, day in enumerate(SPELL)
        ]
        bring(
            store,
            posts(*rows),
            days("page_views", dict.fromkeys(SPELL, 800.0), **of),
            captured_at=NOW,
            at=NOW,
        )


@pytest.fixture
def filled(own):
    """A sound store whose numbers are as new as the clock."""
    sound(own)
    return own


def html(app) -> str:
    return "\n".join(each.proto.body for each in app.html)


def findings(app) -> list[str]:
    return [unescape(each) for each in re.findall(r'<p class="what">([^<]*)', html(app))]


def links(app) -> list[tuple[str, dict[str, list[str]]]]:
    """The page and the view each finding leads to."""
    found = [urlsplit(unescape(each)) for each in re.findall(r'<a href="([^"]*)" target="_self"', html(app))]
    return [(each.path, parse_qs(each.query)) for each in found]


def test_sound_data_need_no_mending(filled):
    app = visit("quality")
    assert headline(app) == "Nothing to mend: the figures can be relied on."
    assert findings(app) == []
    accounts, checked = (table.value for table in app.dataframe)
    assert accounts["Posts"].tolist() == [40, 40]
    assert accounts["Affects the figures"].tolist() == [0, 0]
    assert set(checked["Found"]) == {0}


def test_a_fault_is_told_with_where_and_what_to_do(filled):
    bring(filled, posts({"day": START, "text": "CafÃ©", "reach": 1, "views": 2}), captured_at=NOW)
    app = visit("quality")
    assert headline(app) == "The figures can be relied on; 1 thing is worth knowing."
    assert findings(app) == ["Posts with a garbled text: 1 of 1."]
    shown = " ".join(texts(app))
    assert "for example test.csv, row 2" in shown
    assert "Export it again; do not save it from a spreadsheet." in shown
    assert [page for page, _ in links(app)] == ["imports"]


def test_what_affects_the_figures_leads_to_the_posts_behind_it(filled):
    same = {"day": START, "platform": "x", "account": "x page", "text": "The same words, said twice over"}
    bring(filled, posts({**same, "native_id": "a"}, {**same, "native_id": "b"}))
    app = visit("quality", platform="x")
    assert headline(app) == "1 thing affects the figures, and can be mended."
    page, view = next(each for each in links(app) if each[0] == "content")
    assert (view["platform"], view["account"]) == (["x"], ["x page"])
    assert (view["period"], view["from"], view["to"]) == (["custom"], [f"{START}"], [f"{START}"])
    assert page == "content"
    assert "What affects the figures is in 1 of 1 accounts" not in " ".join(texts(app))


def test_only_filters_of_accounts_count(filled):
    bring(
        filled, posts({"day": START, "text": "CafÃ©", "platform": "x", "account": "x page", "native_id": "g"})
    )
    everything = findings(visit("quality"))
    assert everything
    assert findings(visit("quality", platform="facebook")) == []
    elsewhere = {"period": "custom", "from": "1999-01-01", "to": "1999-01-31", "type": "photo"}
    assert findings(visit("quality", **elsewhere)) == everything


def test_an_empty_store_shows_the_ledger_and_the_way_on(own):
    app = visit("quality")
    assert headline(app) == "Nothing has been brought in yet."
    assert "Facebook counts views where it counted impressions" in texts(app)


def test_a_frozen_view_judges_the_data_as_they_stood(filled):
    version = run.data_version(filled)
    bring(filled, posts({"day": START, "text": "CafÃ©", "platform": "x", "native_id": "g"}))
    assert findings(visit("quality"))
    app = visit("quality", as_of=str(version))
    assert findings(app) == []
    assert "This view is of an earlier version: breaks are added to the newest." in texts(app)


# --- breaks ---


def add(app, platform: str, metric: str, day: date, what: str):
    by_label = {each.label: each for each in (*app.selectbox, *app.date_input, *app.text_input)}
    by_label["Platform"].set_value(platform)
    by_label["Count or daily figure"].set_value(metric)
    by_label["First day counted otherwise"].set_value(day)
    by_label["What changed"].set_value(what)
    (button,) = [each for each in app.button if each.label == "Add"]
    button.click()
    return app.run()


def test_a_break_is_added_shown_and_removed(filled):
    words = "X *counts* <b>otherwise</b>"
    app = add(visit("quality"), "x", "views", START, words)
    assert notices(app, "good") == ["Added: no comparison is made across that day any more."]
    (made,) = breaks.added(filled)
    assert (made.platform, made.metric, made.day, made.what) == ("x", "views", START, words)
    assert words in texts(app)
    assert f"added here, no. {made.number}" in " ".join(texts(app))
    (button,) = [each for each in app.button if each.label == "Remove"]
    button.click()
    app.run()
    assert breaks.added(filled) == ()
    assert words not in texts(app)
    assert f"Break added: {words}" in visit("imports").dataframe[0].value["What"].tolist()


def test_a_break_that_says_nothing_is_refused(filled):
    app = add(visit("quality"), "x", "views", START, "  ")
    assert notices(app, "bad") == ["Say in 1 to 300 characters what is counted otherwise."]
    assert breaks.added(filled) == ()


def compared(**params) -> str:
    """The words of the card of views."""
    cards = re.findall(r"<article.*?</article>", html(visit(**TWO_WEEKS, **params)), re.DOTALL)
    (card,) = [each for each in cards if re.search(r"<h2>(<a[^>]*>)?Views<", each)]
    return re.sub(r"<[^>]*>", " ", card)


def test_an_added_break_stops_comparisons_and_marks_the_chart(filled):
    before = compared()
    assert "%" in before
    breaks.add(filled, Break("x", "views", BREAK, "X counts otherwise", ""), NOW, "tester")
    assert "%" not in compared()
    assert "%" not in compared(platform="x")
    shown = visit(**TWO_WEEKS, metric="views")
    assert any("X counts otherwise" in text for text in texts(shown))
    assert "not compared: counted otherwise since" in " ".join(texts(shown))


@pytest.mark.parametrize(
    "only", [{"platform": "facebook"}, {"account": "facebook page"}], ids=["platform", "account"]
)
def test_a_break_of_one_platform_never_touches_anothers_comparison(filled, only):
    before = compared(**only)
    breaks.add(filled, Break("x", "views", BREAK, "X counts otherwise", ""), NOW, "tester")
    assert compared(**only) == before
    shown = visit(**TWO_WEEKS, metric="views", **only)
    assert not any("X counts otherwise" in text for text in texts(shown))


def test_a_break_of_another_count_touches_nothing(filled):
    before = compared()
    breaks.add(filled, Break("x", "saves", BREAK, "X counts otherwise", ""), NOW, "tester")
    assert compared() == before


def test_a_frozen_view_compares_as_it_did(filled):
    version, before = run.data_version(filled), compared()
    breaks.add(filled, Break("x", "views", BREAK, "X counts otherwise", ""), NOW, "tester")
    assert compared(as_of=str(version)) == before
    assert (
        run.fetch(filled, asking(("views",))).rows
        == run.fetch(filled, asking(("views",), as_of=version)).rows
    )


def test_every_count_can_be_chosen(filled):
    app = visit("quality")
    (box,) = [each for each in app.selectbox if each.label == "Count or daily figure"]
    assert len(box.options) == len(counts())
