"""How fast the brand answers, by hand."""

from __future__ import annotations

import pytest

from lib.analysis.response import Response, Wait, respond


def test_the_example_of_chaoss():
    """0.17, 0.75, 2, 20 and 0.88 hours: the median is 0.88."""
    found = respond([Wait(hours, True) for hours in (0.17, 0.75, 2, 20, 0.88)])
    assert found == Response(0.88, 20.0, 5, 5, 1.0)


def test_those_unanswered_still_wait():
    """Answers after 1, 2, 3 h; two wait for 10 h: S(1) = 4/5, S(2) = 3/5, S(3) = 2/5, and no more."""
    found = respond([*(Wait(hours, True) for hours in (1, 2, 3)), Wait(10, False, n=2)])
    assert found is not None
    assert (found.median, found.p90, found.asked, found.answered) == (3.0, None, 5, 3)


def test_within_the_target_those_asked_lately_neither_flatter_nor_count_as_failures():
    """4 asked: one answered after 1 h, one after 30 h, one waits for 25 h, one for 3 h. S(24) = 3/4."""
    waits = [Wait(1, True), Wait(30, True), Wait(25, False), Wait(3, False)]
    found = respond(waits)
    assert found is not None
    assert found.within == pytest.approx(1 / 4)


def test_a_share_within_the_target_is_the_one_that_comes_out_in_the_end():
    """Two an hour for ten days; one of the two is answered after 12 h, the other never."""
    answered = [Wait(min(age, 12), age >= 12) for age in range(1, 241)]
    found = respond([*answered, *(Wait(age, False) for age in range(1, 241))])
    assert found is not None
    assert found.within == pytest.approx(0.5)


def test_before_the_target_has_passed_nothing_is_said_of_it():
    """Five of ten were answered after 1 h, and no one has waited for longer."""
    found = respond([Wait(1, True, n=5), Wait(1, False, n=5)])
    assert found is not None
    assert (found.median, found.within) == (1.0, None)


def test_where_just_half_are_answered_half_are_answered():
    found = respond([Wait(1, True), Wait(2, True), Wait(50, False, n=2)])
    assert found is not None
    assert found.median == 2.0
    assert found.within == pytest.approx(0.5)


def test_nobody_asked():
    assert respond([]) is None
