"""Numbers of people, groups and all else that is numbered: never given twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import sqlalchemy as sa
from alembic import command

from lib.model import EVERYTHING
from lib.store import people
from lib.store.changing import changing, next_number
from lib.store.engine import config, migrate, open_store
from lib.store.people import Group, Member
from lib.store.people_schema import audit, person
from lib.store.schema import metadata

AT = datetime(2026, 3, 1, 8)


def add(store, name: str) -> int:
    return people.put(store, Member(f"{name}@example.org", name, "viewer", EVERYTHING), AT, "x").id


def group(store, value: str) -> int:
    return people.put_group(store, Group("groups", value, "viewer", EVERYTHING), AT, "x").id


def test_the_number_of_who_was_removed_is_not_given_again(store):
    assert [add(store, name) for name in ("ann", "ben")] == [1, 2]
    people.remove(store, 2, AT, "x")
    assert add(store, "eve") == 3
    assert [group(store, value) for value in ("staff", "guests")] == [1, 2]
    people.remove_group(store, 2, AT, "x")
    assert (group(store, "guests"), group(store, "staff")) == (3, 1)


def test_a_change_that_fails_uses_no_number_up(store):
    class Failed(Exception):
        pass

    try:
        with changing(store) as connection:
            assert next_number(connection, person.c.id) == 1
            raise Failed
    except Failed:
        pass
    assert add(store, "ann") == 1


def test_two_processes_that_ask_at_once_get_two_numbers(make_url):
    store = open_store(make_url("postgresql"))
    with ThreadPoolExecutor(1) as pool:
        with store.begin() as connection:
            first = next_number(connection, audit.c.id)
            second = pool.submit(_one_more, store)
        assert (first, second.result(10)) == (1, 2)
    store.dispose()


def _one_more(store) -> int:
    with store.begin() as connection:
        return next_number(connection, audit.c.id)


BEFORE = """
INSERT INTO audit VALUES (1, '2026-01-01', 'p3', 'rights', 'p12 removed');
INSERT INTO audit VALUES (2, '2026-01-01', 'local', 'rights', 'group 4 removed');
INSERT INTO saved_view VALUES (1, 'p13', 'p13', 'Mine', 'overview', '{}', false, false, '2026-01-01');
INSERT INTO import_log (id, kind, "at", who, file) VALUES (1, 'note', '2026-01-01', 'p3', 'Ann left us');
INSERT INTO import_log (id, kind, "at", who, file) VALUES (2, 'file', '2026-01-01', 'p3', 'posts.csv')
"""


def test_a_database_from_before_counts_on_from_whom_anything_names(store):
    with store.begin() as connection:
        metadata.drop_all(connection)
        connection.execute(sa.text("DELETE FROM alembic_version"))
        command.upgrade(config(connection), "0015")
        for statement in BEFORE.strip().split(";\n"):
            connection.execute(sa.text(statement))
    migrate(store)
    assert (add(store, "ann"), group(store, "staff")) == (14, 5)
    with store.connect() as connection:
        files = connection.scalars(sa.text("SELECT file FROM import_log ORDER BY id"))
        assert [*files] == [None, "posts.csv"], "a note's words stand with the note"
