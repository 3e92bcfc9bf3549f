"""How well the engines judge comments they were not made with, and how fast.

The better engine is measured where its package is installed. The project's own sentences lie in
tests/analysis/sentiment; OpenRice's reviews (Hong Kong) and vaderSentiment's tweets are those of the
samples beside the checkout, where they are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean

import numpy as np

from lib.analysis.sentiment import LABELS, Judged, Label, train_better
from lib.analysis.sentiment import train as training
from lib.analysis.sentiment.better import Better
from lib.analysis.sentiment.default import Default
from lib.analysis.sentiment.record import quality
from lib.analysis.sentiment.refit import Teachable, refit
from lib.analysis.sentiment.train import Example
from lib.docs import table
from lib.model import PulseError
from lib.sentiments import engine as engine_of
from lib.settings import Settings
from tests.analysis.sentiment.labelled import DOMAINS, default, held_back, sentences
from tests.bench.forecast import SAMPLES
from tests.bench.results import machine

FILES = {"openrice": "openrice_reviews_zh-HK.csv", "tweets": "vader_tweets_en.csv"}
LABELLED, DRAWS = (30, 100, 400), 5
COMMENTS = {"default": 20_000, "better": 1_000}
PACKAGES = ("numpy", "scipy", "scikit-learn")

Examples = Sequence[Example]
Rows = list[tuple[str, str, Teachable, Examples]]
"""What is measured: the texts by name, the engine by name, and both."""


@dataclass(frozen=True)
class Marks:
    """Macro-F1 of positive and negative by the score's sign and by the label, and of three labels."""

    sided: float
    labelled: float
    three: float


def measure(say: Callable[[str], None]) -> str:
    """The tables, as Markdown."""
    own = [Example(text, label) for label, _, text in sentences()]  # type: ignore[arg-type]
    kept = [each for each in own if held_back(each.text)]
    engines = _engines()
    rows = [row for name, engine in engines.items() for row in _own(name, engine, own, kept)]
    parts = [_honesty(name, engine, kept) for name, engine in engines.items()]
    parts.append("\n\n".join(_throughput(name, engine, own) for name, engine in engines.items()))
    if (SAMPLES / "sentiment").is_dir():
        openrice, tweets = _foreign("openrice"), _foreign("tweets")
        for name, engine in engines.items():
            rows.append(("OpenRice, held back", name, engine, _held(openrice)))
            rows.append(("tweets in English, held back", name, engine, _held(tweets)))
        say("training without OpenRice")
        stranger = _without_openrice(default(), tweets)
        rows.append(("OpenRice, all, by an engine trained without it", "default", stranger, openrice))
        if isinstance(better := engines.get("better"), Better):
            say("training the better engine without OpenRice")
            other = _better_without(better, stranger, tweets)
            name = "OpenRice, held back, by an engine trained without it"
            rows += [(name, "default", stranger, _held(openrice)), (name, "better", other, _held(openrice))]
        say("refitting to OpenRice")
        parts.append(_refits(stranger, openrice))
    if "better" not in engines:
        parts.append("The better engine is not installed here: it was not measured.")
    return "\n\n".join([_marks(rows), *parts, machine(PACKAGES)])


def _engines() -> dict[str, Teachable]:
    """The engines that can be had here."""
    found: dict[str, Teachable] = {"default": default()}
    try:
        found["better"] = engine_of(Settings(), "better")
    except PulseError as error:
        print(error)
    return found


def _own(name: str, engine: Teachable, own: Examples, kept: Examples) -> Rows:
    """The project's own sentences, in halves, and the untuned half by field."""
    looked = [each for each in own if not held_back(each.text)]
    found: Rows = [
        ("own sentences, the half nothing was tuned on", name, engine, kept),
        ("own sentences, the half that was looked at", name, engine, looked),
    ]
    for domain in DOMAINS:
        texts = {text for _, of, text in sentences() if of == domain}
        of = [each for each in kept if each.text in texts]
        found.append((f"own sentences of {domain}, untuned half", name, engine, of))
    return found


def _foreign(name: str) -> list[Example]:
    with (SAMPLES / "sentiment" / FILES[name]).open(encoding="utf-8-sig", newline="") as lines:
        return training.foreign(lines)


def _held(examples: Sequence[Example]) -> list[Example]:
    return [each for each in examples if training.held_back(each.text)]


def _trained(examples: Sequence[Example]) -> list[Example]:
    return [each for each in examples if not training.held_back(each.text)]


