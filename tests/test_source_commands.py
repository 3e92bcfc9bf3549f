"""The commands about sources: what they print, how they end, and that no secret is among it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from lib import cli
from tests.sources.sheets_server import SheetsServer
from tests.test_docs import documents, shape

HEADER = ["post_id", "platform", "account", "published_at", "reach"]
SHEET = ["--kind", "sheet", "--every", "60", "--address", '{"spreadsheet": "s1"}']


@pytest.fixture
def server():
    with SheetsServer() as made:
        made.sheets["s1"] = [HEADER, ["1", "facebook", "p", "2026-03-01", 100]]
        yield made


@pytest.fixture
def pulse(server, tmp_path, monkeypatch):
    """Runs a command with --json on a store of its own; (exit code, document)."""
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'[google]\napi_key = "{server.api_key["api_key"]}"\n')
    for name, value in {
        "DATABASE_URL": f"duckdb:///{tmp_path / 'pulse.duckdb'}",
        "RUN_DIR": str(tmp_path / "run"),
        "BACKUPS": str(tmp_path / "backups"),
        "SECRETS": str(secrets),
        "SHEETS_URL": server.url,
    }.items():
        monkeypatch.setenv(f"PULSE_{name}", value)

    def run(*arguments: str):
        done = CliRunner().invoke(cli.app, [*arguments, "--json"])
        assert server.api_key["api_key"] not in done.output
        return done.exit_code, json.loads(done.stdout)

    return run


def test_a_source_is_connected_read_listed_and_forgotten(pulse, server):
    code, made = pulse("connect", "marketing", *SHEET, "--name", "Marketing")
    assert (code, made["name"], made["token"]) == (0, "Marketing", None)
    assert made["options"] == {"format": "pulse", "columns": HEADER}
    (before,) = pulse("sources")[1]
    assert (before["status"], before["as_of"], before["last_run"]) == ("new", None, None)

    code, (read,) = pulse("sync")
    assert (code, read["source"], read["status"], read["error"]) == (0, "marketing", "imported", None)
    assert read["report"]["posts"] == {"new": 1, "updated": 0, "unchanged": 0}
    assert pulse("sync", "marketing")[1][0]["status"] == "unchanged"

    (after,) = pulse("sources")[1]
    assert (after["status"], after["failures"], after["error"], after["running"]) == ("fresh", 0, None, False)
    assert after["last_ok"] == after["last_run"] == after["as_of"] < after["next_run"]
    assert pulse("disconnect", "marketing") == (0, {"disconnected": "marketing"})
    assert pulse("sources") == (0, [])
    assert pulse("query", "posts")[1]["rows"] == [{"posts": 1}], "what it brought stays"


def test_one_that_fails_is_one(pulse, server):
    pulse("connect", "a", *SHEET)
    server.sheets["s2"] = [HEADER, ["2", "x", "q", "2026-03-01", 5]]
    pulse("connect", "b", "--kind", "sheet", "--address", '{"spreadsheet": "s2"}')
    server.sheets["s1"][0] = [*HEADER[:4], "people"]
    code, found = pulse("sync")
    assert code == 1
    assert [(each["source"], each["status"]) for each in found] == [("a", "failed"), ("b", "imported")]
    assert "“reach” is missing" in found[0]["error"]
    assert pulse("sync", "b")[0] == 0


def test_read_again_from_the_beginning(pulse):
    pulse("connect", "a", *SHEET)
    pulse("sync")
    pulse("undo", "1")
    assert pulse("sync", "a")[1][0]["status"] == "unchanged"
    assert pulse("sync", "a", "--again")[1][0]["report"]["import_id"] == 3
    assert pulse("query", "posts")[1]["rows"] == [{"posts": 1}]


def test_a_token_is_shown_and_not_kept(pulse, tmp_path):
    code, made = pulse("connect", "bot", "--kind", "push")
    assert code == 0
    assert len(made["token"]) > 40
    (listed,) = pulse("sources")[1]
    assert made["token"] not in json.dumps(listed)
    assert made["token"].encode() not in (tmp_path / "pulse.duckdb").read_bytes()
    code, wrong = pulse("sync", "bot")
    assert code == 1
    assert "not read on a schedule" in wrong["error"]


def test_an_unknown_form_comes_with_a_proposal(pulse, server):
    server.sheets["s1"] = [["Ref no", "When", "People"], ["A-00000001", "2026-03-01", 5]]
    code, wrong = pulse("connect", "a", *SHEET)
    assert code == 1
    proposed = json.loads(wrong["error"].split("mended: ")[1])
    assert proposed["mapping"]["columns"]["When"] == "published"
    proposed["mapping"]["columns"]["People"] = "reach"
    proposed["mapping"]["platform"] = "x"
    code, made = pulse("connect", "a", *SHEET, "--options", json.dumps(proposed))
    assert (code, made["options"]["columns"]) == (0, ["Ref no", "When", "People"])
    assert pulse("sync", "a")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("connect", "a", "--kind", "sheet", "--address", "nonsense"),
        ("connect", "a", "--kind", "sheet", "--address", "[]"),
        ("connect", "a", "--kind", "sheet"),
        ("connect", "a", "--kind", "ftp"),
        ("connect", "a b", *SHEET),
        ("connect", "a", "--kind", "sheet", "--address", '{"spreadsheet": "nowhere"}'),
        (
            "connect",
            "a",
            "--kind",
            "live",
            "--address",
            '{"connection": "x", "table": "y", "columns": {"a": "b"}}',
        ),
        ("sync", "nowhere"),
        ("disconnect", "nowhere"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_leaves_nothing(pulse, arguments):
    code, document = pulse(*arguments)
    assert code == 1
    assert list(document) == ["error"]
    assert pulse("sources") == (0, [])


def test_answers_are_those_documented(pulse):
    """Key by key, the report of the import among them."""
    examples = documents()
    made = pulse("connect", "marketing", *SHEET, "--name", "Marketing")[1]
    assert shape(made) == shape(examples["connect"][0])
    assert shape(pulse("sync")[1]) == shape(examples["sync"][0])
    assert shape(pulse("sources")[1]) == shape(examples["sources"][0])
    assert pulse("disconnect", "marketing")[1] == examples["disconnect"][0]


def test_nothing_to_read_is_no_failure(pulse):
    assert pulse("sync") == (0, [])
