"""Pages over a live source: its figures are in, its age is said, its failure stays in its place."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from lib.metrics.live import place
from lib.metrics.live.sources import of
from lib.settings import Settings
from lib.store import sources
from tests.factories import bring, posts
from tests.metrics import live_table
from tests.metrics.live_table import ADDRESS, declare
from tests.pages.screen import PAGES, cards, chips, crumb, headline, notices, visit

MONTH = {"period": "custom", "from": "2026-01-01", "to": "2026-02-28", "compare": "none"}
GONE = 'ALTER TABLE lager."Beiträge" RENAME TO "weg"'
BACK = 'ALTER TABLE lager."weg" RENAME TO "Beiträge"'


@pytest.fixture
def warehouse(own, make_url, monkeypatch, tmp_path):
    """A store with one post of its own, and ten that lie in a PostgreSQL database."""
    url = sa.make_url(make_url("postgresql"))
    live_table.make(url.render_as_string(hide_password=False))
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'[connections.warehouse]\nurl = "{url.render_as_string(hide_password=False)}"\n')
    monkeypatch.setenv("PULSE_SECRETS", str(secrets))
    monkeypatch.setenv("PULSE_ALLOW_ADDRESSES", str(url.query["host"]))
    bring(own, posts({"day": date(2026, 1, 5), "reach": 200, "engagements": 27}))
    declare(own)
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()


def run(engine: sa.Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)


def five_minutes_pass(store: sa.Engine, monkeypatch) -> None:
    """What was kept is old now, and a source that failed has rested."""
    with monkeypatch.context() as patched:
        patched.setattr(place, "FRESH", 0)
        of(store, Settings()).key()


def test_figures_are_of_both_and_say_their_age(warehouse):
    app = visit("overview", **MONTH)
    assert [each.value for each in app.exception] == []
    assert cards(app)["Posts"] == "11"
    # 118 of 1,300 there (worked out in tests/metrics), 27 of 200 here.
    assert cards(app)["Engagement rate by reach"] == f"{(118 + 27) / 1500:.1%}"
    assert "Lager live, as of" in crumb(app)
    assert notices(app, "warn") == notices(app, "bad") == []


def test_a_failure_is_said_and_what_was_known_stays(own, warehouse, monkeypatch):
    before = cards(visit("overview", **MONTH))
    run(warehouse, GONE)
    five_minutes_pass(own, monkeypatch)
    app = visit("overview", **MONTH)
    assert cards(app) == before
    (said,) = notices(app, "warn")
    assert "“Lager” cannot be read now" in said
    assert "What is shown of it is as of" in said
    run(warehouse, BACK)
    five_minutes_pass(own, monkeypatch)
    app = visit("overview", **MONTH)
    assert cards(app) == before
    assert notices(app, "warn") == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_every_page_stands_without_an_answer(warehouse, page, language):
    run(warehouse, GONE)
    app = visit(page, language, **MONTH)
    assert [each.value for each in app.exception] == []
    assert headline(app)
    assert any("Lager" in each for each in notices(app, "warn"))
    assert notices(app, "bad") == []


def test_a_page_can_be_seen_without_the_source(warehouse):
    run(warehouse, GONE)
    app = visit("overview", **MONTH)
    assert "Lager" in headline(app)
    assert cards(app) == {}
    app.button("live-without").click().run()
    assert app.query_params["without"] in ("warehouse", ["warehouse"])
    assert cards(app)["Posts"] == "1"
    assert "Without Lager" in chips(app)
    run(warehouse, BACK)
    app.button("live-without").click().run()
    assert "without" not in app.query_params


def test_a_view_of_the_past_names_what_it_goes_without(warehouse):
    app = visit("overview", as_of="1", **MONTH)
    assert cards(app)["Posts"] == "1"
    (said,) = notices(app, "warn")
    assert "goes without Lager" in said
    assert "Lager live" not in crumb(app)


def test_a_live_post_has_no_file_behind_it(warehouse):
    app = visit("content", **MONTH)
    assert [each.value for each in app.exception] == []
    (table,) = [each.value for each in app.dataframe if "Topic" in each.value.columns]
    assert len(table) == 11


def test_a_store_without_live_sources_reads_none(own, monkeypatch):
    bring(own, posts({"reach": 1}))
    monkeypatch.setattr(place.Place, "ask", lambda *_: pytest.fail("asked"))
    app = visit("overview", compare="none")
    assert cards(app)["Posts"] == "1"
    assert "live" not in crumb(app)


def test_a_new_source_is_there_within_seconds(own, warehouse, monkeypatch):
    monkeypatch.setattr("lib.metrics.live.sources.LISTED_FOR", 0)
    columns = {name: column for name, column in ADDRESS["columns"].items() if name != "platform"}
    assert cards(visit("overview", **MONTH))["Posts"] == "11"
    declare(own, id="two", name="Zwei", columns=columns, options={"platform": "line"})
    assert cards(visit("overview", **MONTH))["Posts"] == "21"
    sources.remove(own, "two")
    assert cards(visit("overview", **MONTH))["Posts"] == "11"
