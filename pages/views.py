"""Views and links: what was sent to others, how often it was opened, and the way to end it."""

from lib.model import N_
from lib.ui import links, parts
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Views and links"), ":material/bookmarks:", order=6, section="watch")


def render(here: Here) -> None:
    """The links of the visitor; an administrator sees everybody's."""
    parts.headline(here, here.locale.t(PAGE.title), links.answer(here), chips=False, shares=False)
    with parts.part(here, 300):
        links.section(here)


if __name__ == "__main__":
    render(here())
