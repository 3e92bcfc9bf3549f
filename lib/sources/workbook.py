"""Excel workbooks: each sheet a table of text, ids and dates kept as far as Excel kept them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZipFile

from lib.model import FileRefused, Message, say
from lib.settings import ROOT
from lib.sources.archive import DAMAGED
from lib.sources.scan import Raw
from lib.sources.table import Table, of_rows

UNPACKED = 1 << 30
"""The most bytes a workbook may unpack to."""
_READER = [sys.executable, "-m", "lib.sources.workbook_reader"]


def sheets(raw: Raw) -> list[Table]:
    """The filled sheets of a workbook; FileRefused when it cannot be read."""
    _check_size(raw)
    found: dict[str, list[list[str]]] = {}
    name = ""
    with closing(_told(raw)) as parts:
        for part in parts:
            if "refused" in part:
                raise FileRefused(_reason(part))
            if "sheet" in part:
                name = part["sheet"]
            else:
                found.setdefault(name, []).extend(part["rows"])
    return [of_rows(rows, name) for name, rows in found.items()]


def _told(raw: Raw) -> Generator[dict[str, Any]]:
    """What `workbook_reader` says of a workbook, until its end; FileRefused where it never comes there."""
    with _as_file(raw) as file:
        pipes: dict[str, Any] = {"stdin": file, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        # The command is this interpreter and a name of ours; the file is its input.
        with subprocess.Popen(_READER, cwd=ROOT, **pipes) as process:  # noqa: S603
            try:
                assert process.stdout is not None
                # A line that does not end is the last of a process that was ended.
                for line in process.stdout:
                    part = json.loads(line) if line.endswith(b"\n") else {}
                    if "end" in part:
                        return
                    yield from [part] if part else []
            finally:
                process.kill()
    raise FileRefused(say("The workbook is damaged, or claims more cells than can be read."))


@contextmanager
def _as_file(raw: Raw) -> Iterator[IO[bytes]]:
    """The workbook as a file that another process can read, whether it is one or lies in memory."""
    with raw.open() as stream:
        if not isinstance(raw.source, bytes):
            yield stream
            return
        with TemporaryFile() as copy:
            shutil.copyfileobj(stream, copy)
            copy.seek(0)
            yield copy


def _reason(part: dict[str, Any]) -> Message:
    if part["refused"] == "password":
        return say("The workbook is protected by a password; save it without one.")
    if part["refused"] == "large":
        return say("The workbook claims more cells than can be read.")
    return say("The workbook cannot be read: {reason}.", reason=part["reason"])


def _check_size(raw: Raw) -> None:
    if not raw.head(4).startswith(b"PK"):
        return
    try:
        with raw.open() as stream, ZipFile(stream) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            known = any(name.startswith(("xl/", "content.xml")) for name in archive.namelist())
    except DAMAGED:
        raise FileRefused(say("The file is a damaged Excel workbook or archive.")) from None
    if not known:
        raise FileRefused(say("The file is an archive; unpack it and upload the files in it."))
    if size > UNPACKED:
        raise FileRefused(say("The workbook unpacks to more than {size} MB.", size=UNPACKED >> 20))
