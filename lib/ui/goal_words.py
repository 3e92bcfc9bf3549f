"""Pure: goals in sentences of the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lib import goals
from lib.analysis.because import amounts
from lib.analysis.goals import Pace, Phase, Standing, how
from lib.goals import Chance, Stood
from lib.i18n import Locale
from lib.metrics import figures
from lib.model import N_, Every, Goal, Period

Namer = Callable[[str, str | None], str]

EVERY: dict[Every, str] = {
    "week": N_("Every week"),
    "month": N_("Every month"),
    "quarter": N_("Every quarter"),
    "year": N_("Every year"),
    "once": N_("Once, between two days"),
}

TARGETS: dict[tuple[Every, bool], str] = {
    ("week", False): N_("at least {target} a week"),
    ("month", False): N_("at least {target} a month"),
    ("quarter", False): N_("at least {target} a quarter"),
    ("year", False): N_("at least {target} a year"),
    ("once", False): N_("at least {target}"),
    ("week", True): N_("at most {target} a week"),
    ("month", True): N_("at most {target} a month"),
    ("quarter", True): N_("at most {target} a quarter"),
    ("year", True): N_("at most {target} a year"),
    ("once", True): N_("at most {target}"),
}

PACES: dict[Pace, str] = {
    "weekly rhythm": N_("as the week usually goes"),
    "share of days": N_("by the share of days"),
    "straight line": N_("on a straight line to the target"),
    "same all along": N_("the target, all along"),
}

DOUBTFUL = 0.35
"""Chances below it are said to be “about 1 in 4” or less."""

PHASES: dict[Phase, str] = {
    "coming": N_("Has not begun"),
    "running": N_("Too early to say"),
    "settling": N_("Over; its last posts still gather"),
    "over": N_("Over; no figure"),
}


def name(goal: Goal, namer: Namer, locale: Locale) -> str:
    """The metric, and what it is filtered by."""
    filters = [locale.list([namer(id, value) for value in values]) for id, values in goal.where]
    return " · ".join([locale.t(goals.metric(goal.metric).name), *filters])


def target(standing: Standing, locale: Locale) -> str:
    """The target with its unit and how often."""
    said = figures.text(standing.metric, standing.goal.target, locale)
    # A ratio or a level is not added up over its period.
    every: Every = standing.goal.every if how(standing.metric) == "sum" else "once"
    return locale.t(TARGETS[every, standing.ceiling], target=said)


def span(goal: Goal, period: Period, locale: Locale) -> str:
    """The period in words: a month by its name, a year by its number, else its days."""
    if goal.every == "month":
        return locale.month(period.start)
    return locale.period(period.start, period.end, year=True)


def tone(standing: Standing, found: Chance | None = None) -> str:
    """good, warn or bad; empty where nothing can be said yet."""
    if standing.reached is not None:
        return "good" if standing.reached else "bad"
    if standing.gap is None:
        return ""
    return "good" if standing.gap >= 0 and not doubtful(standing, found) else "warn"


def doubtful(standing: Standing, found: Chance | None) -> bool:
    """Whether the forecast says that a target will hardly be reached although the pace is kept so far."""
    if standing.reached is not None or standing.gap is None or standing.gap < 0:
        return False
    return found is not None and found.probability is not None and found.probability < DOUBTFUL


def status(standing: Standing, locale: Locale, found: Chance | None = None) -> str:
    """Whether it is reached, missed, on course (and likely to stay so, where the chance is known), behind."""
    if standing.reached is not None:
        if standing.ceiling:
            return locale.t("Kept") if standing.reached else locale.t("Exceeded")
        return locale.t("Reached") if standing.reached else locale.t("Missed")
    if standing.gap is None:
        return locale.t(PHASES[standing.phase])
    if doubtful(standing, found):
        return locale.t("On pace, but unlikely")
    return locale.t("On course") if standing.gap >= 0 else locale.t("Behind")


def pace(standing: Standing, locale: Locale) -> str:
    """Where the settled figure stands and where it should be; empty where that cannot be told."""
    if standing.gap is None or standing.through is None:
        return ""
    now, due = (figures.text(standing.metric, each, locale) for each in (standing.settled, standing.expected))
    (gap,) = amounts(standing.metric, [abs(standing.gap)], locale)
    words = {
        "gap": gap.lstrip("+±"),
        "day": locale.date(standing.through, with_weekday=False),
        "now": now,
        "due": due,
        "pace": locale.t(PACES[standing.pace]),
    }
    if standing.gap >= 0:
        return locale.t("{gap} ahead: {now} by {day}, where {due} was due ({pace}).", **words)
    return locale.t("{gap} behind: {now} by {day}, where {due} was due ({pace}).", **words)


def chance(found: Chance | None, standing: Standing, locale: Locale, made: str = "") -> str:
    """The chance in words, with the moment its forecast was `made` where given; empty where the matter is
    settled."""
    if standing.reached is not None or standing.phase == "over":
        return ""
    if found is None:
        return locale.t("Chance: being worked out")
    odds = goals.odds(found)
    if made:
        return locale.t("Chance: {odds} (forecast made {moment})", odds=odds, moment=made)
    return locale.t("Chance: {odds}", odds=odds)


def past(stood: Stood, locale: Locale) -> str:
    """In how many of its earlier periods the target was reached; empty where there is none."""
    known = [each for each in stood.past if each.reached is not None]
    if not known:
        return ""
    reached = sum(bool(each.reached) for each in known)
    return locale.t("Before: reached in {reached} of {n} periods.", reached=reached, n=len(known))


def brief(stood: Stood, found: Chance | None, locale: Locale, made: str = "") -> str:
    """A goal in a line, for the card of its metric; for its chart with the moment its forecast was `made`."""
    standing = stood.standing
    figure, wanted = (
        figures.text(standing.metric, each, locale) for each in (standing.value, standing.goal.target)
    )
    day = locale.date(standing.period.end, with_weekday=False)
    said = locale.t("Goal by {day}: {value} of {target}", day=day, value=figure, target=wanted)
    more = (
        chance(found, standing, locale, made) if found is not None and found.probability is not None else ""
    )
    return " · ".join(filter(None, [said, status(standing, locale, found), more]))


def answer(found: Sequence[tuple[Standing, Chance | None]], locale: Locale) -> str:
    """The page's sentence: how many goals are reached or on course."""
    if not found:
        return locale.t("No goal has been set yet.")
    told = [(standing, chance) for standing, chance in found if tone(standing)]
    if not told:
        return locale.t("It is too early to say how the goals stand.")
    good = sum(tone(*each) == "good" for each in told)
    if good == len(told):
        return locale.n("The goal is on course.", "All {n} goals are on course.", len(told))
    unlikely = any(doubtful(*each) for each in told)
    if not good and unlikely:
        return locale.n(
            "The goal is unlikely to be reached.",
            "All {n} goals are behind, or unlikely to be reached.",
            len(told),
        )
    if not good:
        return locale.n("The goal is behind.", "All {n} goals are behind.", len(told))
    words = (
        N_("{good} of {n} goals are on course; the others are behind, or unlikely to be reached.")
        if unlikely
        else N_("{good} of {n} goals are on course; the others are behind.")
    )
    return locale.t(words, good=good, n=len(told))


def filled(standing: Standing) -> tuple[float | None, float | None, float | None]:
    """The shares of a bar: what has settled, all there is, and where what has settled should be. A sum is
    part of its target, a level of the way from where it began; a ratio stands beside its target, which lies
    at four fifths."""
    found = standing.settled, standing.value, standing.expected
    target, base = standing.goal.target, standing.base or 0.0
    if (how(standing.metric) == "last" and standing.base is None) or target == base:
        return None, None, None
    scale = (0.8 if how(standing.metric) == "ratio" else 1.0) / (target - base)
    settled, value, due = (None if each is None else (each - base) * scale for each in found)
    return settled, value, due
