"""What the year does to the branches of schools, proposed from names and members. Pure.

mark       April to May: which branches graduate this summer
turn       from 1 June: marked branches become graduate branches
roll_over  from 1 August: classes go up a grade, graduates make room, new classes come
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from . import grades
from .kinds import match_name
from .queries import Organization
from .split import next_codes

_NO_STUDENTS = frozenset(
    "staff village community returned office enterprise waiting mobile".split()
)
_STAFF_WORDS = ("教职工", "教师", "教工", "机关")


def school_kinds(nodes: Iterable[Organization]) -> dict[int, str]:
    """Kind of school by node: its own, else that of the nearest node above that has one."""
    by_id = {node.id: node for node in nodes}
    found: dict[int, str] = {}

    def kind_of(node: Organization) -> str:
        if node.id not in found:
            above = by_id.get(node.parent_id or 0)
            found[node.id] = node.school_kind or (kind_of(above) if above else "")
        return found[node.id]

    for node in by_id.values():
        kind_of(node)
    return found


def has_students(node: Organization, school_kind: str) -> bool:
    """Whether a branch is one of students; what the office says of it goes before its name."""
    if node.branch_sort is not None:
        return node.branch_sort not in _NO_STUDENTS
    return bool(school_kind) and not any(word in node.short_name for word in _STAFF_WORDS)


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A branch that may be marked, and why it is proposed; `ticked` as proposed."""

    node: Organization
    ticked: bool
    reason: str

    @property
    def marked(self) -> bool:
        return self.node.graduating_year is not None


def mark_rows(
    nodes: Sequence[Organization],
    *,
    kinds: Mapping[int, str],
    years: Mapping[int, Mapping[int, int]],
    year: int,
    today: date,
    only: int | None = None,
) -> list[MarkRow]:
    """All branches that may be marked as graduating in a year, the proposed ones first.

    `years`: by branch, how many members say that they graduate in which year. A branch that is
    marked for the year is ticked; `only` is a branch that the clerk chose itself.
    """
    rows = []
    for node in nodes:
        if node.kind != "branch":
            continue
        kind = kinds.get(node.id, "")
        if node.id != only and not has_students(node, kind) and node.graduating_year is None:
            continue
        rows.append(_mark_row(node, kind, years.get(node.id, {}), year, today))
    return sorted(rows, key=lambda row: (not (row.ticked or row.reason), row.node.code))


def _mark_row(
    node: Organization, kind: str, years: Mapping[int, int], year: int, today: date
) -> MarkRow:
    by_name = grades.leaves_in(node.short_name, kind, today) or grades.leaves_in(
        node.full_name, kind, today
    )
    told = max(years, key=lambda one: (years[one], one), default=None)
    reasons = []
    if node.graduating_year is not None:
        reasons.append(f"已标记 {node.graduating_year} 年")
    if by_name is not None and year in (by_name[0], told):
        reasons.append(f"{by_name[1]}：{by_name[0]} 年毕业")
    if told is not None and (told == year or (by_name is not None and by_name[0] == year)):
        reasons.append(f"{years[told]:,} 人的毕业年份为 {told}")
    agree = {by_name[0] if by_name else year, told if told is not None else year} == {year}
    proposed = agree and (by_name is not None or told is not None)
    ticked = node.graduating_year == year or (node.graduating_year is None and proposed)
    if not agree and reasons and node.graduating_year is None:
        reasons.append("两者不一致，请核对")
    return MarkRow(node, ticked, "；".join(reasons))


def to_turn(nodes: Iterable[Organization], year: int) -> list[Organization]:
    """Branches marked for a year that have not turned."""
    return [node for node in nodes if node.kind == "branch" and node.graduating_year == year]


@dataclass(frozen=True, slots=True)
class RollRow:
    """What the roll-over would do to a node; a new class has no `node` but a `parent_id`.

    `sort`: up, graduated (made room for), entry, stays. `parent` is for the eye.
    """

    sort: str
    node: Organization | None
    full_name: str
    short_name: str
    ticked: bool
    reason: str
    parent: str = ""
    parent_id: int | None = None
    code: str = ""
    school_kind: str | None = None


def roll_rows(
    nodes: Sequence[Organization],
    *,
    kinds: Mapping[int, str],
    year: int,
    rolled: Mapping[int, int],
    codes: Mapping[int, Sequence[str]],
    only: int | None = None,
) -> list[RollRow]:
    """The yearly plan for the school year that begins in `year`, by superior and code.

    `rolled`: nodes that went up this year already, and by which operation. `codes`
    are all that were ever given, by superior.
    """
    by_id = {node.id: node for node in nodes}
    rows: list[RollRow] = []
    for node in nodes:
        if node.kind not in ("branch", "graduate_branch"):
            continue
        kind = kinds.get(node.id, "")
        if not kind and node.id != only:
            continue
        above = by_id.get(node.parent_id or 0)
        row = _roll_row(node, kind, year, rolled, above.short_name if above else "")
        if row is not None:
            rows.append(row)
    _make_room(rows, kinds, year)
    return [*rows, *_entries(rows, by_id, kinds, year, codes)]


