"""A foreign PostgreSQL database as a source: what is read, how it goes on, and how it fails in words."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import threading
import traceback
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from lib.imports import job
from lib.metrics import run
from lib.model import ImportOptions, ImportReport, SourceFailed, Tally
from lib.settings import Settings
from lib.sources import database, values
from tests.factories import asking

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
TABLE = {"connection": "warehouse", "table": "warehouse.fb_posts"}
MOVING = {**TABLE, "cursor": "changed_at"}
MAPPING = {
    "columns": {
        "post_ref": "native_id",
        "posted": "published",
        "kind": "content_type",
        "body": "text",
        "n_reach": "reach",
        "n_views": "views",
        "likes": "reactions",
    },
    "date_format": "ymd",
    "platform": "facebook",
}
SCHEMA = """
DROP SCHEMA IF EXISTS warehouse CASCADE;
CREATE SCHEMA warehouse;
CREATE TABLE warehouse.fb_posts (
    post_ref text, posted timestamptz, kind text, body text, n_reach bigint, n_views numeric(12, 2),
    likes integer, boosted boolean, changed_at timestamptz
);
INSERT INTO warehouse.fb_posts VALUES
    ('p1', '2026-11-01 23:30+08', 'photo', 'Überraschung, 你好', 100, 250.00, 7, true, '2026-11-02 00:00+00'),
    ('p2', '2026-11-02 00:30+08', 'video', E'two\\nlines', 3000000000, NULL, NULL, false, '2026-11-03Z'),
    ('p3', '2026-11-03 12:00+08', NULL, '', NULL, 0, 0, NULL, '2026-11-03 00:00+00');
