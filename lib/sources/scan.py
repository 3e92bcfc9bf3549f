"""One pass over a file's bytes: what identifies it, and what tells how to read it."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from lib.model import FileRefused, say

BLOCK = 1 << 20


@dataclass(frozen=True)
class Raw:
    """A file on disk or in memory, which can be opened again and again."""

    source: Path | bytes
    name: str

    def open(self) -> BinaryIO:
        """A fresh handle at the first byte; FileRefused when the file cannot be read."""
        if isinstance(self.source, bytes):
            return BytesIO(self.source)
        try:
            return self.source.open("rb")
        except OSError as error:
            raise FileRefused(
                say(
                    "The file {name} cannot be opened: {reason}.", name=self.name, reason=error.strerror or ""
                )
            ) from None

    def head(self, size: int = BLOCK) -> bytes:
        with self.open() as stream:
            return stream.read(size)


@dataclass(frozen=True)
class Scan:
    """What one pass found. `bad_at` is the first byte that is not UTF-8, None where all is."""

    sha256: str
    size: int
    nuls: int
    odd_quotes: bool
    lines: int
    bad_at: int | None

    @property
    def utf8(self) -> bool:
        return self.bad_at is None


def blocks(stream: BinaryIO) -> Iterator[bytes]:
    """The stream in blocks of a megabyte."""
    while block := stream.read(BLOCK):
        yield block


def scan(raw: Raw) -> Scan:
    """Reads the file once, in bounded memory."""
    digest, size, nuls, quotes, lines = hashlib.sha256(), 0, 0, 0, 0
    utf8 = _Utf8()
    with raw.open() as stream:
        for block in blocks(stream):
            digest.update(block)
            size += len(block)
            nuls += block.count(0)
            quotes += block.count(b'"')
            lines += block.count(b"\n")
            utf8.feed(block)
    utf8.feed(b"", final=True)
    return Scan(digest.hexdigest(), size, nuls, quotes % 2 == 1, lines, utf8.bad_at)


class _Utf8:
    """Follows a stream until its first byte that is not UTF-8."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._seen = 0
        self.bad_at: int | None = None

    def feed(self, block: bytes, final: bool = False) -> None:
        if self.bad_at is not None:
            return
        pending = len(self._decoder.getstate()[0])
        try:
            self._decoder.decode(block, final)
        except UnicodeDecodeError as error:
            self.bad_at = self._seen - pending + error.start
        self._seen += len(block)
