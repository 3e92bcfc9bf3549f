"""The drawing tools."""

from __future__ import annotations

import numpy as np

from lib.demo.captions import fill
from lib.demo.draw import Choice, Pool, whole


def test_choice_picks_by_weight_in_its_row():
    choice = Choice(np.array([[1.0, 0.0, 3.0], [0.0, 5.0, 5.0]]))
    rows = np.array([0, 0, 0, 1, 1, 1])
    chance = np.array([0.0, 0.24, 0.26, 0.0, 0.49, 0.51])
    assert choice.pick(rows, chance).tolist() == [0, 0, 2, 1, 1, 2]


def test_choice_stays_in_its_row_next_to_one():
    choice = Choice(np.ones((40, 3)))
    almost = np.full(40, np.nextafter(1.0, 0.0))
    assert choice.pick(np.arange(40), almost).tolist() == [2] * 40


def test_pool_takes_of_the_group_named():
    pool = Pool([["a", "b"], ["c"], ["d", "e", "f"]])
    taken = pool.take(np.array([0, 0, 1, 2, 2]), np.array([0.0, 0.9, 0.9, 0.34, 0.99]))
    assert taken.to_pylist() == ["a", "b", "c", "e", "f"]


def test_whole_numbers_keep_the_mean():
    assert whole(np.full(4, 2.25), np.array([0.0, 0.5, 0.74, 0.75])).tolist() == [2, 2, 2, 3]


def test_fill_writes_every_word_into_the_braces():
    assert fill(["{a}{b}"], {"a": ["x", "y"], "b": ["1"]}) == ["x1", "y1"]
    assert fill([], {}) == [""]
