"""What a column of a list is by the look of its values, where no heading tells (domain.md §10).

Each look is `look(heading, values, known) -> 0…1`: the text above the column ('' for none), its
cells as text ('' for an empty one), and the columns whose field is known already, cell beside cell.
1.0 says: these can be nothing else. A look speaks of a whole column, never of one person.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from tuanji_desktop.rules.choices import CHOICES, ETHNICITIES, POLITICAL_STATUSES
from tuanji_desktop.rules.dates import read_day

Known = Mapping[str, Sequence[str]]
Look = Callable[[str, Sequence[str], Known], float]

_ANOTHERS = re.compile(
    r"家|父|母|监护|亲属|介绍人|辅导员|班主任|老师|教师|负责|联系人|书记|支书|校长|班长|室长|宿管"
    r"|经办|填表|填报|审核|制表|导师|紧急|对方|配偶"
)
"""Headings of what belongs to somebody else than the person of the row."""
_ELSEWHERE = re.compile(r"转[往入至]|转$|接收|拟|新|目标|升入|录取|去向")
_ONES_JOINING = re.compile(r"团|^(?:时间|日期|年月|年份)?$")
_BORN = re.compile(r"生|^(?:时间|日期|年月)?$")

_ID_NUMBER = re.compile(
    r"\d{6}(?:18|19|20)\d{2}(?:0\d|1[0-2])[0-3]\d\d{3}[\dX]|\d{8}(?:0\d|1[0-2])[0-3]\d\d{3}"
)
_ROUNDED = re.compile(r"\d\.\d{4,}E\+?1[4-7]")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_DEVELOPMENT = re.compile(r"20[12]\d{9}|20(?:1516|1617)\d{10}")
_NAME = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]{2,4}")
_LONG_NAME = re.compile(r"[\u3400-\u9fff]{1,12}(?:·[\u3400-\u9fff]{1,12})+")
_COUNTED = re.compile(r"^\d{1,3}[.、．)）]")
_NO_NAME = re.compile(
    r"[村镇乡县市区州省校班级组族部院系科街社店厂]$|[大中小]学$|^[男女]|^[高初大小][一二三四]"
)
_BRANCH = re.compile(r"(?:团|党|总)?支部(?:委员会)?$")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵"
    "冉宰郦雍卻璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东"
    "欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海"
    "晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟肖覃代邸付区冼钱麦丘岩侬禤农粟吴石滚潘欧阳司马上官诸葛闻人东方尉迟公孙慕容令狐"
)
"""百家姓 and what people of the south and the west are called beside it, by the first character."""

_FEW = 3
_MANY = 8


def looks_like_id_number(heading: str, values: Sequence[str], _known: Known) -> float:
    """18 or 15 digits with a date in them, or such a number that a spreadsheet has rounded."""
    if _ANOTHERS.search(heading):
        return 0.0
    written = [_compact(value) for value in values if value]
    fit = _share(written, lambda text: bool(_ID_NUMBER.fullmatch(text) or _ROUNDED.fullmatch(text)))
    return fit * _distinct(written) * _filled(values, 0.5)


def looks_like_mobile(heading: str, values: Sequence[str], _known: Known) -> float:
    """Eleven digits that begin with 13 to 19; a parent's or a teacher's is not the member's."""
    if _ANOTHERS.search(heading):
        return 0.0
    written = [_compact(value).replace("-", "") for value in values if value]
    fit = _share(written, lambda text: _MOBILE.fullmatch(text) is not None)
    return fit * _distinct(written) * _filled(values, 0.3)


def looks_like_sex(heading: str, values: Sequence[str], _known: Known) -> float:
    return _of_words(heading, values, frozenset({"男", "女", "男性", "女性"}), 0.6)


def looks_like_ethnicity(heading: str, values: Sequence[str], _known: Known) -> float:
    return _of_words(heading, values, _ethnicities(), 0.5)


def looks_like_political_status(heading: str, values: Sequence[str], _known: Known) -> float:
    words = frozenset(
        (*POLITICAL_STATUSES, "团员", "党员", "预备党员", "正式党员", "中共正式党员", "无党派")
    )
    return _of_words(heading, values, words, 0.5)


def looks_like_destination(heading: str, values: Sequence[str], _known: Known) -> float:
    words = frozenset(
        (*CHOICES["destination"], "出国", "参军", "入伍", "待业", "延毕", "自主创业", "已就业")
    ) - {"其他"}
    return _of_words(heading, [value for value in values if value != "其他"], words, 0.3)


def looks_like_name(heading: str, values: Sequence[str], _known: Known) -> float:
    """Two to four ideographs, the first of them a surname, hardly ever the same one twice."""
    if _ANOTHERS.search(heading):
        return 0.0
    written = [_COUNTED.sub("", "".join(value.split())) for value in values if value]
    shaped = [text for text in written if _shaped_as_name(text)]
    if not shaped:
        return 0.0
    surnames = sum(text[0] in _SURNAMES or "·" in text for text in shaped) / len(shaped)
    fit = len(shaped) / len(written) * min(1.0, surnames / 0.7)
    return fit * _distinct(written) * _filled(values, 0.7)


