"""The measures and the choosing, on numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis.forecast import band, score
from lib.analysis.forecast.choice import choose
from lib.analysis.forecast.record import Record, Score, record, shown
from lib.analysis.forecast.verdict import verdict, words
from tests.analysis.forecasts import history, trial

NAN = float("nan")


def line(*values: float) -> np.ndarray:
    return np.array(values, float)


# --- measures ---


def test_the_yardstick_is_the_mean_step_over_a_season():
    # season 2: |2−1|, |5−3|, |4−2| = 1, 2, 2
    assert score.step_error(line(1, 3, 2, 5, 4), 2) == pytest.approx(5 / 3)


def test_pairs_that_are_not_known_do_not_count():
    # |2−1| and |4−2| remain
    assert score.step_error(line(1, 3, 2, NAN, 4), 2) == pytest.approx(1.5)


@pytest.mark.parametrize("values", [(5, 5, 5, 5), (1, 2), (), (NAN, NAN, NAN)])
def test_without_a_step_there_is_no_yardstick(values):
    assert score.step_error(line(*values), 2) is None


def test_mase():
    # |6−5| and |7−9|: mean 1.5, by a yardstick of 5/3: 0.9
    assert score.mase(line(6, 7), line(5, 9), 5 / 3) == pytest.approx(0.9)
    assert score.mase(line(6, NAN), line(5, 9), 2.0) == pytest.approx(0.5)
    assert score.mase(line(6, 7), line(5, 9), None) is None
    assert score.mase(line(NAN), line(5), 1.0) is None


def test_smape():
    # 2·1/11 and 2·2/16, and 0 for a pair of zeros
    assert score.smape(line(6, 7, 0, NAN), line(5, 9, 0, 4)) == pytest.approx((2 / 11 + 4 / 16) / 3)
    assert score.smape(line(3), line(0)) == 2
    assert score.smape(line(NAN), line(1)) is None


def test_coverage_counts_the_edges_and_leaves_out_what_is_not_known():
    actual, low, high = line(1, 2, 3, 9, NAN), line(1, 0, 0, 0, 0), line(2, 2, 2, 2, 2)
    assert score.covered(actual, low, high) == 0.5


def test_the_last_digit_of_an_edge_does_not_count():
    assert score.covered(line(7), line(7.000000000000001), line(7.000000000000001)) == 1
    assert score.covered(line(7), line(7.001), line(8)) == 0


# --- the band ---


def test_the_quantile_is_corrected_for_few_errors():
    # n = 9: ⌈10 · 0.8⌉ = the 8th; n = 4: ⌈5 · 0.8⌉ = the 4th; n = 2: ⌈3 · 0.8⌉ = 3, so the largest
    assert band.quantile(line(9, 1, 2, 3, 4, 5, 6, 7, 8)) == 8
    assert band.quantile(line(3, 1, 4, 2)) == 4
    assert band.quantile(line(1, 2)) == 2
    assert band.quantile(line()) is None


def test_the_band_is_the_quantile_of_errors_by_the_shape_of_the_horizon():
    # no bounds, so the scale is that of the values; a flat shape; errors 1, 2, 3, 4: ⌈5 · 0.8⌉ = the 4th, 4;
    # now the second step swings three times as far as the first: shape 1/2 and 3/2
    past = history(np.arange(8.0), low=None)
    trials = [
        trial(4, [1, 2], {"ets": [0, 0]}, spread=2.0),
        trial(6, [3, 4], {"ets": [0, 0]}, spread=5.0),
    ]
    assert band.halves(past, trials, ["ets", "ets"], line(1, 3)).tolist() == [2, 6]


def test_a_figure_that_never_moved_has_a_flat_shape():
    past = history(np.arange(8.0), low=None)
    still = [trial(6, [3, 4], {"ets": [0, 0]}, spread=0.0)]
    assert band.halves(past, still, ["ets"], line(0, 0)).tolist() == [4, 4]


def test_without_a_trial_the_week_to_week_swing_stands_in():
    assert band.halves(history([1.0] * 8), [], [], line(1, 2)) == pytest.approx([1.6, 3.2])


def test_the_quantile_holds_what_it_promises():
    # 19 errors of any one kind: the 20th lies within the 16th smallest in 16 of 20 cases
    draw = np.random.default_rng(7).lognormal(size=(4000, 20))
    held = np.mean([row[19] <= band.quantile(row[:19]) for row in draw])
    assert held == pytest.approx(0.8, abs=0.02)


# --- the choice ---


def tried(*errors: dict[str, float]):
    """Trials of two steps in which each model is off by so much; the truth is 10, there are no bounds."""
    return [
        trial(10 + 2 * at, [10, 10], {name: [10 + off] * 2 for name, off in found.items()})
        for at, found in enumerate(errors)
    ]


PAST = history(np.arange(20.0), low=None)
AMONG = ("naive", "ets", "median")


def test_a_model_that_is_always_better_is_chosen():
    # gains over the median 1, 2, 1.5: mean 1.5, standard error 0.5/√3 = 0.29
    trials = tried(
        {"naive": 5, "ets": 1, "median": 2},
        {"naive": 5, "ets": 1, "median": 3},
        {"naive": 5, "ets": 1, "median": 2.5},
    )
    assert choose(PAST, trials, AMONG) == "ets"


def test_one_lucky_trial_does_not_make_a_winner():
    # gains 9, −1, −1: mean 2.33, standard error 5.77/√3 = 3.33
    trials = tried(
        {"naive": 20, "ets": 1, "median": 10},
        {"naive": 20, "ets": 2, "median": 1},
        {"naive": 20, "ets": 2, "median": 1},
    )
    assert choose(PAST, trials, AMONG) == "median"


def test_fewer_than_two_trials_choose_nothing():
    (only,) = tried({"naive": 5, "ets": 0, "median": 9})
    assert choose(PAST, [only], AMONG) == "median"
    assert choose(PAST, [], AMONG) == "median"


def test_trials_without_a_known_value_do_not_choose():
    unknown = [trial(10, [NAN, NAN], {name: [1, 1] for name in AMONG}) for _ in range(3)]
    assert choose(PAST, unknown, AMONG) == "median"


# --- the record ---


def test_the_record_is_that_of_what_would_have_been_shown_then():
    trials = tried(*[{"naive": 4, "ets": 1, "median": 2 + n / 10} for n in range(4)])
    found = shown(PAST, trials, None, AMONG)
    # nothing is known before the first trial, too little before the second
    assert [each.model for each in found] == ["median", "median", "ets", "ets"]
    kept = record(PAST, found)
    # errors 2, 2.1, 1, 1 by a yardstick of 1; naive's are 4
    assert kept.score.mase == pytest.approx((2 + 2.1 + 1 + 1) / 4)
    assert kept.score.baseline_mase == 4
    assert kept.gain == pytest.approx(1 - 1.525 / 4)
    assert (kept.windows, kept.horizon) == (4, 2)


def test_bands_of_the_record_know_earlier_trials_only():
    trials = tried({"median": 3, "naive": 3}, {"median": 2, "naive": 3}, {"median": 3, "naive": 3})
    found = shown(PAST, trials, "median", ("naive", "median"))
    # the stand-in 1.6; then the largest of 3, 3; then of 3, 3, 2, 2
    halves = [float(each.high[0] - each.line[0]) for each in found]
    assert halves == pytest.approx([1.6, 3, 3])
    # |error| 3 > 1.6: outside; 2 < 3: inside; 3 ≤ 3: on the edge
    assert record(PAST, found).score.coverage80 == pytest.approx(4 / 6)


def test_a_trial_that_was_not_over_teaches_nothing():
    lines = {name: [10, 10, 10, 10] for name in AMONG}
    trials = [trial(10, [11, 12, 13, 14], lines), trial(12, [13, 14, 15, 16], lines)]
    found = shown(PAST, trials, None, AMONG)
    assert (found[1].high - found[1].line)[0] == pytest.approx(1.6)


def test_scores_by_week_of_the_horizon():
    past = history(np.arange(40.0), low=None)
    lines = {name: [10.0] * 14 for name in AMONG}
    (found,) = shown(past, [trial(20, [11.0] * 7 + [13.0] * 7, lines)], None, AMONG)
    assert [week.mase for week in record(past, [found]).by_week] == [1, 3]


# --- its words ---


def kept(mase: float | None, naive: float | None = 1.0, held: float | None = 0.81) -> Record:
    return Record(Score(mase, 0.1, held, naive), 4, 28, ())


@pytest.mark.parametrize(
    ("mase", "naive", "found", "told"),
    [
        (0.82, 1.0, "better", "18% smaller"),
        (1.25, 1.0, "worse", "25% larger"),
        (1.0, 1.0, "same", "as large as"),
        (0.5, 0.0, "unknown", None),
        (None, None, "unknown", None),
    ],
)
def test_the_verdict_in_words(mase, naive, found, told):
    sentences = [str(each) for each in words(kept(mase, naive))]
    assert verdict(kept(mase, naive)) == found
    assert sentences[-1] == "The 80% band held the truth 81% of the time; trials: 4 of 28 days."
    assert (told in sentences[0]) if told else len(sentences) == 1


def test_nothing_is_said_of_a_band_that_was_never_tried():
    assert words(kept(None, None, None)) == []
