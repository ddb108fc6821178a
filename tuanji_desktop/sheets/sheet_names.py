"""What the name of a sheet says: of which class its persons are, or that it is not to be read.

class_named(text)    高三（1）班名单 → 高三（1）班; '' where no class or branch is named
year_titled(text)    青溪一中2015级团员名单 → 2015级
school_named(text)   第一中学名单 → 第一中学
class_titled(text)   青溪一中高三（2）班毕业生名单 → 高三（2）班
set_aside(name)      模板, 填写说明, 旧表, 转出人员
"""

import re
from functools import lru_cache
from typing import Final
from unicodedata import normalize

_LIST: Final = re.compile(
    r"(?:的|所有|全部|全体)?(?:团员|学生|毕业生|人员|同学|成员|基本|信息|情况|统计|登记|花名|名单|名册|汇总|册|表)+$"
)
_NUMBER = "[0-9a-zA-Z一二三四五六七八九十甲乙丙丁戊]"
_CLASS: Final = re.compile(
    rf"(?=.*{_NUMBER}).{{1,24}}班"
    r"|(?!(?:各|全|全部|所有|本|某)?团?(?:支部|总支)$).{1,30}(?:支部|总支)"
    r"|[高初职][一二三][(]?\d{1,2}[)]?"
)
_NO_CLASS: Final = re.compile(r"(?:各|全|本|某|其[他它余]|每|\d个|毕业)班$|^\d+班级$")
_TITLED: Final = re.compile(
    r"(?:(?:20)?\d\d(?:级|届)|[高初职][一二三]|[一二三四五六七八九]年级|[七八九]年)"
    r"[^\s,.、:;,。]{0,12}?班"
    r"|(?:20)?\d\d级[^\s,.、:;,。]{0,12}?团支部"
)
_YEAR: Final = re.compile(
    r"(?<!\d)20\d\d[级届]|[高初职][一二三]|[一二三四五六七八九]年级|(?<!\d)[1-9]年级"
)
_OF_A_YEAR: Final = re.compile(rf"[(]?第?{_NUMBER}{{1,3}}[)]?班?")
_SCHOOL: Final = re.compile(
    r"(?!.*(?:各|全部|所有|其[他它]|录取|考|升|报|转|去向|本科|专科))(?:.{1,20}(?:中学|小学|学校|学院|大学|职中|民中|实中|附中|[职卫技师]校|职院|师专)"
    r"|.{0,12}第?[一二三四五六七八九十]中)(?:团委|团总支)?"
)
_ASIDE: Final = re.compile(
    r"模板|模版|样[表例本张]|示[例范]|范[例本]|例[子表]|说明|须知|要求|填表|参考|字典|选项|下拉"
    r"|旧|作废|废[弃表]|备份|副本|存档|历史|原始|草稿|测试|停用|勿|不用|不要"
    r"|非团员|未入团|积极分子|发展对象|删除|转出|转走|流失|退团|离团|超龄|退学|休学"
    r"|(?<![a-z])(?:old|copy|backup|template|example|test|temp|tmp)(?![a-z])",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def class_named(text: str) -> str:
    """The class or branch that a name is, whatever sort of list it says it holds."""
    bare = text.strip()
    plain = normalize("NFKC", bare)
    shorter = _LIST.sub("", plain)
    if len(plain) == len(bare) and shorter:
        bare = bare[: len(shorter)]
    bare, plain = bare.strip(" -_—"), shorter.strip(" -_—")
    if _CLASS.fullmatch(plain) is None or _NO_CLASS.search(plain):
        return ""
    return bare


def class_titled(text: str) -> str:
    """The one class that a title names, '' where it names none or several."""
    plain = normalize("NFKC", text)
    kept = text if len(plain) == len(text) else plain
    found = {
        kept[one.start() : one.end()]
        for one in _TITLED.finditer(plain)
        if not _NO_CLASS.search(one[0])
    }
    return found.pop() if len(found) == 1 else ""


def school_named(text: str) -> str:
    """The school that a name is: 第一中学, 青溪职院名单."""
    bare = _LIST.sub("", normalize("NFKC", text).strip()).strip(" -_—")
    return bare if _SCHOOL.fullmatch(bare) else ""


def year_titled(text: str) -> str:
    """The one year that a title names: 2015级, 高三."""
    found = set(_YEAR.findall(normalize("NFKC", text)))
    return found.pop() if len(found) == 1 else ""


def says_year(class_: str) -> bool:
    """Whether a class is said with its year, or is none of a year: 三班 is not."""
    return _OF_A_YEAR.fullmatch(normalize("NFKC", class_)) is None


def set_aside(name: str) -> bool:
    """Whether the name says that its rows are no part of the list."""
    return _ASIDE.search(normalize("NFKC", name)) is not None
