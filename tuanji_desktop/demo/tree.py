"""The tree of the practice county: 632 organisations in the proportions of domain.md §1.

A larger practice county is several such counties side by side, each under a work committee of
its own; a smaller one has fewer of each kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from random import Random

from ..orgs.kinds import match_name
from .names import Names, PersonName
from .numbers import Phones

USUAL_MEMBERS = 11_184
STUDENTS = 6_844 / 11_184
COUNTY = "青溪县"
REGION = "贵州省铜仁市青溪县"
_LEAGUE = "中国共产主义青年团"
_MEMBERS_OF_LARGE = 18_640  # from here on another district for every so many members

_SCHOOLS = (  # kind, schools, graduating classes, other classes, weights of both
    ("普通高中", 5, 55, 25, 27, 38),
    ("完全中学", 4, 36, 12, 27, 38),
    ("初中", 24, 120, 24, 12, 15),
    ("中职", 3, 21, 9, 24, 30),
    ("中专", 1, 4, 1, 24, 30),
    ("小学", 5, 0, 0, 0, 0),
)
_YEARS = {"普通高中": 3, "完全中学": 3, "初中": 3, "中职": 3, "中专": 3}
_TOWNSHIPS, _VILLAGES, _WAITING = 22, 132, 4
_EMPLOYERS = ("人民医院", "供电局", "农村商业银行", "建设投资集团", "中医院")
_DEPARTMENTS = ("机关", "业务", "后勤", "青年志愿")
_BUREAUS = (
    "教育局", "卫生健康局", "公安局", "财政局", "民政局", "人民法院", "人民检察院", "税务局",
    "农业农村局", "自然资源局", "交通运输局", "融媒体中心",
)  # fmt: skip
_FIXED_SCHOOLS = {
    "普通高中": ("第一中学", "第二中学", "第三中学", "实验高级中学", "城北高级中学"),
    "完全中学": ("民族中学", "第四中学", "第五中学", "城南中学"),
    "中职": ("中等职业学校", "卫生学校", "工业职业学校"),
    "中专": ("中等师范学校",),
}
_KNOWN_TOWNS = ("河西镇", "东岭乡", "白水镇", "柳林乡")
_TOWN_FIRST = "河东西南北白柳金青石龙凤云双清大长高平安桃枫竹桂松永太新上下甘黄落冷普乌红木官正九三"
_TOWN_SECOND = "溪岭水林桥山塘坪坝湾沟洞坡寨关店田场口原屯铺滩峰泉堡阳江岩井丰营"
_VILLAGE_FIRST = "青双石金白龙凤红大上下新老长杨田桐枫清云"
_VILLAGE_SECOND = "龙河桥山溪坪岩湾坡井塘岭园冲寨"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An organisation to be, and what its members will be like.

    `size` is the number of members to come; `leaves_in` the year in which a class graduates;
    `place` the employer or the township; `class_name` the class.
    """

    id: int
    code: str
    full_name: str
    short_name: str
    kind: str
    parent_id: int | None
    school_kind: str | None = None
    sort: str | None = None
    secretary: PersonName | None = None
    contact: str | None = None
    contact_phone: str | None = None
    size: int = 0
    weight: float = 0.0
    leaves_in: int | None = None
    place: str = ""
    class_name: str | None = None


COLUMNS = (
    "id", "code", "full_name", "short_name", "kind", "parent_id", "school_kind", "branch_sort",
    "secretary", "contact", "contact_phone", "built_on", "match_name",
)  # fmt: skip


def row(unit: Unit, built_on: str) -> tuple[str | int | None, ...]:
    """The unit as a row of `organizations`, in the order of `COLUMNS`."""
    return (
        unit.id,
        unit.code,
        unit.full_name,
        unit.short_name,
        unit.kind,
        unit.parent_id,
        unit.school_kind,
        unit.sort,
        unit.secretary.text if unit.secretary else None,
        unit.contact,
        unit.contact_phone,
        built_on,
        match_name(unit.full_name),
    )


@dataclass(frozen=True, slots=True)
class Tree:
    """All units, superiors first, and the villages of the county, where families live."""

    units: tuple[Unit, ...]
    villages: tuple[str, ...]


def plan_tree(rng: Random, names: Names, phones: Phones, *, members: int, today: date) -> Tree:
    """A tree with room for exactly so many members; the graduating classes are those of today."""
    planner = _Planner(rng, names, phones, today=today, members=members)
    units = list(planner.county())
    students = round(members * STUDENTS)
    sizes = _sizes(units, students=students, others=members - students)
    return Tree(
        tuple(replace(unit, size=size) for unit, size in zip(units, sizes, strict=True)),
        tuple(planner.villages),
    )


