"""The members of the practice county, branch by branch: plausible in everything, all invented.

Each member is made as one row for the database. What a row needs besides chance is prepared once
per branch or once per day of birth, for a million of them must be made while a clerk waits.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from ..core.yearmonth import YearMonth
from ..rules.id_numbers import check_character
from ..rules.policy import Policy
from .names import Names, PersonName, sounding_like
from .numbers import DevelopmentNumbers, IdNumbers, Phones, spoil
from .tree import COUNTY, REGION, Unit

COLUMNS = tuple(
    "id branch_id status name id_kind id_number sex born_on ethnicity mobile joined_on "
    "development_number joined_at household_place political_status party_joined_on income "
    "is_cadre post post_since cadre_kind occupation study_status education work_unit "
    "applied_party applied_party_on volunteer volunteer_since student_number class_name grade "
    "missing name_pinyin name_initials".split()
)
"""The columns of `members` that a row fills, in its order."""

Row = tuple[str | int | None, ...]

_MISSING = COLUMNS.index("missing")
_BLANKS = (
    ("mobile", 5),
    ("household_place", 4),
    ("education", 3),
    ("ethnicity", 3),
    ("income", 3),
    ("development_number", 2),
    ("political_status", 1),
)
_BLANK_RATE = 0.05
_ETHNICITIES = ("汉族",) * 31 + ("苗族",) * 13 + ("土家族",) * 13 + ("侗族",) * 8 + (
    "仡佬族", "布依族", "彝族", "回族",
)  # fmt: skip
_JOINING_MONTHS = ("03", "05", "05", "05", "05", "09", "10", "12", "12", "12")
_DEPUTIES = (("副书记", 20), ("组织委员", 8), ("宣传委员", 8))
"""Posts beside the secretary's, and from how many members on a branch has them."""
_WRONG_EVERY = 907
_SHARED_EVERY = 911
_OVER_AGE_EVERY = 401
_MISNUMBERED_EVERY = 383
_MISHEARD_EVERY = 449


@dataclass(frozen=True, slots=True)
class _Sort:
    """What the members of one sort of branch are like; a repeated word is a likelier one."""

    occupations: tuple[str, ...]
    incomes: tuple[str, ...]
    educations: tuple[str, ...]
    youngest: int
    party: float = 0.0


_SORTS = {
    "village": _Sort(
        ("农民",) * 6 + ("自由职业者", "非公企业职工", "其他"),
        ("农村户籍且无固定收入",) * 4 + ("≤2000", "≤2000", "2000–5000"),
        ("初中",) * 3 + ("高中",) * 3 + ("中职", "大专"),
        17,
    ),
    "community": _Sort(
        ("自由职业者", "自由职业者", "非公企业职工", "社会组织员工", "国有企业职工", "其他"),
        ("≤2000", "2000–5000", "2000–5000", "5000–8000"),
        ("高中", "高中", "中职", "大专", "大专", "本科"),
        18,
        0.02,
    ),
    "staff": _Sort(
        ("机关事业单位职工",),
        ("2000–5000", "2000–5000", "5000–8000"),
        ("大专", "本科", "本科", "本科"),
        21,
        0.10,
    ),
    "enterprise": _Sort(
        ("国有企业职工",) * 3 + ("机关事业单位职工",),
        ("2000–5000", "5000–8000", "5000–8000", "8000–10000"),
        ("大专", "本科", "本科", "硕士"),
        20,
        0.06,
    ),
    "office": _Sort(
        ("机关事业单位职工",),
        ("2000–5000", "5000–8000"),
        ("大专", "本科", "本科", "本科", "硕士"),
        21,
        0.10,
    ),
    "waiting": _Sort(
        ("自由职业者", "其他", "其他", "非公企业职工"),
        ("农村户籍且无固定收入", "≤2000", "≤2000"),
        ("高中", "高中", "中职"),
        17,
    ),
}
_STUDYING = {
    "初中": "初中在读",
    "普通高中": "高中在读",
    "完全中学": "高中在读",
    "中职": "中职中专在读",
    "中专": "中职中专在读",
}


