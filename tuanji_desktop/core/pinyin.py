"""Pinyin of names: the sort key of every list and what the search box understands.

pypinyin reads surnames as ordinary words (单 dān, 曾 céng, 仇 chóu …); the table corrects them.
"""

import os
from functools import lru_cache
from typing import NamedTuple

SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "覃": "qin",
    "任": "ren", "盖": "ge", "葛": "ge", "乐": "yue", "朴": "piao", "尉": "wei", "缪": "miao",
    "宓": "fu", "冼": "xian", "翟": "zhai", "纪": "ji", "华": "hua", "召": "shao", "种": "chong",
    "秘": "bi", "繁": "po", "员": "yun", "黑": "he", "车": "che", "折": "she", "过": "guo",
    "应": "ying", "哈": "ha", "句": "gou", "晟": "cheng", "郇": "xun", "洗": "xian", "褚": "chu",
    "都": "du", "干": "gan", "谌": "chen", "隗": "wei", "逄": "pang", "佴": "nai", "撒": "sa",
    "祭": "zhai", "粘": "nian", "卜": "bu", "祝": "zhu", "长": "zhang", "重": "chong",
    "尹": "yin", "冯": "feng", "沈": "shen", "石": "shi", "教": "jiao", "俞": "yu", "阚": "kan",
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "澹台": "tan tai", "单于": "chan yu",
    "令狐": "ling hu", "夏侯": "xia hou", "鲜于": "xian yu", "诸葛": "zhu ge", "欧阳": "ou yang",
    "司马": "si ma", "上官": "shang guan", "皇甫": "huang fu", "呼延": "hu yan", "东方": "dong fang",
}  # fmt: skip


class NameKeys(NamedTuple):
    """`wang xiao ming` and `wxm` for 王小明."""

    pinyin: str
    initials: str


@lru_cache(maxsize=20_000)
def _syllable(character: str) -> str:
    # read one by one, so the dictionary of phrases is not needed: 0.2 s and 40 MB of the first name
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    if not character.isalnum():
        return ""  # the dot of 买买提·艾力 has no sound
    if character.isascii():
        return character.lower()
    read = pinyin(character, style=Style.NORMAL, errors="ignore")
    return read[0][0] if read else character


@lru_cache(maxsize=20_000)
def name_keys(name: str | None) -> NameKeys:
    """Sort and search keys of a person's name; unknown characters stand for themselves."""
    if not name:
        return NameKeys("", "")
    for length in (2, 1):
        surname = SURNAMES.get(name[:length]) if len(name) > length or length == 1 else None
        if surname:
            syllables = surname.split()
            rest = name[length:]
            break
    else:
        syllables, rest = [], name
    syllables += filter(None, map(_syllable, rest))
    return NameKeys(" ".join(syllables), "".join([syllable[0] for syllable in syllables]))
