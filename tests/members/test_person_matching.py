"""Who the rows of a list of persons are, and what the clerk's decisions make of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.builders import add_member, valid_id
from tests.imports import fresh, number_of, roster
from tuanji_desktop.members.person_matching import PersonMatcher, PersonRow
from tuanji_desktop.members.reader import member_headings, read_list
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.id_numbers import check_character, is_valid
from tuanji_desktop.sheets.findings import SheetFinding
from tuanji_desktop.sheets.reading import LEAVE, NEW, Reading

FIELDS = frozenset({"name", "id_number", "sex", "mobile", "class_name"})
Row = Mapping[str, object]


class Matched:
    """Rows, findings and matcher of a list."""

    def __init__(self, context: Context, folder: Path, rows: Sequence[Row], **decided: str) -> None:
        bare = [{"所在团支部": None, **row} for row in rows]
        decisions = tuple((int(row[1:]), decision) for row, decision in decided.items())
        table, _source = read_list(
            roster(folder / "名单.xlsx", bare),
            headings=member_headings("name"),
            reading=Reading(),
        )
        with context.database.read() as connection:
            self.matcher = PersonMatcher(
                connection,
                table,
                policy=context.policy,
                fields=FIELDS,
                org_id=None,
                today=context.today,
                reading=Reading(decisions=decisions),
            )
            self.rows: tuple[PersonRow, ...]
            self.findings: tuple[SheetFinding, ...]
            self.rows, self.findings = self.matcher.match()

    @property
    def kinds(self) -> list[str]:
        return [row.kind for row in self.rows]

    @property
    def told(self) -> list[tuple[int, str, str]]:
        return [(found.row, found.code, found.level) for found in self.findings]


DAMAGED = number_of(0)[:15] + "000"
ROWS: tuple[Row, ...] = (
    {"姓名": "张三丰", "身份证号": number_of(0)},  # 2: another name
    {"姓名": "李小梅", "出生日期": "2001-11-20"},  # 3: no number
    {"姓名": "单雄", "身份证号": float(number_of(3)[:15] + "000")},  # 4: damaged
    {"姓名": "赵六", "身份证号": fresh(1)},  # 5: nobody
    {"姓名": "欧阳文静", "身份证号": number_of(5)},  # 6: sure
)


def test_what_is_open_and_whom_it_may_mean(office: Context, tmp_path: Path) -> None:
    namesake = add_member(office, name="张三丰", branch="QX0102", id_number=fresh(30))
    found = Matched(office, tmp_path, ROWS)
    assert found.kinds == ["ambiguous", "ambiguous", "refused", "new", "matched"]
    assert [row.candidates for row in found.rows] == [(1, namesake), (2,), (4,), (), ()]
    assert [row.may_be_new for row in found.rows] == [True, True, False, False, False]
    assert found.rows[2].written["id_number"].startswith(number_of(3)[:15])
    assert found.rows[1].written["born_on"] == "2001-11-20"
    assert set(found.matcher.people) == {1, 2, 4, namesake}


def test_the_clerk_says_who_it_is(office: Context, tmp_path: Path) -> None:
    found = Matched(office, tmp_path, ROWS, r2="member:1", r3="member:2", r4="member:4")
    assert found.kinds == ["matched", "matched", "matched", "new", "matched"]
    assert [row.member_id for row in found.rows] == [1, 2, 4, None, 6]
    assert found.rows[2].values["id_number"] == number_of(3)  # never the damaged one
    assert found.rows[2].written["id_number"] != number_of(3)
    assert [row.decided for row in found.rows[:3]] == ["member:1", "member:2", "member:4"]
    # the school is told all the same
    assert found.told[:3] == [
        (2, "name.differs", "warning"),
        (3, "required.empty", "warning"),
        (4, "id.precision_lost", "warning"),
    ]
    assert "已确认为在册团员 单雄（高三（2）班）" in found.findings[2].message
    assert found.matcher.member(found.rows[2]).name == "单雄"  # type: ignore[union-attr]


def test_the_clerk_says_that_it_is_nobody_known(office: Context, tmp_path: Path) -> None:
    found = Matched(office, tmp_path, ROWS, r2=NEW, r3=NEW, r4=NEW, r5=NEW)
    assert found.kinds == ["new", "new", "refused", "new", "matched"]
    assert (4, "row.decision_stale", "warning") in found.told  # a damaged number is nobody's
    assert "不在册登记" in found.findings[0].message


def test_what_is_left_out_says_only_that(office: Context, tmp_path: Path) -> None:
    rows = [
        {"姓名": "张三", "身份证号": number_of(0), "手机": "1"},
        {"姓名": "张三", "身份证号": number_of(0)},
    ]
    found = Matched(office, tmp_path, rows, r2=LEAVE)
    assert found.kinds == ["refused", "matched"]  # the second is now the first with this number
    assert found.told == [(2, "row.left_out", "warning")]


def test_one_member_is_one_row(office: Context, tmp_path: Path) -> None:
    found = Matched(office, tmp_path, ROWS, r3="member:6", r2="member:2")
    assert found.kinds[0] == "matched"
    assert found.kinds[1] == "refused"  # row 6 has the number and the name of member 6
    assert (3, "row.duplicate_in_file", "error") in found.told
    twice = Matched(office, tmp_path, ROWS, r2="member:2", r3="member:2")
    assert twice.kinds[:2] == ["matched", "refused"]


def test_a_decision_that_no_longer_fits_counts_for_nothing(office: Context, tmp_path: Path) -> None:
    gone = add_member(office, name="孙八", status="deleted")
    found = Matched(
        office, tmp_path, ROWS, r2=f"member:{gone}", r3="member:999", r6="member:6", r5="member:x"
    )
    assert found.kinds == ["ambiguous", "ambiguous", "refused", "new", "matched"]
    stale = [row for row, code, _level in found.told if code == "row.decision_stale"]
    assert stale == [2, 3, 5]  # that row 6 is member 6 is true anyway


def test_who_has_left(office: Context, tmp_path: Path) -> None:
    add_member(office, name="孙八", status="transferred_out", id_number=fresh(9))
    found = Matched(office, tmp_path, [{"姓名": "孙八", "身份证号": fresh(9)}, ROWS[4]])
    assert found.kinds == ["new", "matched"]
    assert {row: one.name for row, one in found.matcher.gone().items()} == {2: "孙八"}


@pytest.mark.parametrize("decision", ["", "member:1", NEW, LEAVE])
def test_every_row_is_of_one_kind(office: Context, tmp_path: Path, decision: str) -> None:
    said = {f"r{number}": decision for number in range(2, 7)} if decision else {}
    found = Matched(office, tmp_path, ROWS, **said)
    assert set(found.kinds) <= {"matched", "new", "ambiguous", "refused"}
    assert [row.number for row in found.rows] == [2, 3, 4, 5, 6]
    members = [row.member_id for row in found.rows if row.member_id is not None]
    assert len(members) == len(set(members))


def test_a_rounded_number_that_passes_the_check_still_finds_its_namesake(
    office: Context, tmp_path: Path
) -> None:
    born = date(1999, 11, 29)
    numbers = (valid_id(born, serial=serial) for serial in range(500))
    rounded = next(
        number[:15] + "000" for number in numbers if is_valid(number[:15] + "000")
    )  # fmt: skip
    true = next(
        f"{rounded[:15]}{tail:02d}{check_character(f'{rounded[:15]}{tail:02d}')}"
        for tail in range(10, 99)
    )
    add_member(office, name="覃大伟", id_number=true)
    found = Matched(office, tmp_path, ({"姓名": "覃大伟", "身份证号": float(rounded)},))
    (told,) = [one for one in found.findings if one.code == "id.precision_lost"]
    assert told.suggestion == true


def test_a_valid_number_that_nobody_has_may_be_a_namesakes_mistyped(
    office: Context, tmp_path: Path
) -> None:
    near = valid_id(date(2001, 3, 5), serial=8)  # 张三's ends otherwise
    assert near[:14] == number_of(0)[:14]
    found = Matched(
        office,
        tmp_path,
        [
            {"姓名": "张三", "身份证号": near},
            {"姓名": "张三", "身份证号": valid_id(date(1999, 9, 9), serial=77)},
        ],
    )
    assert found.kinds == ["new", "new"]
    assert [one.suggestion for one in found.findings] == [number_of(0), None]
    assert "号码相近" in found.findings[0].message