class _Planner:
    """Hands out units in the order of their numbers."""

    def __init__(
        self, rng: Random, names: Names, phones: Phones, *, today: date, members: int
    ) -> None:
        self._rng, self._names, self._phones = rng, names, phones
        self._year = today.year
        self._share = min(1.0, members / USUAL_MEMBERS)
        self._districts = max(1, round(members / _MEMBERS_OF_LARGE))
        self._next_id = 1
        self._children: dict[int, int] = {}
        taken = {town[:2] for town in (*_KNOWN_TOWNS, COUNTY)}
        towns = [
            town
            for pair in product(_TOWN_FIRST, _TOWN_SECOND)
            if (town := "".join(pair)) not in taken
        ]
        rng.shuffle(towns)
        self._towns = iter(towns)
        self.villages: list[str] = []

    def county(self) -> Iterator[Unit]:
        """The county committee and all below it."""
        root = self._unit(
            None, "county", COUNTY, "共青团青溪县委员会", full=f"{_LEAGUE}{COUNTY}委员会"
        )
        yield root
        for district in range(self._districts):
            yield from self._district(root, district)

    def _count(self, usual: int, *, at_least: int = 1) -> int:
        return max(min(at_least, usual), round(usual * self._share))

    def _district(self, root: Unit, district: int) -> Iterator[Unit]:
        many = self._districts > 1
        name = f"第{district + 1}片区" if many else "县直机关"
        superior = root
        if many:
            superior = self._unit(root, "work_committee", COUNTY + name, f"{name}团工委")
            yield superior
        towns = [self._town(district, number) for number in range(self._count(_TOWNSHIPS))]
        for schools in _SCHOOLS:
            yield from self._schools(superior, district, towns, *schools)
        villages = _shares(self._count(_VILLAGES, at_least=4), len(towns))
        for town, number in zip(towns, villages, strict=True):
            yield from self._township(superior, town, number)
        for employer in _EMPLOYERS[: self._count(len(_EMPLOYERS))]:
            yield from self._employer(superior, employer, district)
        if not many:
            superior = self._unit(root, "work_committee", COUNTY + name, f"{name}团工委")
            yield superior
        yield from self._offices(superior, name)

    def _town(self, district: int, number: int) -> str:
        if district == 0 and number < len(_KNOWN_TOWNS):
            return _KNOWN_TOWNS[number]
        ending = self._rng.choices(("镇", "乡", "街道"), (5, 4, 1))[0]
        return f"{next(self._towns)}{ending}"

    def _schools(
        self,
        superior: Unit,
        district: int,
        towns: list[str],
        kind: str,
        schools: int,
        graduating: int,
        others: int,
        weight: int,
        other_weight: int,
    ) -> Iterator[Unit]:
        number = self._count(schools)
        leaving = _shares(self._count(graduating), number)
        staying = _shares(self._count(others), number)
        for index in range(number):
            name = _school_name(kind, index, district, towns)
            school = self._unit(superior, "committee", COUNTY + name, f"{name}团委", school=kind)
            yield school
            for position in range(leaving[index]):
                yield self._class(school, name, kind, position, years_left=0, weight=weight)
            for position in range(staying[index]):
                grades = 1 if kind == "初中" else 2  # the youngest of a 初中 are not yet 14
                yield self._class(
                    school,
                    name,
                    kind,
                    position // grades,
                    years_left=1 + position % grades,
                    weight=other_weight,
                )
            yield self._branch(
                school, f"{COUNTY}{name}教职工", f"{name}教职工", "staff", weight=12, place=name
            )

    def _class(
        self, school: Unit, name: str, kind: str, position: int, *, years_left: int, weight: int
    ) -> Unit:
        leaves_in = self._year + years_left
        class_name = f"{leaves_in - _YEARS[kind]}级{position + 1}班"
        return self._branch(
            school,
            f"{COUNTY}{name}{class_name}",
            name + class_name,
            "student",
            kind="branch" if years_left else "graduate_branch",
            weight=weight,
            place=name,
            leaves_in=leaves_in,
            class_name=class_name,
            school=kind,
        )

    def _township(self, superior: Unit, town: str, villages: int) -> Iterator[Unit]:
        committee = self._unit(superior, "committee", COUNTY + town, f"{town}团委")
        yield committee
        names = self._rng.sample(
            [one + two for one, two in product(_VILLAGE_FIRST, _VILLAGE_SECOND)], villages + 1
        )
        for index, name in enumerate(names[:-1]):
            village = f"{town}{name}村"
            self.villages.append(REGION + village)
            hollow = self._rng.random() < 0.30
            yield self._branch(
                committee,
                COUNTY + village,
                village,
                "village",
                weight=-self._rng.randint(0, 2) if hollow else (17 if index else 27),
                place=village,
            )
        if self._share == 1 or self._rng.random() < 0.5:
            community = f"{town}{names[-1]}社区"
            yield self._branch(
                committee, COUNTY + community, community, "community", weight=24, place=community
            )
            yield self._branch(
                committee, f"{COUNTY}{town}机关", f"{town}机关", "staff", weight=14, place=town
            )

    def _employer(self, superior: Unit, employer: str, district: int) -> Iterator[Unit]:
        name = employer if district == 0 else f"{employer}第{district + 1}分部"
        committee = self._unit(superior, "committee", COUNTY + name, f"{name}团委")
        yield committee
        for department in _DEPARTMENTS[: self._count(len(_DEPARTMENTS))]:
            yield self._branch(
                committee,
                f"{COUNTY}{name}{department}",
                name + department,
                "enterprise",
                weight=32,
                place=name,
            )

    def _offices(self, work: Unit, district: str) -> Iterator[Unit]:
        prefix = "" if self._districts == 1 else district
        for bureau in _BUREAUS[: self._count(len(_BUREAUS))]:
            name = prefix + bureau
            yield self._branch(work, COUNTY + name, name, "office", weight=30, place=name)
        for number in range(self._count(_WAITING)):
            name = f"{prefix}待接转第{'一二三四'[number]}"
            yield self._branch(
                work, COUNTY + name, name, "waiting", kind="waiting_branch", weight=90
            )

    def _unit(
        self,
        superior: Unit | None,
        kind: str,
        place: str,
        short: str,
        *,
        full: str | None = None,
        school: str | None = None,
    ) -> Unit:
        ending = "工作委员会" if kind == "work_committee" else "委员会"
        secretary = self._names.draw()
        return Unit(
            id=self._take_id(),
            code=self._code(superior),
            full_name=full or f"{_LEAGUE}{place}{ending}",
            short_name=short,
            kind=kind,
            parent_id=superior.id if superior else None,
            school_kind=school,
            secretary=secretary,
            contact=secretary.text,
            contact_phone=self._phones.next(),
        )

    def _branch(
        self,
        superior: Unit,
        region: str,
        short: str,
        sort: str,
        *,
        weight: float,
        kind: str = "branch",
        leaves_in: int | None = None,
        class_name: str | None = None,
        school: str | None = None,
        place: str = "",
    ) -> Unit:
        return Unit(
            id=self._take_id(),
            code=self._code(superior),
            full_name=f"{_LEAGUE}{region}支部委员会",
            short_name=f"{short}团支部",
            kind=kind,
            parent_id=superior.id,
            school_kind=school,
            sort=sort,
            secretary=None if sort == "waiting" else self._secretary(weight),
            weight=weight * self._rng.uniform(0.6, 1.35) if weight > 0 else weight,
            leaves_in=leaves_in,
            class_name=class_name,
            place=place,
        )

    def _secretary(self, weight: float) -> PersonName | None:
        if weight == 0 or self._rng.random() < (0.6 if weight < 0 else 0.05):
            return None
        return self._names.draw()

    def _take_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1

    def _code(self, superior: Unit | None) -> str:
        if superior is None:
            return "QX"
        number = self._children.get(superior.id, 0) + 1
        self._children[superior.id] = number
        return f"{superior.code}{number:02d}"


