"""Trends: where a figure is heading, how sure that is, and how often such forecasts were right."""

from lib.model import N_
from lib.ui import outlook, parts, promises, record, why
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Trends"), ":material/trending_up:", order=2, section="watch")


def render(here: Here) -> None:
    """The outlook, its record, the line, why it changed, and what came of earlier forecasts."""
    title = here.locale.t(PAGE.title)
    if parts.nothing(here):
        parts.headline(here, title, parts.standing(here))
        parts.empty(here)
        return
    shown = outlook.load(here)
    parts.headline(here, title, outlook.answer(here, shown))
    with parts.part(here, 80):
        record.standing(here, shown)
    with parts.part(here, 460):
        outlook.controls(here, shown)
        outlook.chart(here, shown)
        record.behind(here, shown)
    with parts.part(here, 300):
        why.section(here, shown.metric)
    with parts.part(here, 360):
        promises.section(here, shown)


if __name__ == "__main__":
    render(here())
