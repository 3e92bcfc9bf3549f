"""The documentation is held to the code: complete, up to date, and naming only what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lib import cli, docs
from lib.imports import formats
from lib.metrics.catalog import DIMENSIONS, METRICS
from lib.settings import ROOT, Settings
from lib.store import tables

TEXTS = [ROOT / "README.md", *docs.pages()]
ENGLISH, CHINESE = ROOT / "README.md", docs.DOCS / "README.zh-TW.md"

FENCE = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
SECTION = re.compile(r"^## ([\w-]+)\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
CALL = re.compile(r"python -m lib ([a-z][\w-]*)([^`\n]*)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
NOT_SETTINGS = {"PULSE_WRITE_SNAPSHOTS"}


def read(path: Path) -> str:
    return path.read_text("utf-8")


def id_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


every_text = pytest.mark.parametrize("path", TEXTS, ids=id_of)


@pytest.fixture
def made() -> dict[str, str]:
    return docs.blocks()


# --- up to date and complete ---


@pytest.mark.parametrize("path", docs.pages(), ids=id_of)
def test_made_blocks_are_up_to_date(path, made):
    assert docs.fill(read(path), made) == read(path), "run: python -m lib.docs"


def test_every_block_has_its_place(made):
    placed = [name for path in docs.pages() for name in docs.names(read(path))]
    assert sorted(name for name in placed if name in made) == sorted(made)


def test_a_changed_page_is_made_anew():
    page = "before\n<!-- made: metrics -->\nold\n<!-- end -->\n<!-- made: other -->\nkept\n<!-- end -->\n"
    assert docs.fill(page, {"metrics": "new"}) == page.replace("old", "\nnew\n")


def test_cells_cannot_break_a_table():
    assert docs.table(["a", "b"], [["1|2", "3"]]) == "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |"


@pytest.mark.parametrize("id", [*METRICS, *DIMENSIONS])
def test_metrics_and_dimensions_are_documented(id):
    assert f"| `{id}` |" in read(docs.DOCS / "metrics.md")


@pytest.mark.parametrize("id", sorted(formats.load()))
def test_formats_are_documented(id):
    assert f"\n### {id}\n" in read(docs.DOCS / "formats.md")


@pytest.mark.parametrize("name", tables.metadata.tables)
def test_tables_are_told_of(name):
    assert f"`{name}`" in read(docs.DOCS / "architecture.md")


@pytest.mark.parametrize("name", Settings.__dataclass_fields__)
def test_settings_are_documented_with_their_default(name):
    line = f"| `PULSE_{name.upper()}` | `"
    page = read(docs.DOCS / "settings.md")
    assert line in page
    default = str(getattr(Settings(), name)).removeprefix("duckdb:///").removeprefix(f"{ROOT}/")
    assert page.split(line)[1].startswith(f"{default or '(empty)'}`")


@pytest.mark.parametrize("name", sorted(docs.commands()))
def test_commands_are_documented(name):
    assert f"\n## {name}\n" in read(docs.DOCS / "commands.md")


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("posts", "number of posts"),
        ("engagement_rate_by_reach", "Σ engagements ÷ Σ reach, over posts that state both"),
        ("amplification", "Σ shares ÷ number of posts that state shares"),
        ("follower_growth", "Σ change of followers from one known day to the next"),
        ("page_reach", "page reach of one account on one day, never added"),
    ],
)
def test_formulas_read_as_they_are_counted(id, words):
    assert docs.formula(METRICS[id]) == words


# --- naming only what there is ---


@every_text
def test_named_commands_and_options_exist(path):
    known = docs.commands()
    for name, rest in CALL.findall(read(path)):
        assert name in known
        options = {option for each in known[name].params for option in each.opts} | {"--help", "--json"}
        assert set(re.findall(r"(?<!\S)--[a-z][\w-]*", rest)) <= options, f"{name} {rest}"


@every_text
def test_named_settings_exist(path):
    named = set(re.findall(r"PULSE_[A-Z_]+[A-Z]", read(path))) - NOT_SETTINGS
    assert {name.removeprefix("PULSE_").lower() for name in named} <= set(Settings.__dataclass_fields__)


@every_text
def test_named_targets_exist(path):
    targets = set(re.findall(r"^([a-z]+):", read(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", read(path), re.MULTILINE)) <= targets


@every_text
def test_named_modules_exist(path):
    for module in re.findall(r"python -m ((?:lib|tests)\.[\w.]*\w)", read(path)):
        place = ROOT / module.replace(".", "/")
        assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), module


@every_text
def test_named_files_exist(path):
    named = re.findall(r"`((?:lib|pages|data|tests|docs)/[\w./-]+|app\.py)`", read(path))
    made_later = ("data/pulse.duckdb", "data/backups", "data/run", "data/authors.key")
    assert [each for each in named if each not in made_later and not (ROOT / each).exists()] == []


@every_text
def test_links_lead_somewhere(path):
    for link in LINK.findall(read(path)):
        file, _, heading = link.partition("#")
        if "://" in link:
            continue
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        assert not heading or heading in headings(target), link


def headings(path: Path) -> set[str]:
    """The anchors GitHub gives the headings of a page."""
    lines = re.findall(r"^#+ (.+)$", read(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


# --- the JSON of the commands is what the page shows ---

ARGUMENTS = {
    "import": ["posts.csv", "--captured-at", "2025-03-31"],
    "query": ["posts", "--by", "platform"],
    "demo": ["--posts", "100"],
    "undo": ["1"],
}
POSTS = "post_id,platform,published_at,reach\n1,facebook,2025-03-01,100\n2,facebook,2025-03-02,many\n"


def documents() -> dict[str, list[Any]]:
    """The JSON examples of each command on the page."""
    sections = dict(SECTION.findall(read(docs.DOCS / "commands.md")))
    return {
        name: [json.loads(text) for kind, text in FENCE.findall(section) if kind == "json"]
        for name, section in sections.items()
    }


def shape(value: Any) -> Any:
    """Keys and kinds of a JSON document, values left out."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else type(value)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command with --json on a store that has one file of two rows, one of them bad."""
    (tmp_path / "posts.csv").write_text(POSTS)
    monkeypatch.chdir(tmp_path)
    for name in ("database_url", "backups", "run_dir"):
        place = f"duckdb:///{tmp_path / 'pulse.duckdb'}" if name == "database_url" else str(tmp_path / name)
        monkeypatch.setenv(f"PULSE_{name.upper()}", place)

    def call(*arguments: str, may_fail: bool = False) -> Any:
        done = CliRunner().invoke(cli.app, [*arguments, "--json"])
        assert done.exit_code == 0 or may_fail, done.output
        return json.loads(done.stdout)

    return call