def _roll_row(
    node: Organization, kind: str, year: int, rolled: Mapping[int, int], parent: str
) -> RollRow | None:
    short = grades.grade_of(node.short_name, kind)
    full = grades.grade_of(node.full_name, kind)
    grade = short or full
    if grade is None:
        return None

    def row(sort: str, reason: str, *, ticked: bool = False) -> RollRow:
        return RollRow(sort, node, node.full_name, node.short_name, ticked, reason, parent)

    if node.id in rolled:
        return row("stays", f"{year} 年已升级（第 {rolled[node.id]} 号操作）")
    if node.kind == "graduate_branch":
        return row("graduated", "毕业班团支部，不升级")
    if node.graduating_year is not None and node.graduating_year <= year:
        return row("graduated", f"已标记为 {node.graduating_year} 年毕业班，不升级")
    if grade.level >= grade.last:
        return row("graduated", f"“{grade.label}”是最高年级；应先标记毕业班，6 月 1 日起转换")
    return RollRow(
        "up",
        node,
        grades.raised(node.full_name, full) if full else node.full_name,
        grades.raised(node.short_name, short) if short else node.short_name,
        True,
        f"{grade.label} 升一级",
        parent,
    )


def _make_room(rows: list[RollRow], kinds: Mapping[int, str], year: int) -> None:
    """Graduates whose name a class would take get their year before it: 2019届高三（1）班."""
    wanted = {match_name(row.full_name) for row in rows if row.sort == "up"}
    for place, row in enumerate(rows):
        if row.sort != "graduated" or row.node is None:
            continue
        if match_name(row.full_name) not in wanted:
            continue
        marked = row.node.graduating_year
        known = marked is not None or row.node.kind == "graduate_branch"
        words = f"{marked or year}届"
        kind = kinds.get(row.node.id, "")
        rows[place] = RollRow(
            "graduated",
            row.node,
            grades.before_grade(row.full_name, words, kind),
            grades.before_grade(row.short_name, words, kind),
            known,
            f"{row.reason}；改名为升上来的班级让出名称",
            row.parent,
        )


def _entries(
    rows: Sequence[RollRow],
    by_id: Mapping[int, Organization],
    kinds: Mapping[int, str],
    year: int,
    codes: Mapping[int, Sequence[str]],
) -> list[RollRow]:
    """New classes of the entry grade: as many, and named as, those that went up from it.

    Where classes bear the year of entry, last year's names with this year's number.
    """
    models: dict[int, list[tuple[Organization, str, str]]] = defaultdict(list)
    for row in rows:
        if row.sort == "up" and row.node is not None and row.node.parent_id is not None:
            kind = kinds.get(row.node.id, "")
            if _is_entry(row.node, kind):
                names = (_entered(row.node.full_name, year), _entered(row.node.short_name, year))
                models[row.node.parent_id].append((row.node, *names))
    for parent, found in _cohorts(by_id.values(), kinds, year).items():
        models[parent] = models.get(parent) or found
    made = []
    taken = {code for given in codes.values() for code in given}
    for parent, found in models.items():
        above = by_id.get(parent)
        if above is None:
            continue
        free = next_codes(codes.get(parent, ()), taken, above.code, len(found))
        made += [
            RollRow(
                "entry", None, full, short, False, "新建入学年级的班级", above.short_name, parent, code,
                node.school_kind,
            )
            for (node, full, short), code in zip(found, free, strict=True)
        ]  # fmt: skip
    return made


def _entered(name: str, year: int) -> str:
    """A class's name for those who enter in a year: 2018级大一 → 2019级大一, 高一（1）班 as it is."""
    return grades.with_cohort(name, year) if grades.cohort_of(name) == (year - 1, "级") else name


def _is_entry(node: Organization, kind: str) -> bool:
    """Whether a class is of the grade that pupils enter the school in."""
    grade = grades.grade_of(node.short_name, kind) or grades.grade_of(node.full_name, kind)
    return grade is not None and grade.level in (7, 10, 13)


def _cohorts(
    nodes: Iterable[Organization], kinds: Mapping[int, str], year: int
) -> dict[int, list[tuple[Organization, str, str]]]:
    """Last year's classes by superior, named for this year; none where this year's are there."""
    found: dict[int, list[tuple[Organization, str, str]]] = defaultdict(list)
    there: set[int] = set()
    for node in nodes:
        cohort = grades.cohort_of(node.short_name) if kinds.get(node.id) else None
        if cohort is None or cohort[1] != "级" or node.parent_id is None:
            continue
        if cohort[0] == year:
            there.add(node.parent_id)
        if cohort[0] == year - 1 and grades.cohort_of(node.full_name) == cohort:
            found[node.parent_id].append(
                (
                    node,
                    grades.with_cohort(node.full_name, year),
                    grades.with_cohort(node.short_name, year),
                )
            )
    return {parent: names for parent, names in found.items() if parent not in there}
