"""Finds the texts marked for translation, and keeps the catalogs in step with them."""

from __future__ import annotations

import ast
import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from lib.i18n import catalog

MARKS = {"say": 1, "t": 1, "N_": 1, "n": 2}
"""What marks a text, as a function or a method, and how many of its arguments are texts."""

SHOWN_KEYS = ("name", "reason", "note", "meaning", "what")
"""The keys of the data in `DATA` whose values people see."""

DATA = ("data/platforms.toml", "data/breaks.toml", "data/formats/*.toml")
CODE = ("app.py", "lib/**/*.py", "pages/*.py")

_HEADER = """\
# {name}. Edit the msgstr lines; `python -m lib.i18n extract` brings new texts in.
msgid ""
msgstr ""
"Language: {cldr}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


@dataclass(frozen=True, order=True)
class Marked:
    """A text for people, where it is, and its plural where it has one."""

    file: str
    line: int
    text: str
    plural: str | None = None


def marked(root: Path) -> list[Marked]:
    """Every text for people in the code and the data under `root`, in the order of the files."""
    found = [text for path in code_files(root) for text in _in_code(path, root)]
    found += [
        text for pattern in DATA for path in sorted(root.glob(pattern)) for text in _in_data(path, root)
    ]
    return sorted(found)


def code_files(root: Path) -> list[Path]:
    """The files of the program itself."""
    found = [path for pattern in CODE for path in sorted(root.glob(pattern))]
    return [path for path in found if "migrations" not in path.parts]


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """The calls in a file, each with the bare name of what is called."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.func.id if isinstance(node.func, ast.Name) else node.func.attr, node


def literal(node: ast.expr) -> str | None:
    """The text of a string literal; None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _in_code(path: Path, root: Path) -> Iterator[Marked]:
    file = path.relative_to(root).as_posix()
    for name, call in calls(path):
        texts = [literal(argument) for argument in call.args[: MARKS.get(name, 0)]]
        if texts and all(texts) and len(texts) == MARKS[name]:
            yield Marked(file, call.lineno, *filter(None, texts))


def _in_data(path: Path, root: Path) -> Iterator[Marked]:
    file = path.relative_to(root).as_posix()
    content = path.read_text("utf-8")
    for text in _shown(tomllib.loads(content)):
        yield Marked(file, content[: max(0, content.find(text))].count("\n") + 1, text)


def _shown(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _shown(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _shown(inner)
    elif isinstance(value, str) and key in SHOWN_KEYS:
        yield value


def update(language: str, root: Path = catalog.ROOT) -> None:
    """Brings the texts under `root` into a language's catalog. Translations are kept; one whose text
    has changed a little is kept as fuzzy, one whose text is gone is dropped."""
    known = catalog.read(language)
    known.update(_template(marked(root)), no_fuzzy_matching=True, update_header_comment=False)
    for message in known:
        message.flags.discard("python-format")  # Babel takes "100 % of" for one
        if message.id and not any(message.string or ()):
            _guess(message, list(known.obsolete.values()))
    catalog.po_file(language).write_bytes(_written(known, language))


def _guess(message: Message, gone: list[Message]) -> None:
    """Takes over the translation of the text this one was before, for a person to look at.

    Babel's own guess also takes texts that are still there: "Page views" for "Page visits".
    """
    before = {each.id: each.string for each in gone if isinstance(each.id, str)}
    near = get_close_matches(message.id, before, n=1, cutoff=0.8) if isinstance(message.id, str) else []
    if near:
        message.string = before[near[0]]
        message.flags.add("fuzzy")


def _template(texts: list[Marked]) -> Catalog:
    template = Catalog()
    for each in texts:
        name = (each.text, each.plural) if each.plural else each.text
        template.add(name, locations=[(each.file, each.line)])
    return template


def _written(known: Catalog, language: str) -> bytes:
    """The catalog as a file: by source file, without line numbers or times, which would only churn."""
    body = io.BytesIO()
    write_po(
        body, known, width=0, sort_by_file=True, include_lineno=False, omit_header=True, ignore_obsolete=True
    )
    cldr = catalog.cldr(language)
    header = _HEADER.format(name=cldr.english_name, cldr=cldr, plural=known.plural_forms)
    return header.encode() + body.getvalue()
