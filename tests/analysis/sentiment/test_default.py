"""The default engine as it is shipped: probes, sentences it was not tuned on, and what it promises."""

from __future__ import annotations

from collections import Counter

import pytest

from lib.analysis.sentiment import LABELS
from lib.analysis.sentiment.record import quality
from lib.analysis.sentiment.train import COMMENTS, FOLDER, comments
from tests.analysis.sentiment.labelled import DOMAINS, default, held_back, rows, sentences

PROBES = rows("probes.tsv")


@pytest.mark.parametrize(("label", "text"), PROBES, ids=[text for _, text in PROBES])
def test_probes(label, text):
    (found,) = default().judge([text])
    assert found.label == label, found


def test_there_are_enough_probes_and_sentences():
    assert len(PROBES) > 100
    found = sentences()
    assert len(found) >= 600
    assert len({text for _, _, text in found}) == len(found)
    assert Counter(domain for _, domain, _ in found).keys() == set(DOMAINS)
    for domain in DOMAINS:
        share = Counter(label for label, of, _ in found if of == domain)
        assert all(share[label] >= 25 for label in LABELS), (domain, share)


def test_no_sentence_is_trained_on():
    trained = {each.text for each in comments((FOLDER / COMMENTS).read_text("utf-8"))}
    assert len(trained) > 1500
    assert not trained & {text for _, _, text in sentences()}
    assert not trained & {text for _, text in PROBES}


def test_unseen_sentences_are_judged_as_well_as_documented():
    held = [(label, text) for label, _, text in sentences() if held_back(text)]
    truth = [label for label, _ in held]
    judged = default().judge([text for _, text in held])
    assert quality(truth, [each.label for each in judged]).macro_f1 >= 0.70
    sided = [(true, each.score > 0) for true, each in zip(truth, judged, strict=True) if true != "neutral"]
    right = [(true == "positive") == up for true, up in sided]
    assert sum(right) / len(right) >= 0.75


def test_confidence_is_honest():
    found = sentences()
    judged = default().judge([text for _, _, text in found])
    right = [each.label == label for each, (label, _, _) in zip(judged, found, strict=True)]
    sure = [ok for ok, each in zip(right, judged, strict=True) if each.confidence >= 0.8]
    unsure = [ok for ok, each in zip(right, judged, strict=True) if each.confidence < 0.6]
    assert len(sure) > 100
    assert len(unsure) > 30
    assert sum(sure) / len(sure) >= 0.8
    assert sum(unsure) / len(unsure) <= 0.75
