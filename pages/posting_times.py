"""Posting times: whether any hour does better, what each slot is known to do, what to try next."""

from lib.model import N_
from lib.ui import audience, parts, posting, posting_beside, posting_next, posting_words
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Posting times"), ":material/schedule:", order=3, section="watch")


def render(here: Here) -> None:
    """The verdict, the week, groups beside each other, what to try, when the audience is there."""
    title = here.locale.t(PAGE.title)
    if parts.nothing(here):
        parts.headline(here, title, parts.standing(here))
        parts.empty(here)
        return
    found = posting.load(here)
    parts.headline(here, title, posting_words.verdict(found.times, here.locale))
    posting.basis(here, found)
    with parts.part(here, 420):
        posting.week(here, found)
    with parts.part(here, 200):
        posting_next.section(here, found)
    with parts.part(here, 120):
        posting_beside.section(here)
    with parts.part(here, 300):
        audience.section(here)


if __name__ == "__main__":
    render(here())
