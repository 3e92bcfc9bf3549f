"""A live source that fails: its last good answer with its age, else an error in words; never a
smaller total, never a long wait."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
import sqlalchemy as sa

from lib.metrics import offered, run
from lib.metrics.live.sources import Live
from lib.metrics.posts import PostList
from lib.model import EVERYTHING, QueryError, SourceFailed
from lib.settings import Settings
from lib.sources import database
from lib.store import sources
from lib.store.engine import open_store
from tests import postgres
from tests.factories import asking
from tests.metrics import live_table
from tests.metrics.live_table import ROWS, bring, declare
from tests.metrics.test_live import Clock

SLEEPING = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
POSTS, REACH = asking(("posts",)), asking(("reach",))


@pytest.fixture
def local(make_url) -> Iterator[sa.Engine]:
    engine = open_store(make_url("duckdb"))
    bring(engine, ROWS[:2])
    declare(engine, options={"platform": "forum"})
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL server that tests may stop."""
    with postgres.serving() as found:
        live_table.make(postgres.url(found), ROWS[2:])
        yield found


def live(store: sa.Engine, uri: str, clock, **options) -> Live:
    url = sa.make_url(uri.replace("postgresql://", "postgresql+psycopg://"))
    allowed = frozenset({str(url.query.get("host") or url.host)})
    connections = {"warehouse": url.render_as_string(hide_password=False)}

    def connect(name: str) -> sa.Engine:
        return database.connect(name, connections, allowed, timeout=300)

    return Live(store, Settings().zone, "main", connect, clock, **options)


def test_a_server_that_stops_and_comes_back(local, server):
    clock = Clock()
    there = live(local, server.get_uri(), clock)
    assert run.fetch(local, POSTS, there).rows == ({"posts": 10},)
    first = there.standing()[0].as_of
    assert run.extent(local, there, scope=EVERYTHING).posts == 10
    key = there.key()

    server.stop()
    clock.now = 301  # what was kept is too old to be given again without asking
    assert there.key() != key
    with pytest.raises(SourceFailed, match="Lager") as failure:
        run.fetch(local, REACH, there)  # never asked before: no smaller total in its place
    assert "PGSQL" not in str(failure.value)  # where it lies is for the log alone
    assert run.fetch(local, POSTS, there).rows == ({"posts": 10},)  # the last good answer
    (standing,) = there.standing()
    assert standing.as_of == first
    assert "Lager" in str(standing.error)
    extent = run.extent(local, there, scope=EVERYTHING)
    assert (extent.posts, extent.missing) == (10, ())

    postgres.begin(server)
    with pytest.raises(SourceFailed):
        run.fetch(local, REACH, there)  # left in peace for a minute
    clock.now = 301 + 61
    assert run.fetch(local, REACH, there).rows == ({"reach": 1300},)
    assert run.fetch(local, POSTS, there).rows == ({"posts": 10},)
    (standing,) = there.standing()
    assert standing.error is None
    assert standing.as_of > first


def test_a_source_that_never_answered_is_missing_by_name(local, server):
    server.stop()
    try:
        there = live(local, server.get_uri(), Clock())
        extent = run.extent(local, there, scope=EVERYTHING)
        assert (extent.posts, extent.missing) == (2, ("Lager",))
        assert ("forum", "forum") not in offered.choices(local, live=there, scope=EVERYTHING)[
            "platform"
        ]  # a column says it
        for ask in (
            lambda: run.fetch(local, POSTS, there),
            lambda: run.fetch_posts(local, PostList(POSTS), there),
            lambda: run.first_young(local, POSTS, 7, there),
        ):
            with pytest.raises(SourceFailed, match="Lager"):
                ask()
    finally:
        postgres.begin(server)


@pytest.fixture
def taken() -> list[socket.socket]:
    """The connections that the silent server has taken."""
    return []


@pytest.fixture
def silent(taken) -> Iterator[str]:
    """The address of a server that takes connections and says nothing."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                taken.append(listener.accept()[0])
            except OSError:
                return

    Thread(target=accept, daemon=True).start()
    yield f"postgresql://someone:secret@127.0.0.1:{listener.getsockname()[1]}/x"
    listener.close()
    for each in taken:
        each.close()


def test_a_server_that_hangs_costs_one_short_wait(local, silent, taken):
    there = live(local, silent, Clock(), patience=0.4)
    with pytest.raises(SourceFailed, match=r"Lager.*0\.4 seconds") as failure:
        run.fetch(local, POSTS, there)
    for _ in range(20):
        with pytest.raises(SourceFailed):
            run.fetch(local, REACH, there)
    assert len(taken) <= 1, "after the first wait nobody asks, so nobody waits"
    assert "secret" not in str(failure.value)


def test_sources_are_asked_at_once(local, silent, taken):
    """Three that hang cost one wait, not three: all are asked before the first has been waited for."""
    for n in (1, 2):
        declare(local, id=f"more{n}", name=f"More {n}")
    clock = Clock()
    there = live(local, silent, clock, patience=60.0)
    asked = list(there.ask(POSTS))
    assert until(lambda: len(taken) == 3)
    clock.now += 61
    for pending in asked:
        with pytest.raises(SourceFailed):
            pending()
    assert run.extent(local, there, scope=EVERYTHING).missing == ("Lager", "More 1", "More 2")


def test_a_slow_question_is_stopped_there_too(local, server):
    select = """SELECT * FROM lager."Beiträge" WHERE pg_sleep(60)::text = ''"""
    declare(local, table=None, select=select)
    there = live(local, server.get_uri(), time.monotonic, patience=4.0)
    engine = sa.create_engine(postgres.url(server))

    def running() -> int:
        with engine.connect() as connection:
            return connection.scalar(SLEEPING)

    (pending,) = there.ask(POSTS)
    assert until(lambda: running() == 1)
    with pytest.raises(SourceFailed):
        pending()
    assert "did not answer within 4.0 seconds" in str(there.standing()[0].error)
    assert until(lambda: running() == 0)
    engine.dispose()


def until(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Waits until something holds; says whether it did."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_what_pages_need_first_may_take_long(local, server):
    """A table too large to count in time makes no failure; its extent is there when it has arrived."""
    select = 'SELECT *, pg_sleep(0.25) AS wait FROM lager."Beiträge"'
    declare(local, table=None, select=f"SELECT * FROM ({select}) AS slow WHERE wait::text = ''")
    there = live(local, server.get_uri(), time.monotonic, patience=0.2)
    assert run.extent(local, there, scope=EVERYTHING).missing == ("Lager",)
    key = there.key()
    assert there.standing()[0].error is None
    assert until(lambda: there.key() != key)
    extent = run.extent(local, there, scope=EVERYTHING)
    assert (extent.posts, extent.missing) == (10, ())


def test_a_source_is_read_as_it_is_declared_now(local, server):
    clock = Clock()
    there = live(local, server.get_uri(), clock)
    key = there.key()
    source = declare(local, options={"platform": "forum", "account": "other"})
    clock.now = 6
    assert there.key() not in ("", key)
    sources.remove(local, source.id)
    clock.now = 12
    assert there.key() == ""
    assert run.fetch(local, POSTS, there).rows == ({"posts": 2},)


def test_errors_of_the_question_are_no_failure_of_the_source(local, server):
    there = live(local, server.get_uri(), Clock())
    with pytest.raises(QueryError):
        run.fetch(local, asking(("likes",)), there)
    assert there.standing()[0].error is None
