"""Sources: what is read by itself, how fresh it is, and the way to connect more."""

from lib.model import N_
from lib.ui import parts, sources, sources_add
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Sources"), ":material/sync:", order=21, section="manage", shows_sources=True, whole=True)


def render(here: Here) -> None:
    """How fresh the sources are, each source, what comes by upload, another source."""
    found = sources.load(here)
    parts.headline(here, here.locale.t(PAGE.title), sources.answer(here, found), chips=False, sources=False)
    with parts.part(here, 300):
        sources.section(here, found)
    with parts.part(here, 120):
        sources.by_hand(here)
    with parts.part(here, 120):
        sources_add.section(here)


if __name__ == "__main__":
    render(here())
