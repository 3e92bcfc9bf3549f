"""Control limits over time: by hand, in chance's hands, and with a crisis in the middle."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis.sentiment.course import negative_share, net_sentiment


def counts(negative, judged, positive=0):
    judged = np.array(judged)
    return np.array([np.broadcast_to(positive, judged.shape), negative, judged])


def test_limits_by_hand():
    # Always 10 of 100: no difference between days, so three binomial errors: 3 * sqrt(0.1 * 0.9 / 100).
    found = negative_share(counts([10, 10, 40], [100, 100, 400]))
    assert found.usual == pytest.approx(0.1)
    assert found.high[:2] == pytest.approx([0.19, 0.19])
    assert found.high[2] == pytest.approx(0.1 + 0.045)
    assert (found.values[0], found.low[0]) == pytest.approx((0.1, 0.01))


def test_net_sentiment_by_hand():
    # 30 % positive, 10 % negative: net 20, variance 0.4 - 0.04 = 0.36 a comment: 3 * 100 * 0.6 / 10 = 18.
    found = net_sentiment(counts([10, 10], [100, 100], 30))
    assert (found.usual, found.low[0], found.high[0]) == pytest.approx((20, 2, 38))


def test_a_crisis_stands_out_and_is_not_the_usual():
    rng = np.random.default_rng(5)
    n = rng.poisson(80, 90)
    share = np.where((np.arange(90) >= 40) & (np.arange(90) < 55), 0.4, 0.12)
    found = negative_share(counts(rng.binomial(n, share), n))
    assert found.usual == pytest.approx(0.12, abs=0.02)
    assert found.outside[40:55].sum() >= 13
    assert found.outside[:40].sum() + found.outside[55:].sum() <= 2


def test_the_usual_may_be_of_other_days():
    found = negative_share(counts([40, 40], [100, 100]), counts([10, 10, 10], [100, 100, 100]))
    assert found.usual == pytest.approx(0.1)
    assert found.high[0] == pytest.approx(0.19)
    assert found.outside.all()


def test_days_that_differ_anyway_have_wider_limits():
    rng = np.random.default_rng(6)
    n = np.full(200, 300)
    found = negative_share(counts(rng.binomial(n, rng.beta(12, 88, 200)), n))
    assert found.outside.mean() < 0.03
    assert found.high[0] - found.usual > 1.6 * 3 * np.sqrt(0.12 * 0.88 / 300)


@pytest.mark.parametrize("negative", [[0, 0, 0], [0, 0, 5], [0]])
def test_days_without_a_comment_have_no_value(negative):
    found = negative_share(counts(negative, [0, 5, 5][: len(negative)]))
    assert np.isnan(found.values[0])
    assert not found.outside[0]
    assert ((found.low >= 0) & (found.high <= 1) & (found.low <= found.high)).all()
