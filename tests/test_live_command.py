"""`query` over the store and a live source: the same answer, and what it says of its sources."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from lib import query_commands
from lib.model import SourceFailed
from lib.settings import Settings
from lib.store.engine import open_store
from tests.metrics import live_table
from tests.metrics.live_table import ROWS, bring, declare


@pytest.fixture
def setting(make_url, tmp_path):
    """A store that holds four of ten posts, and settings that lead to the others."""
    url = sa.make_url(make_url("postgresql"))
    text = url.render_as_string(hide_password=False)
    live_table.make(text, ROWS[4:])
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'[connections.warehouse]\nurl = "{text}"\n')
    engine = open_store(make_url("duckdb"))
    bring(engine, ROWS[:4])
    declare(engine)
    yield engine, Settings(secrets=str(secrets), allow_addresses=str(url.query["host"])), text
    engine.dispose()


def test_an_answer_names_its_live_sources_and_their_age(setting):
    engine, settings, _ = setting
    answer = query_commands.query(engine, settings, ["posts", "reach"], ["platform"], ["platform=facebook"])
    assert answer.document["rows"] == [{"platform": "facebook", "posts": 3, "reach": 450}]
    answer = query_commands.query(engine, settings, ["posts"], [], [])
    assert answer.document["rows"] == [{"posts": 10}]
    ((source, as_of),) = [each.values() for each in answer.document["live"]]
    assert source == "Lager"
    assert datetime.fromisoformat(as_of) > datetime(2026, 1, 1)
    assert any(line.startswith("live: Lager") for line in answer.lines)


def test_what_only_the_store_states_asks_nobody(setting):
    engine, settings, _ = setting
    document = query_commands.query(engine, settings, ["followers"], [], []).document
    assert document == {"rows": [{"followers": None}], "data_version": 1}


def test_a_version_names_what_it_goes_without(setting):
    engine, settings, _ = setting
    answer = query_commands.query(engine, settings, ["posts"], [], [], as_of="1")
    assert answer.document == {"rows": [{"posts": 4}], "data_version": 1, "live_left_out": ["Lager"]}


def test_a_source_that_fails_is_an_error_and_no_smaller_total(setting):
    engine, settings, url = setting
    foreign = sa.create_engine(url)
    with foreign.begin() as connection:
        connection.exec_driver_sql('DROP TABLE lager."Beiträge"')
    foreign.dispose()
    with pytest.raises(SourceFailed, match="Lager"):
        query_commands.query(engine, settings, ["posts"], [], [])
