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


def test_within_the_target_counts_who_had_the_time():
    """Of two answered (1 h, 30 h) and one waiting 25 h, one is within 24 h; one waiting 3 h is too young."""
    waits = [Wait(1, True), Wait(30, True), Wait(25, False), Wait(3, False)]
    found = respond(waits)
    assert found is not None
    assert found.within == pytest.approx(1 / 3)


def test_nobody_asked():
    assert respond([]) is None
