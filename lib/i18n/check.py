"""Holds the translations to be complete: what is wrong comes back as a list of sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from lib.i18n import catalog
from lib.i18n.extract import MARKS, Marked, calls, code_files, literal, marked

_BRACES = re.compile(r"{(\w*)[^}]*}")
_WORDS = re.compile(r"[A-Za-z]{2} [A-Za-z]{2}|^[A-Z][a-z]+[.…!?]?$|[\u4e00-\u9fff]")
_NOT_SHOWN = {"html", "fragment", "cache_data", "cache_resource"}
_NAMES = {"Pulse"}
_SHOWN_ARGUMENTS = {"label", "body", "help", "placeholder", "text", "title", "page_title"}


def problems(root: Path = catalog.ROOT) -> list[str]:
    """What is missing, left over or wrong in the catalogs for the texts under `root`; empty: all is well."""
    texts = marked(root)
    found = [problem for path in code_files(root) for problem in _unmarked(path, root)]
    for language in catalog.languages()[1:]:
        known = catalog.read(language)
        found += [f"{language}: {problem}" for problem in _in_catalog(known, texts)]
    return found


def _in_catalog(known: Catalog, texts: list[Marked]) -> Iterator[str]:
    for each in {each.text: each for each in texts}.values():
        if wrong := _wrong(known.get(each.text), each):
            yield f"{each.file}:{each.line}: {wrong}: {each.text!r}"
    wanted = {each.text for each in texts}
    left = [_first(message) for message in known if message.id and _first(message) not in wanted]
    for text in [*left, *map(_first, known.obsolete.values())]:
        yield f"no longer in the code: {text!r}"


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _wrong(message: Message | None, each: Marked) -> str | None:
    """What is wrong with the translation of a text."""
    if message is None:
        return "not in the catalog"
    forms = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    if not all(forms):
        return "not translated"
    if message.fuzzy:
        return "marked fuzzy, to be looked at"
    allowed = [_braces(each.text), _braces(each.plural or each.text)]
    return None if all(_braces(form) in allowed for form in forms) else "other {braces} than the text"


def _braces(text: str) -> set[str]:
    return set(_BRACES.findall(text))


def _unmarked(path: Path, root: Path) -> Iterator[str]:
    """Texts no catalog can know: messages that are not literal, words written straight on a page."""
    file = path.relative_to(root)
    on_page = file.parts[0] == "pages" or file.parts[:2] == ("lib", "ui")
    for name, call in calls(path):
        if _hides_text(name, call):
            yield f"{file.as_posix()}:{call.lineno}: {name}() takes a literal text"
        if on_page and _is_streamlit(call) and name not in _NOT_SHOWN:
            yield from (f"{file.as_posix()}:{call.lineno}: not translated: {text!r}" for text in _bare(call))


def _hides_text(name: str, call: ast.Call) -> bool:
    """Whether a call marks a text that is not literal; `t()` may also look up one marked elsewhere."""
    if name not in MARKS or not call.args or literal(call.args[0]) is not None:
        return False
    marking = isinstance(call.func, ast.Name) and name in ("say", "N_")
    return marking or isinstance(call.args[0], ast.JoinedStr)


def _is_streamlit(call: ast.Call) -> bool:
    function = call.func
    while isinstance(function, ast.Attribute):
        function = function.value
    return isinstance(function, ast.Name) and function.id == "st"


def _bare(call: ast.Call) -> Iterator[str]:
    """The words for people among the arguments of a call."""
    shown = call.args[:1] + [each.value for each in call.keywords if each.arg in _SHOWN_ARGUMENTS]
    for argument in shown:
        parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
        for text in filter(None, map(literal, parts)):
            if _WORDS.search(text) and text not in _NAMES and not text.startswith("<"):
                yield text
