"""Who did something, as people call them: logs keep nothing personal but a number."""

from __future__ import annotations

from lib.model import N_
from lib.store import people
from lib.ui.here import Here

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
    """The name of who did something; of somebody no longer in the list, their number. A name that somebody
    wrote stays as it is."""
    if who in _OTHERS:
        return here.locale.t(_OTHERS[who])
    if who.startswith("g") and who[1:].isdecimal():
        return here.locale.t("a member of group {n}", n=who[1:])
    names = {f"p{member.id}": member.name for member in people.members(here.data.engine)}
    return names.get(who, who)
