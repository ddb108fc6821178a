"""Names of invented people, with their pinyin ready: looked up by parts, not name by name."""

from dataclasses import dataclass
from itertools import product
from random import Random

from ..core.pinyin import name_keys

_SURNAMES = (
    ("杨龙田吴", 24),
    ("王李张刘陈黄石冉麻滕", 16),
    ("罗唐周何谢邓彭赵吕徐孙胡朱林郭", 9),
    ("冯姚余向任安代侯雷覃梁曾严蒋文", 5),
    ("解单仇查区瞿阙佘谯敖鄢饶符桂", 1),
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛")
_MEN = "伟强军磊涛鹏杰浩宇轩博文俊峰飞明建国志勇辉斌凯旭东航宁鑫林晨铭昊瑞恒锐波"
_WOMEN = "芳娜敏静丽艳娟霞燕萍雪婷梅兰红玉洁琳欣怡颖雨佳思慧倩瑶萱妍诗蕊琪悦月晴"
_MIDDLE = "小晓文子明志建家嘉永春海思雨俊正天世荣光德兴玉金秀美华安晨泽沐若奕芷"
_RARE = ("𬱖", "䶮", "㛃", "𠮷", "子䶮", "文㛃", "𬱖宁", "小𠮷", "喆", "犇", "骉", "堃", "翀")
_DOTTED = (
    ("买买提·艾力", "男"),
    ("阿依古丽·吐尔逊", "女"),
    ("热依汗·玉素甫", "女"),
    ("艾尼瓦尔·卡德尔", "男"),
)
_ALIKE = (
    "伟玮炜", "杰洁婕", "静婧靖", "浩昊皓", "宇雨羽", "轩萱宣", "辉晖慧", "明铭鸣", "志智治", "欣鑫昕",
    "文雯纹", "波博勃", "琳霖林", "瑶尧遥", "峰锋枫", "宁凝苧", "颖影莹", "佳嘉家", "玉钰裕", "怡宜仪",
)  # fmt: skip
_EVERY = 149
"""One name in so many has a rare character; one in five of those has a dot."""


def misheard(name: str, rng: Random) -> str:
    """The name with another last character, alike in sound where we know one."""
    alike = next((group for group in _ALIKE if name[-1] in group), rng.choice(_ALIKE))
    return name[:-1] + rng.choice(alike.replace(name[-1], ""))


def sounding_like(name: str) -> str:
    """The name with another last character of the same sound; '' where we know none."""
    group = next((group for group in _ALIKE if name[-1] in group), "")
    sound = name_keys(name).pinyin
    others = (name[:-1] + one for one in group if one != name[-1])
    return next((other for other in others if name_keys(other).pinyin == sound), "")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name with its search keys and the sex it is given to."""

    text: str
    pinyin: str
    initials: str
    sex: str


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    pinyin: str
    initials: str


def _surname(text: str) -> _Part:
    keys = name_keys(text + "一")
    return _Part(text, keys.pinyin.removesuffix(" yi"), keys.initials[:-1])


def _given(text: str) -> _Part:
    keys = name_keys("王" + text)  # a given name alone would be read as a surname
    return _Part(text, keys.pinyin.removeprefix("wang "), keys.initials[1:])


class Names:
    """An endless supply of names; some occur twice, as they do."""

    def __init__(self, rng: Random) -> None:
        self._random = rng.random
        self._drawn = 0
        self._surnames = [
            part
            for characters, weight in _SURNAMES
            for part in map(_surname, characters)
            for _ in range(weight)
        ] + [_surname(text) for text in _COMPOUND]
        syllables = {one: _given(one) for one in {*_MEN, *_WOMEN, *_MIDDLE}}
        self._givens = {"男": _givens(_MEN, syllables), "女": _givens(_WOMEN, syllables)}
        self._rare = [_given(text) for text in _RARE]

    def draw(self) -> PersonName:
        """The next name, of a man or a woman."""
        chance = self._random
        self._drawn += 1
        if self._drawn % _EVERY == 0:
            return self._special(self._drawn // _EVERY)
        sex = "男" if chance() < 0.52 else "女"
        givens = self._givens[sex]
        given = givens[int(chance() * len(givens))]
        surname = self._surnames[int(chance() * len(self._surnames))]
        return PersonName(
            surname.text + given.text,
            f"{surname.pinyin} {given.pinyin}",
            surname.initials + given.initials,
            sex,
        )

    def _special(self, number: int) -> PersonName:
        if number % 5 == 0:
            text, sex = _DOTTED[number // 5 % len(_DOTTED)]
            keys = name_keys(text)
            return PersonName(text, keys.pinyin, keys.initials, sex)
        surname = self._surnames[int(self._random() * len(self._surnames))]
        given = self._rare[number % len(self._rare)]
        return PersonName(
            surname.text + given.text,
            f"{surname.pinyin} {given.pinyin}",
            surname.initials + given.initials,
            "男" if self._random() < 0.5 else "女",
        )


def _givens(last: str, syllables: dict[str, _Part]) -> list[_Part]:
    """Every given name of one sex: two characters, and (one in six) one."""
    pairs = [
        _Part(
            one + two,
            f"{syllables[one].pinyin} {syllables[two].pinyin}",
            syllables[one].initials + syllables[two].initials,
        )
        for one, two in product(_MIDDLE, last)
        if one != two
    ]
    singles = [syllables[one] for one in last]
    return pairs + singles * (len(pairs) // (5 * len(singles)))
