"""The sources page: the answer first, each source with its moments, and the way to connect more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lib.i18n import languages
from lib.model import say
from lib.settings import load
from lib.store import sources
from lib.store.sources import Source, State
from lib.sync.readers import READERS
from lib.ui import freshness, sources_schedule
from tests.factories import bring, posts
from tests.pages.screen import headline, notices, texts, turn, visit
from tests.sources.sheets_server import KEY, SheetsServer
from tests.sync.readings import HEADER, ROW, Readings

NOW = datetime.now(UTC).replace(tzinfo=None)
HOUR = timedelta(hours=1)
ERROR = say("The column “{column}” stands there {count} times.", column="Reach <b>", count=2)


@pytest.fixture(autouse=True)
def _forget():
    """What was known of another test's sources."""
    freshness.forget()


def sheet(id: str, **said) -> Source:
    base = {"name": id, "address": {"spreadsheet": id}, "at": NOW - 90 * HOUR, "every_minutes": 60}
    return Source(id, "sheet", **{**base, **said})


def declared(store, id: str, state: State | None = None, **said) -> None:
    sources.put(store, sheet(id, **said))
    if state is not None:
        sources.save_state(store, state)


def fresh(id: str) -> State:
    return State(id, run_at=NOW, ok_at=NOW)


def failing(id: str) -> State:
    return State(id, run_at=NOW, ok_at=NOW - 2 * HOUR, failures=1, error=ERROR)


def button(app, key: str):
    return app.button(key=key)


def words(app) -> str:
    return " ".join(texts(app))


# --- what is there, in a sentence ---


def none(store) -> None: ...


def one(store) -> None:
    declared(store, "May", fresh("May"))


def many(store) -> None:
    for n in range(30):
        declared(store, f"s{n:02}", fresh(f"s{n:02}"))
    sources.put(store, Source("bot", "push", "Bot", {"token_sha256": "ab"}, NOW))
    live = {"connection": "dwh", "table": "a.b", "columns": {"native_id": "id"}}
    sources.put(store, Source("off", "live", "Live", live, NOW, enabled=False))


STATES = {
    "none": (none, "No source is connected; the data comes in by upload", 0),
    "one": (one, "The source is fresh, as of ", 1),
    "many": (many, "30 sources are fresh, as of ", 32),
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("state", STATES)
def test_the_page_answers_and_stands(own, state, language):
    fill, answer, count = STATES[state]
    fill(own)
    app = visit("sources", language)
    assert [each.value for each in app.exception] == []
    assert notices(app, "bad") == []
    assert sum(each.key.startswith("manage-") for each in app.button if each.key) == count
    if language == "en":
        assert headline(app).startswith(answer)


def test_what_fails_is_said_first_and_in_words(own):
    declared(own, "April", fresh("April"))
    declared(own, "May", failing("May"))
    app = visit("sources")
    assert headline(app).startswith("1 of 2 sources cannot be read: May")
    shown = words(app)
    assert shown.index("Cannot be read") < shown.index("Fresh")
    assert "The column “Reach <b>” stands there 2 times. The numbers as of" in shown
    assert not any("<b>" in each.proto.body for each in app.html)


def test_what_fails_and_what_is_late_are_told_apart(own):
    for n in range(4):
        declared(own, f"April {n}", State(f"April {n}", run_at=NOW, ok_at=NOW - 4 * HOUR))
    declared(own, "May", failing("May"))
    assert headline(visit("sources")) == (
        "1 of 5 sources cannot be read: May · 4 overdue: April 0, April 1, April 2 and 1 more"
    )


def test_uploads_stand_beside_the_sources_with_their_age(own):
    bring(own, posts({"account_name": "山野咖啡"}), captured_at=NOW - timedelta(days=9, hours=1))
    app = visit("sources")
    assert "Facebook · 山野咖啡" in texts(app)
    assert "9 days old" in texts(app)
    assert headline(app).endswith("Facebook · 山野咖啡: uploaded numbers 9 days old")


# --- every page ---


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (fresh("May"), []),
        (State("May", run_at=NOW, ok_at=NOW - 2 * HOUR), []),
        (State("May", run_at=NOW, ok_at=NOW - 3.1 * HOUR), ["1 of 1 sources overdue: May (as of"]),
        (failing("May"), ["1 of 1 sources cannot be read: May (as of"]),
    ],
)
@pytest.mark.parametrize("page", ["overview", "imports", "sources"])
def test_every_page_says_when_somebody_has_to_look_after_a_source(own, page, state, said):
    """The page of the sources has it in its headline."""
    bring(own, posts({"reach": 5}), captured_at=NOW)
    declared(own, "May", state)
    app = visit(page)
    found = [each for each in notices(app, "warn") if "source" in each]
    expected = [] if page == "sources" else said
    assert len(found) == len(expected)
    assert all(text.startswith(start) for text, start in zip(found, expected, strict=True))


