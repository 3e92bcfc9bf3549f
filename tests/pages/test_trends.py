"""The trends page: the forecast that is kept, its record and age, and what is said where there is none."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta

import pytest

from lib import goals, kept_forecasts
from lib.analysis.forecast import models
from lib.analysis.forecast.published import publish
from lib.forecast_view import Asked
from lib.model import EVERYTHING, Goal
from lib.settings import Settings
from lib.ui import forecasting
from tests.factories import bring, comments, days
from tests.forecasting import messages, on, only_quick, seen
from tests.pages.screen import charts, headline, notices, texts, visit

NOW = datetime(2026, 3, 20, 4)
VIEW = {"metric": "messages", "period": "all", "compare": "none"}
THEN = {**VIEW, "as_of": "1"}
WAITING = "The forecast is being worked out; it appears here by itself, in a few seconds as a rule."
NO_YEAR = "No year over year: a year before this period there are no data (they begin on 5 Jan 2026)."
REPLACED = "The chances are being worked out from the newest data; they replace these by themselves."
NEWER = "A forecast from the newest data is being worked out; it replaces this one by itself."


@pytest.fixture(autouse=True)
def _no_forecaster(own, monkeypatch):
    """Nothing works in the background: a test says what is made."""
    only_quick(monkeypatch)
    yield
    forecasting.stop(_settings(own))


def _settings(engine) -> Settings:
    return Settings(database_url=str(engine.url))


MESSAGES = seen("messages")


def make(store, view: Asked = MESSAGES, fit=publish) -> None:
    kept_forecasts.ask(store, view, NOW)
    assert kept_forecasts.make(store, view, NOW, fit=fit)


def forecast(app) -> list[float]:
    """The middle of the forecast, as the first chart draws it."""
    found = [frame for frame in charts(app) if "middle" in frame and len(frame)]
    return found[0]["middle"].tolist() if found else []


def test_the_answer_the_verdict_and_the_line(own):
    messages(own, 0, 70)
    make(own)
    app = visit("trends", **VIEW)
    assert headline(app) == ("Messages: about 26.7 a day in the 4 weeks from 16 Mar; 26.8 before.")
    said = texts(app)
    assert any("the band held the truth" in text and "in 3 trials." in text for text in said)
    assert "Shown: Repeating last week" in " ".join(said)
    assert "made 20 Mar 2026, 12:00 from data version 1" in " ".join(said)
    assert len(forecast(app)) == 28
    assert WAITING not in said
    assert NEWER not in said


def test_prophets_line_is_one_click_away_and_in_the_link(own):
    messages(own, 0, 70)
    make(own)
    ours, prophets = visit("trends", **VIEW), visit("trends", **VIEW, model="prophet")
    assert forecast(prophets)[0] == pytest.approx(forecast(ours)[0] * 1.21)
    assert "Shown: Prophet" in " ".join(texts(prophets))
    verdict = [next(text for text in texts(app) if "repeating last week" in text) for app in (ours, prophets)]
    assert verdict[0] != verdict[1]
    assert prophets.query_params["model"] == "prophet"


def test_an_older_forecast_is_shown_with_its_age_until_a_newer_one_is_there(own):
    messages(own, 0, 70)
    make(own)
    messages(own, 70, 72)
    app = visit("trends", **VIEW)
    assert len(forecast(app)) == 28
    assert "the newest data are version 2" in " ".join(texts(app))
    assert NEWER in texts(app)
    make(own)
    again = visit("trends", **VIEW)
    assert NEWER not in texts(again)
    assert "from data version 2" in " ".join(texts(again))


def test_a_view_nobody_asked_for_is_asked_for_and_blocks_nothing(own):
    messages(own, 0, 70)
    app = visit("trends", **VIEW, platform="facebook")
    assert WAITING in texts(app)
    assert headline(app) == "Messages: the forecast is being worked out."
    assert forecast(app) == []
    assert len(charts(app)) >= 1
    found = forecasting.forecaster(_settings(own))
    mine = seen("messages", (("platform", ("facebook",)),))
    found._fit = publish
    found.work_off()
    assert kept_forecasts.is_current(own, mine, 1, NOW)


def test_too_little_history_says_how_much_is_missing(own):
    messages(own, 0, 40)
    app = visit("trends", **VIEW)
    assert "No forecast yet. Days with a figure: 40; needed: 56; missing: 16." in texts(app)
    assert WAITING not in texts(app)
    assert notices(app, "bad") == notices(app, "warn") == []


def test_by_month_there_is_the_line_and_no_forecast(own):
    messages(own, 0, 70)
    app = visit("trends", **VIEW, grain="month")
    assert "Forecasts are made by day or by week." in texts(app)
    assert "Messages (times) · by month · whole months only" in texts(app)


def test_a_period_that_ends_earlier_says_where_the_forecast_begins(own):
    messages(own, 0, 70)
    make(own)
    past = {"period": "custom", "from": on(7).isoformat(), "to": on(20).isoformat()}
    app = visit("trends", metric="messages", compare="none", **past)
    assert forecast(app) == []
    assert any(text.startswith("The forecast begins on Mon 16 Mar") for text in texts(app))


def test_what_was_promised_is_laid_beside_what_came(own):
    messages(own, 0, 70)
    make(own)
    assert "Kept promises" in texts(visit("trends", **VIEW))
    messages(own, 70, 84)
    make(own)
    app = visit("trends", **VIEW)
    (said,) = {text for text in texts(app) if text.startswith("Of 14 days promised from Mon 16 Mar 2026 on")}
    assert "lay in the band" in said
    table = next(each.value for each in app.dataframe if "Arrived" in each.value)
    assert table["Arrived"].tolist() == ["14 / 28"]
    assert table["How"].tolist() == ["published"]
    record = next(each.value for each in app.dataframe if "Horizon" in each.value)
    assert record["Horizon"].tolist()[-1] == "Kept promises (1 forecast)"


def test_a_frozen_view_shows_the_forecast_of_then(own):
    messages(own, 0, 70)
    make(own)
    then = forecast(visit("trends", **VIEW))
    messages(own, 70, 90, extra=50)
    make(own)
    assert forecast(visit("trends", **VIEW)) != then
    assert forecast(visit("trends", **THEN)) == then


def test_a_frozen_view_without_a_forecast_gets_one_and_says_when(own):
    messages(own, 0, 70)
    messages(own, 70, 90)
    assert WAITING in texts(visit("trends", **THEN))
    make(own, seen("messages", as_of=1))
    app = visit("trends", **THEN)
    assert len(forecast(app)) == 28
    assert "worked out afterwards, from what was known then" in " ".join(texts(app))


def test_without_prophet_the_page_stands_and_says_so(own, monkeypatch):
    messages(own, 0, 70)

    def lacking(*given):
        monkeypatch.setitem(sys.modules, "prophet", None)
        monkeypatch.delitem(models.BASE, "prophet")
        return publish(*given)

    make(own, fit=lacking)
    app = visit("trends", **VIEW, model="prophet")
    assert notices(app, "warn") == ["Prophet cannot be imported here; the forecast goes without it."]
    assert len(forecast(app)) == 28


def test_a_series_of_ones_own_is_forecast(own):
    bring(own, days("報名人數", {on(n): float(n % 7) for n in range(60)}, platform="daily"))
    make(own, seen("報名人數"))
    app = visit("trends", "zh-TW", metric="報名人數", period="all")
    assert headline(app).startswith("報名人數：3月6日起 4 週約為 2.39")
    assert len(forecast(app)) == 28


def test_unique_people_need_one_account(own):
    bring(own, days("page_reach", {on(n): 100.0 + n % 7 for n in range(70)}))
    bring(own, days("page_reach", {on(n): 50.0 for n in range(70)}, account="other"))
    bring(own, days("followers", {on(n): 500.0 for n in range(70)}))
    app = visit("trends", metric="page_reach", period="all")
    assert any("name one platform and account" in text for text in texts(app))
    assert notices(app, "bad") == []
    one = {"platform": "facebook", "account": "page"}
    make(own, seen("page_reach", (("account", ("page",)), ("platform", ("facebook",)))))
    found = visit("trends", metric="page_reach", period="all", grain="week", **one)
    assert len(forecast(found)) == 28
    assert notices(found, "warn") == notices(found, "bad") == []


def test_followers_are_told_for_a_day(own):
    bring(own, days("followers", {on(n): 12_000.0 + n for n in range(70)}))
    make(own, seen("followers"))
    app = visit("trends", metric="followers", period="all")
    last = on(70) + timedelta(27)
    assert last == date(2026, 4, 12)
    assert headline(app).startswith("Followers: about 12,0")
    assert "on 12 Apr, between" in headline(app)


def chances(app) -> list[str]:
    return [each for each in texts(app) if "Chance: " in each]


def test_a_goal_stands_on_the_chart_with_its_chance_and_its_age(own):
    messages(own, 0, 140)
    make(own)
    goals.add(own, Goal("messages", 837.0, "month", on(118)), NOW, "mia", EVERYTHING)  # May: 27 a day
    app = visit("trends", **VIEW)
    (due,) = [frame for frame in charts(app) if "due" in frame and "name" not in frame]
    assert (len(due), set(due["due"])) == (31, {27.0})
    (said,) = chances(app)
    assert said.startswith("Goal by 31 May: ")
    assert "(forecast made 20 Mar 2026, 12:00)" in said
    messages(own, 140, 142)
    older = visit("goals")
    assert "(forecast made 20 Mar 2026, 12:00)" in chances(older)[0]
    assert REPLACED in texts(older)
    make(own)
    assert REPLACED not in texts(visit("goals"))


def test_figures_of_comments_are_drawn_and_forecast_within_their_bounds(own):
    rows = [
        {"day": on(n), "sentiment": "negative" if n % 7 == 0 else "positive", "text": f"{n}"}
        for n in range(70)
    ]
    messages(own, 0, 70)
    bring(own, comments(*rows), captured_at=NOW)
    view = seen("net_sentiment")
    make(own, view)
    app = visit("trends", **{**VIEW, "metric": "net_sentiment"})
    assert not app.exception
    assert len(forecast(app)) == 28
    assert all(-100 <= each <= 100 for each in forecast(app))
    behind = visit("content", open="metric:net_sentiment")
    assert not behind.exception


def test_holidays_are_marked(own):
    messages(own, 0, 70)
    found = texts(visit("trends", **VIEW, language="zh-TW"))
    assert any("和平紀念日" in each and "灰色直條" in each for each in found)


def test_year_over_year_where_there_is_history(own):
    messages(own, 0, 70)
    assert NO_YEAR in texts(visit("trends", **VIEW))
    messages(own, -364, -294, extra=10)
    view = {**VIEW, "period": "custom", "from": f"{on(0)}", "to": f"{on(69)}"}
    app = visit("trends", **view)
    (said,) = [each for each in texts(app) if each.startswith("Year over year: ")]
    assert "↓" in said
    assert not [each for each in texts(visit("trends", **{**view, "compare": "year"})) if each == said]
