"""kill −9 in the midst of imports: nothing torn, nothing lost of what was acknowledged.

On DuckDB the killed process is the database: what is proven is that the file opens and is whole. On
PostgreSQL the killed process is the client, which shows that an import is one transaction whatever the
moment; that the server keeps what it committed when it dies itself is tried a few times in the end.
"""

from __future__ import annotations

import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from lib.model import PulseError
from lib.store import engine, tables, verify
from lib.store.log import history
from lib.store.schema import daily_metric, observation
from tests import postgres
from tests.conftest import ENGINES
from tests.store.importer import ROWS, is_days, total

KILLS = 100
_OTHERS = sa.text(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Killer:
    """Starts importers on a store, kills them, and remembers what they had acknowledged."""

    url: str
    zygote: subprocess.Popen
    acknowledged: dict[int, int] = field(default_factory=dict)  # number of the import → of the export
    struck: list[str] = field(default_factory=list)  # what each was doing when it was killed
    seconds: list[float] = field(default_factory=list)
    first: int = 0

    def start(self) -> int:
        """A new importer, at the beginning of its first import; gives its process id."""
        self._write(f"{self.url} {self.first}\n")
        born = int(self._read()[1])
        while (said := self._read())[0] != "begin":
            assert said[0] == "at", said
        return born

    def warm_up(self, imports: int) -> None:
        """Lets importers end so many imports, however busy the machine is: it tells how long one takes."""
        delay = 1.0
        while len(self.seconds) < imports:
            self.kill(delay)
            delay *= 1.5

    def kill(self, delay: float) -> None:
        """Lets an importer work for a while and kills it."""
        victim = self.start()
        time.sleep(delay)
        os.kill(victim, signal.SIGKILL)
        self.drain()

    def crash_server(self, delay: float) -> None:
        """Lets an importer work for a while and kills the server's process that serves it."""
        self.start()
        time.sleep(delay)
        store = engine.connect(self.url)
        with store.connect() as watching:
            served = watching.scalars(_OTHERS).all()
            assert served, [self._read(), *iter(self._read, ["gone"])]
            for each in served:
                os.kill(each, signal.SIGKILL)
            until_cut(watching)
        store.dispose()
        self.drain()

    def drain(self) -> None:
        """What an importer said before it was gone."""
        number, doing = self.first, "begin"
        while (said := self._read())[0] != "gone":
            assert said[0] in ("begin", "at", "done", "failed"), said
            if said[0] == "begin":
                number = int(said[1])
            if said[0] == "done":
                self.acknowledged[int(said[2])] = int(said[1])
                self.seconds.append(float(said[3]))
            doing = said[1] if said[0] == "at" else said[0]
        self.struck.append(doing)
        self.first = number + 1

    def _write(self, line: str) -> None:
        assert self.zygote.stdin
        self.zygote.stdin.write(line)
        self.zygote.stdin.flush()

    def _read(self) -> list[str]:
        assert self.zygote.stdout
        line = self.zygote.stdout.readline()
        assert line, "the importer's parent is gone"
        return line.split()


@pytest.fixture
def zygote() -> Iterator[subprocess.Popen]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.importer"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.stdin.close()


def until_cut(connection: sa.Connection) -> None:
    """Waits until the server has noticed: it ends all connections before it starts over."""
    for _ in range(6000):
        try:
            connection.scalar(sa.text("SELECT 1"))
        except sa.exc.OperationalError:
            return
        time.sleep(0.01)
    raise AssertionError("the server has not noticed")


def settled(store: sa.Engine) -> None:
    """Waits until the server has noticed that its client is gone."""
    if store.dialect.name != "postgresql":
        return
    for _ in range(6000):
        # A transaction of its own each time: within one, the view stays as it was first seen.
        with store.connect() as connection:
            if not connection.scalars(_OTHERS).all():
                return
        time.sleep(0.01)
    raise AssertionError("the killed client's connection is still there")


def check_whole(store: sa.Engine, acknowledged: dict[int, int]) -> int:
    """The store opens; each import in its log is there with all rows and figures, those acknowledged are
    in the log, and what is current follows. Gives how many came without an acknowledgement."""
    assert not engine.migrate(store)
    settled(store)
    with store.connect() as connection:
        logged = {entry.id: entry for entry in history(connection, 10_000)}
        found = _sums(connection, observation, observation.c.reach)
        found |= _sums(connection, daily_metric, daily_metric.c.value)
    exports = {number: int(entry.file[7:-4]) for number, entry in logged.items()}
    assert exports.items() >= acknowledged.items()
    assert found == {number: (ROWS, total(export)) for number, export in exports.items()}
    assert sorted(logged) == list(range(1, len(logged) + 1))
    assert all(entry.report and not entry.undone for entry in logged.values())
    assert verify.differences(store) == []
    assert set(sa.inspect(store).get_table_names()) == {*tables.metadata.tables, tables.REVISION}
    store.dispose()
    return len(logged) - len(acknowledged)


def _sums(connection: sa.Connection, table: sa.Table, column: sa.Column) -> dict[int, tuple[int, int]]:
    query = sa.select(table.c.import_id, sa.func.count(), sa.func.sum(column)).group_by(table.c.import_id)
    return {number: (rows, int(total)) for number, rows, total in connection.execute(query)}


@pytest.mark.parametrize("kind", ENGINES)
def test_nothing_is_torn_and_nothing_acknowledged_is_lost(make_url, zygote, kind):
    chance = random.Random(20261122)
    killer = Killer(make_url(kind), zygote)
    killer.warm_up(3)
    killer.struck.clear()
    store = engine.connect(killer.url)
    store.dispose()
    for _ in range(KILLS):
        # A little longer than an import takes: all of its moments, and the first ones of the next.
        killer.kill(chance.uniform(0, 1.5 * max(killer.seconds[-9:])))
        check_whole(store, killer.acknowledged)
    inside = [doing for doing in killer.struck if doing != "done"]
    assert len(killer.struck) == KILLS
    assert len(inside) >= KILLS // 2
    assert len(set(inside)) >= 10
    assert len(killer.acknowledged) >= 10
    assert {is_days(number) for number in killer.acknowledged.values()} == {False, True}


@pytest.fixture
def own_server() -> Iterator[str]:
    """A PostgreSQL server which nobody else uses, since it is going to crash."""
    with postgres.serving() as server:
        engine.open_store(postgres.url(server)).dispose()
        yield postgres.url(server)


def test_what_a_server_committed_outlives_its_crash(own_server, zygote):
    """PostgreSQL starts over, from its log, when one of its processes is killed."""
    chance = random.Random(22)
    killer = Killer(own_server, zygote)
    killer.warm_up(1)
    for _ in range(5):
        killer.crash_server(chance.uniform(0, 2 * statistics.median(killer.seconds)))
        for _ in range(600):
            if up(own_server):
                break
            time.sleep(0.1)
        check_whole(engine.connect(own_server), killer.acknowledged)
    assert killer.struck.count("failed") == 5


def up(url: str) -> bool:
    try:
        engine.connect(url).dispose()
    except PulseError:
        return False
    return True
