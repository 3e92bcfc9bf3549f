"""Brings text to one script, character by character, so that places in it stay what they were.

Traditional becomes Simplified by OpenCC's own table: that way round one character has one answer, while
"后" or "干" have several the other way. Words of the lexicon go through the same table, so it does not
matter in which script they are written. Full width becomes half width, capitals small letters; bopomofo
that stands for a word becomes it (好ㄘ), and Hong Kong's written particles their Mandarin twins.
"""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

_HAN = [chr(code) for code in range(0x3400, 0xA000)]
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_WIDE_CAPITALS = {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
_MARKS = dict(zip("。、「」『』【】〈〉《》　﹑﹐…’‘“”妳牠祂", '.,""""[]<><> ,,.\'\'""你它它', strict=True))
_SPOKEN = dict(zip("ㄘㄉㄌㄇㄅㄋㄚㄛㄟㄡ", "吃的了吗吧呢啊喔欸喔", strict=True))
_HONG_KONG = dict(
    zip("唔冇嘅咗佢啲嚟俾畀喺揾諗嗰咁乜咩睇飲食啱", "不没的了他些来给给在找想那这么么看喝吃对", strict=True)
)

_KEPT = "幹"
"""A curse in Taiwan, and in Simplified the same character as dry."""

_UNSAID = re.compile(
    r"(?<=^[推噓嘘→] )\w{2,} ?[:：]|^→|https?://\S+|www\.\S+|\S+@\S+\.\w+|[@＠][\w.\-·]+|"
    r"[\[(（【](?:貼圖|贴图|圖片|图片|照片|影片|sticker|photo|gif|檔案)[\])）】]|(?:傳送|傳|分享)了?(?:一個|一張)?(?:貼圖|圖片|照片)",
    re.IGNORECASE,
)
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) +|(?<=[!?~.]) +(?=[\u3400-\u9fff])")


@cache
def _table() -> dict[int, int | str]:
    # A line break after each, lest OpenCC reads words across them.
    simple = OpenCC("t2s").convert("\n".join(_HAN)).split("\n")
    han = {ord(old): new for old, new in zip(_HAN, simple, strict=True) if old != new and old not in _KEPT}
    marks = {ord(old): new for old, new in {**_MARKS, **_SPOKEN, **_HONG_KONG}.items()}
    return {**han, **_WIDE, **_SMALL, **_WIDE_CAPITALS, **marks}


def fold(text: str) -> str:
    """A text in one script; as long as before."""
    return text.translate(_table())


def unsaid(text: str) -> str:
    """A text with blanks in place of links, addresses, mentions and stickers; as long as before."""
    return _UNSAID.sub(lambda found: " " * len(found[0]), text)


def clauses_marked(folded: str) -> str:
    """A folded text in which a blank after Chinese is the comma it stands for; as long as before."""
    return _BETWEEN_HAN.sub(lambda found: "," * len(found[0]), folded)
