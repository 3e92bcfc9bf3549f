"""The view lives in the URL: filters write it, links restore it, nothing is dropped in silence."""

from __future__ import annotations

from datetime import date

import pytest

from lib.ui.filters import FILTERS
from tests.pages.screen import cards, chips, crumb, headline, notices, texts, turn, visit

WHOLE = {"period": "custom", "from": "2026-03-02", "to": "2026-03-02", "compare": "none"}


def test_a_bare_address_becomes_a_whole_link(use):
    use("two")
    params = visit().query_params
    assert set(params) >= {"lang", "period", "from", "to", "compare", "metric", "order", *FILTERS}
    assert (params["period"], params["from"], params["to"]) == ("28d", "2026-02-03", "2026-03-02")
    assert {params[key] for key in FILTERS} == {"*"}


def test_the_browser_decides_where_the_link_does_not(use):
    use("one")
    assert visit(language="zh-TW").query_params["lang"] == "zh-TW"
    assert visit(language="fr-FR").query_params["lang"] == "zh-TW", "the setting's language"
    assert visit(language="zh-TW", lang="en").query_params["lang"] == "en"


def test_figures_of_a_link(use):
    use("two")
    whole = cards(visit(**WHOLE))
    assert (whole["Posts"], whole["Engagements"]) == ("2", "40")
    assert whole["Engagement rate by reach"] == "5.0%"  # (10+30) / (200+600)
    only = visit(**WHOLE, platform="x")
    assert (cards(only)["Posts"], cards(only)["Engagements"]) == ("1", "30")
    assert "Platform: X" in chips(only)


def test_choosing_a_filter_writes_the_link(use):
    use("two")
    app = visit(**WHOLE)
    app.multiselect(key="f_platform").select("facebook")
    app.run()
    assert app.query_params["platform"] == "facebook"
    assert cards(app)["Posts"] == "1"
    assert "Platform: Facebook" in chips(app)
    assert "Everything, unfiltered" not in chips(app)
    app.multiselect(key="f_platform").select("x")
    app.run()
    assert app.query_params["platform"] == ["facebook", "x"]
    assert cards(app)["Posts"] == "2"


def test_another_language_keeps_figures_and_filters(use):
    use("two")
    app = visit(**WHOLE, platform="x")
    before = {**app.query_params}
    figures = list(cards(app).values())
    app.button_group(key="f_lang").set_value("zh-TW")
    app.run()
    assert app.query_params == {**before, "lang": "zh-TW"}
    assert list(cards(app).values()) == figures
    assert "平台" in " ".join(chips(app))


def test_another_page_keeps_the_filters(use):
    use("two")
    app = visit(**WHOLE, platform="x", metric="reach", order="reach")
    link = {**app.query_params}
    for page in ("content", "imports", "overview"):
        turn(app, page)
        assert {**app.query_params} == link
    assert cards(app)["Posts"] == "1"


def test_a_named_period_is_counted_from_the_newest_day(use):
    use("demo")
    app = visit()
    app.selectbox(key="f_period").select("last_quarter")
    app.run()
    found = app.query_params
    assert (found["period"], found["from"], found["to"]) == ("last_quarter", "2026-07-01", "2026-09-30")


def test_days_of_ones_own(use):
    use("demo")
    app = visit()
    app.selectbox(key="f_period").select("custom")
    app.run()
    app.date_input(key="f_from").set_value(date(2026, 5, 10))
    app.run()
    app.date_input(key="f_to").set_value(date(2026, 5, 1))
    app.run()
    found = app.query_params
    assert (found["period"], found["from"], found["to"]) == ("custom", "2026-05-01", "2026-05-10")
    assert any("1–10 May 2026" in chip for chip in chips(app))


def test_no_comparison_leaves_none(use):
    use("demo")
    app = visit(compare="none")
    assert app.query_params["compare"] == "none"
    assert not any("→" in text or "↑" in text or "↓" in text for text in texts(app))
    assert "grey" not in " ".join(texts(app))


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_what_a_link_names_in_vain_is_said(use, language):
    use("two")
    app = visit(
        language=language, **{**WHOLE, "platform": ["x", "myspace"], "metric": "likes", "as_of": "99"}
    )
    (note,) = notices(app, "warn")
    assert all(word in note for word in ("platform = myspace", "metric = likes", "as_of = 99"))
    assert app.query_params["platform"] == "x"
    assert app.query_params["metric"] == "engagement_rate_by_reach"
    assert "as_of" not in app.query_params
    assert notices(visit(**WHOLE), "warn") == []


def test_a_link_as_of_a_version_shows_what_stood_then(use):
    use("two")
    now, then = visit(**WHOLE, as_of="2"), visit(**WHOLE, as_of="1")
    assert cards(now)["Engagement rate by reach"] == "5.0%"
    assert cards(then)["Engagement rate by reach"] == "10.0%"  # 40 / 400, before reach doubled
    assert "version 1" in crumb(then)
    assert "Data as of 1 Apr 2026" in crumb(then)


def test_search_and_order_are_in_the_link(use):
    use("two")
    app = visit("content", **WHOLE)
    app.text_input(key="search").set_value("launch")
    app.run()
    app.selectbox(key="order").select("engagements")
    app.run()
    assert (app.query_params["q"], app.query_params["order"]) == ("launch", "engagements")
    again = visit("content", **app.query_params)
    assert again.text_input(key="search").value == "launch"
    (table,) = [each.value for each in again.dataframe if "Text" in each.value]
    assert table["Text"].tolist() == ["春季新品 *launch*"]


def test_a_search_in_vain_says_so(use):
    use("two")
    assert "No post matches." in texts(visit("content", **WHOLE, q="nowhere"))


def test_percent_signs_and_underscores_are_no_wildcards(use):
    use("two")
    for words in ("%", "_", "\\"):
        assert "No post matches." in texts(visit("content", **WHOLE, q=words))


def test_an_empty_view_offers_the_way_out(use):
    use("demo")
    app = visit(period="custom", **{"from": "1999-01-01", "to": "1999-01-31"})
    assert cards(app) == {}
    (button,) = [each for each in app.button if each.label == "Show all data"]
    button.click()
    app.run()
    assert app.query_params["period"] == "all"
    assert cards(app)["Posts"] == "400"


def test_an_empty_store_leads_to_the_imports(use):
    use("empty")
    app = visit()
    assert "Nothing has been brought in yet." in " ".join([headline(app), *texts(app)])
    (link,) = app.get("page_link")
    assert link.proto.page == "imports"


def test_the_demonstration_is_marked_on_every_page(use):
    use("demo")
    for page in ("overview", "content", "imports"):
        assert any("invented" in text for text in texts(visit(page)))
    use("two")
    assert not any("invented" in text for text in texts(visit()))


def test_the_documents_language_is_set(use):
    use("one")
    for language, tag in (("en", "en"), ("zh-TW", "zh-Hant-TW")):
        assert any(f'lang = "{tag}"' in each.proto.body for each in visit(language=language).html)
