"""The steps from the file to the work list."""

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.comparison.helpers import CLASS_1, LABELS, lines, listed, roster
from tests.desks import still
from tests.imports import fresh
from tests.sheets.files import xlsx
from tests.wizards import reviewed, write
from tuanji_desktop.comparison.import_wizard import (
    ComparisonAdapter,
    ComparisonOptions,
    ComparisonWizard,
    review_of,
)
from tuanji_desktop.comparison.queries import load_comparisons
from tuanji_desktop.comparison.service import plan_comparison
from tuanji_desktop.core.progress import Quiet
from tuanji_desktop.kit.import_adapter import UNDECIDED, ImportReview
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reading import MEMBER, Reading


def a_list(office: Context) -> list[dict[str, object]]:
    rows = roster(office)
    rows[0] |= {"mobile": "13900000000", "ethnicity": "苗族"}
    rows[2]["id_number"] = None
    new = {**rows[4], "name": "新来", "id_number": fresh(1), "mobile": "13911111111"}
    return [*rows[:4], rows[5], new]


def review(office: Context, reading: Reading = Reading()) -> ImportReview:  # noqa: B008
    workbook = listed(a_list(office))
    plan = plan_comparison(office, workbook.path, reading=reading, workbook=workbook)
    return review_of(office, plan, reading)


def test_rows_kinds_and_words(office: Context) -> None:
    found = review(office)
    assert [row.kind for row in found.rows] == [
        "differs", "same", UNDECIDED, "same", "same", "there",
    ]  # fmt: skip
    assert {kind.key: kind.count for kind in found.kinds if kind.count} == {
        "differs": 1, "there": 1, UNDECIDED: 1, "same": 3,
    }  # fmt: skip
    assert found.writes == 5
    assert found.detail(1) == "与台账一致"
    assert "台账为“13800138001”" in found.detail(0)
    assert [(one.label, one.before, one.after) for one in found.changes(0)] == [
        ("民族", "汉族", "苗族"), ("手机号码", "13800138001", "13900000000"),
    ]  # fmt: skip
    assert any("仅台账有 1 人，不在名单的行里：龙𬱖" in note for note in found.notes)
    assert any("手机号码 1" in note for note in found.notes)


def test_a_row_to_be_decided_is_a_question_before_and_after(office: Context) -> None:
    asked = review(office).question(2)
    assert asked is not None
    assert (asked.row, asked.decided) == (4, "")
    assert [one.decision for one in asked.candidates] == [f"{MEMBER}3"]
    assert asked.labels[0] == "姓名"
    assert asked.candidates[0].values[0] == asked.incoming[0] == "买买提·艾力"
    assert review(office).question(0) is None
    answered = review(office, Reading(decisions=((4, f"{MEMBER}3"),)))
    again = answered.question(2)
    assert again is not None
    assert again.decided == f"{MEMBER}3"
    assert answered.rows[2].kind == "differs"  # the number that the list does not have


def test_from_the_file_to_the_work_list(qtbot: QtBot, workplace: Workplace, tmp_path: Path) -> None:
    office = workplace.context
    rows = a_list(office)
    heads = list(rows[0])
    path = xlsx(
        tmp_path / "导出.xlsx",
        [[LABELS[name] for name in heads], *([row.get(name) for name in heads] for row in rows)],
    )
    wizard = ComparisonWizard(workplace)
    found = reviewed(qtbot, workplace.jobs, wizard, path)
    assert found.sentence.startswith("3 人一致，1 人有 2 处不同")
    write(qtbot, workplace.jobs, wizard)
    assert len(lines(office, load_comparisons(office)[0].id)) == 5


def test_the_scope_is_a_choice_that_a_recipe_keeps(qtbot: QtBot, workplace: Workplace) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    adapter = ComparisonAdapter(workplace, CLASS_1)
    options = adapter.options(parent)
    assert isinstance(options, ComparisonOptions)
    assert (options.org_id, options.answers()) == (None, {})
    options.set_answers({"org": "QX01"})  # before the units are here
    still(qtbot, workplace.jobs)
    assert (options.org_id, options.answers()) == (2, {"org": "QX01"})
    assert options.told == "与“一中团委”的花名册比对"
    options.set_answers({"org": "nowhere"})
    assert options.org_id == 2
    workbook = listed(roster(workplace.context)[:3])
    planned = adapter.planning(workbook, Reading())(Quiet())
    assert any("仅台账有 3 人" in note for note in planned.notes)


def test_branches_written_otherwise_are_asked_once(workplace: Workplace) -> None:
    rows = roster(workplace.context)
    for row in rows[:3]:
        row["branch"] = "尖子班"
    workbook = listed(rows)
    adapter = ComparisonAdapter(workplace)
    (asked,) = adapter.questions(workbook, Reading())(Quiet())
    assert (asked.field, asked.written, asked.rows) == ("branch", "尖子班", 3)
    meant = Reading(values=(("branch", "尖子班", "QX0101"),))
    plan = plan_comparison(workplace.context, workbook.path, reading=meant, workbook=workbook)
    assert plan.lines == ()
