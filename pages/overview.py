"""The overview: how the community is doing, in one minute."""

from lib.model import N_
from lib.ui import maturity, overview, parts, sentences, trends
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Overview"), ":material/monitoring:", order=1, section="watch")


def render(here: Here) -> None:
    """The answer, the figures that prove it, the trend, the posts."""
    title = here.locale.t(PAGE.title)
    if parts.nothing(here):
        parts.headline(here, title, parts.standing(here))
        parts.empty(here)
        return
    found = overview.load(here)
    answer = sentences.answer(found.figures, here.view.before is not None, here.locale)
    parts.headline(here, title, answer, opens=overview.opens(here, found))
    with parts.part(here, 180):
        overview.cards(here, found)
    with parts.part(here, 420):
        trends.chart(here, found)
        maturity.chart(here)
    with parts.part(here, 360):
        overview.top_posts(here, found)


if __name__ == "__main__":
    render(here())
