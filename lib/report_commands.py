"""What the command about reports does; as `lib.commands`, for which it is written."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lib.answers import Answer
from lib.clock import now
from lib.model import Progress, PulseError, say
from lib.person import LOCAL
from lib.settings import Settings
from lib.store import audit
from lib.store.changing import changing


def hush() -> None:
    """Streamlit wonders aloud where no server is; its caches work all the same."""
    logging.getLogger("streamlit.runtime.caching.cache_data_api").addFilter(_silent)


def _silent(record: logging.LogRecord) -> bool:
    return False


def report(
    engine: sa.Engine,
    settings: Settings,
    out: str,
    view: str = "",
    page: str = "",
    lang: str = "",
    progress: Progress | None = None,
) -> Answer:
    """Writes a view of a page as PDF into the file `out` (an absolute path)."""
    # A report shows what its page shows, by the page's own functions: see pyproject.toml.
    hush()
    from lib.reports import pdf
    from lib.ui import reporting

    moment = now()
    named, params = reporting.address(view)
    if lang:
        params["lang"] = [reporting.tongue(lang)]
    here = reporting.visit(engine, settings, LOCAL, page or named, params, moment)
    here = replace(here, page=page or here.page)
    made = reporting.make(here)
    file = pdf.write(made)
    _write(Path(out), file)
    with changing(engine) as connection:
        audit.write(connection, moment, "command", "export", "report", page=here.page)
    document = {
        "file": out,
        "page": here.page,
        "language": made.language,
        "pages": pdf.pages(file),
        "data_version": here.data.version if here.view.as_of is None else here.view.as_of,
        "answer": made.content.answer,
        "figures": [_figure(each) for each in made.content.cards],
        "not_known": list(made.content.unknown),
    }
    return Answer(document, [f"{out}: {document['pages']} pages. {made.content.answer}"])


def _figure(card: Any) -> dict[str, str]:
    return {name: value for name, value in asdict(card).items() if name != "tone"}


def _write(out: Path, file: bytes) -> None:
    try:
        out.write_bytes(file)
    except OSError as error:
        raise PulseError(
            say("“{file}” cannot be written: {reason}.", file=str(out), reason=error.strerror or "")
        ) from None


COMMANDS: dict[str, Callable[..., Answer]] = {"report": report}
