"""The playbooks: those that ship are whole in both languages; a broken one is named and left out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from lib.incidents import playbooks
from lib.model import PulseError
from lib.settings import LANGUAGES

KINDS = ("data_leak", "negative_news", "pr_scandal", "product_fault", "service_outage")


def test_there_is_one_for_each_kind_and_nothing_is_wrong_with_them():
    assert set(playbooks.ids()) >= set(KINDS)
    assert playbooks.problems() == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_whole_and_covers_hour_day_and_week(kind):
    book = playbooks.read(kind)
    assert {step.phase for step in book.steps} == {"hour", "day", "week"}
    assert len(book.steps) >= 10
    assert list(book.steps) == sorted(book.steps, key=lambda step: step.after), "in the order of their time"
    assert set(book.targets) == set(playbooks.TARGETS)
    assert len(book.statements) >= 2
    for template in book.statements:
        for language in LANGUAGES:
            assert template.text[language].count("【") == template.text[language].count("】") > 2
    for step in book.steps:
        assert re.search("[\u4e00-\u9fff]", step.text["zh-TW"])
        assert not re.search("[\u4e00-\u9fff]", step.text["en"])


def test_duties_of_the_law_are_a_question_to_counsel():
    words = [
        step.text
        for step in playbooks.read("data_leak").steps
        if "Personal Data Protection Act" in step.text["en"]
    ]
    assert len(words) == 1
    assert words[0]["en"].startswith("Check with counsel")
    assert words[0]["zh-TW"].startswith("與法律顧問確認")


GOOD = """
name = { en = "Flood", zh-TW = "淹水" }
about = { en = "Water.", zh-TW = "水。" }
targets = { acknowledge = "10m", state = "2h", resolve = "1d" }
roles = { lead = { en = "Lead", zh-TW = "負責人" } }
statement = []
[[step]]
after = "90m"
owner = "lead"
text = { en = "Pump", zh-TW = "抽水" }
why = { en = "Wet", zh-TW = "濕" }
"""
BROKEN = {
    "no TOML": ("name =", "name = ["),
    "a language is missing": (', zh-TW = "抽水"', ""),
    "an unknown role": ('owner = "lead"', 'owner = "boss"'),
    "no time": ('"90m"', '"soon"'),
    "no steps": ("[[step]]", "[[stop]]"),
    "a text for a table": ('about = { en = "Water.", zh-TW = "水。" }', 'about = "Water"'),
}


def test_a_new_file_is_a_new_kind(tmp_path):
    (tmp_path / "flood.toml").write_text(GOOD, "utf-8")
    book = playbooks.read("flood", tmp_path)
    assert book.targets == {"acknowledge": 10, "state": 120, "resolve": 1440}
    assert (book.steps[0].after, book.steps[0].phase) == (timedelta(minutes=90), "day")


@pytest.mark.parametrize("wrong", BROKEN)
def test_a_broken_file_is_named_and_the_others_stay(tmp_path, wrong):
    (tmp_path / "flood.toml").write_text(GOOD, "utf-8")
    (tmp_path / "storm.toml").write_text(GOOD.replace(*BROKEN[wrong]), "utf-8")
    assert list(playbooks.usable(tmp_path)) == ["flood"]
    (problem,) = playbooks.problems(tmp_path)
    assert problem.startswith("The playbook storm.toml cannot be used: ")
    with pytest.raises(PulseError):
        playbooks.read("storm", tmp_path)


def test_a_file_changed_while_pulse_runs_is_read_anew(tmp_path):
    import os

    file = tmp_path / "flood.toml"
    file.write_text(GOOD, "utf-8")
    assert playbooks.read("flood", tmp_path).name["en"] == "Flood"
    file.write_text(GOOD.replace("Flood", "High water"), "utf-8")
    os.utime(file, ns=(1, file.stat().st_mtime_ns + 1))
    assert playbooks.read("flood", tmp_path).name["en"] == "High water"
