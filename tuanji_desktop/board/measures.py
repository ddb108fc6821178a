"""By what the members are counted: each measure with its rule in words, and its groups in order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..orgs.kinds import BRANCH_SORTS, KINDS
from ..rules.choices import CHOICES

UNKNOWN = "未填"
OTHER_AGE = "年龄不明"

AGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "14岁以下": (-200, 13),
        "14–17岁": (14, 17),
        "18–22岁": (18, 22),
        "23–27岁": (23, 27),
        "28岁及以上": (28, 200),
    }
)
"""From–to in full years, both included."""


def _as_it_is(value: Any) -> str:
    return str(value) if value else UNKNOWN


def age_group(age: int | None) -> str:
    """The group of a number of full years."""
    found = (label for label, (first, last) in AGES.items() if first <= (age or 0) <= last)
    return OTHER_AGE if age is None else next(found, OTHER_AGE)


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to count. `sql` is the raw value of a row of the alias `s` (a member's state);
    `group` makes its group of it, where the value is not the group itself."""

    key: str
    title: str
    definition: str
    sql: str
    order: tuple[str, ...] = ()
    group: Callable[[Any], str] = _as_it_is

    def sorted(self, groups: Iterable[str]) -> list[str]:
        """The groups that are there: in their natural order, those without one by name, 未填 last."""
        places = {label: place for place, label in enumerate(self.order)}
        last = len(places)
        return sorted(
            groups, key=lambda one: (one in (UNKNOWN, OTHER_AGE), places.get(one, last), one)
        )


def _choice(key: str, title: str, source: str) -> Measure:
    return Measure(
        key,
        title,
        f"在册团员按“{title}”一栏所填统计；没有填的归入“{UNKNOWN}”。{source}",
        f"s.{key}",
        tuple(CHOICES.get(key, ())),
    )


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        one.key: one
        for one in (
            _choice("sex", "性别", "有身份证号的，性别由号码得出。"),
            Measure(
                "age",
                "年龄",
                "在册团员按统计日的周岁统计，出生日期由身份证号得出。",
                "(:day - replace(nullif(s.born_on, ''), '-', '')) / 10000",
                tuple(AGES),
                age_group,
            ),
            _choice("education", "学历", ""),
            _choice("ethnicity", "民族", ""),
            _choice("political_status", "政治面貌", ""),
            _choice("occupation", "职业", ""),
        )
    }
)


BRANCH_MEASURES = (
    Measure(
        "kind",
        "支部类别",
        "在册团员按所在团支部的类别统计。",
        "kind",
        tuple(KINDS.values()),
        lambda code: KINDS.get(code, code),
    ),
    Measure(
        "sort",
        "支部种类",
        "在册团员按所在团支部的种类（学生、村、社区、机关……）统计。",
        "branch_sort",
        tuple(BRANCH_SORTS.values()),
        lambda code: BRANCH_SORTS.get(code, code) if code else UNKNOWN,
    ),
)
"""By what kind of branch they are in; `sql` is the branch's column."""