def looks_like_branch(heading: str, values: Sequence[str], _known: Known) -> float:
    """Names that end with 团支部; where somebody goes to is not where they are."""
    if _ANOTHERS.search(heading) or _ELSEWHERE.search(heading):
        return 0.0
    written = ["".join(value.split()) for value in values if value]
    fit = _share(written, lambda text: _BRANCH.search(text) is not None and "总支" not in text[-3:])
    return fit * _filled(values, 0.5)


def looks_like_born_on(heading: str, values: Sequence[str], known: Known) -> float:
    """Dates that the ID numbers beside them give as well; without these no date is told apart."""
    births = [_birth_in(number) for number in known.get("id_number", ())]
    pairs = [
        (read, birth)
        for value, birth in zip(values, births, strict=False)
        if value and birth and (read := _day(value))
    ]
    if not pairs or not _BORN.search(_bare(heading)):
        return 0.0
    same = sum(read[:2] == birth[:2] for read, birth in pairs) / len(pairs)
    return same * _filled(values, 0.3) if len(pairs) >= _FEW or same == 1 else 0.0


def looks_like_joined_on(heading: str, values: Sequence[str], known: Known) -> float:
    """Months in which the persons beside them were twelve to twenty-eight, under no heading that
    says something else (a school is entered at the same age)."""
    if not _ONES_JOINING.search(_bare(heading)):
        return 0.0
    births = [_birth_in(number) for number in known.get("id_number", ())]
    pairs = [
        (read, birth)
        for value, birth in zip(values, births, strict=False)
        if value and birth and (read := _day(value))
    ]
    if len(pairs) < _FEW or len(pairs) < sum(map(bool, values)) * 0.8:
        return 0.0
    years = [(read[0] - birth[0]) + (read[1] - birth[1]) / 12 for read, birth in pairs]
    return sum(12 <= age <= 29 for age in years) / len(years)


def looks_like_development_number(heading: str, values: Sequence[str], known: Known) -> float:
    """Twelve digits that begin with the year in which the person beside them joined."""
    if _ANOTHERS.search(heading) or "学" in heading:
        return 0.0
    written = [_compact(value) for value in values]
    fit = _share(
        [text for text in written if text], lambda text: bool(_DEVELOPMENT.fullmatch(text))
    )
    pairs = [
        (text[:4], read[0])
        for text, joined in zip(written, known.get("joined_on", ()), strict=False)
        if text and joined and (read := _day(joined))
    ]
    if len(pairs) < _FEW:
        return 0.0
    same = sum(text == str(year) for text, year in pairs) / len(pairs)
    return fit * same * _distinct([text for text in written if text])


PERSON_LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "id_number": looks_like_id_number,
        "mobile": looks_like_mobile,
        "sex": looks_like_sex,
        "ethnicity": looks_like_ethnicity,
        "political_status": looks_like_political_status,
        "branch": looks_like_branch,
        "name": looks_like_name,
        "destination": looks_like_destination,
        "born_on": looks_like_born_on,
        "joined_on": looks_like_joined_on,
        "development_number": looks_like_development_number,
    }
)
"""Field → its look, those first on which others lean."""


# ------------------------------------------------------------------------------------ what is seen
def _compact(text: str) -> str:
    """A number as it is meant: no blanks, no apostrophe, narrow digits, no '.0' of a float."""
    bare = "".join(text.split())
    if not bare.isascii():
        bare = unicodedata.normalize("NFKC", bare)
    bare = bare.strip("'`’‘").upper().replace("O", "0")
    return bare.removesuffix(".0")


def _share(texts: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, texts)) / len(texts) if texts else 0.0


def _distinct(texts: Sequence[str]) -> float:
    """1 where hardly a text stands twice; a class or a teacher's phone does."""
    if len(texts) < _FEW:
        return 1.0
    return min(1.0, len(set(texts)) / len(texts) / 0.8)


def _filled(values: Sequence[str], least: float) -> float:
    """1 where enough rows have a value at all."""
    share = sum(map(bool, values)) / len(values) if values else 0.0
    return min(1.0, share / least)


def _of_words(heading: str, values: Sequence[str], words: Collection[str], least: float) -> float:
    if _ANOTHERS.search(heading):
        return 0.0
    written = ["".join(value.split()) for value in values if value]
    return _share(written, lambda text: text in words) * _filled(values, least)


@lru_cache(maxsize=1)
def _ethnicities() -> frozenset[str]:
    names = [name for _, _, name in ETHNICITIES]
    return frozenset(names) | {name.removesuffix("族") for name in names}


def _shaped_as_name(text: str) -> bool:
    if _LONG_NAME.fullmatch(text):
        return True
    return _NAME.fullmatch(text) is not None and not _NO_NAME.search(text)


def _bare(heading: str) -> str:
    return "".join(heading.split()).rstrip(":：").lstrip("*★")


def _day(text: str) -> tuple[int, int] | None:
    read = read_day(unicodedata.normalize("NFKC", text).strip())
    return None if read.fault else (read.year, read.month)


def _birth_in(number: str) -> tuple[int, int] | None:
    text = _compact(number)
    if len(text) != 18 or not text[6:12].isdecimal():
        return None
    return int(text[6:10]), int(text[10:12])
