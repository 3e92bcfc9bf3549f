"""The command that judges texts: one line out for each line in, in order, without a database."""

from __future__ import annotations

import json
from shutil import copytree

import pytest
from typer.testing import CliRunner

from lib import cli, sentiments
from lib.analysis.sentiment import LABELS

KEYS = ["label", "score", "engine", "version"]


@pytest.fixture
def judge(monkeypatch, tmp_path):
    monkeypatch.setenv("PULSE_DATABASE_URL", "postgresql://127.0.0.1:1/nothing")
    monkeypatch.chdir(tmp_path)

    def run(piped: str | bytes, *arguments: str) -> list[str]:
        found = CliRunner().invoke(cli.app, ["sentiment", *arguments], input=piped)
        assert found.exit_code == 0, found.output
        return found.stdout.splitlines()

    return run


def documents(lines):
    return [json.loads(line) for line in lines]


def test_one_line_a_line_in_order_empty_ones_too(judge):
    found = documents(judge("好吃\n\n難吃\n   \n請問幾點開始？", "--json"))
    assert [list(each) for each in found] == [KEYS] * 5
    assert [each["label"] for each in found] == ["positive", "neutral", "negative", "neutral", "neutral"]
    assert [each["score"] for each in found][1::2] == [0, 0]
    assert found[0]["score"] > 0 > found[2]["score"]


def test_nothing_in_is_nothing_out(judge):
    assert judge("", "--json") == []


def test_a_file_with_a_mark_of_its_encoding_and_windows_ends(judge, tmp_path):
    (tmp_path / "texts.txt").write_bytes("\ufeff好吃\r\n難吃\r\n".encode())
    plain = judge("", "texts.txt")
    assert [line.split()[0] for line in plain] == ["positive", "negative"]
    assert plain[0].endswith("好吃  [好吃]")


def test_only_a_line_feed_ends_a_line_and_bad_bytes_pass(judge):
    found = documents(judge("好\u2028吃\x0b\x85難\n".encode() + b"\xff\xfe\n", "-", "--json"))
    assert len(found) == 2
    assert all(each["label"] in LABELS and -1 <= each["score"] <= 1 for each in found)


def test_more_lines_than_are_judged_at_once(judge):
    found = documents(judge("好吃\n難吃\n" * 700, "--json"))
    assert [each["label"] for each in found] == ["positive", "negative"] * 700


def test_a_file_that_is_not_there_is_one(tmp_path):
    found = CliRunner().invoke(cli.app, ["sentiment", str(tmp_path / "none.txt"), "--json"])
    assert found.exit_code == 1
    assert list(json.loads(found.stdout)) == ["error"]


@pytest.mark.parametrize(
    ("file", "content", "why"),
    [
        ("heads.npz", None, "heads.npz is missing"),
        ("heads.npz", b"", "heads.npz is damaged"),
        ("heads.npz", b"x\n", "heads.npz is damaged"),
        ("rules.toml", None, "rules.toml is missing"),
        ("food.toml", b"x = [", "food.toml: Invalid value"),
        ("food.toml", b"\xff", "codec can't decode"),
    ],
)
def test_words_that_cannot_be_used_are_told(tmp_path, monkeypatch, file, content, why):
    folder = tmp_path / "sentiment"
    copytree(sentiments.FOLDER, folder)
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    monkeypatch.setattr(sentiments, "FOLDER", folder)
    monkeypatch.setitem(sentiments.ENGINES, "default", sentiments._default.__wrapped__)
    found = CliRunner().invoke(cli.app, ["sentiment", "--json"], input="好吃")
    assert found.exit_code == 1
    said = json.loads(found.stdout)["error"]
    assert said.startswith("The words in data/sentiment cannot be used: ")
    assert why in said
