"""Reads a PDF of Typst's: its texts by page, its fonts, its pictures."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(?s)(\d+) 0 obj\n(.*?)\nendobj")
_LITERAL = rb"\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)"
_SHOWN = re.compile(rb"(?s)/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]*)>|(" + _LITERAL + rb")|(?<![\w/])([qQ])(?!\w)")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Paper:
    """`pages` are the texts without spaces: they are set by place, not by words."""

    def __init__(self, made: bytes) -> None:
        self._objects = {int(found[1]): found[2] for found in _OBJECT.finditer(made)}
        pages = [each for each in self._objects.values() if b"/Type/Page/" in each]
        self.pages = [self._page(each) for each in pages]
        self.text = "".join(self.pages)
        self.fonts = [each for each in self._objects.values() if b"/Type/FontDescriptor" in each]
        self.pictures = [each for each in self._objects.values() if b"/Subtype/Image" in each]

    @property
    def embedded(self) -> bool:
        """Whether every font is in the file."""
        return bool(self.fonts) and all(b"/FontFile" in each for each in self.fonts)

    def _page(self, page: bytes) -> str:
        resources = self._objects[_number(page, rb"/Resources (\d+) 0 R")]
        named = re.search(rb"/Font<<(.*?)>>", resources)
        fonts = re.findall(rb"/(\w+) (\d+) 0 R", named[1]) if named else []
        tables = {name: self._table(self._objects[int(number)]) for name, number in fonts}
        stream = self._stream(_number(page, rb"/Contents (\d+) 0 R"))
        return "".join(_texts(stream, tables))

    def _stream(self, number: int) -> bytes:
        return zlib.decompress(self._objects[number].split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0])

    def _table(self, font: bytes) -> dict[int, str]:
        """Glyph → text."""
        cmap = self._stream(_number(font, rb"/ToUnicode (\d+) 0 R"))
        pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>\n", cmap)
        return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def bare(text: str) -> str:
    """A text as `Paper` gives it."""
    return re.sub(r"\s", "", text)


def _number(of: bytes, pattern: bytes) -> int:
    found = re.search(pattern, of)
    assert found is not None, of
    return int(found[1])


def _texts(stream: bytes, tables: dict[bytes, dict[int, str]]):
    table: dict[int, str] = {}
    kept: list[dict[int, str]] = []  # what Q brings back
    for font, hexed, literal, state in _SHOWN.findall(stream):
        if state == b"q":
            kept.append(table)
        if state == b"Q":
            table = kept.pop()
        if font:
            table = tables.get(font, {})
        if font or state:
            continue
        glyphs = bytes.fromhex(hexed.decode()) if not literal else _unescaped(literal[1:-1])
        numbers = [int.from_bytes(glyphs[n : n + 2]) for n in range(0, len(glyphs) - 1, 2)]
        yield bare("".join(table.get(each, "") for each in numbers))


def _unescaped(text: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        said = found[1]
        if said[:1].isdigit():
            return bytes([int(said, 8)])
        return _ESCAPES.get(said, said)

    return re.sub(rb"(?s)\\([0-7]{1,3}|.)", plain, text)