def _school_name(kind: str, index: int, district: int, towns: list[str]) -> str:
    fixed = _FIXED_SCHOOLS.get(kind, ())
    if district == 0 and index < len(fixed):
        return fixed[index]
    town = towns[index % len(towns)].removesuffix("街道").removesuffix("镇").removesuffix("乡")
    suffix = {
        "普通高中": "高级中学", "完全中学": "民族中学", "中职": "职业学校",
        "中专": "中等专业学校", "初中": "中学", "小学": "中心小学",
    }[kind]  # fmt: skip
    again = index // len(towns)
    return f"{town}{f'第{again + 1}' if again else ''}{suffix}"


def _shares(total: int, parts: int) -> list[int]:
    """`total` in whole parts as equal as can be."""
    return [total // parts + (index < total % parts) for index in range(parts)]


def _sizes(units: list[Unit], *, students: int, others: int) -> list[int]:
    """Members of each unit: hollow branches as planned, the rest by weight, to the last one."""
    sizes = [int(-unit.weight) if unit.weight < 0 else 0 for unit in units]
    if sum(sizes) > others // 4:
        sizes = [0] * len(units)  # too few people even for the hollow branches
    for wanted, total in ((True, students), (False, others - sum(sizes))):
        chosen = [
            index
            for index, unit in enumerate(units)
            if unit.weight > 0 and (unit.sort == "student") == wanted
        ]
        whole = sum(units[index].weight for index in chosen)
        given, passed = 0, 0.0
        for index in chosen:
            passed += units[index].weight
            upto = round(total * passed / whole)
            sizes[index] = upto - given
            given = upto
    return sizes
