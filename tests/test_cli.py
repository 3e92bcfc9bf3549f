"""The commands: exit codes, one JSON document on stdout, and the documents' keys."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from lib import cli, commands
from lib.settings import ROOT

FILE = """post_id,platform,account,published_at,content_type,text,reach,views,reactions,comments,shares
1,facebook,page,2026-03-02T10:00:00+08:00,photo,hello,100,150,5,1,2
2,facebook,page,2026-03-03T10:00:00+08:00,photo,again,200,250,7,2,0
3,instagram,insta,2026-03-03T11:00:00+08:00,reel,哈囉,300,350,9,,1
"""
COMMANDS = tuple(typer.main.get_command(cli.app).commands)
WRONG = {
    "no metric": ["query"],
    "unknown command": ["dashboard"],
    "unknown option": ["query", "posts", "--colour", "red"],
    "no file": ["import"],
    "no number": ["undo", "first"],
    "too few posts": ["demo", "--posts", "0"],
    "too many posts": ["demo", "--posts", "10000001"],
    "no port": ["serve", "--port", "http"],
}


@dataclass(frozen=True)
class Run:
    """What a command gave."""

    exit: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one document; an error when there is more or less than one."""
        return json.loads(self.out)


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A place of its own for the database and all else that commands write."""
    monkeypatch.setenv("PULSE_DATABASE_URL", f"duckdb:///{tmp_path / 'pulse.duckdb'}")
    monkeypatch.setenv("PULSE_RUN_DIR", str(tmp_path / "run"))
    monkeypatch.setenv("PULSE_BACKUPS", str(tmp_path / "backups"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def pulse(home):
    def run(*arguments: object) -> Run:
        found = CliRunner().invoke(cli.app, [str(each) for each in arguments])
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
        return Run(found.exit_code, found.stdout, found.stderr)

    return run


@pytest.fixture
def filled(pulse, home):
    """The command over a store with the three posts of FILE, which lies in the working folder."""
    (home / "posts.csv").write_text(FILE)
    assert pulse("import", "posts.csv", "--captured-at", "2026-04-01", "--json").exit == 0
    return pulse


# --- help and wrong calls ---


def test_help_names_every_command(pulse):
    found = pulse("--help")
    assert found.exit == 0
    assert all(name in found.out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_each_command_is_full(pulse, name):
    found = pulse(name, "--help")
    assert found.exit == 0
    command = typer.main.get_command(cli.app).commands[name]
    assert command.help
    for parameter in command.params:
        assert parameter.help, f"{name}: {parameter.name} is not explained"
        shown = parameter.name if parameter.param_type_name == "argument" else parameter.opts[0]
        assert shown in found.out


def test_the_program_calls_what_the_app_offers():
    assert set(commands.NAMES) == set(COMMANDS) - {"serve", "sentiment"}
    assert set(COMMANDS) >= {"import", "query", "formats", "demo", "undo", "check", "migrate", "serve"}


def test_every_module_of_commands_is_listed_with_what_it_does():
    for path in Path("lib").glob("*_commands.py"):
        does = tuple(import_module(f"lib.{path.stem}").COMMANDS)
        assert commands._IN.get(path.stem) == does
    assert all(callable(commands.act(name)) for name in commands.NAMES)


def test_an_import_waits_for_no_chart_and_no_model():
    code = "import sys; from lib import commands; commands.act('import'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "lib.imports.job" in loaded.split()
    assert not {"altair", "scipy", "sklearn", "prophet", "typst"} & set(loaded.split())


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG.keys())
def test_called_wrongly_is_two(pulse, arguments):
    found = pulse(*arguments)
    assert (found.exit, found.out) == (2, "")
    assert found.err


# --- what cannot be done: one, in words, and with --json in one document ---

FAILING = {
    "unknown metric": ["query", "likes"],
    "unknown dimension": ["query", "posts", "--by", "colour"],
    "filter without a value": ["query", "posts", "--where", "platform"],
    "no date": ["query", "posts", "--from", "yesterday"],
    "reversed": ["query", "posts", "--from", "2026-02-01", "--to", "2026-01-01"],
    "no moment": ["query", "posts", "--as-of", "noon"],
    "unknown import": ["undo", "99"],
    "no export day": ["import", "posts.csv", "--captured-at", "today"],
}


@pytest.mark.parametrize("arguments", FAILING.values(), ids=FAILING.keys())
def test_what_cannot_be_done_is_one(filled, arguments):
    plain, with_json = filled(*arguments), filled(*arguments, "--json")
    assert (plain.exit, plain.out) == (1, "")
    assert plain.err.startswith("Error: ")
    assert with_json.exit == 1
    assert list(with_json.document) == ["error"]
    assert with_json.document["error"] in with_json.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PULSE_LANGUAGE", "fr"),
        ("PULSE_TIMEZONE", "Asia"),
        ("PULSE_DATABASE_URL", "sqlite:///x"),
        ("PULSE_DATABASE_URL", "duckdb:x"),
        ("PULSE_DATABASE_URL", "postgresql://127.0.0.1:1/nothing"),
        ("PULSE_DATABASE_URL", "postgresql://127.0.0.1:port/nothing"),
    ],
)
def test_a_wrong_setting_is_one(pulse, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    found = pulse("query", "posts", "--json")
    assert found.exit == 1
    assert found.document["error"]


# --- import ---

KEYS = {"file", "format", "rows_read", "posts", "days", "rejected", "warnings", "import_id"}


def test_import_new_then_unchanged(pulse, home):
    (home / "posts.csv").write_text(FILE)
    first = pulse("import", "posts.csv", "--json")
    assert first.exit == 0
    (report,) = first.document
    assert set(report) >= KEYS
    assert (report["file"], report["format"], report["rows_read"]) == ("posts.csv", "pulse", 3)
    assert report["posts"] == {"new": 3, "updated": 0, "unchanged": 0}
    assert report["days"] == {"new": 0, "updated": 0, "unchanged": 0}
    assert (report["rejected"], report["import_id"]) == ([], 1)
    (again,) = pulse("import", "posts.csv", "--json").document
    assert again["posts"] == {"new": 0, "updated": 0, "unchanged": 3}
    assert pulse("query", "posts", "--json").document == {"rows": [{"posts": 3}], "data_version": 1}


def test_a_rejected_row_has_row_column_and_reason(pulse, home):
    (home / "posts.csv").write_text(FILE + "4,facebook,page,some day,photo,x,1,1,1,1,1\n")
    found = pulse("import", "posts.csv", "--json")
    assert found.exit == 0
    (report,) = found.document
    (reject,) = report["rejected"]
    assert (reject["row"], reject["column"]) == (5, "published_at")
    assert reject["reason"]
    assert report["posts"]["new"] == 3


def test_a_dry_run_counts_and_writes_nothing(pulse, home):
    (home / "posts.csv").write_text(FILE)
    (report,) = pulse("import", "posts.csv", "--dry-run", "--json").document
    assert (report["posts"]["new"], report["import_id"]) == (3, None)
    assert pulse("query", "posts", "--json").document == {"rows": [{"posts": 0}], "data_version": 0}


def test_a_refused_file_is_one_and_the_others_are_taken(pulse, home):
    (home / "posts.csv").write_text(FILE)
    (home / "broken.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    found = pulse("import", "broken.csv", "posts.csv", "missing.csv", "--json")
    assert found.exit == 1
    broken, good, missing = found.document
    assert (broken["import_id"], missing["import_id"]) == (None, None)
    assert broken["refused"]
    assert missing["refused"]
    assert (good["posts"]["new"], good["refused"]) == (3, None)
    plain = pulse("import", "broken.csv")
    assert plain.exit == 1
    assert "refused" in plain.out


def test_the_export_day_can_be_given(filled, home):
    (home / "posts.csv").write_text(FILE.replace(",100,150,", ",999,150,"))
    (older,) = filled("import", "posts.csv", "--captured-at", "2026-03-31T09:00:00+08:00", "--json").document
    assert older["captured_at"] == "2026-03-31T01:00:00"
    assert filled("query", "reach", "--json").document["rows"] == [{"reach": 600}]


def test_what_a_file_does_not_say_can_be_said(pulse, home):
    (home / "bare.csv").write_text("post_id,published_at,reach\n1,2026-03-02,5\n")
    options = ("--platform", "youtube", "--account", "chan", "--community", "coffee")
    assert pulse("import", "bare.csv", *options, "--json").exit == 0
    rows = pulse("query", "reach", "--by", "platform,account,community", "--json").document["rows"]
    assert rows == [{"platform": "youtube", "account": "chan", "community": "coffee", "reach": 5}]


# --- query ---


def test_query_splits_filters_and_cuts(filled):
    by = filled("query", "posts", "reach", "--by", "platform", "--json")
    assert by.exit == 0
    assert by.document == {
        "rows": [
            {"platform": "facebook", "posts": 2, "reach": 300},
            {"platform": "instagram", "posts": 1, "reach": 300},
        ],
        "data_version": 1,
    }
    days = filled("query", "posts", "--by", "day", "--from", "2026-03-03", "--to", "2026-03-03", "--json")
    assert days.document["rows"] == [{"day": "2026-03-03", "posts": 2}]
    where = ("--where", "platform=facebook", "--where", "platform=instagram", "--where", "content_type=reel")
    assert filled("query", "posts", *where, "--json").document["rows"] == [{"posts": 1}]
    assert filled("query", "posts", "--where", "topic=", "--json").document["rows"] == [{"posts": 3}]


def test_query_what_is_not_known_is_null(filled):
    assert filled("query", "saves", "--json").document["rows"] == [{"saves": None}]


def test_query_as_of_a_version_or_a_moment(filled, home):
    (home / "posts.csv").write_text(FILE.replace(",100,150,", ",900,950,"))
    assert filled("import", "posts.csv", "--captured-at", "2026-05-01", "--json").exit == 0
    assert filled("query", "reach", "--json").document == {"rows": [{"reach": 1400}], "data_version": 2}
    assert filled("query", "reach", "--as-of", "1", "--json").document == {
        "rows": [{"reach": 600}],
        "data_version": 1,
    }
    before = filled("query", "posts", "--as-of", "2020-01-01", "--json").document
    assert before == {"rows": [{"posts": 0}], "data_version": 0}


def test_query_for_people_is_a_table(filled):
    found = filled("query", "posts", "reach", "saves", "--by", "platform")
    assert [line.split() for line in found.out.splitlines()] == [
        ["platform", "posts", "reach", "saves"],
        ["facebook", "2", "300", "—"],
        ["instagram", "1", "300", "—"],
    ]


# --- the others ---


def test_formats(pulse):
    found = pulse("formats", "--json")
    assert found.exit == 0
    assert {"pulse", "meta_facebook_content", "x_content"} <= {each["id"] for each in found.document}
    assert all(set(each) >= {"id", "name", "kind", "platform"} for each in found.document)


def test_demo_comes_and_goes(pulse):
    made = pulse("demo", "--posts", "200", "--seed", "3", "--json")
    assert made.exit == 0
    assert made.document["posts"] == 200
    assert pulse("query", "posts", "--json").document["rows"] == [{"posts": 200}]
    cleared = pulse("demo", "--clear", "--json")
    assert cleared.exit == 0
    assert cleared.document["cleared"] > 0
    assert pulse("query", "posts", "followers", "--json").document["rows"] == [
        {"posts": 0, "followers": None}
    ]


def test_clearing_the_demo_leaves_what_is_real(filled):
    assert filled("demo", "--posts", "100", "--json").exit == 0
    assert filled("demo", "--clear", "--json").exit == 0
    assert filled("query", "posts", "reach", "--json").document["rows"] == [{"posts": 3, "reach": 600}]


def test_observations_say_where_a_posts_numbers_come_from(filled, home):
    (home / "posts.csv").write_text(FILE.replace(",100,150,", ",900,950,"))
    assert filled("import", "posts.csv", "--captured-at", "2026-05-01", "--json").exit == 0
    found = filled("observations", "1", "--json")
    assert found.exit == 0
    assert [(row["file"], row["row"], row["reach"]) for row in found.document] == [
        ("posts.csv", 2, 900),
        ("posts.csv", 2, 100),
    ]
    assert filled("observations", "nowhere", "--json").exit == 1


def test_an_import_lists_all_that_its_file_said(filled, home):
    found = filled("observations", "--import", "1", "--json").document
    assert found["import_id"] == 1
    assert found["posts"] == len(found["observations"]) > 1
    rows = [each["row"] for each in found["observations"]]
    assert rows == sorted(rows)
    assert found["readings"] == []
    short = filled("observations", "--import", "1", "--limit", "1", "--json").document
    assert (short["posts"], len(short["observations"])) == (found["posts"], 1)
    assert filled("observations", "--import", "9", "--json").exit == 1
    assert filled("observations").exit == 2


def test_undo(filled):
    found = filled("undo", "1", "--json")
    assert (found.exit, found.document) == (0, {"undone": 1, "data_version": 2})
    assert filled("query", "posts", "--json").document["rows"] == [{"posts": 0}]
    assert filled("undo", "1").exit == 1


def test_check_finds_all_in_order(filled):
    found = filled("check", "--deep", "--json")
    assert found.document == {
        "database": [],
        "settings": [],
        "formats": [],
        "translations": [],
        "derived tables": [],
    }
    assert found.exit == 0
    assert set(filled("check", "--json").document) == {"database", "settings", "formats", "translations"}


def test_migrate(pulse):
    found = pulse("migrate", "--json")
    assert found.exit == 0
    assert found.document["revision"]


# --- as a process ---


def test_stdout_is_one_document_and_nothing_else(home):
    """A real process: no library may print beside it."""
    (home / "posts.csv").write_text(FILE)
    found = subprocess.run(
        [sys.executable, "-m", "lib", "import", str(home / "posts.csv"), "--json"],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)[0]["posts"]["new"] == 3
    assert "Traceback" not in found.stderr
