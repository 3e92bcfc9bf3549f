"""Data quality: how far the figures can be relied on, what to mend, what is counted otherwise."""

from lib.model import N_
from lib.ui import breaks, parts, quality
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Data quality"), ":material/fact_check:", order=22, section="manage", whole=True)


def render(here: Here) -> None:
    """The verdict, the findings, the accounts, what was checked, the ledger of breaks."""
    title = here.locale.t(PAGE.title)
    if here.data.extent.last is None and not here.data.extent.audience:
        parts.headline(here, title, parts.standing(here), chips=False)
        parts.empty(here)
    else:
        found = quality.load(here)
        parts.headline(here, title, quality.verdict(here, found), chips=False)
        quality.scope(here, found)
        with parts.part(here, 300):
            quality.findings(here, found)
        with parts.part(here, 300):
            quality.accounts(here, found)
        with parts.part(here, 120):
            quality.record(here, found)
    with parts.part(here, 300):
        breaks.section(here)


if __name__ == "__main__":
    render(here())
