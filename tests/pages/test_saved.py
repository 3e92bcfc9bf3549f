"""Views kept under a name, on the pages: kept, opened by their ordinary address, the start page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from lib.store import views
from tests.pages.screen import cards, notices, turn
from tests.pages.test_shared import come, guarded, made, said, seen  # noqa: F401


def keep(app, name: str, **boxes: bool):
    """Keeps the page's view through the form."""
    app.session_state["share"] = True
    app.run()
    app.session_state["share"] = True
    app.button_group(key="share-what").set_value("view").run()
    app.text_input(key="view-name").set_value(name)
    for key, value in boxes.items():
        app.checkbox(key=f"view-{key}").set_value(value)
    app.session_state["share"] = True
    app.button(key="view-keep").click().run()
    assert not app.exception
    return app


def visit(email: str, language: str = "en"):
    """A bare visit to the start page."""
    return come("", email, language)


def test_a_view_is_kept_and_opened_by_its_ordinary_address(guarded):  # noqa: F811
    app = come(made(guarded), "viewer.all")
    app.multiselect(key="f_community").select("coffee").run()
    assert "Kept: it stands in the sidebar." in notices(keep(app, "My coffee"), "good")
    (view,) = views.listed(guarded, views_owner(guarded, "viewer.all"))
    assert (view.page, view.team, view.start) == ("overview", False, False)
    assert (view.params["community"], view.params["from"]) == (["coffee"], ["2026-03-01"])
    assert not {"lang", "v"} & {*view.params}

    page = turn(visit("viewer.all"), "views")
    (table,) = page.dataframe
    assert table.value[["Name", "For whom", "Start page"]].values.tolist() == [["My coffee", "me", "no"]]
    asked = parse_qs(urlsplit(table.value["View"][0]).query)
    opened = come("", "viewer.all", **asked)
    assert seen(opened) == ("1", "30")
    assert opened.query_params["community"] == "coffee"


def views_owner(store, email: str) -> str:
    from tests.pages.test_shared import member

    return f"p{member(store, email).id}"


def test_a_named_period_is_kept_by_its_name(guarded):  # noqa: F811
    keep(visit("viewer.all"), "Four weeks")
    (view,) = views.listed(guarded, views_owner(guarded, "viewer.all"))
    assert view.params["period"] == ["28d"]
    assert not {"from", "to"} & {*view.params}


def test_a_start_page_opens_on_a_bare_visit_and_only_ones_own(guarded):  # noqa: F811
    app = come(made(guarded, page="content"), "viewer.all")
    app.multiselect(key="f_community").select("coffee").run()
    keep(app, "Coffee", start=True, team=True)
    for language in ("en", "zh-TW"):
        start = visit("viewer.all", language)
        assert (start.query_params["community"], start.query_params["lang"]) == ("coffee", language)
        assert not cards(start), "the page with the posts, not the overview"
    assert visit("viewer.tea").query_params["community"] == "*"
    assert come("", "viewer.all", community="tea").query_params["community"] == "tea", "a link goes first"


def test_the_team_opens_a_shared_view_with_its_own_rights(guarded):  # noqa: F811
    keep(come(made(guarded), "manager.all"), "The week", team=True)
    app = visit("viewer.tea")
    assert "The week" in said(app)
    page = turn(app, "views")
    (table,) = page.dataframe
    assert table.value[["Name", "For whom", "Made by"]].values.tolist() == [
        ["The week", "the team", "manager all"]
    ]
    assert not [box for box in page.selectbox if box.key == "view-which"], "not theirs to change"
    asked = parse_qs(urlsplit(table.value["View"][0]).query)
    assert seen(come("", "viewer.tea", **asked)) == ("1", "10")


def test_ones_own_view_is_changed_and_removed(guarded):  # noqa: F811
    keep(visit("viewer.all"), "Mine")
    page = turn(visit("viewer.all"), "views")
    page.checkbox(key="view-team-1").set_value(True)
    page.button(key="view-save").click().run()
    assert "Saved." in notices(page, "good")
    assert "Mine" in said(visit("viewer.coffee"))
    page.button(key="view-remove").click().run()
    assert "Removed." in notices(page, "good")
    assert "Mine" not in said(visit("viewer.coffee"))
