"""Who did something, as people call them: logs keep nothing personal but a number."""

from __future__ import annotations

import re
from collections.abc import Callable

from lib.model import N_
from lib.store import people
from lib.ui.here import Here

_NUMBER = re.compile(r"[pg]\d+")
_OTHERS = {
    "local": N_("this computer"),
    "command": N_("a command"),
    "schedule": N_("the schedule"),
    "api": N_("the import API"),
    "demo": N_("Pulse"),
    "admin": N_("an administrator"),
    "link": N_("somebody with a link for anyone"),
}


def name(here: Here, who: str) -> str:
    """The name of who did something; of somebody no longer in the list, their number."""
    return names(here)(who)


def lasting(here: Here) -> str:
    """How long goes on what a visitor makes for others whose rights come by a group; empty for all others."""
    if not here.person.id.startswith("g"):
        return ""
    return here.locale.n(
        "Your rights come by a group: this goes on as long as you signed in within the last {n} day.",
        "Your rights come by a group: this goes on as long as you signed in within the last {n} days.",
        here.settings.group_days,
    )


def names(here: Here) -> Callable[[str], str]:
    """What gives the name of each who did something, for lists of them."""
    t = here.locale.t
    known = {f"p{member.id}": member.name for member in people.members(here.data.engine)}
    known |= {id: t(words) for id, words in _OTHERS.items()}

    def name(who: str) -> str:
        if who in known or not _NUMBER.fullmatch(who):
            return known.get(who, who)
        if who[0] == "g":
            return t("a member of group {n}", n=who[1:])
        return t("person no. {n}, removed", n=who[1:])

    return name
