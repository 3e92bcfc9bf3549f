"""Near-copies of texts, told by hand."""

from __future__ import annotations

import pytest

from lib.analysis.alike import different

WHOLE = "雨一大就滲水，整晚沒睡"


@pytest.mark.parametrize(
    "copy",
    [
        WHOLE,
        f"{WHOLE}。",
        f"{WHOLE} 😡",
        f"{WHOLE}，傻眼",
        "雨一大就滲水!整晚沒睡",
        "雨ㄧ大就滲水，整晚都沒睡",
    ],
)
def test_a_near_copy_is_left_out(copy):
    assert list(different([WHOLE, copy, "收到的豆子已經快過期"])) == [0, 2]


@pytest.mark.parametrize(
    "other",
    ["雨一大", "營釘太軟，打進去就彎", "整晚沒睡，雨一大就滲水，帳篷還倒了，明年不會再來", "GREAT tent"],
)
def test_another_text_stays(other):
    assert list(different([WHOLE, other])) == [0, 1]


def test_width_case_and_marks_make_no_difference_and_marks_alone_are_a_text():
    assert list(different(["CP 值很高", "ＣＰ值很高！！", "cp值很高", "😡😡", "👍", "😡😡"])) == [0, 3, 4]
