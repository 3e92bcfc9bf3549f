"""What a page shows, read out of Streamlit's AppTest: words, tables, numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pyarrow as pa
from streamlit.testing.v1 import AppTest

from lib.settings import ROOT
from lib.ui.menu import pages

SHELL = ROOT / "lib" / "ui" / "shell.py"
PAGES = tuple(path.stem for path, _ in pages(ROOT / "pages"))
SHOWN = {"label", "body", "help", "placeholder", "options", "content", "text", "alt", "json"}
DASH = "—"


def visit(page: str = "overview", language: str = "en", **params: str | list[str]) -> AppTest:
    """Opens a page by a link, as a browser of that language."""
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.context = {"locale": language}
    app.query_params.update(params)
    return app.run() if page == PAGES[0] else turn(app, page)


def turn(app: AppTest, page: str) -> AppTest:
    """Goes to another page of the same visit, or begins it there."""
    app.switch_page(f"../../pages/{page}.py")
    return app.run()


def texts(app: AppTest) -> list[str]:
    """Every piece of text on the page and in its sidebar; of tables only the headers."""
    found: list[str] = []
    for node in app:
        for name, value in _strings(getattr(node, "proto", None)):
            if name == "body" and value.startswith("<"):
                found += _words(value)
            elif name == "spec":
                found += _titles(json.loads(value))
            elif name == "json":
                found += [word for word in json.loads(value).values() if isinstance(word, str)]
            elif name in SHOWN:
                found.append(value)
    for table in app.dataframe:
        found += [str(name) for name in table.value.columns]
    return [piece.strip() for piece in found if piece.strip()]


def headline(app: AppTest) -> str:
    """The page's answer."""
    (found,) = re.findall(r'<h1 class="answer">(.*?)</h1>', _html(app))
    return found


def chips(app: AppTest) -> list[str]:
    """The filters in force, as the page says them."""
    return re.findall(r'<span role="listitem">(.*?)</span>', _html(app))


def crumb(app: AppTest) -> str:
    """The small line above the answer."""
    (found,) = re.findall(r'<p class="pulse crumb">(.*?)</p>', _html(app))
    return found


def notices(app: AppTest, tone: str) -> list[str]:
    """The notices of a tone: bad, warn or good."""
    found = re.findall(rf'<div class="pulse notice {tone}"[^>]*>(.*?)</div>', _html(app), re.DOTALL)
    return [unescape(text) for text in found]


def cards(app: AppTest) -> dict[str, str]:
    """Label → value of the cards."""
    pairs = re.findall(r'<h2>([^<]*)</h2><p class="value">([^<]*)', _html(app))
    return dict(pairs)


def sparks(app: AppTest) -> list[str]:
    """The small lines of the cards: drawn from the same numbers, they are the same."""
    return re.findall(r'mask-image:url\(([^)]*)\)"', _html(app))


def charts(app: AppTest) -> list[pd.DataFrame]:
    """The rows behind each chart."""
    found = []
    for node in app.get("vega_lite_chart"):
        found += [pa.ipc.open_stream(each.data.data).read_pandas() for each in node.proto.datasets]
        if node.proto.data.data:
            found.append(pa.ipc.open_stream(node.proto.data.data).read_pandas())
    return found


def numbers(table: pd.DataFrame) -> list[list[Any]]:
    """The columns of numbers and days of a table; what is written differs between languages."""
    kept = [name for name in table.columns if not pd.api.types.is_string_dtype(table[name].dtype)]
    return [[None if pd.isna(value) else value for value in table[name].tolist()] for name in kept]


def _html(app: AppTest) -> str:
    return "\n".join(each.proto.body for each in app.html)


def _strings(proto: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """(field, text) of all texts in an element, however deep."""
    if isinstance(proto, str):
        yield name, proto
    elif hasattr(proto, "ListFields"):
        for field, value in proto.ListFields():
            if isinstance(value, str) or hasattr(value, "ListFields"):
                yield from _strings(value, field.name)
            elif not isinstance(value, bytes | int | float):
                for each in value:
                    yield from _strings(each, field.name)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = False

    def handle_starttag(self, tag, attrs):
        self.silent = tag in ("style", "script")
        self.found += [value for name, value in attrs if name in ("aria-label", "title") and value]

    def handle_endtag(self, tag):
        self.silent = False

    def handle_data(self, data):
        if not self.silent:
            self.found.append(data)


def _words(html: str) -> list[str]:
    reader = _Words()
    reader.feed(re.sub(r'<span class="words">.*?</span>', "", html, flags=re.DOTALL))
    return reader.found


def _titles(spec: Any) -> Iterator[str]:
    """The titles in a chart's specification."""
    if isinstance(spec, list):
        for each in spec:
            yield from _titles(each)
    elif isinstance(spec, dict):
        for name, value in spec.items():
            if name == "title" and isinstance(value, str):
                yield value
            elif name != "datasets":
                yield from _titles(value)
