"""Sentiment watch: whether more comments are negative than usual, and how often that alarm is wrong."""

from lib.model import N_
from lib.ui import incident_desk, parts, watch, watch_decide, watch_drivers
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(
    N_("Sentiment watch"), ":material/notifications:", order=11, section="reputation", shows_watch=True
)


def render(here: Here) -> None:
    """How it stands, the chart, what drives the newest alarm, the budget, the past, who was told."""
    title = here.locale.t(PAGE.title)
    if here.data.extent.last is None:
        parts.headline(here, title, parts.standing(here), chips=False)
        parts.empty(here)
        return
    shown = watch.load(here)
    parts.headline(here, title, watch.answer(here, shown))
    incident_desk.tell(here)
    with parts.part(here, 300):
        watch.chart(here, shown)
    with parts.part(here, 200):
        watch_drivers.driving(here, shown)
        watch_drivers.incident(here, shown)
    with parts.part(here, 200):
        watch.budget(here, shown)
    with parts.part(here, 60):
        watch_decide.section(here, shown)
    with parts.part(here, 300):
        watch.past(here, shown)
    with parts.part(here, 60):
        watch_decide.told(here)


if __name__ == "__main__":
    render(here())
