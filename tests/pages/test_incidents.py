"""The page of incidents: opened by a person, worked through and closed; whatever is written stays text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib.clock import now
from lib.incidents import acts, opening
from lib.incidents.acts import Desk
from lib.incidents.opening import Opening
from tests.factories import bring, posts
from tests.pages.screen import _html, headline, notices, texts, visit
from tests.pages.test_roles import enter, guarded  # noqa: F401

PARTS = ("steps", "statements", "promises", "recovery", "timeline", "review")
EVIL = "<img src=x onerror=alert(1)> [l](https://e.example) ![p](https://e.example/x.png) $x$ :red[b] **b**"


def press(app: AppTest, label: str) -> AppTest:
    """Presses the last button of that label: those of the part that is looked at come last."""
    return [each for each in app.button if each.label == label][-1].click().run()


def fill(app: AppTest, key: str, words: str) -> None:
    for each in (*app.text_input, *app.text_area):
        if each.key == key:
            each.set_value(words)
            return
    raise AssertionError(f"no field {key}")


@pytest.fixture
def made(own) -> int:
    """The number of an incident opened an hour ago."""
    at = now() - timedelta(hours=1)
    said = Opening("S1 valve", "product_fault", "severe", "It leaks.", ("facebook",))
    return opening.open_incident(own, said, at, "local")


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_a_person_opens_an_incident_and_takes_charge(own, language):
    app = visit("incidents", language)
    assert headline(app) == {"en": "No incident so far.", "zh-TW": "至今沒有事件。"}[language]
    fill(app, "open-title", "S1 valve leaks")
    press(app, {"en": "Open the incident", "zh-TW": "開立這起事件"}[language])
    assert app.query_params["open"] == "incident:1"
    assert headline(app).startswith("S1 valve leaks")
    assert notices(app, "bad") == []
    press(app, {"en": "I take charge", "zh-TW": "由我接手"}[language])
    found = acts.one(own, 1)
    assert "acknowledged" in found.moments
    assert [entry.who for entry in found.timeline] == ["local", "local"]


def test_who_is_limited_to_a_community_sees_its_incidents_alone(guarded):  # noqa: F811
    at = now() - timedelta(hours=1)
    for title, communities in (("All of it", ()), ("Coffee spilt", ("coffee",)), ("Tea cold", ("tea",))):
        said = Opening(title, "product_fault", "mild", "It leaks.", ("facebook",), communities)
        opening.open_incident(guarded, said, at, "local")
    limited = enter("incidents", "manager.tea@example.org")
    shown = " ".join(texts(limited))
    assert "Tea cold" in shown
    assert not any(words in shown for words in ("All of it", "Coffee spilt"))
    limited.query_params["open"] = "incident:2"
    assert headline(limited.run()) == "There is no incident no. 2."
    limited.query_params["open"] = ""
    fill(limited.run(), "open-title", "Mine")
    press(limited, "Open the incident")
    assert headline(limited).startswith("Mine")
    assert acts.one(guarded, 4).communities == ("tea",)
    whole = " ".join(texts(enter("incidents", "viewer.all@example.org")))
    assert all(words in whole for words in ("All of it", "Coffee spilt", "Tea cold", "Mine"))


def test_what_is_missing_is_said_and_what_was_written_stays(own):
    app = visit("incidents")
    fill(app, "open-summary", "It leaks.")
    press(app, "Open the incident")
    assert notices(app, "bad") == ["Something is missing: the title."]
    assert app.text_area(key="open-summary").value == "It leaks."
    assert acts.all_incidents(own) == []


def test_the_answer_counts_and_names_the_most_pressing(own, made):
    opening.open_incident(own, Opening("Late parcels", "service_outage", "early"), now(), "local")
    app = visit("incidents")
    said = headline(app)
    assert said.startswith("2 open incidents. The most pressing: S1 valve: nobody has taken charge, 30 min")
    assert "4 tasks overdue" in " ".join(texts(app))


def test_a_step_is_ticked_off_and_back(own, made):
    app = visit("incidents", open=f"incident:{made}")
    box = app.checkbox(key=f"tick-{made}-step-1")
    assert not box.value
    box.check().run()
    assert acts.one(own, made).items[0].done_at is not None
    assert app.checkbox(key=f"tick-{made}-step-1").value
    app.checkbox(key=f"tick-{made}-step-1").uncheck().run()
    assert acts.one(own, made).items[0].done_at is None


def test_a_statement_from_the_template_to_the_public(own, made):
    app = visit("incidents", open=f"incident:{made}", part="statements")
    press(app, "Draft it")
    (statement,) = acts.one(own, made).statements
    fill(app, f"sign-{made}-{statement.key}-role", "Counsel")
    press(app, "Sign off")
    assert notices(app, "bad") == ["There are still blanks in 【 】: fill them before it is signed off."]
    fill(app, f"reword-{made}-{statement.key}-1-text", "We know of it. *Next* report at noon.")
    press(app, "Save as a new version")
    press(app, "Sign off")
    assert notices(app, "good") == ["Signed off."]
    fill(app, f"publish-{made}-{statement.key}-where", "Facebook")
    press(app, "Save")
    found = acts.one(own, made)
    assert found.statements[0].state == "published"
    assert "stated" in found.moments


def test_what_somebody_else_saved_meanwhile_is_said_and_kept(own, made):
    Desk(own, made, now(), "Ann").draft("Holding", "en", "one")
    (statement,) = acts.one(own, made).statements
    app = visit("incidents", open=f"incident:{made}", part="statements")
    Desk(own, made, now(), "Bo").reword(statement.key, "of Bo")
    fill(app, f"reword-{made}-{statement.key}-1-text", "mine")
    press(app, "Save as a new version")
    assert notices(app, "good")[0].startswith("Saved as version 3. Somebody saved version 2 meanwhile")
    assert [each.text for each in acts.one(own, made).statements[0].versions] == ["one", "of Bo", "mine"]


def test_a_change_of_mine_leaves_that_of_somebody_else(own, made):
    app = visit("incidents", open=f"incident:{made}")
    Desk(own, made, now(), "Bo").change(level="early")
    fill(app, f"change-{made}-0-title", "S1 valve leaks gas")
    saves = [each for each in app.button if each.label == "Save"]
    saves[1].click().run()
    found = acts.one(own, made)
    assert (found.title, found.level) == ("S1 valve leaks gas", "early")


def test_reviewed_and_closed_it_stands_in_the_library(own, made):
    app = visit("incidents", open=f"incident:{made}", part="review")
    (close,) = [each for each in app.button if each.label == "Close the incident"]
    assert close.disabled
    Desk(own, made, now(), "local").moment("resolved")
    fill(app, f"review-{made}-0-causes", "A cold solder joint")
    fill(app, f"review-{made}-0-gaps", "No test")
    press(app, "Save")
    press(app, "Close the incident")
    assert acts.one(own, made).closed_at is not None
    app = visit("incidents")
    assert headline(app) == "No incident is open."
    assert "A cold solder joint" in texts(app)


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, True),
        ({"q": "solder"}, True),
        ({"q": "parcels"}, False),
        ({"kind": "product_fault"}, True),
        ({"kind": "data_leak"}, False),
        ({"past": "period", "period": "custom", "from": "1999-01-01", "to": "1999-01-31"}, False),
    ],
    ids=str,
)
def test_the_search_of_the_library_is_in_the_link(own, made, params, found):
    work = Desk(own, made, now(), "local")
    work.moment("resolved")
    work.review("A cold solder joint", "No test", "")
    work.close()
    app = visit("incidents", **params)
    assert ("No past incident matches." not in texts(app)) == found
    assert (f"{made} · S1 valve" in texts(app)) == found


def test_a_frozen_view_shows_incidents_as_they_stood_and_lets_nobody_act(own, made):
    for minutes in (120, 30):
        bring(own, posts({}), at=now() - timedelta(minutes=minutes))
    Desk(own, made, now(), "local").moment("acknowledged")
    opening.open_incident(own, Opening("Late parcels", "service_outage", "early"), now(), "local")
    app = visit("incidents", as_of="1")
    assert headline(app).startswith("1 open incident. S1 valve: nobody has taken charge, ")
    assert "This view is of an earlier version: incidents as of" in " ".join(texts(app))
    newest = visit("incidents", as_of="2")
    assert headline(newest).startswith("2 open incidents.")
    for part in PARTS:
        app = visit("incidents", as_of="1", open=f"incident:{made}", part=part)
        assert headline(app).startswith("S1 valve: nobody has taken charge, ")
        words = {each.label for each in (*app.button, *newest.button)} - {"Remove it"}
        assert not words & {
            "Save",
            "Add",
            "I take charge",
            "Draft it",
            "Close the incident",
            "Open the incident",
        }
        assert all(box.disabled for box in app.checkbox)
    assert headline(visit("incidents", as_of="1", open="incident:2")) == "There is no incident no. 2."


def test_a_link_to_no_incident_says_so(own):
    app = visit("incidents", open="incident:77")
    assert headline(app) == "There is no incident no. 77."


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_every_part_shows_every_text_as_text(own, language):
    number = opening.open_incident(own, Opening(EVIL, "product_fault", "mild", EVIL), now(), EVIL)
    work = Desk(own, number, now(), EVIL)
    for group in ("task", "commitment", "action"):
        work.add(group, EVIL, EVIL, None)
    work.draft(EVIL, "en", EVIL)
    key = acts.one(own, number).statements[0].key
    work.reword(key, EVIL + " again")
    work.sign(key, 2, EVIL)
    work.publish(key, 2, EVIL)
    work.contact(role=EVIL, organisation=EVIL, channel=EVIL, about=EVIL, answer=EVIL)
    work.note(EVIL)
    work.review(EVIL, EVIL, EVIL)
    work.drop("step-1", EVIL)
    for params in ({}, *({"open": f"incident:{number}", "part": part} for part in PARTS)):
        app = visit("incidents", language, **params)
        assert [each.value for each in app.exception] == []
        assert notices(app, "bad") == []
        assert "<img src=x" not in _html(app)
        assert "&lt;img src=x" in _html(app)
        for box in app.checkbox:
            assert "](" not in box.label
            assert "<img" not in box.label.replace("\\<", "")
        assert [each.value for each in app.markdown if "img" in each.value] == []


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize(("role", "writes"), [("viewer", False), ("manager", True)])
def test_who_may_not_change_an_incident_reads_it_without_the_forms(own, role, writes):
    number = opening.open_incident(own, Opening("S1 valve", "product_fault", "mild"), now(), "local")
    app = enter("incidents", f"{role}.all@example.org")
    assert headline(app).startswith("1 open incident.")
    assert ("Open the incident" in [each.label for each in app.button]) == writes
    app.query_params["open"] = f"incident:{number}"
    for part in PARTS:
        app.query_params["part"] = part
        app.run()
        assert headline(app).startswith("S1 valve")
        words = {each.label for each in app.button} - {"Remove it"}
        assert bool(words & {"Save", "Add", "I take charge", "Draft it", "Close the incident"}) == writes
        assert all(box.disabled != writes for box in app.checkbox)
