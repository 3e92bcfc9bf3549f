"""Incidents: what is wrong now, who does what until when, and what was learnt from the past."""

from lib.model import N_
from lib.ui import incident, incident_desk, incidents, parts
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Incidents"), ":material/crisis_alert:", order=12, section="reputation", shows_incidents=True)


def render(here: Here) -> None:
    """The answer, the open ones, a way to open one, the library; or one incident that was opened."""
    here, title = incidents.then(here), here.locale.t(PAGE.title)
    found = incidents.load(here)
    number = incident.opened(here)
    if number is not None:
        incident.page(here, title, number, found)
        return
    parts.headline(here, title, incidents.answer(here, found), chips=False)
    incident_desk.tell(here)
    with parts.part(here, 200):
        incidents.open_ones(here, found)
    with parts.part(here, 60):
        incidents.begin(here)
    with parts.part(here, 300):
        incidents.library(here, found)


if __name__ == "__main__":
    render(here())