"""


@pytest.fixture(scope="module")
def warehouse_url(postgres_url) -> Iterator[sa.URL]:
    """A database of somebody else, whose clocks are set to New York."""
    admin, name = sa.make_url(postgres_url), f"foreign_{uuid.uuid4().hex[:8]}"
    root = sa.create_engine(admin, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET timezone = 'America/New_York'")
    yield admin.set(database=name)
    root.dispose()


@pytest.fixture
def owner(warehouse_url) -> Iterator[sa.Connection]:
    """Whoever fills the foreign database."""
    engine = sa.create_engine(warehouse_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(SCHEMA)
        yield connection
    engine.dispose()


@pytest.fixture
def open_(warehouse_url):
    """Connects as a source does."""
    made: list[sa.Engine] = []
    allowed = frozenset({str(warehouse_url.query["host"])})

    def connect(url: sa.URL = warehouse_url, **options) -> sa.Engine:
        connections = {"warehouse": url.render_as_string(hide_password=False)}
        made.append(database.connect("warehouse", connections, allowed, **options))
        return made[-1]

    yield connect
    for engine in made:
        engine.dispose()


@pytest.fixture
def foreign(owner, open_) -> sa.Engine:
    return open_()


def cells(upload) -> list[list[str]]:
    """The rows of an upload without its header."""
    return [list(record.cells) for record in upload.tables[0].records()][1:]


def ids(engine: sa.Engine, address, cursor=None, now=NOW) -> tuple[list[str], str | None]:
    """The first column of what is read, in order, and the new cursor."""
    upload, cursor = database.read(engine, address, cursor, now)
    return sorted(row[0] for row in cells(upload)), cursor


def bring(store: sa.Engine, upload, day: int) -> ImportReport:
    options = ImportOptions(mapping=MAPPING, account="shop", captured_at=datetime(2026, 11, day), source="w")
    return job.run_upload(store, upload, options, Settings(), datetime(2026, 11, 22, 3))


def test_a_foreign_table_is_imported_like_a_file(store, foreign, owner):
    upload, cursor = database.read(foreign, MOVING, None, NOW)
    report = bring(store, upload, 20)
    assert (report.file, report.rows_read) == ("warehouse · warehouse.fb_posts", 3)
    assert (report.posts, report.rejected) == (Tally(new=3), ())
    # 1 November 23:30 in Taipei is the 1st there, half past midnight on the 2nd the 2nd.
    assert run.fetch(store, asking(("posts", "reach", "views", "reactions"), by=("day", "hour"))).rows == (
        {"day": date(2026, 11, 1), "hour": 23, "posts": 1, "reach": 100, "views": 250, "reactions": 7},
        {
            "day": date(2026, 11, 2),
            "hour": 0,
            "posts": 1,
            "reach": 3000000000,
            "views": None,
            "reactions": None,
        },
        {"day": date(2026, 11, 3), "hour": 12, "posts": 1, "reach": None, "views": 0, "reactions": 0},
    )
    owner.exec_driver_sql(
        "UPDATE warehouse.fb_posts SET n_reach = 150, changed_at = '2026-11-05 00:00Z' WHERE post_ref = 'p1';"
        "INSERT INTO warehouse.fb_posts VALUES"
        " ('p4', '2026-11-04 12:00+08', 'reel', 'new', 9, 9, 9, false, '2026-11-05 00:00+00')"
    )
    upload, cursor = database.read(foreign, MOVING, cursor, NOW)
    # p2 and p3 tie with the cursor and come again; p1 has changed, p4 is new.
    assert sorted(row[0] for row in cells(upload)) == ["p1", "p2", "p3", "p4"]
    assert bring(store, upload, 21).posts == Tally(new=1, updated=1, unchanged=2)
    assert run.fetch(store, asking(("posts", "reach"))).rows == ({"posts": 4, "reach": 3000000159},)
    assert ids(foreign, MOVING, cursor)[0] == ["p1", "p4"]


def test_rows_keep_the_numbers_a_file_would_give_them(store, foreign, owner):
    owner.exec_driver_sql("UPDATE warehouse.fb_posts SET n_reach = -1 WHERE post_ref = 'p1'")
    upload, _ = database.read(foreign, {**TABLE, "select": "SELECT * FROM warehouse.fb_posts ORDER BY 1"})
    [reject] = bring(store, upload, 20).rejected
    assert (reject.row, reject.column, reject.value) == (2, "n_reach", "-1")


def test_values_become_unambiguous_text(foreign):
    select = """SELECT timestamptz '2026-05-01 12:00:00.25+08', timestamp '2026-05-01 12:00:00.25',
        date '2026-05-01', true, false, NULL, 12345.00::numeric(12,2), 1e20::numeric, 1e20::float8,
        5::float8, 0.1::float8, 'a "quoted", text', '{"ä": [1, 2.5]}'::jsonb, ARRAY[1, 2],
        '\\xbeef'::bytea, 'b7a2cbd0-1b1f-4c46-8b1c-000000000001'::uuid, 9007199254740993::bigint,
        time '10:30', interval '36 hours'"""
    upload, _ = database.read(foreign, {"select": select})
    assert cells(upload) == [
        [
            "2026-05-01T04:00:00.250000+00:00",
            "2026-05-01T12:00:00.250000",
            "2026-05-01",
            "true",
            "false",
            "",
            "12345.00",
            "100000000000000000000",
            "100000000000000000000",
            "5",
            "0.1",
            'a "quoted", text',
            '{"ä": [1, 2.5]}',
            "[1, 2]",
            "beef",
            "b7a2cbd0-1b1f-4c46-8b1c-000000000001",
            "9007199254740993",
            "10:30:00",
            "1 day, 12:00:00",
        ]
    ]


def test_the_same_rows_in_another_order_are_the_same_content(foreign, owner):
    first, _ = database.read(foreign, TABLE)
    owner.exec_driver_sql("UPDATE warehouse.fb_posts SET likes = likes WHERE post_ref = 'p1'")
    moved, _ = database.read(foreign, TABLE)
    assert [row[0] for row in cells(moved)] == ["p2", "p3", "p1"]
    assert moved.sha256 == first.sha256
    owner.exec_driver_sql("UPDATE warehouse.fb_posts SET likes = 8 WHERE post_ref = 'p1'")
    assert database.read(foreign, TABLE)[0].sha256 != first.sha256


def test_no_row_is_missed_for_being_late_tied_or_without_a_time(foreign, owner):
    _, cursor = ids(foreign, MOVING)
    assert cursor == "instant:2026-11-03T00:00:00+00:00"
    insert = "INSERT INTO warehouse.fb_posts (post_ref, changed_at) VALUES"
    owner.exec_driver_sql(
        f"{insert} ('tied', '2026-11-03 00:00+00'), ('late', '2026-11-02 23:51+00'), ('bare', NULL),"
        " ('old', '2026-11-02 23:49+00')"
    )
    found, again = ids(foreign, MOVING, cursor)
    assert (found, again) == (["bare", "late", "p2", "p3", "tied"], cursor)


def test_a_time_in_the_future_does_not_hide_what_follows(foreign, owner):
    owner.exec_driver_sql(
        "INSERT INTO warehouse.fb_posts (post_ref, changed_at) VALUES ('odd', '9999-12-31 00:00+00'),"
        " ('soon', '2026-11-22 12:00+00')"
    )
    _, cursor = ids(foreign, MOVING)
    assert cursor == "instant:2026-11-22T12:00:00+00:00"
    assert ids(foreign, MOVING, cursor) == (["odd", "soon"], cursor)


def test_a_cursor_stays_where_nothing_comes(foreign, owner):
    owner.exec_driver_sql("DELETE FROM warehouse.fb_posts")
    assert ids(foreign, MOVING, "instant:2026-11-03T00:00:00+00:00") == (
        [],
        "instant:2026-11-03T00:00:00+00:00",
    )
    assert ids(foreign, MOVING) == ([], None)


@pytest.mark.parametrize(
    ("type_", "first", "second", "cursor"),
    [
        ("bigint", "9007199254740993", "9007199254740994", "number:9007199254740993"),
        ("integer", "7", "8", "number:7"),
        ("numeric", "7.10", "7.11", "decimal:7.10"),
        ("float8", "0.1", "0.2", "float:0.1"),
        ("date", "'2026-05-01'", "'2026-05-02'", "day:2026-05-01"),
        ("timestamp", "'2026-05-01 01:02:03.000004'", "'2026-06-01'", "clock:2026-05-01T01:02:03.000004"),
        ("timestamptz", "'2026-05-01 01:02+02'", "'2026-06-01'", "instant:2026-04-30T23:02:00+00:00"),
        ("text", "'01ARZ'", "'01ASA'", "text:01ARZ"),
    ],
)
def test_cursors_of_every_type_come_back_as_they_were(foreign, owner, type_, first, second, cursor):
    owner.exec_driver_sql(f'CREATE TABLE warehouse."Rows" (name text, "Moved at" {type_})')
    owner.exec_driver_sql(f"INSERT INTO warehouse.\"Rows\" VALUES ('a', {first}), ('none', NULL)")
    address = {"table": "warehouse.Rows", "cursor": "Moved at"}
    assert ids(foreign, address) == (["a", "none"], cursor)
    assert ids(foreign, address, cursor) == (["a", "none"], cursor)
    owner.exec_driver_sql(f"INSERT INTO warehouse.\"Rows\" VALUES ('b', {second})")
    found, newer = ids(foreign, address, cursor)
    assert found == ["a", "b", "none"]
    assert ids(foreign, address, newer)[0] == ["b", "none"]


@given(
    st.one_of(
        st.integers(-(2**63), 2**63 - 1),
        st.decimals(allow_nan=False, allow_infinity=False),
        st.floats(allow_nan=False),
        st.dates(),
        st.datetimes(),
        st.datetimes(timezones=st.sampled_from([UTC])),
        st.text(st.characters(codec="utf-8", exclude_characters="\0")),  # no server's text holds a NUL
    )
)
def test_a_cursor_is_read_as_it_was_written(value):
    written = values.cursor_text(value)
    bound = values.since(sa.column("c"), written, timedelta()).right.value
    assert (type(bound), bound) == (type(value), value)
    if isinstance(value, Decimal):
        assert bound.as_tuple() == Decimal(format(value, "f")).as_tuple()


def test_what_is_no_cursor_is_said(foreign):
    for select in (
        "SELECT '{}'::jsonb AS c",
        "SELECT true AS c",
        "SELECT ARRAY[1] AS c FROM (VALUES (1), (2)) v",
    ):
        with pytest.raises(SourceFailed, match="no order"):
            database.read(foreign, {"select": select, "cursor": "c"})
    with pytest.raises(SourceFailed, match="“moved” is missing; there are post_ref, posted"):
        database.read(foreign, {**TABLE, "cursor": "moved"})
    with pytest.raises(SourceFailed, match="“c” is missing"):
        database.read(foreign, {"select": "SELECT 1 AS c, 2 AS c", "cursor": "c"})
    with pytest.raises(SourceFailed, match="“yesterday” cannot be read"):
        database.read(foreign, MOVING, "yesterday")


def test_a_look_reads_a_few_rows_and_moves_nothing(foreign):
    upload, cursor = database.read(foreign, {**MOVING, "limit": 2}, "instant:2026-11-01T00:00:00+00:00")
    assert (len(cells(upload)), cursor) == (2, "instant:2026-11-01T00:00:00+00:00")


SELECTS = {
    "SELECT 'a%b' AS x": "a%b",
    "SELECT 'at 12:30 :x ::y \\:z %s %(p)s' AS x": "at 12:30 :x ::y \\:z %s %(p)s",
    "SELECT '5'::int AS x -- a comment": "5",
    "select (ARRAY[1, 2, 3])[2:3] AS x;": "[2, 3]",
    "WITH a AS (SELECT 1 AS x) SELECT x FROM a": "1",
}


@pytest.mark.parametrize("select", SELECTS)
def test_a_select_is_run_as_it_is_written(foreign, select):
    upload, _ = database.read(foreign, {"select": select})
    assert cells(upload) == [[SELECTS[select]]]


def test_a_select_may_have_a_cursor(foreign):
    address = {"select": "SELECT post_ref, changed_at AS c FROM warehouse.fb_posts", "cursor": "c"}
    found, cursor = ids(foreign, address)
    assert found == ["p1", "p2", "p3"]
    assert ids(foreign, address, cursor) == (["p2", "p3"], cursor)


@pytest.mark.parametrize(
    "select",
    [
        "DELETE FROM warehouse.fb_posts",
        "SELECT 1; DELETE FROM warehouse.fb_posts",
        "SELECT 1) AS a; COMMIT; DELETE FROM warehouse.fb_posts; --",
        "SELECT 1) AS a, (DELETE FROM warehouse.fb_posts RETURNING 1",
        "WITH gone AS (DELETE FROM warehouse.fb_posts RETURNING 1) SELECT * FROM gone",
        "SELECT warehouse.sneaky()",
        "SELECT set_config('transaction_read_only', 'off', false), warehouse.sneaky()",
        "SELECT nextval('warehouse.numbers')",
        "",
    ],
)
def test_nothing_is_ever_written(foreign, owner, select):
    owner.exec_driver_sql(
        "CREATE SEQUENCE warehouse.numbers; CREATE FUNCTION warehouse.sneaky() RETURNS int LANGUAGE sql"
        " AS 'DELETE FROM warehouse.fb_posts RETURNING 1'"
    )
    with pytest.raises(SourceFailed):
        database.read(foreign, {"select": select})
    assert owner.scalar(sa.text("SELECT count(*) FROM warehouse.fb_posts")) == 3
    assert not owner.scalar(sa.text("SELECT is_called FROM warehouse.numbers"))


@pytest.mark.parametrize("name", ['Sales "Q1"', "100%", "a:b", "Über uns", "select", "it's"])
def test_names_are_taken_exactly(foreign, owner, name):
    quoted = '"' + name.replace('"', '""') + '"'
    owner.exec_driver_sql(f"CREATE TABLE warehouse.{quoted} AS SELECT 1 AS {quoted}".replace("%", "%%"))
    address = {"table": f"warehouse.{name}", "cursor": name}
    assert ids(foreign, address) == (["1"], "number:1")
    assert ids(foreign, address, "number:2")[0] == []
    with pytest.raises(SourceFailed):
        database.read(foreign, {"table": f"warehouse.{name}; DROP SCHEMA warehouse"})


def test_a_connection_test_names_tables_and_columns(foreign, owner):
    owner.exec_driver_sql("CREATE VIEW warehouse.recent AS SELECT post_ref FROM warehouse.fb_posts")
    owner.exec_driver_sql("CREATE MATERIALIZED VIEW warehouse.kept AS SELECT 1 AS one")
    assert database.test(foreign, {}) == database.Found(
        ("warehouse.fb_posts", "warehouse.kept", "warehouse.recent")
    )
    columns = database.test(foreign, TABLE).columns
    assert [(each.name, each.type) for each in columns[:6]] == [
        ("post_ref", "TEXT"),
        ("posted", "TIMESTAMP"),
        ("kind", "TEXT"),
        ("body", "TEXT"),
        ("n_reach", "BIGINT"),
        ("n_views", "NUMERIC(12, 2)"),
    ]
    select = {"select": "SELECT 1 AS a, 2 AS b"}
    assert [each.name for each in database.test(foreign, select).columns] == ["a", "b"]
    with pytest.raises(SourceFailed, match="no table"):
        database.test(foreign, {"table": "warehouse.gone"})


def test_a_dropped_column_or_table_is_named(foreign, owner):
    select = {"select": "SELECT post_ref, n_reach FROM warehouse.fb_posts"}
    assert database.read(foreign, select)
    owner.exec_driver_sql("ALTER TABLE warehouse.fb_posts DROP COLUMN n_reach")
    with pytest.raises(SourceFailed, match='column "n_reach" does not exist'):
        database.read(foreign, select)
    upload, _ = database.read(foreign, TABLE)
    assert "n_reach" not in upload.tables[0].top[0].cells
    owner.exec_driver_sql("DROP TABLE warehouse.fb_posts")
    with pytest.raises(SourceFailed, match=r'relation "warehouse.fb_posts" does not exist'):
        database.read(foreign, TABLE)


def test_a_connection_that_dies_on_the_way_is_said_and_the_next_works(foreign):
    cut = "CASE WHEN n = 7000 THEN pg_terminate_backend(pg_backend_pid()) END"
    with pytest.raises(SourceFailed, match="terminating connection"):
        database.read(foreign, {"select": f"SELECT n, {cut} FROM generate_series(1, 20000) AS n"})
    assert ids(foreign, TABLE)[0] == ["p1", "p2", "p3"]


def test_a_statement_that_takes_too_long_is_given_up(open_):
    with pytest.raises(SourceFailed, match="statement timeout"):
        database.read(open_(timeout=0.2), {"select": "SELECT pg_sleep(30)"})


PASSWORD = "tr0ub4dor&3/:%x"


def test_a_password_is_in_no_message_repr_or_log(warehouse_url, owner, open_, caplog):
    caplog.set_level(logging.DEBUG)
    url = warehouse_url.set(password=PASSWORD)
    quoted = PASSWORD.replace("'", "''")
    failing = [
        (url, {"select": f"SELECT ('{quoted}')::int AS a"}),
        (url, {"select": f"SELECT ('postgresql://ann:' || '{quoted}' || '@host/db')::int AS a"}),
        (url.set(database="gone"), TABLE),
        (url.set(username="ann"), TABLE),
        (url.set(query={**url.query, "port": "1"}), TABLE),
    ]
    for each, address in failing:
        engine = open_(each)
        with pytest.raises(SourceFailed) as caught:
            database.read(engine, address)
        with pytest.raises(SourceFailed) as tested:
            database.test(engine, {"table": "warehouse.gone", **address})
        told = [repr(engine), *caplog.messages]
        for error in (caught.value, tested.value):
            told += [str(error), repr(error.message), *traceback.format_exception(error)]
        for secret in (PASSWORD, url.render_as_string(hide_password=False).split(":")[2].split("@")[0]):
            assert not [line for line in told if secret in line]


def test_a_connection_that_is_not_there_names_those_that_are():
    with pytest.raises(SourceFailed, match="no connection “sales”; it has shop, warehouse"):
        database.connect("sales", {"warehouse": "postgresql://a:b@c/d", "shop": "x"}, frozenset())
    with pytest.raises(SourceFailed, match=r"add \[connections.sales\] with its url"):
        database.connect("sales", {}, frozenset())


def test_a_url_that_leads_inside_is_refused(warehouse_url):
    connections = {"warehouse": warehouse_url.render_as_string(hide_password=False)}
    with pytest.raises(SourceFailed, match="PULSE_ALLOW_ADDRESSES"):
        database.connect("warehouse", connections, frozenset())


def test_a_driver_that_is_missing_is_said():
    with pytest.raises(SourceFailed, match="“trino” is not installed"):
        database.connect("w", {"w": "trino://ann@203.0.114.7/db"}, frozenset())


def test_the_address_that_was_checked_is_the_one_connected_to():
    """The name has no address but the one the check was told: whoever connects went by that."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"postgresql://ann@warehouse.invalid:{server.getsockname()[1]}/db?sslmode=disable"
        engine = database.connect("w", {"w": url}, frozenset({"127.0.0.1"}), resolve=lambda _: ["127.0.0.1"])
        came = threading.Event()

        def answer() -> None:
            server.accept()[0].close()
            came.set()

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(SourceFailed):
            database.read(engine, TABLE)
        assert came.wait(5)


