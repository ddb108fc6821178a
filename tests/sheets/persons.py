"""Invented persons for lists: valid numbers, names of all kinds, the same ones every time."""

from dataclasses import dataclass

from tuanji_desktop.rules.id_numbers import check_character

_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "子涵 雨欣 浩然 梦洁 志强 思远 晓峰 佳怡 文博 静怡 俊 敏 丽娟 建国 一鸣 诗琪".split()
_PEOPLES = ("汉族", "苗族", "侗族", "土家族", "仡佬族")
_CLASSES = ("高三（1）班", "高三（2）班", "高三（3）班")


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    id_number: str
    sex: str
    ethnicity: str
    mobile: str
    born_on: str
    joined_on: str
    branch: str
    class_name: str
    destination: str


def person(number: int) -> Person:
    """The n-th invented person."""
    year, month, day = 2000 + number % 3, 1 + number * 5 % 12, 1 + number * 7 % 28
    id17 = f"520628{year}{month:02d}{day:02d}{100 + number * 13 % 900:03d}"
    family = _FAMILY[number % len(_FAMILY)]
    name = family + _GIVEN[(number // len(_FAMILY) + number) % len(_GIVEN)]
    school_class = _CLASSES[number % 3]
    return Person(
        name=name,
        id_number=id17 + check_character(id17),
        sex="男" if int(id17[-1]) % 2 else "女",
        ethnicity=_PEOPLES[number * 3 % 5],
        mobile=f"138{number * 7919 % 10**8:08d}",
        born_on=f"{year}-{month:02d}-{day:02d}",
        joined_on=f"{year + 15}-{1 + number % 12:02d}",
        branch=f"第一中学{school_class}团支部",
        class_name=school_class,
        destination=("升学", "就业", "参军入伍")[number % 3],
    )


def persons(count: int, start: int = 0) -> list[Person]:
    """So many of them."""
    return [person(number) for number in range(start, start + count)]


def row(one: Person, *fields: str | None) -> list[object]:
    """Their values for these fields; None: an empty cell."""
    return [None if name is None else getattr(one, name) for name in fields]
