"""Text files made plain: UTF-8 without NULs, and what Excel wrapped unwrapped."""

from __future__ import annotations

import codecs
import csv
import re
import tempfile
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO
from weakref import finalize

from lib.model import FileRefused, Message, say
from lib.sources.encoding import detect
from lib.sources.scan import Raw, Scan, blocks

HEAD = 1 << 18


class Plain:
    """A text file as UTF-8: the original where it is that already, else a copy that goes away with
    this object. `checked` says that no quotation mark can be left open."""

    def __init__(self, raw: Raw, checked: bool) -> None:
        self.raw = raw
        self.checked = checked

    @classmethod
    def copy(cls, parts: Iterator[str], name: str) -> Plain:
        """A copy made of parts of text; it lives as long as this object."""
        quotes = 0
        with tempfile.NamedTemporaryFile(prefix="pulse-", suffix=".csv", delete=False) as file:
            text = cls(Raw(Path(file.name), name), checked=False)
            finalize(text, Path(file.name).unlink, missing_ok=True)
            for part in parts:
                quotes += part.count('"')
                file.write(part.encode())
        text.checked = quotes % 2 == 0
        return text

    def bytes(self) -> BinaryIO:
        return self.raw.open()

    def text(self) -> TextIO:
        """The text, line ends as they are."""
        return TextIOWrapper(self.raw.open(), "utf-8-sig", newline="")

    def head(self) -> str:
        """The beginning, cut after the last full line where the file is longer."""
        with self.text() as stream:
            text = stream.read(HEAD)
        cut = max(text.rfind("\n"), text.rfind("\r"))
        return text if len(text) < HEAD or cut < 0 else text[: cut + 1]


def plain(raw: Raw, found: Scan) -> tuple[Plain, list[Message]]:
    """The text of a file and what had to be done to it. FileRefused as `encoding.detect`."""
    codec = detect(raw, found)
    warnings: list[Message] = []
    if codec in ("utf-8", "utf-8-sig") and found.utf8 and not found.nuls:
        text = Plain(raw, checked=not found.odd_quotes)
    else:
        text = Plain.copy(_decoded(raw, codec), raw.name)
        if found.nuls and "16" not in codec and "32" not in codec:
            warnings.append(say("{count} NUL characters were taken out of the file.", count=found.nuls))
    ending = _wrapped(text.head())
    if ending is not None:
        text = Plain.copy(_unwrapped(text, ending), raw.name)
        warnings.append(say("Excel had put each line into one cell; all records were recovered."))
    return text, warnings


def _decoded(raw: Raw, codec: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        with raw.open() as stream:
            for block in blocks(stream):
                yield decoder.decode(block).replace("\0", "")
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise FileRefused(
            say(
                "The file is damaged: it is not {codec} throughout ({reason}).",
                codec=codec,
                reason=error.reason,
            )
        ) from None


def _wrapped(head: str) -> str | None:
    """The delimiters after the closing quote when each line is one quoted cell, else None."""
    lines = [line for line in re.split(r"[\r\n]+", head) if line.strip()]
    lines = lines[1:] if lines and lines[0].lower().startswith("sep=") else lines
    if not lines:
        return None
    bare = lines[0].rstrip(",;\t")
    ending = lines[0][len(bare) :]
    if len(_cells(_unwrap(lines[0], ending))) < 3 or len([c for c in _cells(lines[0]) if c]) != 1:
        return None
    whole = [line.removesuffix(ending) for line in lines[:50]]
    return ending if all(_is_wrapped(line) or '"' not in line for line in whole) else None


def _is_wrapped(line: str) -> bool:
    inner = line[1:-1].replace('""', "")
    return len(line) > 1 and line[0] == line[-1] == '"' and '"' not in inner


def _unwrap(line: str, ending: str) -> str:
    bare = line.removesuffix(ending)
    return bare[1:-1].replace('""', '"') if _is_wrapped(bare) else bare


def _cells(line: str) -> list[str]:
    return max((next(csv.reader([line], delimiter=d), []) for d in ",;\t"), key=len)


def _unwrapped(text: Plain, ending: str) -> Iterator[str]:
    with TextIOWrapper(text.bytes(), "utf-8-sig") as stream:
        for line in stream:
            yield _unwrap(line.rstrip("\n"), ending) + "\n"