def test_a_name_that_has_moved_inside_is_refused_where_no_address_can_be_given():
    """No driver of such a database is here, so another engine stands in for it: what counts is the hook."""
    leads = ["203.0.114.7"]
    engine = sa.create_engine("sqlite://")
    url = sa.make_url("mysql+pymysql://ann:secret@warehouse.example.org/db")
    database.check_again(engine, url, frozenset(), lambda host: leads)
    engine.connect().close()
    engine.dispose()
    leads[0] = "10.0.0.1"
    with pytest.raises(SourceFailed, match="inside its network"):
        engine.connect()


def test_a_name_that_moves_inside_later_is_not_followed():
    found = [["203.0.114.7"], ["127.0.0.1"]]
    engine = database.connect(
        "w", {"w": "postgresql://ann@moving.invalid/db"}, frozenset(), resolve=lambda _: found.pop(0)
    )
    with pytest.raises(SourceFailed, match=r"moving.invalid lies on this computer"):
        database.read(engine, TABLE)


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_a_file_is_read_where_it_is_allowed_and_never_written(tmp_path, kind):
    file = tmp_path / f"shop.{kind}"
    url = f"{kind}:///{file}"
    filler = sa.create_engine(url)
    with filler.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE posts (id integer, moved timestamp, reach bigint)")
        connection.exec_driver_sql("INSERT INTO posts VALUES (1, '2026-05-01 10:00:00', 5), (2, NULL, 6)")
    filler.dispose()
    engine = database.connect("shop", {"shop": url}, frozenset({str(file)}))
    schema = "main"
    assert any(each.endswith("posts") for each in database.test(engine, {}).tables)
    address = {"table": f"{schema}.posts", "cursor": "moved"}
    found, cursor = ids(engine, address)
    assert found == ["1", "2"]
    assert ids(engine, address, cursor)[0] == ["1", "2"]
    with pytest.raises(sa.exc.SQLAlchemyError), engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM posts")
    if kind == "duckdb":
        with pytest.raises(SourceFailed, match="disabled"):
            database.read(engine, {"select": f"SELECT * FROM read_csv('{__file__}')"})
    engine.dispose()
    with pytest.raises(SourceFailed, match="gone does not exist"):
        database.connect("shop", {"shop": f"{kind}:///{tmp_path}/gone"}, frozenset({f"{tmp_path}/gone"}))


CHILD = """
import resource, sys
from lib.sources import database
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
engine = database.connect("w", {"w": sys.argv[1]}, frozenset({sys.argv[2]}))
many = "SELECT n AS id, repeat(md5(n::text), 16) AS body, now() AS at FROM generate_series(1, %d) AS n"
def read(rows):
    upload, cursor = database.read(engine, {"select": many % rows, "cursor": "id"})
    seen = sum(len(batch[0]) for batch in upload.tables[0].read(1, 3))
    assert (seen, cursor) == (rows, f"number:{rows}"), (seen, cursor)
read(20_000)
before = peak()
read(200_000)
print(peak() - before)
"""


def test_a_large_table_is_read_in_bounded_memory(warehouse_url):
    """200,000 rows of half a kilobyte are 100 MB; ten times the rows take hardly more memory."""
    url, folder = warehouse_url.render_as_string(hide_password=False), str(warehouse_url.query["host"])
    done = subprocess.run(
        [sys.executable, "-c", CHILD, url, folder], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 25
