"""The demonstration in the store: weekly imports, and gone when cleared."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import sqlalchemy as sa

from lib import store_commands
from lib.demo import clear, generate, load
from lib.settings import Settings
from lib.store import watchlists
from lib.store.comment_schema import comment
from lib.store.engine import open_store
from lib.store.incident_schema import incident_entry
from lib.store.schema import daily_current, event, import_log, observation, post_current
from lib.store.watchlists import Watchlist
from lib.watchlists import hear

END = date(2026, 11, 21)


def number(store, table) -> int:
    with store.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table))


def test_it_loads_as_weekly_photographs_and_current_is_the_newest(store):
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
    assert captured == [datetime(2026, 11, 21, 16) - timedelta(back) for back in (28, 21, 14, 7, 0)]
    heard = [hear(store, each).watch for each in watchlists.all_lists(store)]
    assert [sum(day.hits for day in each.days) > 20 for each in heard] == [True] * 3


def test_clearing_leaves_nothing_of_it(store):
    load(store, 60, 1, END)
    assert number(store, incident_entry) > 20
    watchlists.add(store, Watchlist("Ours", "keyword", "words", "price"), datetime(2026, 11, 21), "p1")
    assert clear(store) == 5
    assert [each.name for each in watchlists.all_lists(store)] == ["Ours"]
    for table in (post_current, observation, daily_current, comment, event, incident_entry):
        assert number(store, table) == 0


def test_many_posts_come_in_several_imports_with_the_same_result(make_url, monkeypatch):
    whole, cut = open_store(make_url("duckdb")), open_store(make_url("duckdb"))
    whole_ = load(whole, 500, 1, END)
    monkeypatch.setattr("lib.demo.loading.AT_ONCE", 200)
    monkeypatch.setattr("lib.demo.loading.generate", partial(generate, chunk=100))
    in_parts = load(cut, 500, 1, END)
    # The first photograph has 470-odd posts: 200 + 200 + the rest; the four others under 200 each.
    assert (whole_.import_id, in_parts.import_id) == (5, 7)
    assert (whole_.posts, whole_.days) == (in_parts.posts, in_parts.days)
    for table in (post_current, observation, daily_current, comment, event):
        assert number(cut, table) == number(whole, table)
    total = sa.select(sa.func.sum(post_current.c.engagements), sa.func.sum(post_current.c.reach))
    with whole.connect() as one, cut.connect() as other:
        assert one.execute(total).one() == other.execute(total).one()
    assert clear(cut) == 7


def test_the_command_replaces_an_earlier_demonstration(store):
    store_commands.demo(store, Settings(), posts=60)
    assert store_commands.demo(store, Settings(), posts=40).document["posts"] == 40
    assert len(watchlists.all_lists(store)) == 3