@dataclass(frozen=True, slots=True)
class _Day:
    """What follows from a day of birth: its text, and the first month in which one may join."""

    born: date
    text: str
    first: int


@dataclass(frozen=True, slots=True)
class _Branch:
    """What all members of a branch have in common."""

    unit: Unit
    sort: _Sort | None
    oldest: int  # ordinals of the earliest and the latest day of birth
    youngest: int
    joining_span: int
    study_status: str
    place: str
    work_unit: str | None
    grade: str | None


class People:
    """Makes the members of one branch after the other; `loaded` is the day of their entry.

    `wrong` are those whose ID number was entered with a wrong check character: the material of
    deletion requests. The next member after one of `twins` is the same person, entered rightly.
    `red` are those of whom something is missing; `misnumbered` those whose development number is
    another number of theirs. The next member after one of `misheard` is the same person with a
    name written as it sounds.
    """

    def __init__(
        self,
        rng: Random,
        names: Names,
        phones: Phones,
        *,
        policy: Policy,
        villages: tuple[str, ...],
        loaded: date,
    ) -> None:
        self._rng, self._names, self._phones = rng, names, phones
        self._policy, self._villages, self._loaded = policy, villages, loaded
        self._ids = IdNumbers()
        self._numbers = DevelopmentNumbers()
        self._days: dict[int, _Day] = {}
        self._months, self._month_index = _joining_months(loaded)
        self._last_month = len(self._months) - 1
        self._blanks = [name for name, weight in _BLANKS for _ in range(weight)]
        self._latest_birth = _years_before(loaded, 14) - timedelta(days=300)
        self._last: Row = ()
        self._ordinary = 0
        self.wrong: list[int] = []
        self.twins: list[int] = []
        self.misnumbered: list[int] = []
        self.misheard: list[int] = []
        self._mishear = False
        self.red: set[int] = set()

    def of_branch(self, unit: Unit, first_id: int) -> Iterator[Row]:
        """The members of a branch, numbered from `first_id` on."""
        branch = self._branch(unit)
        posts = ["书记"] if unit.secretary else []
        if unit.sort != "waiting":
            posts += [post for post, size in _DEPUTIES if unit.size >= size]
        for index in range(unit.size):
            name = unit.secretary if index == 0 and unit.secretary else self._names.draw()
            post = posts[index] if index < len(posts) else None
            row = self._member(first_id + index, branch, name, post)
            self._last = row
            yield row

    def another(self, unit: Unit, number: int, *, older_by: int = 0) -> Row:
        """One more person at a branch, with nothing missing; `older_by` so many years."""
        branch = self._branch(unit)
        if older_by:
            youngest = branch.youngest - older_by * 366
            branch = replace(branch, oldest=youngest - 300, youngest=youngest)
        return self._member(number, branch, self._names.draw(), None, whole=True)

    def _branch(self, unit: Unit) -> _Branch:
        if unit.sort == "student":
            oldest, youngest = self._class_births(unit)
            studying = _STUDYING[unit.school_kind or ""]
            grade = (unit.class_name or "").split("级")[0] + "级"
            span = 20 if studying == "初中在读" else 28
            return _Branch(
                unit, None, oldest, youngest, span, studying, "", COUNTY + unit.place, grade
            )
        sort = _SORTS[unit.sort or "community"]
        oldest = _years_before(self._loaded, 28).toordinal() + 60
        youngest = _years_before(self._loaded, sort.youngest).toordinal()
        if unit.sort == "waiting":
            oldest = _years_before(self._loaded, 20).toordinal()
        place = REGION + unit.place if unit.sort == "village" else ""
        employed = unit.sort in ("staff", "enterprise", "office")
        work_unit = COUNTY + unit.place if employed else None
        return _Branch(unit, sort, oldest, youngest, 44, "非在读", place, work_unit, None)

    def _class_births(self, unit: Unit) -> tuple[int, int]:
        age = 16 if unit.school_kind == "初中" else 19
        year = (unit.leaves_in or self._loaded.year) - age
        youngest = min(date(year + 1, 8, 31), self._latest_birth).toordinal()
        return min(date(year, 9, 1).toordinal(), youngest - 180), youngest

    def _day(self, ordinal: int) -> _Day:
        day = self._days.get(ordinal)
        if day is None:
            born = date.fromordinal(ordinal)
            # the month after the fourteenth birthday
            first = self._month_index[(born.year + 14) * 12 + born.month]
            day = self._days[ordinal] = _Day(born, born.isoformat(), first)
        return day

    def _member(
        self,
        number: int,
        branch: _Branch,
        name: PersonName,
        post: str | None,
        *,
        whole: bool = False,
    ) -> Row:
        chance = self._rng.random
        oldest, youngest = branch.oldest, branch.youngest
        if branch.sort:
            if post:
                oldest -= 1_500  # cadres stay beyond 28
            elif number % _OVER_AGE_EVERY == 0:
                oldest, youngest = oldest - 400, oldest - 100  # 28 and still on the roster
        day = self._day(oldest + int(chance() * (youngest - oldest + 1)))
        first = day.first
        span = min(branch.joining_span, self._last_month - first)
        luck = chance()
        joined_on = self._months[first + int(luck * luck * (span + 1))]
        year = joined_on[:4]
        development_number = None
        if year >= "2017" or chance() < (0.4 if year == "2016" else 0.3):
            development_number = self._numbers.next(year)
        mobile: str | None = self._phones.next()
        if number % _SHARED_EVERY == 0 and self._last:
            mobile = str(self._last[9] or mobile)
        id_number = self._ids.next(day.born, name.sex)
        ethnicity = "维吾尔族" if "·" in name.text else _ETHNICITIES[int(chance() * 69)]
        place = branch.place or self._villages[int(chance() * len(self._villages))]
        volunteer_since = self._volunteer_since(year, chance())
        unit = branch.unit
        political, party_on, applied_on, income, occupation, education = self._life(
            branch, day.born
        )
        student_number = f"{branch.grade[:4]}{number:07d}" if branch.grade else None
        post_since = max(joined_on, self._months[-1 - int(chance() * 15)]) if post else None
        row: Row = (
            number, unit.id, "active", name.text, "居民身份证", id_number, name.sex, day.text,
            ethnicity, mobile, joined_on, development_number, None, place, political, party_on,
            income, "是" if post else "否", post, post_since, "兼职团干" if post else None,
            occupation, branch.study_status, education, branch.work_unit,
            "是" if applied_on else "否", applied_on, "是" if volunteer_since else "否",
            volunteer_since, student_number, unit.class_name, branch.grade,
            "", name.pinyin, name.initials,
        )  # fmt: skip
        if whole:
            return row
        if self.twins and self.twins[-1] == number - 1:
            return self._twin(row)
        if unit.kind == "branch":  # a graduate's transfer comes before any deletion
            self._ordinary += 1
            if self._ordinary % _WRONG_EVERY == 0:
                return self._wrong(row)
        blank = chance() < _BLANK_RATE
        if unit.kind == "branch" and (other := self._otherwise(row)) is not None:
            return other
        return self._red(row) if blank else row

    def _life(
        self, branch: _Branch, born: date
    ) -> tuple[str, str | None, str | None, str, str, str]:
        """Political status, days of joining and applying, income, occupation, education."""
        chance, sort = self._rng.random, branch.sort
        if sort is None:
            applied = self._applicant(born, chance(), 0.06)
            return (*applied, "学生无收入", "青年学生", branch.study_status)
        return (
            *self._party(born, chance(), sort.party),
            sort.incomes[int(chance() * len(sort.incomes))],
            sort.occupations[int(chance() * len(sort.occupations))],
            sort.educations[int(chance() * len(sort.educations))],
        )

    def _volunteer_since(self, joined: str, luck: float) -> str | None:
        since = f"{int(joined) + 1}-03-05"
        return since if luck < 0.55 and since <= self._loaded.isoformat() else None

    def _applicant(
        self, born: date, luck: float, rate: float
    ) -> tuple[str, str | None, str | None]:
        """Political status, day of joining the Party, day of applying: of one who only applied."""
        year = born.year + 19
        applied = f"{year}-05-04" if luck < rate and year < self._loaded.year else None
        return "共青团员", None, applied

    def _party(self, born: date, luck: float, rate: float) -> tuple[str, str | None, str | None]:
        year = self._loaded.year - 1 - int(luck * 1_000) % 3
        if luck >= rate or year < born.year + 21:
            return self._applicant(born, luck, 0.25)
        status = "中共预备党员" if year == self._loaded.year - 1 else "中共党员"
        return status, f"{year}-07-01", f"{year - 2}-05-04"

    def _red(self, row: Row) -> Row:
        """The row with a starred field left empty: a red name."""
        name = self._blanks[int(self._rng.random() * len(self._blanks))]
        cells = list(row)
        cells[COLUMNS.index(name)] = None
        self.red.add(int(row[0] or 0))
        return self._with_missing(cells)

    def _with_missing(self, cells: list[str | int | None]) -> Row:
        cells[_MISSING] = ",".join(missing_of(self._policy, cells))
        return tuple(cells)

    def _wrong(self, row: Row) -> Row:
        number = int(row[0] or 0)
        self.wrong.append(number)
        if len(self.wrong) % 2 == 0:
            self.twins.append(number)
        cells = list(row)
        cells[COLUMNS.index("id_number")] = spoil(str(cells[COLUMNS.index("id_number")]))
        return self._with_missing(cells)

    def _twin(self, row: Row) -> Row:
        """The person of the row before once more, with the right number."""
        cells = self._once_more(row, "mobile", "joined_on")
        wrong = str(self._last[COLUMNS.index("id_number")])
        cells[COLUMNS.index("id_number")] = wrong[:17] + check_character(wrong[:17])
        return self._with_missing(cells)

    def _once_more(self, row: Row, *others: str) -> list[str | int | None]:
        """The row with what makes up the person of the row before."""
        cells = list(row)
        for name in (
            "name", "sex", "born_on", "ethnicity", "household_place", "name_pinyin",
            "name_initials", *others,
        ):  # fmt: skip
            cells[COLUMNS.index(name)] = self._last[COLUMNS.index(name)]
        return cells

    def _otherwise(self, row: Row) -> Row | None:
        """What the quality board is there for: a number in the wrong place, a name by its sound."""
        number = int(row[0] or 0)
        if self.misheard and self.misheard[-1] == number - 1 and self._last[1] == row[1]:
            return self._by_its_sound(row)
        self._mishear = self._mishear or self._ordinary % _MISHEARD_EVERY == 0
        if self._mishear and sounding_like(str(row[3])):
            self._mishear = False
            self.misheard.append(number)
            return row
        if self._ordinary % _MISNUMBERED_EVERY == 0:
            self.misnumbered.append(number)
            cells = list(row)
            cells[COLUMNS.index("development_number")] = (
                f"{number:08d}"  # that of the member's card
            )
            return self._with_missing(cells)
        return None

    def _by_its_sound(self, row: Row) -> Row:
        cells = self._once_more(row)
        name = sounding_like(str(self._last[3]))
        cells[COLUMNS.index("name")] = name
        born = date.fromisoformat(str(cells[COLUMNS.index("born_on")]))
        cells[COLUMNS.index("id_number")] = self._ids.next(born, str(cells[COLUMNS.index("sex")]))
        return self._with_missing(cells)


def missing_of(policy: Policy, cells: list[str | int | None] | Row) -> tuple[str, ...]:
    """The starred fields that a row leaves empty, as the pack says."""
    values = {
        name: None if value is None else str(value)
        for name, value in zip(COLUMNS, cells, strict=True)
    }
    return policy.missing({**values, "branch": "所在团支部"})


def _joining_months(loaded: date) -> tuple[list[str], dict[int, int]]:
    """Months in which people join, likelier ones repeated, up to the day of entry; and for each
    month (counted from the year 0) the first of them after it."""
    months: list[str] = []
    index: dict[int, int] = {}
    last = YearMonth.of(loaded)
    for year in range(loaded.year - 40, loaded.year + 1):
        names = [month for month in _JOINING_MONTHS if f"{year}-{month}" <= str(last)]
        for month in range(1, 13):
            behind = sum(int(name) <= month for name in names)
            index[year * 12 + month] = len(months) + behind
        months += [f"{year}-{month}" for month in names]
    return months, index


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))
