"""The only reader of environment variables: frozen, and loud on a wrong value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lib.model import SettingError, say

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
CATALOGS = Path(__file__).resolve().parent / "i18n" / "locales"
LANGUAGES = ("en", *(f"{path.name[:2]}-{path.name[-2:]}" for path in sorted(CATALOGS.iterdir())))
"""The tags of the languages there are: English, and one for each folder of translations."""


@dataclass(frozen=True)
class Settings:
    """All that can be set from outside. Each field is one variable, `PULSE_` and its name in
    capitals; `docs/settings.md` lists them."""

    database_url: str = f"duckdb:///{DATA / 'pulse.duckdb'}"
    timezone: str = "Asia/Taipei"
    language: str = "zh-TW"
    community: str = "main"
    backups: str = str(DATA / "backups")
    run_dir: str = str(DATA / "run")
    max_upload_mb: int = 200

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; SettingError names the variable and what it may be."""
    env = os.environ if environ is None else environ
    given: dict[str, Any] = {
        name: env[f"PULSE_{name.upper()}"]
        for name in Settings.__dataclass_fields__
        if env.get(f"PULSE_{name.upper()}")
    }
    if "max_upload_mb" in given:
        given["max_upload_mb"] = _whole("PULSE_MAX_UPLOAD_MB", given["max_upload_mb"])
    settings = Settings(**given)
    _check(settings)
    return settings


def _whole(name: str, value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise SettingError(
            say("{name} must be a whole number above 0, not “{value}”.", name=name, value=value)
        )
    return int(value)


def _check(settings: Settings) -> None:
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingError(
            say(
                "PULSE_TIMEZONE: “{value}” is no time zone; write it like Asia/Taipei.",
                value=settings.timezone,
            )
        ) from None
    if settings.language not in LANGUAGES:
        raise SettingError(
            say(
                "PULSE_LANGUAGE: “{value}” is not one of {known}.",
                value=settings.language,
                known=", ".join(LANGUAGES),
            )
        )
    if not settings.database_url.startswith(("duckdb:", "postgresql:", "postgresql+psycopg:")):
        raise SettingError(
            say(
                "PULSE_DATABASE_URL must begin with duckdb: or postgresql:, not “{value}”.",
                value=settings.database_url.split(":")[0],
            )
        )
