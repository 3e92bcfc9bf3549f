"""What becomes of alarms: kept in the store after every change of the data, and told to people once."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from lib import watches, watchlists
from lib.analysis.watch import RARER
from lib.i18n import Locale, locale
from lib.model import N_
from lib.notify import delivery
from lib.notify.notice import Notice, read
from lib.settings import Settings, load_secrets
from lib.store import watch as store
from lib.store import watchlists as store_lists
from lib.store.watch import Raised

FRESH = timedelta(7)
"""An alarm older than this is no news: the history of a first import is not told to anybody."""

LEVELS = {"early": N_("early"), "mild": N_("mild"), "severe": N_("severe")}

MEANINGS = {
    "early": N_("Probably more negative than usual: read the newest negative comments."),
    "mild": N_("Clearly more negative than usual: decide who answers, and what."),
    "severe": N_("Far beyond chance: treat it as an incident."),
}


def work(engine: sa.Engine, settings: Settings, now: datetime) -> int:
    """Looks at the watches that have not seen the newest data and keeps their alarms; then lays in what is
    news, and sends what is due. Gives how many messages got through.

    What is news is read from the alarms that are kept, and a message is laid in once: whatever stops
    this in between, the next time catches up.
    """
    for name in watches.stale(engine):
        watches.settle(engine, watches.look(engine, name), now)
    for each in watchlists.stale(engine):
        watchlists.settle(engine, watchlists.hear(engine, each), now)
    post = read(load_secrets(settings).notify)
    delivery.enqueue(engine, notices(engine, settings, now), post, now)
    return delivery.deliver(engine, post, settings, now)


def notices(engine: sa.Engine, settings: Settings, now: datetime) -> list[Notice]:
    """What there is to tell of alarms in force: each level of each alarm, while it is news."""
    speak = locale(settings.language)
    lists = {each.watch: each.name for each in store_lists.all_lists(engine)}
    fresh = [each for each in store.in_force(engine) if now.date() - each.day <= FRESH]
    return [_notice(each, settings, speak, lists.get(each.watch, "")) for each in fresh]


def _notice(of: Raised, settings: Settings, speak: Locale, listed: str) -> Notice:
    t = speak.t
    where = listed or of.watch.removeprefix(watches.COMMUNITY) or t("all comments")
    title = t("Pulse: {level} alarm, {where}", level=t(LEVELS[of.peak]), where=where)
    chance = t(
        "By chance alone this level is reached once in {n} days.",
        n=speak.number(of.budget_days * RARER[of.peak]),
    )
    said = _hits(of, speak) if listed else f"{_share(of, speak)} {t(MEANINGS[of.peak])}"
    key = f"alarm {of.watch} {of.day.isoformat()} {of.peak}"
    return Notice(key, title, f"{said} {chance}", f"{settings.url.rstrip('/')}/watch")


def _share(of: Raised, speak: Locale) -> str:
    return speak.t(
        "{share} of the comments of {day} are negative; {usual} is usual.",
        share=speak.percent(of.value, 1),
        usual=speak.percent(of.usual, 1),
        day=speak.date(of.day, year=True),
    )


def _hits(of: Raised, speak: Locale) -> str:
    return speak.t(
        "Mentioned {n} times on {day}; {usual} is usual.",
        n=speak.number(of.value),
        usual=speak.number(of.usual, 1),
        day=speak.date(of.day, year=True),
    )


def decide(engine: sa.Engine, wanted: store.Setting, at: datetime, who: str) -> None:
    """Keeps what somebody decided of a watch, and looks at it anew."""
    store.decide(engine, wanted, at, who)
    watches.settle(engine, watches.look(engine, wanted.watch), at)