def _without_openrice(engine: Default, tweets: Sequence[Example]) -> Default:
    own = training.comments((training.FOLDER / training.COMMENTS).read_text("utf-8"))
    return Default(engine.lexicon, training.fit(engine.lexicon, [*own, *_trained(tweets)]))


def _better_without(shipped: Better, stranger: Default, tweets: Examples) -> Better:
    own = training.comments((training.FOLDER / training.COMMENTS).read_text("utf-8"))
    heads = train_better.fit(stranger.lexicon, [*own, *_trained(tweets)], shipped.embed)
    return Better(stranger, heads, shipped.embed)


def _marks(rows: Rows) -> str:
    head = ["texts", "engine", "n", "positive/negative by sign", "the same by label", "three labels"]
    lines = []
    for name, who, engine, examples in sorted(rows, key=lambda row: _order(rows, row[0])):
        found = marks([e.label for e in examples], engine.judge([e.text for e in examples]))
        shown = (f"{each:.3f}" for each in (found.sided, found.labelled, found.three))
        lines.append([name, who, str(len(examples)), *shown])
    told = (
        "Macro-F1. *By sign*: over texts that are positive or negative, judged by whether the score is "
        "above 0. *By label*: over the same texts, where *neutral* counts as a miss. *Three labels*: all."
    )
    return f"{table(head, lines)}\n\n{told}"


def _order(rows: Rows, name: str) -> int:
    """Where texts come first, so that both engines stand side by side."""
    return [each for each, *_ in rows].index(name)


def marks(truth: Sequence[Label], judged: Sequence[Judged]) -> Marks:
    """The three measures of judged texts whose labels are known."""
    sided = [(true, each) for true, each in zip(truth, judged, strict=True) if true != "neutral"]
    true = [label for label, _ in sided]
    signs: list[Label] = ["positive" if each.score > 0 else "negative" for _, each in sided]
    return Marks(
        quality(true, signs).macro_f1,
        _of_two(true, [each.label for _, each in sided]),
        quality(truth, [each.label for each in judged]).macro_f1,
    )


def _of_two(truth: Sequence[Label], judged: Sequence[Label]) -> float:
    """Macro-F1 of positive and negative alone, whatever else was said."""
    scores = []
    for label in ("positive", "negative"):
        hits = sum(t == j == label for t, j in zip(truth, judged, strict=True))
        scores.append(2 * hits / (truth.count(label) + judged.count(label)))  # type: ignore[arg-type]
    return mean(scores)


def _honesty(name: str, engine: Teachable, examples: Sequence[Example]) -> str:
    """How often labels are right, by the confidence that they were given with."""
    judged = engine.judge([each.text for each in examples])
    rows = []
    for low, high in ((0.0, 0.5), (0.5, 0.65), (0.65, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = [
            (each.confidence, each.label == example.label)
            for each, example in zip(judged, examples, strict=True)
            if low <= each.confidence < high
        ]
        if inside:
            means = [f"{mean(of):.0%}" for of in zip(*inside, strict=True)]
            rows.append([f"{low:.0%} to {min(high, 1):.0%}", str(len(inside)), *means])
    return table(
        [f"confidence, untuned half, {name} engine", "n", "mean confidence", "labels that were right"], rows
    )


def _throughput(name: str, engine: Teachable, examples: Sequence[Example]) -> str:
    count = COMMENTS[name]
    texts = [examples[at % len(examples)].text for at in range(count)]
    engine.judge(texts[:100])
    start = time.process_time()
    engine.judge(texts)
    took = time.process_time() - start
    length = mean(len(text) for text in texts)
    return (
        f"{name}: {count / took:,.0f} comments a second on one core (CPU time; {length:.0f} characters each)."
    )


def _refits(stranger: Teachable, openrice: Sequence[Example]) -> str:
    """Three-label macro-F1 on OpenRice's held-back part after labels of the other part."""
    held, rest = _held(openrice), _trained(openrice)
    truth, texts = [each.label for each in held], [each.text for each in held]
    before = marks(truth, stranger.judge(texts)).three
    rows = [["0", f"{before:.3f}", ""]]
    for labels in LABELLED:
        scores = []
        for seed in range(DRAWS):
            drawn = [rest[at] for at in np.random.default_rng(seed).permutation(len(rest))[:labels]]
            fitted = refit(stranger, [each.text for each in drawn], [each.label for each in drawn])
            scores.append(marks(truth, fitted.judge(texts)).three)
        rows.append([str(labels), f"{mean(scores):.3f}", f"{(mean(scores) - before) * 100:+.1f}"])
    head = [f"labels, OpenRice ({len(LABELS)} labels, engine trained without it)", "macro-F1", "points"]
    return table(head, rows)
