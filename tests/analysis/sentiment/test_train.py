"""Training the heads: the same files give the same heads, and what is kept back stays out."""

from __future__ import annotations

import numpy as np
import pytest

from lib.analysis.sentiment import LABELS, better, grams, train, train_better
from lib.analysis.sentiment.default import Default
from lib.analysis.sentiment.embedding import DIMENSIONS
from lib.analysis.sentiment.head import dump, load, softmax
from lib.analysis.sentiment.train import (
    COMMENTS,
    FOLDER,
    HEADS,
    REVIEW,
    SENTENCE_WEIGHT,
    TITLE_WEIGHT,
    Example,
    comments,
    fit,
    foreign,
    held_back,
    sentences,
)
from tests.analysis.sentiment.labelled import default


@pytest.fixture(scope="module")
def examples():
    every = comments((FOLDER / COMMENTS).read_text("utf-8"))
    english = [each for each in every if each.text.isascii()]
    return [*every[::12], *english]


@pytest.fixture(scope="module")
def heads(examples):
    return fit(default().lexicon, examples)


def test_the_same_comments_give_the_same_heads(heads, examples):
    assert dump(fit(default().lexicon, examples)) == dump(heads)


def test_heads_that_were_kept_judge_the_same(heads):
    made, kept = Default(default().lexicon, heads), Default(default().lexicon, load(dump(heads)))
    texts = ["好吃", "很雷", "請問在哪", "great", "", "普通"]
    for one, other in zip(made.judge(texts), kept.judge(texts), strict=True):
        assert one.label == other.label
        assert one.score == pytest.approx(other.score, abs=0.01)


def test_the_shipped_heads_are_small():
    assert (FOLDER / HEADS).stat().st_size < 2_000_000


def test_heads_for_other_numbers_are_refused(heads):
    content = dump(heads)
    assert set(load(content)) == {"zh", "en"}
    short = {
        name: type(head)(head.numbers[1:], head.runs, head.bias, head.idf, head.orders)
        for name, head in heads.items()
    }
    with pytest.raises(ValueError, match="train it anew"):
        load(dump(short))


def test_foreign_sets_are_read_and_a_fifth_kept_back():
    (found,) = foreign(["text,label", "好食,pos"])
    assert (found.text, found.label) == ("好食", "positive")
    kept = [held_back(str(number)) for number in range(2000)]
    assert 0.17 < np.mean(kept) < 0.23
    assert held_back("abc") == held_back("abc")


def test_reviews_give_their_title_and_sentences():
    review = "真的很好 第一次來吃。湯頭很濃郁！再來" + "好" * 150
    found = list(sentences([Example(review, "positive", 0.5), Example("好吃 推薦", "positive")]))
    assert [(each.text, each.weight) for each in found] == [
        ("真的很好", TITLE_WEIGHT),
        ("真的很好 第一次來吃", SENTENCE_WEIGHT["positive"]),
        ("湯頭很濃郁", SENTENCE_WEIGHT["positive"]),
    ]
    assert {each.source for each in found} == {review}
    mixed = list(sentences([Example(review, "neutral")]))
    assert [each.text for each in mixed] == [each.text for each in found[1:]]


def test_runs_are_counted_within_a_text():
    found = grams.counts(["ab", "", "ab1", "ab22"], (2,))
    # Edges count as a character: ␂a ab b␂; of nothing ␂␂; numbers are one digit, whatever they are.
    assert found.sum(axis=1).ravel().tolist() == [[3, 1, 4, 4]]
    assert (found[2] != found[3]).nnz == 0
    assert found[0].multiply(found[2]).sum() == 2


def test_rows_have_length_one():
    counted = grams.counts(["好吃好吃", "難吃", "x"], (1, 2))
    rows = grams.weighted(counted, grams.inverse_frequency(counted))
    assert np.asarray(rows.multiply(rows).sum(axis=1)).ravel() == pytest.approx([1, 1, 1])


def test_softmax_is_a_distribution():
    found = softmax(np.array([[1000.0, 0, 0], [0, 0, 0]]))
    assert found == pytest.approx(np.array([[1, 0, 0], [1 / 3] * 3]))


# Words that no list has; only the embedding tells what they mean.
SPELLS = ("甲乙丙", "丁戊己", "庚辛壬")


def embed(texts):
    assert max(map(len, texts)) < REVIEW  # whole reviews take long, and are left out
    made = np.zeros((len(texts), DIMENSIONS), np.float32)
    for at, text in enumerate(texts):
        made[at, next((n for n, spell in enumerate(SPELLS) if spell in text), 5)] = 1
    return made


def test_the_better_head_learns_what_only_vectors_tell():
    pairs = [(f"{word}第{n}號", label) for word, label in zip(SPELLS, LABELS, strict=True) for n in range(9)]
    known = train.known_of([Example(text, label) for text, label in pairs])
    nothing = np.zeros((len(pairs), len(LABELS)))  # as of the default engine, which knows no such word
    made = train_better.calibrated(nothing, embed([text for text, _ in pairs]), known)
    engine = better.Better(default(), better.load(better.dump(dict.fromkeys(("zh", "en"), made))), embed)
    unseen = [f"{spell}第77號" for spell in SPELLS]
    assert [each.label for each in engine.judge(unseen)] == list(LABELS)
    assert [each.label for each in default().judge(unseen)] == ["neutral"] * 3


def test_heads_of_another_model_are_refused():
    heads = better.load((FOLDER / train_better.BETTER).read_bytes())
    short = {
        name: better.VectorHead(head.own, head.middle, head.vectors[1:], head.bias)
        for name, head in heads.items()
    }
    with pytest.raises(ValueError, match="train them anew"):
        better.load(better.dump(short))
