"""Views and links: views kept under a name, what was sent to others, and the way to end it."""

from lib.model import N_
from lib.ui import links, parts, saved
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Views and links"), ":material/bookmarks:", order=6, section="watch")


def render(here: Here) -> None:
    """The views and links of the visitor; an administrator sees everybody's."""
    parts.headline(
        here, here.locale.t(PAGE.title), links.answer(here, saved.count(here)), chips=False, shares=False
    )
    with parts.part(here, 200):
        saved.section(here)
    with parts.part(here, 300):
        links.section(here)


if __name__ == "__main__":
    render(here())
