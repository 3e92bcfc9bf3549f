"""What all visitors share: the store, opened once a process, and the warm-up."""

from __future__ import annotations

import gc
import logging
from pathlib import Path
from threading import Lock

import sqlalchemy as sa

from lib.model import PulseError, SettingError, say
from lib.settings import Settings, load_secrets
from lib.store.engine import head, open_store, revision

logger = logging.getLogger(__name__)

_stores: dict[str, sa.Engine] = {}
_lock = Lock()


def store(settings: Settings) -> sa.Engine:
    """The engine of the settings' database; opened and migrated at first use."""
    with _lock:
        if settings.database_url not in _stores:
            _stores[settings.database_url] = open_store(settings.database_url, Path(settings.backups))
        return _stores[settings.database_url]


def close(settings: Settings) -> None:
    """Lets the database go; the next use opens it again."""
    with _lock:
        engine = _stores.pop(settings.database_url, None)
    if engine is not None:
        engine.dispose()


def problem(settings: Settings) -> str:
    """Why the app cannot serve; empty when it can."""
    try:
        engine = store(settings)
        return "" if revision(engine) == head() else "the schema is not the newest"
    except (PulseError, sa.exc.SQLAlchemyError) as error:
        return type(error).__name__


def check_address(settings: Settings, address: str) -> None:
    """Raises SettingError where nobody signs in and others could reach the server: then everybody on the
    network would be its administrator."""
    alone = address == "localhost" or address.startswith("127.") or address == "::1"
    if alone or settings.open or load_secrets(settings).providers:
        return
    raise SettingError(
        say(
            "Without sign-in Pulse serves this computer alone, not “{address}”. Set up [auth] in the "
            "secrets file, or say PULSE_OPEN=yes where something else guards it.",
            address=address or "0.0.0.0",  # noqa: S104 - said, not listened on
        )
    )


def warm_up(settings: Settings) -> None:
    """Opens the store and loads what every page needs.

    Streamlit collects garbage after each rerun; what is loaded now is frozen, so that those
    collections do not walk through pandas and Altair each time.
    """
    import altair
    import pandas

    from lib.i18n import languages, locale

    try:
        store(settings)
    except PulseError as error:
        logger.error("The store cannot be opened: %s", error)
    pandas.DataFrame({"a": [1]})
    altair.Chart(pandas.DataFrame({"a": [1]})).mark_line().encode(x="a:Q").to_dict()
    for language in languages():
        locale(language).t("Overview")
    gc.collect()
    gc.freeze()
