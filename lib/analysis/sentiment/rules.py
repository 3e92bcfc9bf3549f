"""What the known words of a text say together: negation, degree, contrast, wishes and questions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lib.analysis.sentiment.lexicon import Hit

REACH = 5
"""Characters that may stand between a modifier and its word: 沒有(什麼特別的)感動."""

BEFORE_CONTRAST = 0.45
IN_WISH = 0.15
IN_QUESTION = 0.25
WELL = 1.15
NEGATORS = ("negator", "softener")
DEGREES = ("degree", "excessive", "well")
MODIFIERS = (*NEGATORS, *DEGREES)
ENDS = ("stop", "question", "contrast")


@dataclass(frozen=True)
class Said:
    """A place in a text with the polarity it has there, its modifiers taken in; whether these turned it."""

    start: int
    end: int
    value: float
    turned: bool = False


@dataclass
class Clause:
    """Known words up to the next mark or contrast."""

    hits: list[Hit] = field(default_factory=list)
    contrast: bool = False
    wish: bool = False
    asks: bool = False


@dataclass(frozen=True)
class Reading:
    """What the rules found: places with polarity, and what else the text does."""

    said: tuple[Said, ...] = ()
    asks: bool = False
    wishes: bool = False
    contrasts: bool = False
    denials: int = 0

    @property
    def positive(self) -> float:
        return sum(each.value for each in self.said if each.value > 0)

    @property
    def negative(self) -> float:
        return sum(each.value for each in self.said if each.value < 0)


def read(hits: Iterable[Hit]) -> Reading:
    """Weighs the known words of a text, which come in its order."""
    clauses = _clauses(hits)
    said: list[Said] = []
    for clause in clauses:
        if clause.contrast:
            said = _scaled(said, BEFORE_CONTRAST)
        said += _scaled(_said(clause.hits), _weight(clause))
    marks = {name: any(getattr(each, name) for each in clauses) for name in ("asks", "wish", "contrast")}
    denials = sum(hit.kind in NEGATORS for clause in clauses for hit in clause.hits)
    return Reading(tuple(said), marks["asks"], marks["wish"], marks["contrast"], denials)


def _clauses(hits: Iterable[Hit]) -> list[Clause]:
    made = [Clause()]
    for hit in hits:
        now = made[-1]
        if hit.kind == "wish":
            now.wish = True
        elif hit.kind == "ask":
            now.asks = True
        elif hit.kind in ENDS:
            now.asks |= hit.kind == "question"
            made.append(Clause(contrast=hit.kind == "contrast"))
        else:
            now.hits.append(hit)
    return made


def _weight(clause: Clause) -> float:
    return IN_WISH if clause.wish else IN_QUESTION if clause.asks else 1.0


def _scaled(said: Iterable[Said], weight: float) -> list[Said]:
    return [replace(each, value=each.value * weight) for each in said]


def _said(hits: Sequence[Hit]) -> list[Said]:
    said: list[Said] = []
    held: list[Hit] = []
    for hit in hits:
        if hit.kind in MODIFIERS:
            held = [*_near(held, hit, said), hit]
        elif hit.kind in ("after", "undo"):
            _change_last(said, hit)
        else:
            before = _near(held, hit, said)
            if value := modified(hit, before):
                said.append(_place(hit, before, value))
            held = []
    return [*said, *_alone(held)]


def _place(hit: Hit, before: Sequence[Hit], value: float) -> Said:
    start = before[0].start if before else hit.start
    return Said(start, hit.end, value, any(each.kind in NEGATORS for each in before))


def _near(held: list[Hit], hit: Hit, said: list[Said]) -> list[Hit]:
    """The modifiers that reach the next hit; the others speak for themselves."""
    if held and hit.start - held[-1].end > REACH:
        said += _alone(held)
        return []
    return held


def _alone(held: Sequence[Hit]) -> list[Said]:
    """Modifiers that nothing followed: 分量不夠, 服務好."""
    for at, each in enumerate(held):
        if each.kind == "well":
            return [_place(each, held[:at], modified(each, held[:at]))]
    return [Said(each.start, each.end, each.value) for each in held if each.kind in NEGATORS and each.value]


def _change_last(said: list[Said], hit: Hit) -> None:
    """What stands behind its word: 好吃到爆, 好吃個屁."""
    if not said or hit.start - said[-1].end > 1:
        return
    last = said[-1]
    value = last.value * hit.value if hit.kind == "after" else -max(2.0, abs(last.value))
    said[-1] = Said(last.start, hit.end, value, last.turned or hit.kind == "undo")


def modified(hit: Hit, before: Sequence[Hit]) -> float:
    """A word's polarity under the modifiers before it, which stand in the text's order."""
    negators = [each for each in before if each.kind in NEGATORS]
    factor = math.prod(_factor(each) for each in before if each.kind in DEGREES)
    if hit.kind == "excess":
        return _excess(hit.value, before, len(negators), factor)
    if not negators:
        return hit.value * factor
    return _negated(hit.value, negators, before, factor)


def _factor(degree: Hit) -> float:
    return WELL if degree.kind == "well" else degree.value


def _excess(always: float, before: Sequence[Hit], negators: int, factor: float) -> float:
    """太鹹, 有點鹹 complain; 不會太鹹 praises; 鹹 alone is a fact."""
    if negators:
        return 1.0 if negators % 2 else -1.0
    kinds = DEGREES if always else ("excessive",)
    return -1.2 * factor if any(each.kind in kinds for each in before) else 0.0


def _negated(value: float, negators: Sequence[Hit], before: Sequence[Hit], factor: float) -> float:
    """不好吃 is bad, 很不好吃 worse, 沒有很好吃 less so; 不貴 is mildly good; twice negated is as before,
    weaker."""
    if len(negators) % 2 == 0:
        return 0.6 * value
    soft = any(each.kind == "softener" for each in negators)
    # A degree before the negator strengthens the whole (很不好吃), behind it only what is denied.
    strength = factor if before[0].kind in DEGREES else 1.0
    whole = 0.7 if soft else 0.9
    return -value * strength * (whole if value > 0 else whole * 0.75)
