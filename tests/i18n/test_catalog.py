"""The words of the Chinese catalog: Taiwan's, in Taiwan's characters."""

import re

from lib.i18n import catalog

TRANSLATED = {
    str(message.id): form
    for message in catalog.read("zh-TW")
    if message.id
    for form in ([message.string] if isinstance(message.string, str) else message.string)
}

ELSEWHERE = re.compile(
    "貼子|帖子|視頻|信息|數據透視|用戶|默認|鏈接|屏幕|軟件|網絡|服務器|界面|搜索|導入|導出|加載|上載|保存|激活|賬號|文件|"
    "轉化|質量|缺省|設置|計算機|營銷|登錄|字符|博客|刷新|菜單|郵箱|時間段"
)


def test_no_word_of_another_region():
    assert {text: hit[0] for text in TRANSLATED.values() if (hit := ELSEWHERE.search(text))} == {}


def test_every_character_is_traditional():
    """Big5 holds Taiwan's characters and not the simplified ones."""
    han = {character for text in TRANSLATED.values() for character in re.findall(r"[\u4e00-\u9fff]", text)}
    assert han
    assert [character for character in sorted(han) if not _in_big5(character)] == []


def _in_big5(character: str) -> bool:
    try:
        return bool(character.encode("cp950"))
    except UnicodeEncodeError:
        return False


def test_punctuation_is_full_width_between_chinese_words():
    wrong = re.compile(r"[\u4e00-\u9fff][,;:?!](?=\s|[\u4e00-\u9fff]|$)|[\u4e00-\u9fff]\.$")
    assert [text for text in TRANSLATED.values() if wrong.search(text)] == []
