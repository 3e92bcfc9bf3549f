"""Definition breaks that people add: lines of the log, on both engines."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from lib.metrics import run
from lib.model import Break, PulseError
from lib.store import breaks, log, write
from lib.store.schema import definition_break
from tests.factories import asking, bring, posts

AT = datetime(2026, 3, 1, 8)
ONE = Break("x", "views", date(2026, 1, 1), " X counts otherwise ", "https://example.org/news")
TWO = Break("facebook", "reach", date(2025, 6, 1), "Another definition", "")


def version(store) -> int:
    with store.connect() as connection:
        return log.data_version(connection)


def test_a_break_is_added_and_moves_the_version(store):
    made = breaks.add(store, ONE, AT, "mia")
    assert made == Break("x", "views", date(2026, 1, 1), "X counts otherwise", ONE.source, number=1)
    assert breaks.added(store) == (made,)
    assert version(store) == 1
    with store.connect() as connection:
        (entry,) = log.history(connection)
    assert (entry.kind, entry.who, entry.at, entry.file) == ("break", "mia", AT, "X counts otherwise")


def test_breaks_come_in_the_order_of_their_days(store):
    one, two = (breaks.add(store, each, AT, "mia") for each in (ONE, TWO))
    assert breaks.added(store) == (two, one)


def test_one_taken_back_is_gone_and_kept(store):
    one, two = (breaks.add(store, each, AT, "mia") for each in (ONE, TWO))
    assert breaks.remove(store, one.number, AT, "ben") == version(store) == 3
    assert breaks.added(store) == (two,)
    with store.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(definition_break)) == 2
        newest = log.history(connection)[0]
    assert (newest.kind, newest.undoes, newest.who) == ("break", one.number, "ben")


def test_a_frozen_view_knows_the_breaks_of_its_version(store):
    one = breaks.add(store, ONE, AT, "mia")
    two = breaks.add(store, TWO, AT, "mia")
    breaks.remove(store, one.number, AT, "mia")
    assert [breaks.added(store, as_of) for as_of in (0, 1, 2, 3)] == [(), (one,), (two, one), (two,)]


def test_the_same_break_is_refused_until_it_is_gone(store):
    one = breaks.add(store, ONE, AT, "mia")
    with pytest.raises(PulseError, match="in the list already"):
        breaks.add(store, ONE, AT, "ben")
    breaks.remove(store, one.number, AT, "mia")
    again = breaks.add(store, ONE, AT, "ben")
    assert breaks.added(store) == (again,)


@pytest.mark.parametrize("what", ["", "  ", "x" * 301])
def test_it_has_to_say_what(store, what):
    with pytest.raises(PulseError, match="1 to 300"):
        breaks.add(store, Break("x", "views", date(2026, 1, 1), what, ""), AT, "mia")
    assert version(store) == 0


def test_only_a_break_in_force_can_be_removed(store):
    bring(store, posts({}))
    with pytest.raises(PulseError, match="no added break"):
        breaks.remove(store, 1, AT, "mia")
    one = breaks.add(store, ONE, AT, "mia")
    breaks.remove(store, one.number, AT, "mia")
    with pytest.raises(PulseError, match="no added break"):
        breaks.remove(store, one.number, AT, "mia")


def test_figures_and_imports_are_untouched(store):
    outcome = bring(store, posts({"reach": 7}, {"reach": 5}))
    asked = asking(("posts", "reach"))
    before = run.fetch(store, asked).rows
    one = breaks.add(store, ONE, AT, "mia")
    breaks.remove(store, one.number, AT, "mia")
    assert run.fetch(store, asked).rows == before == ({"posts": 2, "reach": 12},)
    with pytest.raises(PulseError, match="not in force"):
        write.undo(store, one.number, AT, "mia")
    write.undo(store, outcome.import_id, AT, "mia")
    assert run.fetch(store, asked).rows[0]["posts"] == 0
