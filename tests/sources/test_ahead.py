"""Reading ahead changes nothing but when things are read."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.sources.ahead import ahead


@given(items=st.lists(st.none() | st.integers()), most=st.integers(1, 3))
def test_the_same_items_in_the_same_order(items, most):
    assert list(ahead(items, most)) == items


def test_an_exception_comes_after_what_was_before_it():
    def failing():
        yield 1
        yield 2
        raise ValueError("torn")

    got = []
    with pytest.raises(ValueError, match="torn"):
        got.extend(ahead(failing()))
    reader = ahead(failing())
    assert (next(reader), next(reader)) == (1, 2)


def test_no_more_is_read_than_is_allowed_and_nothing_after_the_end():
    asked = []

    def endless():
        n = 0
        while True:
            asked.append(n)
            yield n
            n += 1

    reader = ahead(endless(), 2)
    assert [next(reader) for _ in range(3)] == [0, 1, 2]
    reader.close()
    assert len(asked) <= 3 + 2 + 1
    assert not [thread for thread in threading.enumerate() if thread.name == "read ahead"]
