"""Which encoding a text file is in. A guess counts only when it decodes strictly and reads like text:
a wrong one would turn Chinese into other Chinese without anyone noticing."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from lib.model import FileRefused, say
from lib.sources.scan import Raw, Scan, blocks

TELLING = 1 << 18
"""How many bytes of lines with other than ASCII in them are weighed."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMON_BIG5 = (0xA1, 0xC6)
"""Lead bytes of punctuation and of the 5,401 frequent characters of Big5."""


def detect(raw: Raw, found: Scan) -> str:
    """The name of a Python codec; FileRefused when none fits or the file is damaged."""
    head = raw.head()
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    wide = _wide(head, found)
    if wide:
        return wide
    if found.utf8:
        return "utf-8"
    lines = _telling(raw)
    if _broken_utf8(lines):
        raise FileRefused(
            say("The file is UTF-8 but damaged at byte {at}; export it again.", at=found.bad_at)
        )
    return _legacy(lines)


def _wide(head: bytes, found: Scan) -> str | None:
    """UTF-16 without a mark: line ends and commas are the low or the high half of two bytes."""
    if not found.nuls or found.size % 2 or (found.utf8 and found.nuls * 5 < found.size):
        return None
    even = head[: len(head) // 2 * 2]
    pairs = {even[at : at + 2] for at in range(0, min(len(even), 1 << 16), 2)}
    little = {b"\n\0", b"\r\0", b",\0", b";\0", b"\t\0"} & pairs
    big = {b"\0\n", b"\0\r", b"\0,", b"\0;", b"\0\t"} & pairs
    if bool(little) == bool(big):
        return None
    codec = "utf-16-le" if little else "utf-16-be"
    return codec if _decodes(even[: 1 << 16], codec, partial=True) else None


def _telling(raw: Raw) -> bytes:
    """The first lines that hold anything but ASCII, whole lines only."""
    kept, rest = bytearray(), b""
    with raw.open() as stream:
        for block in blocks(stream):
            *lines, rest = (rest + block).replace(b"\r", b"\n").split(b"\n")
            kept += b"".join(line + b"\n" for line in lines if not line.isascii())
            if len(kept) > TELLING:
                return bytes(kept)
    return bytes(kept) + (b"" if rest.isascii() else rest)


def _broken_utf8(lines: bytes) -> bool:
    """Nearly all that is not ASCII is UTF-8: the file is damaged, not in another encoding."""
    text = lines.decode("utf-8", "replace")
    bad = text.count("�")
    good = sum(1 for character in text if ord(character) > 127) - bad
    return good > 4 * bad


def _legacy(lines: bytes) -> str:
    for codec in ("cp950", "big5hkscs"):
        if _decodes(lines, codec) and _reads_as_big5(lines):
            return codec
    if _decodes(lines, "cp1252") and _reads_as_latin(lines):
        return "cp1252"
    best = from_bytes(lines).best()
    if best and best.encoding not in ("ascii", "cp950", "big5", "cp1252") and _decodes(lines, best.encoding):
        return best.encoding
    raise FileRefused(
        say("Pulse cannot tell in which encoding the file was written; save it as UTF-8 and try again.")
    )


def _decodes(data: bytes, codec: str, partial: bool = False) -> bool:
    try:
        codecs.getincrementaldecoder(codec)().decode(data, final=not partial)
    except UnicodeDecodeError:
        return False
    return True


def _reads_as_big5(lines: bytes) -> bool:
    """Real Chinese keeps to the frequent characters; accented Latin letters read as Big5 do not."""
    common = total = at = 0
    while at < len(lines):
        lead = lines[at]
        if lead > 127:
            total += 1
            common += _COMMON_BIG5[0] <= lead <= _COMMON_BIG5[1]
        at += 2 if lead > 127 else 1
    return total > 0 and common >= 0.85 * total


def _reads_as_latin(lines: bytes) -> bool:
    """Letters of Western Europe stand between ASCII letters; long runs of high bytes are another script."""
    high = sum(byte > 127 for byte in lines)
    run = crowded = 0
    for byte in lines:
        run = run + 1 if byte > 127 else 0
        crowded += run > 2
    text = lines.decode("cp1252")
    letters = sum(
        character.isalpha() or character in "’‘“”–—…€£°©®·«»¿¡ºª"
        for character in text
        if ord(character) > 127
    )
    return crowded * 10 <= high and letters * 10 >= high * 8
