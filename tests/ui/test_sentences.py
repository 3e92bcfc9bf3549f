"""What changed, said in both languages; what did not change is not said to have changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.analysis.change import Change
from lib.analysis.summary import Figure
from lib.i18n import locale
from lib.metrics.catalog import METRICS
from lib.ui import sentences

EN, ZH = locale("en"), locale("zh-TW")


def figure(metric: str, value: float | None, change: Change) -> Figure:
    return Figure(METRICS[metric], value, change, ())


UP = figure("engagement_rate_by_reach", 0.05, Change(0.052, 0.041, "up", 3.0, 21))
DOWN = figure("engagements", 900, Change(880, 1100, "down", -5.0, 21))
NOISE = figure("views", 12_345, Change(12_000, 11_000, "noise", 1.0, 21))
YOUNG = figure("shares", 4, Change(4, None, "unknown"))


def test_the_answer_is_what_moved_most_by_its_own_swing():
    fall = sentences.answer([UP, DOWN, NOISE], True, EN)
    assert fall.startswith("Engagements")
    assert "20.0%" in fall
    rise = sentences.answer([UP, NOISE], True, EN)
    assert rise.startswith("Engagement rate by reach")
    assert "1.1 pp" in rise


def test_up_and_down_are_different_words():
    risen = figure("engagements", 900, Change(1100, 880, "up", 5.0, 21))
    for locale_ in (EN, ZH):
        said = [sentences.answer([each], True, locale_) for each in (DOWN, risen)]
        assert said[0] != said[1]
        assert "20.0%" in said[0]
        assert "25.0%" in said[1]


def test_the_answer_says_when_nothing_moved():
    assert sentences.answer([NOISE], True, EN) == (
        "No reliable difference from the compared period; views: 12.3K."
    )


def test_the_answer_without_a_comparison_is_the_first_figure():
    assert sentences.answer([UP, DOWN], False, EN) == "Engagement rate by reach: 5.0%."


def test_the_answer_of_too_little_says_so():
    assert sentences.answer([YOUNG], True, EN) == "Shares: 4; not enough to compare with yet."
    assert sentences.answer([], True, EN) == "No figures in this view."


def test_the_answers_in_chinese_hold_the_same_figures():
    for found, figures in ((UP, ("5.0%", "1.1")), (DOWN, ("900", "20.0%"))):
        english, chinese = (sentences.answer([found], True, each) for each in (EN, ZH))
        assert all(figure in said for figure in figures for said in (english, chinese))


def test_a_change_has_arrow_sign_and_unit():
    assert sentences.change(UP.metric, UP.change, EN) == "↑ +1.1 pp"
    assert sentences.change(DOWN.metric, DOWN.change, EN) == "↓ −20.0%"
    assert sentences.change(NOISE.metric, NOISE.change, EN) == "→ +9.1%"
    assert sentences.change(YOUNG.metric, YOUNG.change, EN) == ""


def test_colour_only_where_a_reliable_change_is_good_or_bad():
    rise = Change(110, 100, "up", 3.0, 28)
    assert sentences.tone(METRICS["reach"], rise) == "good"
    assert sentences.tone(METRICS["lost_followers"], rise) == "bad"
    assert sentences.tone(METRICS["posts"], rise) == ""
    assert sentences.tone(METRICS["reach"], NOISE.change) == ""
    assert sentences.tone(METRICS["reach"], Change(90, 100, "down", -3.0, 28)) == "bad"


def test_a_note_says_what_a_change_means():
    assert sentences.note(UP, EN) == "before: 4.1%"
    assert sentences.note(NOISE, EN) == "within the usual swing"
    assert sentences.note(YOUNG, EN) == "nothing to compare with"


@pytest.mark.parametrize(
    ("basis", "words", "note"),
    [
        ("settled days", "over the settled days", "settled days"),
        ("equal age, observed", "fell by 20.0% at equal post age", "at equal age"),
        ("equal age, estimated", "fell by about 20.0% at equal post age", "at equal age, estimated"),
    ],
)
def test_on_what_it_was_compared_is_said(basis, words, note):
    fall = replace(DOWN, basis=basis)
    assert words in sentences.answer([fall], True, EN)
    assert sentences.note(fall, EN) == f"before: 1.1K · {note}"
    assert sentences.note(replace(NOISE, basis=basis), EN) == f"within the usual swing · {note}"


def test_too_few_days_are_named():
    unknown = figure("shares", 4, Change(4, 3, "unknown"))
    assert sentences.note(replace(unknown, basis="settled days"), EN).endswith("too few settled days")
    assert sentences.note(unknown, EN) == "not compared: too few days with posts"


def test_a_charts_title_is_its_finding():
    assert sentences.trend(DOWN, DOWN.metric, EN) + "." == sentences.answer([DOWN], True, EN)
    assert sentences.trend(NOISE, NOISE.metric, EN).startswith("Views: no reliable difference")
    assert sentences.trend(None, NOISE.metric, EN) == "Views"
    assert not sentences.trend(DOWN, DOWN.metric, ZH).endswith("。")
