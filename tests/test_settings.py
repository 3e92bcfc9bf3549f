"""Settings: defaults that work, and a loud word for what is wrong."""

import dataclasses

import pytest

from lib.model import SettingError
from lib.settings import DATA, Settings, load


def test_nothing_set_is_ready_to_run():
    settings = load({})
    assert settings == Settings()
    assert settings.database_url == f"duckdb:///{DATA / 'pulse.duckdb'}"
    assert (settings.timezone, settings.language, settings.max_upload_mb) == ("Asia/Taipei", "zh-TW", 200)
    assert str(settings.zone) == "Asia/Taipei"


def test_each_setting_is_one_variable():
    given = {
        "database_url": "postgresql://localhost/pulse",
        "timezone": "Europe/Stockholm",
        "language": "en",
        "community": "coffee",
        "backups": "elsewhere",
        "run_dir": "run",
        "max_upload_mb": 7,
    }
    assert set(given) <= set(Settings.__dataclass_fields__)
    made = load({f"PULSE_{name.upper()}": str(value) for name, value in given.items()})
    assert {name: getattr(made, name) for name in given} == given


def test_days_to_keep_are_numbers_and_0_is_one():
    made = load({"PULSE_KEEP_WORDS_DAYS": "365", "PULSE_KEEP_AUDIT_DAYS": "0"})
    assert (made.keep_words_days, made.keep_audit_days) == (365, 0)


def test_what_is_no_text_is_read_as_what_it_is():
    """A setting that nobody reads stays the text it came as."""
    given = {"int": "7", "bool": "yes"}
    kinds = {name: field.type for name, field in Settings.__dataclass_fields__.items()}
    for name, kind in kinds.items():
        if kind in given:
            assert type(getattr(load({f"PULSE_{name.upper()}": given[kind]}), name)).__name__ == kind, name


def test_the_environment_is_what_is_read(monkeypatch):
    monkeypatch.setenv("PULSE_COMMUNITY", "coffee")
    assert load().community == "coffee"


def test_empty_means_not_set():
    assert load({"PULSE_LANGUAGE": "", "PULSE_MAX_UPLOAD_MB": "", "PULSE_TIMEZONE": ""}) == Settings()


def test_settings_cannot_be_changed_later():
    with pytest.raises(dataclasses.FrozenInstanceError):
        load({}).language = "en"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PULSE_MAX_UPLOAD_MB", "many"),
        ("PULSE_MAX_UPLOAD_MB", "0"),
        ("PULSE_MAX_UPLOAD_MB", "-5"),
        ("PULSE_MAX_UPLOAD_MB", "1.5"),
        ("PULSE_KEEP_WORDS_DAYS", "a year"),
        ("PULSE_KEEP_WORDS_DAYS", "-1"),
        ("PULSE_KEEP_AUDIT_DAYS", "1.5"),
        ("PULSE_TIMEZONE", "Mars/Base"),
        ("PULSE_TIMEZONE", "../../etc/passwd"),
        ("PULSE_TIMEZONE", "Asia"),
        ("PULSE_LANGUAGE", "fr"),
        ("PULSE_LANGUAGE", "zh-tw"),
        ("PULSE_DATABASE_URL", "mysql://localhost/pulse"),
        ("PULSE_DATABASE_URL", "pulse.duckdb"),
        ("PULSE_SENTIMENT_ENGINE", "best"),
    ],
)
def test_a_wrong_value_is_named(name, value):
    with pytest.raises(SettingError) as error:
        load({name: value})
    assert name in str(error.value)


def test_a_password_is_not_repeated():
    with pytest.raises(SettingError) as error:
        load({"PULSE_DATABASE_URL": "mysql://me:secret@localhost/pulse"})
    assert "secret" not in str(error.value)