def test_import_answers_as_documented(run):
    (example,) = documents()["import"]
    assert run("import", *ARGUMENTS["import"]) == example


@pytest.mark.parametrize("name", ["query", "undo", "migrate"])
def test_answers_are_those_documented(run, name):
    run("import", *ARGUMENTS["import"])
    (example,) = documents()[name]
    assert run(name, *ARGUMENTS.get(name, [])) == example


def test_formats_answers_as_documented(run):
    (example,) = documents()["formats"]
    answer = run("formats")
    assert shape(answer[:1])[0].keys() == shape(example)[0].keys()
    assert example[0] in answer


def test_demo_answers_as_documented(run):
    loaded, cleared = documents()["demo"]
    assert run("demo", "--posts", "100") == loaded | {"posts": 100}
    assert run("demo", "--clear") == cleared


def test_observations_answer_as_documented(run):
    run("import", *ARGUMENTS["import"])
    (example,) = documents()["observations"]
    (answer,) = run("observations", "1")
    assert answer | {"imported_at": None} == example[0] | {"imported_at": None}


def test_check_answers_as_documented(run):
    (example,) = documents()["check"]
    assert list(run("check", may_fail=True)) == list(example)
    deep = run("check", "--deep", may_fail=True)
    assert list(deep) == [*example, "derived tables"]
    assert deep["derived tables"] == []


# --- the two READMEs say the same ---


def test_readmes_have_the_same_sections_and_commands():
    english, chinese = read(ENGLISH), read(CHINESE)
    for text in (english, chinese):
        assert "overview.png" in text
    assert len(re.findall(r"^## ", english, re.MULTILINE)) == len(re.findall(r"^## ", chinese, re.MULTILINE))
    assert [text for _, text in FENCE.findall(english)] == [text for _, text in FENCE.findall(chinese)]
