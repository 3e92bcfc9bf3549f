"""ZIP archives: the files in them, unpacked one by one within bounds; nothing is written by its name."""

from __future__ import annotations

import lzma
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from weakref import finalize
from zipfile import BadZipFile, ZipFile, ZipInfo

from lib.model import FileRefused, Message, say
from lib.sources.scan import Raw

FILES = 200
"""The most files an archive may hold."""
UNPACKED = 1 << 30
"""The most bytes all its files together may unpack to."""
RATIO = 1_000
"""How many times its packed size a file may unpack to: text reaches some hundreds, a bomb more."""
_BLOCK = 1 << 20
_SKIPPED = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
DAMAGED = (BadZipFile, OSError, ValueError, EOFError, RuntimeError, zlib.error, lzma.LZMAError)
"""What unpacking raises for what is damaged, or packed in a way that cannot be read."""
_WORKBOOK = ("xl/", "content.xml", "[Content_Types].xml")


@dataclass(frozen=True)
class Member:
    """A file of an archive, unpacked where no one else looks; `refused` says why it was not."""

    name: str
    file: Path | None = None
    refused: Message | None = None


def is_archive(raw: Raw) -> bool:
    """Whether a file is a ZIP archive and no workbook, which is one too."""
    if not raw.head(4).startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with raw.open() as stream, ZipFile(stream) as archive:
            return not any(name.startswith(_WORKBOOK) for name in archive.namelist())
    except DAMAGED:
        return False


def members(raw: Raw) -> Iterator[Member]:
    """The files of an archive, named "archive.zip/member.csv", one at a time: each is gone once the
    next is asked for. FileRefused for an archive that holds too much or nothing."""
    with raw.open() as stream, ZipFile(stream) as archive:
        entries = [each for each in archive.infolist() if _wanted(each)]
        _check(entries)
        left = UNPACKED
        for entry in entries:
            name = f"{raw.name}/{_plain(entry.filename)}"
            member = _unpacked(archive, entry, name, left)
            left -= member.file.stat().st_size if member.file else 0
            yield member
            if member.file:
                member.file.unlink(missing_ok=True)


def _wanted(entry: ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename).parts
    return not entry.is_dir() and not any(part in _SKIPPED or part.startswith("._") for part in parts)


def _check(entries: list[ZipInfo]) -> None:
    if not entries:
        raise FileRefused(say("The archive is empty."))
    if len(entries) > FILES:
        raise FileRefused(say("The archive holds more than {count} files.", count=FILES))
    if sum(entry.file_size for entry in entries) > UNPACKED:
        raise FileRefused(say("The archive unpacks to more than {size} MB.", size=UNPACKED >> 20))


def _plain(name: str) -> str:
    """A member's name for people: no way out of the archive, no control characters."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "".join(char for char in "/".join(parts) if char.isprintable())[-200:]


def _unpacked(archive: ZipFile, entry: ZipInfo, name: str, left: int) -> Member:
    if entry.flag_bits & 1:
        return Member(name, refused=say("The file is protected by a password; save it without one."))
    if entry.file_size > RATIO * max(entry.compress_size, 1_000):
        return Member(name, refused=say("The file unpacks to far more than an export does."))
    with tempfile.NamedTemporaryFile(prefix="pulse-", delete=False) as file:
        member = Member(name, Path(file.name))
        finalize(member, Path(file.name).unlink, missing_ok=True)
        try:
            with archive.open(entry) as packed:
                while block := packed.read(_BLOCK):
                    left -= len(block)
                    if left < 0:
                        return _given_up(member, say("The file unpacks to far more than an export does."))
                    file.write(block)
        except DAMAGED:
            return _given_up(member, say("The file is damaged within the archive."))
    if is_archive(Raw(Path(file.name), name)):
        return _given_up(member, say("The file is an archive within an archive; unpack it first."))
    return member


def _given_up(member: Member, reason: Message) -> Member:
    if member.file:
        member.file.unlink(missing_ok=True)
    return Member(member.name, refused=reason)
