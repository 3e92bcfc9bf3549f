"""What drives a rise, by hand."""

import pytest

from lib.analysis.watch.drivers import drivers, words


def test_points_are_each_groups_part_of_the_change():
    now = {"price": (50, 30), "service": (50, 10)}
    before = {"price": (100, 10), "service": (100, 10)}
    price, service = drivers("topic", now, before)
    assert (price.name, price.points) == ("price", pytest.approx(0.25))
    assert service.points == pytest.approx(0.05)
    # 40 of 100 now, 20 of 200 before: the points add up to the change.
    assert price.points + service.points == pytest.approx(0.40 - 0.10)


def test_groups_that_fell_or_hardly_speak_drive_nothing():
    now = {"fell": (50, 5), "few": (2, 2), "rose": (48, 30)}
    assert [each.name for each in drivers("topic", now, {"fell": (100, 40)})] == ["rose"]


def test_words_that_stand_out():
    before = ["等很久", "客服不回"] * 20
    now = ["系統當機了", "又當機 refund", "一直當機", "refund 呢", "要 refund", "客服不回"]
    found = words(now, before, 20, 400)
    assert {each.name for each in found} == {"當機", "refund"}
    machine = next(each for each in found if each.name == "當機")
    assert (machine.negative, machine.before_negative, machine.points) == (3, 0, pytest.approx(3 / 20))


def test_no_texts_no_words():
    assert words([], ["等很久"], 0, 1) == []
