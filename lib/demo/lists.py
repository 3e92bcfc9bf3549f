"""The demonstration's watchlists; they go when it is cleared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa

from lib.clock import now
from lib.demo import script
from lib.store import watch, watchlists
from lib.store.watch import Setting
from lib.store.watchlists import Watchlist

WHO = "demo"


def load(engine: sa.Engine, last: date) -> None:
    """Keeps the lists of a demonstration up to the day `last`, in place of those of an earlier one."""
    clear(engine)
    for each in script.document("watchlists")["lists"]:
        new = Watchlist(each["name"], each["kind"], "words", "\n".join(each["words"]))
        id = watchlists.add(engine, new, now(), WHO)
        if "anew" in each:
            anchor = last - timedelta(each["anew"])
            watch.decide(engine, Setting(replace(new, id=id).watch, anchor=anchor), now(), WHO)


def clear(engine: sa.Engine) -> None:
    """Takes the lists away, with their watches."""
    for id in watchlists.of(engine, WHO):
        watchlists.remove(engine, id, now(), WHO)
