"""Imports: exports come in here; what was brought in, by whom and when."""

from lib.model import N_
from lib.ui import history, parts, uploads
from lib.ui.here import Here, here
from lib.ui.menu import Page

PAGE = Page(N_("Imports"), ":material/upload_file:", order=20, section="manage", brings_data=True, whole=True)


def render(here: Here) -> None:
    """Where the data stands, an import that was opened, the upload, the history."""
    parts.headline(here, here.locale.t(PAGE.title), parts.standing(here), chips=False)
    if history.opened(here):
        with parts.part(here, 300):
            history.brought(here)
    with parts.part(here, 200):
        uploads.section(here)
    with parts.part(here, 300):
        history.section(here)


if __name__ == "__main__":
    render(here())
