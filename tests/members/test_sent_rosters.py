"""Rosters as schools send them, from the file to the record: the plan is what is done, a second import
changes nothing, and an undo leaves nothing behind."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.builders import MEMBERS
from tests.imports import contents, fresh, number_of
from tests.members.helpers import select
from tests.sheets.files import Grid
from tuanji_desktop.history.service import undo
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.office.context import Context

NEW = [(f"{family}小明", fresh(place)) for place, family in enumerate("赵钱孙冯陈褚卫蒋", 1)]
KNOWN = [(name, number_of(place)) for place, (name, *_) in enumerate(MEMBERS)]
ONE, TWO = "高三（1）班", "高三（2）班"


def beside(*halves: Sequence[tuple[str, str]]) -> list[list[object]]:
    """Lines of halves side by side, numbered."""
    lines: list[list[object]] = []
    for line in range(max(map(len, halves))):
        cells = [[line + 1, *half[line]] if line < len(half) else [None] * 3 for half in halves]
        lines.append([cell for half in cells for cell in half])
    return lines


def text_file(path: Path, rows: Grid, separator: str = ",") -> Path:
    lines = (separator.join("" if cell is None else str(cell) for cell in row) for row in rows)
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def printed(rows: Sequence[tuple[str, str]], class_: str) -> list[list[object]]:
    """A page of a printed list."""
    return [
        [f"{class_}团员名册"], ["序号", "姓名", "身份证号", "班级"],
        *([number, *row, class_] for number, row in enumerate(rows, 1)),
        [f"{class_} 汇总", len(rows)], ["班主任签字：", None, "第1页 共2页"], [],
    ]  # fmt: skip


SENT: dict[str, tuple[Grid, str]] = {
    "halves without a heading below their classes": (
        [[ONE], *beside(NEW[:2], KNOWN[:2]), [TWO], *beside(NEW[2:4], NEW[4:5])], ",",
    ),
    "lists below each other in another order": (
        [
            [ONE], ["姓名", "身份证号", "民族"], *([*one, "苗"] for one in (*NEW[:2], *KNOWN[:2])),
            [TWO], ["民族", "姓名", "身份证号"], *(["苗", *one] for one in NEW[2:5]),
        ], "\t",
    ),
    "printed pages": ([*printed([*NEW[:2], *KNOWN[:2]], ONE), *printed(NEW[2:5], TWO)], ","),
    "an example, what must be filled in, marks and numbers beside names": (
        [
            ["姓名", "身份证号", "班级"], ["例：张三", fresh(30), ONE], ["必填", "18位", "必填"],
            *([f"{number}、{name}", at, ONE] for number, (name, at) in enumerate(NEW[:2], 1)),
            *([f"★{name}", at, ONE] for name, at in KNOWN[:2]), *([*one, TWO] for one in NEW[2:5]),
        ], ";",
    ),
    "blanks between the columns": (
        [
            ["一中团员名单"], ["姓名", "身份证号", "班级"],
            *([*one, ONE] for one in (*NEW[:2], *KNOWN[:2])), *([*one, TWO] for one in NEW[2:5]),
        ], "   ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SENT)
def test_a_list_is_read_written_and_taken_back(office: Context, tmp_path: Path, name: str) -> None:
    rows, separator = SENT[name]
    file = text_file(tmp_path / "名单.txt", rows, separator)
    before = contents(office)
    plan = plan_roster(office, file, org_id=2)
    kinds = {row.name: row.kind for row in plan.rows}
    assert not [one for one in plan.findings if one.level == "error"]
    assert {one: kinds[one] for one, _ in NEW[:5]} == dict.fromkeys((n for n, _ in NEW[:5]), "new")
    assert len(plan.rows) == 7
    number = apply_roster(office, plan)
    assert number is not None
    homes = dict(select(office, "SELECT name, branch_id FROM members WHERE name LIKE '%小明'"))
    assert [homes[one] for one, _ in NEW[:5]] == [3, 3, 4, 4, 4]
    assert dict(select(office, "SELECT id, branch_id FROM members WHERE id < 3")) == {1: 3, 2: 3}
    again = plan_roster(office, file, org_id=2)
    assert {row.kind for row in again.rows} == {"unchanged"}
    undo(office, number=number)
    assert contents(office) == before
