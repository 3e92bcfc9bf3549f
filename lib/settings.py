"""The only reader of environment variables and secrets: frozen, and loud on a wrong value."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lib.model import SettingError, say

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
CATALOGS = Path(__file__).resolve().parent / "i18n" / "locales"
LANGUAGES = ("en", *(f"{path.name[:2]}-{path.name[-2:]}" for path in sorted(CATALOGS.iterdir())))
"""The tags of the languages there are: English, and one for each folder of translations."""
SENTIMENT_ENGINES = ("default", "better")


@dataclass(frozen=True)
class Settings:
    """All that can be set from outside. Each field is one variable, `PULSE_` and its name in
    capitals; `docs/settings.md` lists them."""

    database_url: str = f"duckdb:///{DATA / 'pulse.duckdb'}"
    timezone: str = "Asia/Taipei"
    language: str = "zh-TW"
    community: str = "main"
    backups: str = str(DATA / "backups")
    author_key: str = str(DATA / "authors.key")
    run_dir: str = str(DATA / "run")
    max_upload_mb: int = 200
    secrets: str = str(ROOT / ".streamlit" / "secrets.toml")
    allow_addresses: str = ""
    sheets_url: str = "https://sheets.googleapis.com"
    line_url: str = "https://api.line.me/v2/bot/message/push"
    url: str = "http://localhost:8501"
    admins: str = ""
    session_hours: int = 12
    group_days: int = 30
    trust_addresses: bool = False
    open: bool = False
    keep_words_days: int = 0
    keep_audit_days: int = 0
    public_links: bool = False
    sentiment_engine: str = "default"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def admin_addresses(self) -> frozenset[str]:
        """The e-mail addresses of those who may do all."""
        return frozenset(part.strip().lower() for part in self.admins.split(",") if part.strip())

    @property
    def allowed(self) -> frozenset[str]:
        """The internal hosts and local files that sources may reach."""
        return frozenset(part.strip() for part in self.allow_addresses.split(",") if part.strip())


@dataclass(frozen=True)
class Secrets:
    """What only this machine knows: never shown, logged or kept in the database.

    `connections` are database URLs by name; `google` is a service account's JSON, or an `api_key`;
    `notify` the tables `smtp`, `line` and `alerts`, as `lib.notify.notice` reads them.
    `providers` names those people sign in with: "" for the one that `[auth]` itself is.
    """

    connections: Mapping[str, str] = field(default_factory=dict, repr=False)
    google: Mapping[str, Any] = field(default_factory=dict, repr=False)
    notify: Mapping[str, Any] = field(default_factory=dict, repr=False)
    providers: tuple[str, ...] = ()


def load_secrets(settings: Settings) -> Secrets:
    """The secrets file: `[connections.NAME] url = "…"`, `[google] api_key = "…"` or the fields of a
    service account. Without the file there are none; SettingError when it cannot be read."""
    path = Path(settings.secrets)
    try:
        found = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
        connections = {name: str(each["url"]) for name, each in found.get("connections", {}).items()}
        notify: dict[str, Any] = {name: found[name] for name in ("smtp", "line", "alerts") if name in found}
        return Secrets(connections, dict(found.get("google", {})), notify, _providers(found.get("auth", {})))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        # What is in the file stays out of the message.
        raise SettingError(
            say("The secrets file {path} cannot be read: it is no TOML of connections.", path=path.name)
        ) from None


def _providers(auth: Mapping[str, Any]) -> tuple[str, ...]:
    """The sign-in providers that Streamlit's `[auth]` section declares."""
    named = [name for name, each in auth.items() if isinstance(each, dict) and "client_id" in each]
    return ("",) if "client_id" in auth else tuple(named)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; SettingError names the variable and what it may be."""
    env = os.environ if environ is None else environ
    given: dict[str, Any] = {
        name: env[f"PULSE_{name.upper()}"]
        for name in Settings.__dataclass_fields__
        if env.get(f"PULSE_{name.upper()}")
    }
    for name, kind in _KINDS.items():
        if name in given:
            given[name] = kind(f"PULSE_{name.upper()}", given[name])
    settings = Settings(**given)
    _check(settings)
    return settings


def _whole(name: str, value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise SettingError(
            say("{name} must be a whole number above 0, not “{value}”.", name=name, value=value)
        )
    return int(value)


def _days(name: str, value: str) -> int:
    if not value.isdecimal():
        raise SettingError(
            say("{name} must be a whole number of days, 0 for no end, not “{value}”.", name=name, value=value)
        )
    return int(value)


def _flag(name: str, value: str) -> bool:
    if value.lower() not in _FLAGS:
        raise SettingError(say("{name} must be yes or no, not “{value}”.", name=name, value=value))
    return _FLAGS[value.lower()]


_FLAGS = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
_KINDS: Mapping[str, Callable[[str, str], Any]] = {
    "max_upload_mb": _whole,
    "session_hours": _whole,
    "group_days": _whole,
    "keep_words_days": _days,
    "keep_audit_days": _days,
    "trust_addresses": _flag,
    "open": _flag,
    "public_links": _flag,
}
"""The settings that are no text: how each is read."""


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
    _one_of("PULSE_LANGUAGE", settings.language, LANGUAGES)
    _one_of("PULSE_SENTIMENT_ENGINE", settings.sentiment_engine, SENTIMENT_ENGINES)
    if not settings.database_url.startswith(("duckdb:", "postgresql:", "postgresql+psycopg:")):
        raise SettingError(
            say(
                "PULSE_DATABASE_URL must begin with duckdb: or postgresql:, not “{value}”.",
                value=settings.database_url.split(":")[0],
            )
        )


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise SettingError(
            say("{name}: “{value}” is not one of {known}.", name=name, value=value, known=", ".join(known))
        )
