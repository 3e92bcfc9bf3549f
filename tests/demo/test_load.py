"""The demonstration in the store: two imports, and gone when cleared."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from lib.demo import clear, generate, load
from lib.store.schema import comment, daily_current, event, import_log, observation, post_current

END = date(2026, 11, 21)


def number(store, table) -> int:
    with store.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table))


def test_it_loads_as_two_photographs_and_current_is_the_newest(store):
    told = []
    outcome = load(store, 400, 1, END, progress=lambda done, total: told.append((done, total)))
    parts = list(generate(400, 1, END))
    posts = next(part.table for part in parts if part.kind == "posts")
    assert outcome.posts.new == number(store, post_current) == 400
    assert number(store, observation) == 400 + outcome.posts.updated + outcome.posts.unchanged
    assert outcome.posts.updated > 0
    assert told[-1][0] == told[-1][1] == number(store, observation)
    with store.connect() as connection:
        total = connection.scalar(sa.select(sa.func.sum(post_current.c.engagements)))
        captured = connection.scalars(sa.select(import_log.c.captured_at).order_by(import_log.c.id)).all()
    assert total == sum(posts["engagements"].to_pylist())
    assert captured == [datetime(2026, 11, 7, 16), datetime(2026, 11, 21, 16)]


def test_clearing_leaves_nothing_of_it(store):
    load(store, 60, 1, END)
    assert clear(store) == 2
    for table in (post_current, observation, daily_current, comment, event):
        assert number(store, table) == 0
