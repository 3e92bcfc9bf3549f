"""Pure: what a change is made of, in a sentence of the reader's language."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from lib.analysis.decompose import OTHERS, Group, Split, in_steps
from lib.analysis.effects import Name
from lib.i18n import Locale
from lib.metrics import figures
from lib.metrics.catalog import DIMENSIONS
from lib.metrics.definition import Metric
from lib.model import N_

Namer = Callable[[str, str | None], str]
"""Gives what people call a dimension's value."""

NAMED = 3
"""The groups that a sentence names where a change is nothing but its groups' differences."""

HEADED = 2
"""The parts beyond chance that a title names."""

PARTS: dict[Name, str] = {"volume": N_("Number of posts"), "mix": N_("Mix"), "rate": N_("Rate")}

MIX = {
    True: N_("{amount} from the mix by {dimension} (more {group})"),
    False: N_("{amount} from the mix by {dimension} (less {group})"),
}

RATE = {
    ("ratio", True): N_("{amount} from higher rates ({group} above all)"),
    ("ratio", False): N_("{amount} from lower rates ({group} above all)"),
    ("count", True): N_("{amount} from more per post ({group} above all)"),
    ("count", False): N_("{amount} from less per post ({group} above all)"),
}

MOVED = {
    "up": N_("{metric} rose by {difference}"),
    "down": N_("{metric} fell by {difference}"),
    "noise": N_("{metric} changed by {difference}, within the usual swing"),
    "unknown": N_("{metric} changed by {difference}"),
}


def sentence(metric: Metric, split: Split, name: Namer, locale: Locale) -> str:
    """The change, the parts that are beyond chance, then those that are not."""
    t, head = locale.t, _head(metric, split, locale)
    parts = _parts(metric, split, name, locale)
    sure = [words for words, told in parts if told]
    rest = [words for words, told in parts if not told]
    if not parts:
        return t("{head}.", head=head)
    if not sure:
        return t("{head}; each part of it could be chance: {parts}.", head=head, parts=locale.list(rest))
    if not rest:
        return t("{head}: {parts}.", head=head, parts=locale.list(sure))
    return t(
        "{head}: {parts}; {rest} could be chance.",
        head=head,
        parts=locale.list(sure),
        rest=locale.list(rest),
    )


def headline(metric: Metric, split: Split, name: Namer, locale: Locale) -> tuple[str, str]:
    """The same for a title: the change with the first parts beyond chance, and what is left of it (empty
    where nothing is)."""
    t, head = locale.t, _head(metric, split, locale)
    parts = _parts(metric, split, name, locale)
    sure = [words for words, told in parts if told]
    rest = [words for words, told in parts if not told]
    more = t("also: {parts}", parts=locale.list(sure[HEADED:])) if sure[HEADED:] else ""
    chance = t("could be chance: {parts}", parts=locale.list(rest)) if rest else ""
    left = " · ".join(filter(None, [more, chance]))
    if sure:
        return t("{head}: {parts}.", head=head, parts=locale.list(sure[:HEADED])), left
    return t("{head}; no part of it is beyond chance.", head=head) if parts else t("{head}.", head=head), left


def _head(metric: Metric, split: Split, locale: Locale) -> str:
    sign = split.change.verdict in ("noise", "unknown")
    difference = figures.difference(metric, split.value, split.before, locale, sign=sign)
    return locale.t(MOVED[split.change.verdict], metric=locale.t(metric.name), difference=difference)


def amounts(metric: Metric, values: Sequence[float], locale: Locale) -> list[str]:
    """Parts of a change with their sign and unit, rounded so that they add up to their rounded sum."""
    largest = max((abs(value) for value in values), default=0.0)
    if metric.unit == "ratio":
        digits = 1 if largest >= 0.001 else 2
        return [locale.points(value, digits) for value in in_steps(values, 10.0 ** (-2 - digits))]
    least = 0.1 if metric.unit == "per_post" and largest < 100 else 1.0
    step = max(least, 10.0 ** (math.floor(math.log10(largest)) - 2)) if largest else 1.0
    return [_signed(value, step, locale) for value in in_steps(values, step)]


def _signed(value: float, step: float, locale: Locale) -> str:
    digits = 1 if step < 1 else 0
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + (locale.number(abs(value), digits) if abs(value) < 10_000 else locale.compact(abs(value)))


def group_name(by: str, group: str | None, name: Namer, locale: Locale) -> str:
    """A group as people call it; the smaller ones together have a name too."""
    return locale.t("all others") if group == OTHERS else name(by, group)


def _parts(metric: Metric, split: Split, name: Namer, locale: Locale) -> list[tuple[str, bool]]:
    """Each part in words, and whether it is beyond chance."""
    if split.kind == "sum":
        return _groups(metric, split, name, locale)
    said = amounts(metric, [part.value for part in split.parts.values()], locale)
    found = []
    for (of, part), amount in zip(split.parts.items(), said, strict=True):
        if not amount.startswith(("+", "−")):
            continue
        words = {"amount": amount, "dimension": locale.t(DIMENSIONS[split.by].name).lower()}
        if of == "volume":
            text = locale.t("{amount} from the number of posts", **words)
        else:
            leading = _leading(split, of)
            words["group"] = group_name(split.by, leading.name, name, locale)
            more = leading.share > leading.share_before
            by_unit = "ratio" if metric.unit in ("ratio", "points") else "count"
            text = locale.t(MIX[more] if of == "mix" else RATE[by_unit, part.value > 0], **words)
        found.append((text, part.sure))
    return found


def _leading(split: Split, of: Name) -> Group:
    """The group that does most of a part, in the part's own direction."""
    sign = math.copysign(1.0, split.parts[of].value)
    return max(split.groups, key=lambda group: sign * group.parts[of].value)


def _groups(metric: Metric, split: Split, name: Namer, locale: Locale) -> list[tuple[str, bool]]:
    shown = [group for group in split.groups if group.value][:NAMED]
    said = amounts(metric, [group.value for group in shown], locale)
    return [
        (f"{amount} {group_name(split.by, group.name, name, locale)}", group.parts["volume"].sure)
        for group, amount in zip(shown, said, strict=True)
    ]
