"""The small line of a card, by hand on a canvas of 160 × 36 with a margin of 4."""

import re
from urllib.parse import unquote

import pytest

from lib.charts import sparkline


def path(drawn: str) -> str:
    return re.search(r"<path d='([^']*)'", unquote(drawn))[1]


def dot(drawn: str) -> tuple[str, str]:
    return re.search(r"left:([\d.]+%);top:([\d.]+%)", drawn).groups()


def test_from_the_lowest_at_the_bottom_to_the_highest_on_top():
    drawn = sparkline.draw([0, 5, 10])
    # steps of (160−8)/2 = 76; heights 36−4 = 32, 18, 4
    assert path(drawn) == "M4.0 32.0L80.0 18.0L156.0 4.0"
    assert dot(drawn) == ("97.5%", "11.1%")  # 156/160, 4/36


def test_gaps_stay_open_and_the_last_known_point_is_marked():
    drawn = sparkline.draw([0, 10, None, 10, 0, None])
    assert path(drawn) == "M4.0 32.0L34.4 4.0M95.2 4.0L125.6 32.0"
    assert dot(drawn) == ("78.5%", "88.9%")


def test_no_change_is_a_flat_line():
    assert path(sparkline.draw([7, 7])) == "M4.0 32.0L156.0 32.0"


@pytest.mark.parametrize("values", [[], [1], [None, None], [None, 3, None]])
def test_less_than_two_points_are_no_line(values):
    assert sparkline.draw(values) == ""


def test_it_is_decoration_to_a_screen_reader():
    assert 'aria-hidden="true"' in sparkline.draw([1, 2])
