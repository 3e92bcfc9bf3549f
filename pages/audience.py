"""Audience: who and where it is, by age, gender, place, source, page and channel."""

from lib.model import N_
from lib.ui import breakdowns, parts
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Audience"), ":material/groups:", order=5, section="watch", shows_audience=True)


def render(here: Here) -> None:
    """The largest parts in a sentence, then of each account its newest photographs."""
    title = here.locale.t(PAGE.title)
    found = breakdowns.load(here)
    if not found:
        parts.headline(here, title, here.locale.t("Nothing is known of this audience yet."), chips=False)
        breakdowns.nothing(here)
        return
    parts.headline(here, title, breakdowns.answer(here, found), chips=False)
    breakdowns.scope(here, found)
    for mine in breakdowns.splits(found)[: breakdowns.ACCOUNTS]:
        breakdowns.account(here, mine)


if __name__ == "__main__":
    render(here())
