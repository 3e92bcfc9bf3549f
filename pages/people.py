"""People: who may come in, what they may do and see, and what was done."""

from lib.model import N_
from lib.ui import audit, parts, people
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("People"), ":material/group:", order=40, section="administer", whole=True)


def render(here: Here) -> None:
    """Who has access; people, groups, the audit log."""
    parts.headline(here, here.locale.t(PAGE.title), people.answer(here), chips=False)
    with parts.part(here, 300):
        people.members(here)
    with parts.part(here, 120):
        people.by_group(here)
    with parts.part(here, 300):
        audit.section(here)


if __name__ == "__main__":
    render(here())
