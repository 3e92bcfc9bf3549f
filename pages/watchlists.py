"""Watchlists: names, keywords and competitors, and whether they are mentioned more than usual."""

from lib.model import N_
from lib.ui import incident_desk, parts, watchlists
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Watchlists"), ":material/visibility:", order=13, section="reputation", shows_lists=True)


def render(here: Here) -> None:
    """The answer, the lists, the way to make one."""
    found = watchlists.load(here)
    parts.headline(here, here.locale.t(PAGE.title), watchlists.answer(here, found), chips=bool(found))
    incident_desk.tell(here)
    with parts.part(here, 300):
        watchlists.lists(here, found)
    with parts.part(here, 60):
        watchlists.add(here)


if __name__ == "__main__":
    render(here())
