"""Real readers under the runs: a sheet over HTTP, a table of somebody else's PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from lib import sync
from lib.metrics import run as ask
from lib.model import SourceFailed
from lib.settings import Secrets, Settings
from lib.store import sources
from lib.store.sources import Source
from lib.sync import declare, inplace, pin, trial
from tests.factories import asking
from tests.sources.sheets_server import SheetsServer, refusal
from tests.sync.readings import START, later

HEADER = ["post_id", "platform", "account", "published_at", "reach"]
SCHEMA = """
CREATE SCHEMA IF NOT EXISTS warehouse;
DROP TABLE IF EXISTS warehouse.beitraege;
CREATE TABLE warehouse.beitraege (ref text, datum timestamptz, reichweite bigint, geaendert timestamptz);
INSERT INTO warehouse.beitraege VALUES
  ('P-1', '2026-03-01 10:00+00', 100, '2026-03-01 11:00+00'),
  ('P-2', '2026-03-02 10:00+00', 200, '2026-03-02 11:00+00'),
  ('P-3', '2026-03-03 10:00+00', NULL, '2026-03-03 11:00+00');
"""
COLUMNS = {"ref": "native_id", "datum": "published", "reichweite": "reach"}
MAPPING = {"columns": COLUMNS, "date_format": "ymd", "platform": "facebook", "kind": "posts"}
TABLE = {"connection": "dwh", "table": "warehouse.beitraege"}


def total(store) -> dict:
    return ask.fetch(store, asking(("posts", "reach"))).rows[0]


# --- a sheet ---


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as made:
        made.sheets["s1"] = [
            HEADER,
            ["1", "facebook", "p", "2026-03-01", 100],
            ["2", "x", "q", "2026-03-02", 50],
        ]
        yield made


def test_a_sheet_from_connecting_to_a_renamed_column_and_back(store, server):
    settings, secrets = Settings(sheets_url=server.url), Secrets(google=server.api_key)
    source = Source("m", "sheet", "M", {"spreadsheet": "s1"}, START, every_minutes=60)
    declare.connect(store, pin.decided(store, source, trial.read(source, settings, secrets)))

    def run(minutes):
        return sync.run(store, settings, secrets, "m", later(minutes))

    assert run(0).report.posts.new == 2
    assert run(60).status == "unchanged"
    server.sheets["s1"][1][4] = 150
    assert run(120).status == "imported"
    assert total(store) == {"posts": 2, "reach": 200}
    server.sheets["s1"][0] = [*HEADER[:4], "people"]
    assert "“reach” is missing; there are now: post_id" in str(run(180).error)
    server.fail(refusal(403, "PERMISSION_DENIED"))
    assert "not public" in str(run(240).error)
    assert total(store) == {"posts": 2, "reach": 200}
    state = sources.one(store, "m")[1]
    assert (state.failures, state.ok_at) == (2, later(120))
    server.sheets["s1"][0] = HEADER
    assert run(300).status == "unchanged", "nothing was lost, nothing is new"
    assert sources.one(store, "m")[1].failures == 0


def test_a_sheet_that_cannot_be_tried_says_why(server):
    settings = Settings(sheets_url=server.url)
    source = Source("m", "sheet", "M", {"spreadsheet": "nowhere"}, START)
    with pytest.raises(SourceFailed, match="no Google Sheet"):
        trial.read(source, settings, Secrets(google=server.api_key))
    with pytest.raises(SourceFailed, match="no Google credentials"):
        trial.read(source, settings, Secrets())


def test_a_trial_keeps_the_first_rows_only(server, monkeypatch):
    monkeypatch.setattr(trial, "ROWS", 2)
    source = Source("m", "sheet", "M", {"spreadsheet": "s1"}, START)
    upload = trial.read(source, Settings(sheets_url=server.url), Secrets(google=server.api_key))
    assert [record.cells[0] for record in upload.tables[0].records()] == ["post_id", "1"]


# --- a database ---


@pytest.fixture(scope="module")
def warehouse(postgres_url) -> Iterator[sa.URL]:
    """Somebody else's database, with German words."""
    admin, name = sa.make_url(postgres_url), f"dwh_{uuid.uuid4().hex[:8]}"
    root = sa.create_engine(admin, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield admin.set(database=name)
    root.dispose()


@pytest.fixture
def owner(warehouse) -> Iterator[sa.Connection]:
    """Whoever fills it."""
    engine = sa.create_engine(warehouse, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(SCHEMA)
        yield connection
    engine.dispose()


@pytest.fixture
def settings(warehouse, owner) -> Settings:
    return Settings(allow_addresses=str(warehouse.query["host"]))


@pytest.fixture
def secrets(warehouse) -> Secrets:
    return Secrets({"dwh": warehouse.render_as_string(hide_password=False)})


def test_a_table_goes_on_from_its_cursor(store, settings, secrets, owner):
    address = {**TABLE, "cursor": "geaendert"}
    source = Source("d", "database", "D", address, START, {"mapping": MAPPING}, every_minutes=60)
    declare.connect(store, pin.decided(store, source, trial.read(source, settings, secrets)))

    def run(minutes):
        return sync.run(store, settings, secrets, "d", later(minutes))

    assert run(0).report.rows_read == 3
    assert total(store) == {"posts": 3, "reach": 300}
    assert run(60).status == "unchanged"
    owner.exec_driver_sql(
        "INSERT INTO warehouse.beitraege VALUES ('P-4', '2026-03-04', 40, '2026-03-04 11:00+00')"
    )
    second = run(120).report
    assert (second.rows_read, second.posts.new) == (2, 1), "the row at the cursor again, and the new one"
    assert total(store) == {"posts": 4, "reach": 340}
    owner.exec_driver_sql("ALTER TABLE warehouse.beitraege RENAME reichweite TO personen")
    assert "“reichweite” is missing" in str(run(180).error)
    owner.exec_driver_sql("DROP TABLE warehouse.beitraege")
    assert run(240).status == "failed"
    assert total(store) == {"posts": 4, "reach": 340}


def test_a_look_around(settings, secrets, owner):
    found = trial.look("dwh", {}, settings, secrets)
    assert found.tables == ("warehouse.beitraege",)
    inside = trial.look("dwh", {"table": "warehouse.beitraege"}, settings, secrets)
    assert [column.name for column in inside.columns] == ["ref", "datum", "reichweite", "geaendert"]
    with pytest.raises(SourceFailed, match="“crm”"):
        trial.look("crm", {}, settings, secrets)


def test_a_live_table_is_looked_at_before_it_is_kept(settings, secrets, owner):
    columns = {"native_id": "ref", "published": "datum", "reach": "reichweite"}
    source = Source("l", "live", "L", {**TABLE, "columns": columns}, START)
    found = inplace.look(source, settings, secrets)
    assert (found.posts, found.first.isoformat(), found.last.isoformat()) == (3, "2026-03-01", "2026-03-03")
    wrong = Source("l", "live", "L", {**TABLE, "columns": {**columns, "views": "ansichten"}}, START)
    with pytest.raises(SourceFailed, match="ansichten"):
        inplace.look(wrong, settings, secrets)