# --- what can be done ---


@pytest.fixture
def readings(monkeypatch) -> Readings:
    made = Readings({"May": (HEADER, ROW)})
    monkeypatch.setitem(READERS, "sheet", made.reader)
    return made


@pytest.fixture
def schedule(own):
    yield sources_schedule.schedule(load())
    sources_schedule.stop(load())


def test_read_now_does_not_wait_and_is_seen_to_run(own, schedule, readings):
    declared(own, "May", every_minutes=None)
    readings.hold = True
    app = visit("sources")
    button(app, "sync-May").click()
    app.run()
    assert readings.reading.wait(20)
    app.run()
    assert "Reading …" in texts(app)
    assert button(app, "sync-May").disabled
    readings.go_on.set()
    schedule.wait(20)
    app.run()
    assert headline(app).startswith("The source is fresh")
    assert not button(app, "sync-May").disabled


def test_pause_and_resume(own):
    declared(own, "May", fresh("May"))
    app = visit("sources")
    button(app, "pause-May").click()
    app.run()
    assert not sources.one(own, "May")[0].enabled
    assert headline(app) == "1 source is paused"
    button(app, "pause-May").click()
    app.run()
    assert sources.one(own, "May")[0].enabled


def test_name_and_interval_can_be_changed(own):
    declared(own, "May", fresh("May"))
    app = visit("sources")
    button(app, "manage-May").click()
    app.run()
    next(each for each in app.text_input if each.label == "Name").set_value("June *sheet*")
    next(each for each in app.selectbox if each.label == "Read").select(1440)
    next(each for each in app.button if each.label == "Save").click()
    app.run()
    found, state = sources.one(own, "May")
    assert (found.name, found.every_minutes, state.ok_at) == ("June *sheet*", 1440, NOW)
    assert "June *sheet*" in texts(app)


def test_its_imports_are_listed_and_it_can_be_read_again_and_removed(own, schedule, readings):
    declared(own, "May")
    schedule.ask("May")
    schedule.wait(20)
    app = visit("sources")
    button(app, "manage-May").click()
    app.run()
    (table,) = [each.value for each in app.dataframe if "Posts" in each.value]
    assert table[["No.", "Posts", "State"]].values.tolist() == [[1, "1 new, 0 updated", "in force"]]
    button(app, "again-May").click()
    app.run()
    schedule.wait(20)
    assert len(readings.asked) == 2
    app.run()
    button(app, "remove-May").click()
    app.run()
    assert sources.all_sources(own) == []
    assert headline(app).startswith("No source is connected")


# --- connecting ---


@pytest.fixture
def server(monkeypatch, tmp_path):
    """A sheet that Google would serve, and the secrets to read it."""
    with SheetsServer() as made:
        made.sheets["abc"] = [list(HEADER), list(ROW)]
        secrets = tmp_path / "secrets.toml"
        secrets.write_text(
            f'[google]\napi_key = "{KEY}"\n[connections.dwh]\nurl = "postgresql://u:pw1@h/d"\n'
        )
        monkeypatch.setenv("PULSE_SECRETS", str(secrets))
        monkeypatch.setenv("PULSE_SHEETS_URL", made.url)
        yield made


