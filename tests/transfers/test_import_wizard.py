"""Lists of transfers through the window."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.deletion.helpers import one, select
from tests.imports import number_of
from tests.kit.lists import settle
from tests.sheets.files import xlsx
from tests.transfers.test_import_questions import out_list
from tests.transfers.test_incoming_import import HEAD as IN_HEAD
from tests.transfers.test_incoming_import import comer
from tests.transfers.test_list_import import COLLEGE, person, transfer_list
from tests.wizards import reviewed, write
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.branch_dialog import BranchDialog
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.reading import LEAVE
from tuanji_desktop.transfers.import_wizard import (
    IncomingImportWizard,
    IncomingOptions,
    TransferImportWizard,
    TransferOptions,
    choose_unit,
    review_of,
)
from tuanji_desktop.transfers.list_import import apply_transfer_list, plan_transfer_list
from tuanji_desktop.transfers.queries import load_units


def test_a_list_is_seen_and_started(
    office: Context, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = [person(0, 是否省内高校="是"), person(1, 姓名="李小妹"), person(2, 转接原因="出国")]
    file = transfer_list(tmp_path, rows)
    wizard = TransferImportWizard(Workplace(office, jobs))
    review = reviewed(qtbot, jobs, wizard, file)
    assert review.sentence == "1 人发起转接，1 行待确认，1 行拒绝。"
    assert [row.kind for row in review.rows] == ["new", "ambiguous", "refused"]
    assert review.detail(0) == f"高三（1）班 → {COLLEGE}"
    assert [(one.before, one.after, one.note) for one in review.changes(0)] == [
        ("高三（1）班", COLLEGE, "外单位")
    ]
    assert review.changes(2) == ()
    assert review.detail(2).count("N 四.2") == 1
    question = review.question(1)
    assert question is not None
    assert [one.decision for one in question.candidates] == ["member:2"]
    assert [decision for decision, _words in question.others] == [LEAVE]
    assert review.question(0) is None
    assert review.notes[0].startswith("其中 1 人升学到省内高校")
    write(qtbot, jobs, wizard)
    assert select(office, "SELECT member_id, state FROM transfers") == [(1, "started")]
    again = review_of(office, plan_transfer_list(office, file))
    assert (again.writes, again.sentence) == (0, "1 人已在办理，1 行待确认，1 行拒绝。")
    assert again.notes[0].startswith("这个文件 2018-08-01 已由王干事导入过（3 行）")
    assert [kind.key for kind in again.kinds if kind.written] == ["new"]


def test_the_reason_and_the_day_for_rows_that_say_none(
    office: Context, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    file = out_list(tmp_path, ("张三", number_of(0), COLLEGE, None, None))
    wizard = TransferImportWizard(Workplace(office, jobs))
    review = reviewed(qtbot, jobs, wizard, file)
    assert review.writes == 0
    options = wizard.file_page.options
    assert isinstance(options, TransferOptions)
    options.set_answers({"kind": "云游"})  # no such reason here
    assert options.answers() == {"kind": ""}
    options.set_answers({"kind": "升学"})
    assert options.answers() == {"kind": "升学"}
    plan = plan_transfer_list(office, file, kind=options.kind, on=options.day_edit.day)
    assert apply_transfer_list(office, plan)
    assert one(office, "SELECT kind FROM transfers") == "升学"


def test_those_who_come_in(office: Context, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    rows = [comer(0, 转入团支部="高三1班"), comer(1, 转入团支部=None), comer(2, 原团组织=None)]
    file = xlsx(
        tmp_path / "转入.xlsx", [IN_HEAD, *([row.get(head) for head in IN_HEAD] for row in rows)]
    )
    wizard = IncomingImportWizard(Workplace(office, jobs), 2)
    review = reviewed(qtbot, jobs, wizard, file)
    options = wizard.file_page.options
    assert isinstance(options, IncomingOptions)
    assert options.answers() == {"unit": "QX01"}
    assert review.sentence == "2 人登记转入，1 行拒绝。"
    assert review.detail(0).startswith("共青团遵义市第四中学委员会 → 高三（1）班")
    write(qtbot, jobs, wizard)
    assert select(office, "SELECT target_id FROM transfers ORDER BY id") == [(3,), (2,)]


def test_the_unit_is_chosen_kept_and_put_back(office: Context, jobs: Jobs, qtbot: QtBot) -> None:
    wizard = IncomingImportWizard(Workplace(office, jobs))
    qtbot.addWidget(wizard)
    options = wizard.file_page.options
    assert isinstance(options, IncomingOptions)
    options.set_answers({"unit": "QX0102"})  # before the units are known
    settle(qtbot, jobs)
    box = options.unit_box
    assert (box.unit and box.unit.id, box.button.text()) == (4, "高三（2）班 ▾")
    options.set_answers({"unit": "QX99"})
    assert options.answers() == {"unit": "QX0102"}
    box.clear_button.click()
    assert options.answers() == {"unit": ""}


def test_another_unit_is_offered_by_its_code(office: Context, jobs: Jobs, qtbot: QtBot) -> None:
    workplace = Workplace(office, jobs)
    wizard = TransferImportWizard(workplace)
    qtbot.addWidget(wizard)
    settle(qtbot, jobs)
    chosen: list[tuple[str, str]] = []
    choose_unit(workplace, wizard, "选择组织", lambda code, words: chosen.append((code, words)))
    settle(qtbot, jobs)
    dialog = wizard.findChild(BranchDialog)
    assert dialog is not None
    dialog.chosen.emit(next(one for one in load_units(office) if one.code == "QX01"))
    assert chosen == [("QX01", "一中团委")]
    dialog.reject()
