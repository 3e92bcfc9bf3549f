"""One pass over a file's bytes: what identifies it, and what tells how to read it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

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
            found = np.frombuffer(block, np.uint8)
            nuls += int(np.count_nonzero(found == 0))
            quotes += int(np.count_nonzero(found == ord('"')))
            lines += int(np.count_nonzero(found == ord("\n")))
            utf8.feed(block)
    utf8.feed(b"", final=True)
    return Scan(digest.hexdigest(), size, nuls, quotes % 2 == 1, lines, utf8.bad_at)


class _Utf8:
    """Follows a stream until its first byte that is not UTF-8."""

    def __init__(self) -> None:
        self._rest = b""
        self._seen = 0
        self.bad_at: int | None = None

    def feed(self, block: bytes, final: bool = False) -> None:
        if self.bad_at is not None:
            return
        data = self._rest + block
        whole = len(data) if final else _whole(data)
        if not _valid(data[:whole]):
            try:
                data[:whole].decode()
            except UnicodeDecodeError as error:
                self.bad_at = self._seen + error.start
        self._rest = data[whole:]
        self._seen += whole


def _whole(data: bytes) -> int:
    """Where the last character that is not cut off ends."""
    for back in range(1, min(4, len(data) + 1)):
        byte = data[-back]
        if byte >= 0xC0:
            return len(data) - back if back < 2 + (byte >= 0xE0) + (byte >= 0xF0) else len(data)
        if byte < 0x80:
            break
    return len(data)


def _valid(data: bytes) -> bool:
    """Whether bytes are UTF-8. Arrow tells many times quicker than Python decodes."""
    ends = pa.py_buffer(np.array([0, len(data)], np.int32))
    try:
        pa.StringArray.from_buffers(1, ends, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
