"""What is asked about lists of transfers."""

from collections.abc import Sequence
from pathlib import Path

from tests.imports import number_of
from tests.sheets.files import xlsx
from tuanji_desktop.core.progress import Quiet
from tuanji_desktop.kit.import_adapter import ValueQuestion
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.prepared import list_of
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.reading import Reading
from tuanji_desktop.transfers.import_questions import (
    OTHER_UNIT,
    incoming_questions,
    outgoing_questions,
)
from tuanji_desktop.transfers.list_import import plan_transfer_list
from tuanji_desktop.transfers.reader import incoming_headings, transfer_headings

PLAIN = Reading()
HEAD = ("姓名", "身份证号", "转入团组织", "转接原因", "是否省内")


def asked(
    context: Context, file: Path, reading: Reading = PLAIN
) -> dict[tuple[str, str], ValueQuestion]:
    table = list_of(read_workbook(file), transfer_headings(), labels={}, reading=reading)
    found = outgoing_questions(context, table, reading, Quiet())
    return {(one.field, one.written): one for one in found}


def out_list(folder: Path, *rows: Sequence[object]) -> Path:
    return xlsx(folder / "转接.xlsx", [HEAD, *rows])


def test_reasons_targets_and_answers(office: Context, tmp_path: Path) -> None:
    file = out_list(
        tmp_path,
        ("张三", number_of(0), "贵州大学", "升学", "是"),
        ("李小梅", number_of(1), "青溪一中团委员会", "考上大学了", "大概"),
        ("单雄", number_of(3), "QX01", "入伍", "省内"),
        ("欧阳文静", number_of(5), "青川县第一高中", "升学", "省内"),
    )
    found = asked(office, file)
    far = found.pop(("target", "青川县第一高中"), None)
    assert far is None or far.meaning == "青川县第一高中"
    assert set(found) == {
        ("kind", "考上大学了"),
        ("target", "青溪一中团委员会"),
        ("in_province", "大概"),
    }
    assert found["kind", "考上大学了"].meaning == "升学"
    near = found["target", "青溪一中团委员会"]
    assert near.meaning == "QX01"
    assert 0.75 <= near.score < 0.9
    assert near.choices[1] == ("青溪一中团委员会", "外单位：青溪一中团委员会")
    assert near.other == OTHER_UNIT
    assert found["in_province", "大概"].score == 0.0

    reading = Reading(
        values=(
            ("kind", "考上大学了", "升学"),
            ("target", "青溪一中团委员会", "QX01"),
            ("in_province", "大概", ""),
        )
    )
    assert asked(office, file, reading)["target", "青溪一中团委员会"].meaning == "QX01"
    plan = plan_transfer_list(office, file, reading=reading)
    second = plan.rows[1].planned
    assert second is not None
    assert (plan.rows[1].kind, second.target_id) == ("new", 2)
    assert not any(found.row == 3 for found in plan.findings)


def test_into_which_unit_somebody_comes(office: Context, tmp_path: Path) -> None:
    head = ("姓名", "身份证号", "原团组织", "转入团支部")
    rows = [
        ("甲", number_of(0), "遵义四中", name) for name in ("高三1班", "高三甲班", "高三甲班", None)
    ]
    file = xlsx(tmp_path / "转入.xlsx", [head, *rows])
    table = list_of(read_workbook(file), incoming_headings(), labels={}, reading=PLAIN)
    (one,) = incoming_questions(office, table, PLAIN, 2, Quiet())
    assert (one.written, one.rows, one.other) == ("高三甲班", 2, OTHER_UNIT)
    assert {code for code, _words in one.choices} == {"QX0101", "QX0102"}
    assert (one.meaning, one.score) == ("", 0.0), "both are as like: neither is proposed"