def fill_sheet(app, id: str):
    field = next(each for each in app.text_input if each.label == "Address of the sheet")
    field.set_value(f"https://docs.google.com/spreadsheets/d/{id}/edit")
    app.run()
    next(each for each in app.button if each.label == "Test the connection").click()
    return app.run()


def click(app, label: str):
    next(each for each in app.button if each.label == label).click()
    return app.run()


def kind(app, name: str):
    app.radio[0].set_value(name)
    return app.run()


def test_without_secrets_the_page_says_how_to_add_them(own, monkeypatch, tmp_path):
    monkeypatch.setenv("PULSE_SECRETS", str(tmp_path / "none.toml"))
    app = visit("sources")
    for name, section in (("sheet", "[google]"), ("database", "[connections."), ("live", "[connections.")):
        kind(app, name)
        assert "secrets file on the server" in words(app)
        assert any(section in each.value for each in app.code)


def test_secrets_that_cannot_be_read_are_told(own, monkeypatch, tmp_path):
    (tmp_path / "broken.toml").write_text("[google\napi_key = 'AIza-secret'")
    monkeypatch.setenv("PULSE_SECRETS", str(tmp_path / "broken.toml"))
    app = visit("sources")
    assert any("broken.toml cannot be read" in each for each in notices(app, "bad"))
    assert "AIza-secret" not in words(app)


def test_a_sheet_is_tried_shown_and_connected(own, server, schedule):
    app = fill_sheet(visit("sources"), "abc")
    assert any("It answers" in each for each in notices(app, "good"))
    assert "1 new, 0 updated, 0 unchanged" in words(app)
    click(app, "Connect")
    assert "“abc · Sheet1” is connected." in notices(app, "good")
    schedule.wait(20)
    ((source, state),) = sources.all_sources(own)
    assert (source.kind, source.every_minutes, source.options["columns"]) == ("sheet", 60, list(HEADER))
    assert state.import_id == 1
    app.run()
    assert headline(app).startswith("The source is fresh")
    assert KEY not in words(app)


def test_a_sheet_that_does_not_answer_is_not_connected(own, server):
    app = fill_sheet(visit("sources"), "nowhere")
    assert any("no Google Sheet" in each for each in notices(app, "bad"))
    assert not any(each.label == "Connect" for each in app.button)


def test_a_sheet_of_an_unknown_form_asks_what_its_columns_mean(own, server, schedule):
    server.sheets["odd"] = [
        ["Ref", "When", "Words", "Hearts"],
        *[[f"A-{n:08}", f"2026-03-{n:02}", "hello there", n] for n in (13, 14)],
    ]
    app = fill_sheet(visit("sources"), "odd")
    assert "Not a format Pulse knows" in words(app)
    click(app, "Connect")
    schedule.wait(20)
    ((source, state),) = sources.all_sources(own)
    assert source.options["mapping"]["columns"]["When"] == "published"
    assert (state.error, state.import_id) == (None, 1)


def test_a_push_source_shows_its_token_until_it_is_copied(own):
    app = kind(visit("sources"), "push")
    next(each for each in app.text_input if each.label == "Name").set_value("Bot")
    app.run()
    click(app, "Make a token")
    (token,) = [each.value for each in app.code if each.value.startswith("pulse_")]
    app.run()
    assert any(token in each.value for each in app.code), "a page drawn anew does not lose it"
    assert any("curl" in each.value and "/api/imports?name=" in each.value for each in app.code)
    ((source, _),) = sources.all_sources(own)
    assert (source.name, source.kind) == ("Bot", "push")
    assert token not in str(source)
    click(app, "I have copied it")
    app.run()
    assert not any(token in each.value for each in app.code)


def test_a_database_that_may_not_be_reached_says_why(own, server):
    app = kind(visit("sources"), "database")
    click(app, "Look at the database")
    assert len(notices(app, "bad")) == 1
    assert "pw1" not in words(app)
    assert len(app.exception) == 0


def test_another_page_and_back(own):
    declared(own, "May", failing("May"))
    app = turn(visit("overview"), "sources")
    assert headline(app).startswith("1 of 1 sources")
