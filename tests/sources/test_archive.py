"""Archives: the files in them within bounds, never written by their names."""

from __future__ import annotations

import io
import zipfile
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from lib.model import FileRefused
from lib.sources import archive
from lib.sources.scan import Raw


def zipped(**files: bytes | str) -> bytes:
    return packed(list(files.items()))


def packed(files: list[tuple[str, bytes | str]]) -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as made:
        for name, content in files:
            made.writestr(name, content)
    return data.getvalue()


def members(data: bytes) -> list[tuple[str, bytes | str]]:
    """(name, what the file holds or why it was refused)."""
    return [
        (each.name, each.file.read_bytes() if each.file else str(each.refused))
        for each in archive.members(Raw(data, "a.zip"))
    ]


def test_files_are_named_after_the_archive():
    data = packed([("b.csv", b"1"), ("folder/c.csv", b"2"), ("folder/", b"")])
    assert members(data) == [("a.zip/b.csv", b"1"), ("a.zip/folder/c.csv", b"2")]


def test_what_systems_add_is_passed_over():
    data = packed([("__MACOSX/._b.csv", b"x"), (".DS_Store", b"x"), ("b.csv", b"1")])
    assert members(data) == [("a.zip/b.csv", b"1")]


@pytest.mark.parametrize("name", ["../../evil.csv", "/etc/evil.csv", "..\\evil.csv", "a/../../evil.csv"])
def test_no_name_leads_out_of_the_archive(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ((shown, content),) = members(packed([(name, b"1")]))
    assert ".." not in shown
    assert content == b"1"
    assert list(tmp_path.iterdir()) == []


def test_files_are_gone_once_the_next_is_asked_for():
    files = [each.file for each in archive.members(Raw(packed([("a", b"1"), ("b", b"2")]), "a.zip"))]
    assert not any(file.exists() for file in files)


def test_a_workbook_is_no_archive():
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    book.add_worksheet()
    book.close()
    assert not archive.is_archive(Raw(data.getvalue(), "a.xlsx"))
    assert archive.is_archive(Raw(zipped(a="1"), "a.zip"))
    assert not archive.is_archive(Raw(b"PK\x03\x04 damaged", "a.zip"))


def test_a_bomb_is_refused():
    ((_, reason),) = members(packed([("bomb.csv", b"0" * 50_000_000)]))
    assert "far more than an export" in reason


def test_what_the_header_says_of_the_size_is_not_trusted(monkeypatch):
    monkeypatch.setattr(archive, "UNPACKED", 1000)
    data = bytearray(packed([("a.csv", bytes(range(256)) * 8)]))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    ((_, reason),) = members(bytes(data))
    assert reason == "The file is damaged within the archive."


@pytest.mark.parametrize(
    ("name", "limit", "files", "reason"),
    [
        ("FILES", 1, ["1", "2"], "more than 1 files"),
        ("UNPACKED", 1 << 20, ["1" * (1 << 20), "2"], "unpacks to more than 1 MB"),
        ("FILES", 1, [], "archive is empty"),
    ],
)
def test_too_much_or_nothing_is_refused(name, limit, files, reason, monkeypatch):
    monkeypatch.setattr(archive, name, limit)
    with pytest.raises(FileRefused, match=reason):
        members(packed([(f"{n}.csv", content) for n, content in enumerate(files)]))


def test_an_archive_in_an_archive_is_refused_and_the_rest_is_read():
    found = members(packed([("inner.zip", zipped(a="1")), ("b.csv", b"1")]))
    assert [content for _, content in found] == [
        "The file is an archive within an archive; unpack it first.", b"1",
    ]  # fmt: skip


def test_a_file_with_a_password_or_damage_is_refused():
    data = bytearray(packed([("a.csv", b"1,2,3"), ("b.csv", b"1")]))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert [content for _, content in members(bytes(data))] == [
        "The file is protected by a password; save it without one.", b"1",
    ]  # fmt: skip
    stored = io.BytesIO()
    with ZipFile(stored, "w", zipfile.ZIP_STORED) as made:
        made.writestr("a.csv", b"1,2,3")
    ((_, reason),) = members(stored.getvalue().replace(b"1,2,3", b"1,2,4"))
    assert reason == "The file is damaged within the archive."


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_what_does_not_unpack_is_refused_and_the_rest_is_read(how):
    data = io.BytesIO()
    with ZipFile(data, "w", how) as made:
        made.writestr("a.csv", "a,b\n" * 10_000)
        made.writestr("b.csv", b"1")
    broken = bytearray(data.getvalue())
    at = broken.index(b"a.csv") + 5
    broken[at + 12 : at + 24] = bytes(byte ^ 0xFF for byte in broken[at + 12 : at + 24])
    assert [content for _, content in members(bytes(broken))] == [
        "The file is damaged within the archive.", b"1",
    ]  # fmt: skip
