"""The tools that keep the translations complete: on small programs made here, and on Pulse itself."""

from pathlib import Path

import pytest

from lib.i18n import catalog, check, extract

CODE = """
from lib.model import N_, say
NAME = N_("Reach")
def show(here, n, text):
    say("{n} rows"
        " left out", n=n)
    here.t("Posts")
    here.n("{n} post", "{n} posts", n)
    here.t(text)
"""


@pytest.fixture
def program(tmp_path, monkeypatch) -> Path:
    """A program of one module and one format, with an empty zh-TW catalog of its own."""
    folder = tmp_path / "locales" / "zh_Hant_TW" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    monkeypatch.setattr(catalog, "FOLDER", tmp_path / "locales")
    for each in ("lib", "pages", "data/formats"):
        (tmp_path / each).mkdir(parents=True)
    (tmp_path / "lib/a.py").write_text(CODE)
    (tmp_path / "data/formats/x.toml").write_text(
        'id = "x"\nname = "X posts"\n[columns]\ntext = ["Post text"]\n'
    )
    translate(tmp_path)
    return tmp_path


def translate(root: Path, **entries: str) -> None:
    """Writes the catalog: entries by the msgid's first word."""
    body = "".join(f"\n{entry}\n" for entry in entries.values())
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    (root / "locales/zh_Hant_TW/LC_MESSAGES/pulse.po").write_text(head + body, "utf-8")


ALL = {
    "reach": 'msgid "Reach"\nmsgstr "觸及人數"',
    "rows": 'msgid "{n} rows left out"\nmsgstr "略過 {n} 列"',
    "posts": 'msgid "Posts"\nmsgstr "貼文"',
    "post": 'msgid "{n} post"\nmsgid_plural "{n} posts"\nmsgstr[0] "{n} 則貼文"',
    "x": 'msgid "X posts"\nmsgstr "X 貼文"',
}


def test_marked_texts_are_found(program):
    found = {(each.text, each.plural) for each in extract.marked(program)}
    assert found == {
        ("Reach", None),
        ("{n} rows left out", None),
        ("Posts", None),
        ("{n} post", "{n} posts"),
        ("X posts", None),
    }


def test_a_complete_catalog_has_no_problems(program):
    translate(program, **ALL)
    assert check.problems(program) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"reach": ""}, "zh-TW: lib/a.py:3: not in the catalog: 'Reach'"),
        ({"reach": 'msgid "Reach"\nmsgstr ""'}, "zh-TW: lib/a.py:3: not translated: 'Reach'"),
        ({"reach": "#, fuzzy\n" + ALL["reach"]}, "zh-TW: lib/a.py:3: marked fuzzy, to be looked at: 'Reach'"),
        ({"old": 'msgid "Old"\nmsgstr "舊"'}, "zh-TW: no longer in the code: 'Old'"),
        ({"old": '#~ msgid "Old"\n#~ msgstr "舊"'}, "zh-TW: no longer in the code: 'Old'"),
        (
            {"rows": ALL["rows"].replace("略過 {n}", "略過 {m}")},
            "zh-TW: lib/a.py:5: other {braces} than the text: '{n} rows left out'",
        ),
    ],
)
def test_each_gap_is_named(program, change, problem):
    translate(program, **(ALL | change))
    assert check.problems(program) == [problem]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('st.title("Bare English")', "not translated: 'Bare English'"),
        ('st.button(f"Import {n} files now")', "not translated: ' files now'"),
        ('st.button("Import")', "not translated: 'Import'"),
        ('st.sidebar.selectbox(t("x"), help="All of it")', "not translated: 'All of it'"),
        ('st.caption("貼文")', "not translated: '貼文'"),
        ('say("a" + name)', "say() takes a literal text"),
        ('st.html("<b>some words</b>")', None),
        ("st.markdown(\"<div class='a b'>\")", None),
        ('st.column_config.LinkColumn(width="small")', None),
        ('here.t(f"{n} rows")', "t() takes a literal text"),
        ("here.say(message)", None),
        ("st.title(name)", None),
    ],
)
def test_words_written_straight_on_a_page_are_found(program, line, problem):
    translate(program, **ALL, t='msgid "x"\nmsgstr "甲"')
    (program / "pages/p.py").write_text(f't("x")\n{line}\n')
    assert check.problems(program) == ([f"pages/p.py:2: {problem}"] if problem else [])


def test_extract_keeps_translations_and_drops_what_is_gone(program):
    translate(program, **(ALL | {"posts": "", "gone": 'msgid "Quite different"\nmsgstr "不同"'}))
    extract.update("zh-TW", program)
    text = (program / "locales/zh_Hant_TW/LC_MESSAGES/pulse.po").read_text("utf-8")
    assert '#: lib/a.py\nmsgid "Reach"\nmsgstr "觸及人數"' in text
    assert 'msgstr[0] "{n} 則貼文"' in text
    assert "Quite different" not in text
    assert check.problems(program) == ["zh-TW: lib/a.py:7: not translated: 'Posts'"]
    extract.update("zh-TW", program)
    assert (program / "locales/zh_Hant_TW/LC_MESSAGES/pulse.po").read_text("utf-8") == text


def test_a_text_that_changed_a_little_is_to_be_looked_at(program):
    translate(program, **ALL)
    (program / "lib/a.py").write_text(CODE.replace(" left out", " are left out"))
    extract.update("zh-TW", program)
    assert check.problems(program) == [
        "zh-TW: lib/a.py:5: marked fuzzy, to be looked at: '{n} rows are left out'"
    ]


def test_pulse_is_translated():
    assert check.problems() == []
