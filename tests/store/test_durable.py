"""Several at work at once: who has committed is never told that it failed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from lib.store import engine, incidents, log
from lib.store.incident_schema import incident_entry
from lib.store.write import entering

AT = datetime(2026, 11, 25)
TIMES = 15


def test_a_commit_stands_whoever_else_writes(store):
    """Without patience, DuckDB refuses the checkpoint of every second of these."""

    def incident(number: int) -> None:
        for _ in range(TIMES):
            with incidents.writing(store) as connection:
                incidents.append(connection, [incidents.Entry(number, "note", AT, "local")])
                changed = incident_entry.update().where(incident_entry.c.incident == number)
                connection.execute(changed.values(who="somebody"))

    def line(_: int) -> None:
        for _ in range(TIMES):
            with entering(store) as connection:
                log.append(connection, log.Entry("note", AT, "local", captured_at=AT))

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work, n) for n in (1, 2) for work in (incident, line)]:
            done.result()
    with store.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(incident_entry)) == 2 * TIMES
        assert log.data_version(connection) == 2 * TIMES


def test_the_last_writer_leaves_no_log_behind(tmp_path: Path):
    store = engine.open_store(f"duckdb:///{tmp_path}/pulse.duckdb")
    with incidents.writing(store) as connection:
        incidents.append(connection, [incidents.Entry(1, "note", AT, "local")])
    assert not (tmp_path / "pulse.duckdb.wal").exists()
    store.dispose()
