"""One pass over a file's bytes finds what a reader of all of it would."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.sources import scan as scanning
from lib.sources.scan import Raw, scan


@st.composite
def nearly_text(draw) -> bytes:
    """Text of all lengths of characters, some bytes of it spoilt."""
    data = bytearray(draw(st.text('a\n"\0é週😀\ud7ff', max_size=30)).encode())
    for at, byte in draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 255)), max_size=2)):
        if at < len(data):
            data[at] = byte
    return bytes(data)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1 << 20])
@given(data=nearly_text() | st.binary(max_size=30))
@example(data="週".encode()[:2])
@example(data=b"\xed\xa0\x80")  # half a surrogate
@example(data=b"\xf4\x90\x80\x80")  # beyond Unicode
@example(data=b"\xc0\xaf")  # longer than need be
def test_blocks_of_any_size_find_what_the_whole_holds(size, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "BLOCK", size)
        found = scan(Raw(data, "file"))
    try:
        data.decode()
        bad = None
    except UnicodeDecodeError as error:
        bad = error.start
    assert found.bad_at == bad
    assert (found.nuls, found.lines) == (data.count(0), data.count(b"\n"))
    assert found.odd_quotes == (data.count(b'"') % 2 == 1)
    assert (found.size, found.sha256) == (len(data), hashlib.sha256(data).hexdigest())
