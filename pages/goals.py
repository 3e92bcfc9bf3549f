"""Goals: how far each target is reached, where it should be by now, how likely it will be."""

from lib.model import N_
from lib.ui import goals, goals_manage, parts
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Goals"), ":material/flag:", order=23, section="manage")


def render(here: Here) -> None:
    """The answer, each goal, the ways to set one, the record."""
    title = here.locale.t(PAGE.title)
    if here.data.extent.last is None:
        parts.headline(here, title, parts.standing(here), chips=False)
        parts.empty(here)
        return
    found = goals.load(here)
    parts.headline(here, title, goals.answer(here, found), chips=False)
    with parts.part(here, 300):
        goals.section(here, found)
    with parts.part(here, 60):
        goals_manage.section(here, [each.stood.standing.goal for each in found])
    with parts.part(here, 60):
        goals.record(here)


if __name__ == "__main__":
    render(here())
