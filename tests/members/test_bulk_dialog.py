"""The bulk edit as a clerk works with it: preview, look, carry out, or leave."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import add_member, make_office
from tests.members.helpers import find, kinds, one, press, settle, text_of
from tuanji_desktop.core.progress import Progress
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members import bulk_dialog
from tuanji_desktop.members.bulk import BulkChange, BulkPlan, Mode
from tuanji_desktop.members.bulk_dialog import BulkEditDialog
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context

UNIT = BulkChange("work_unit", value="青溪县第一中学")
Opened = Callable[..., BulkEditDialog]


@pytest.fixture
def opened(qtbot: QtBot, workplace: Workplace) -> Iterator[Opened]:
    def open_for(*ids: int, change: BulkChange = UNIT) -> BulkEditDialog:
        dialog = BulkEditDialog(workplace, ids or (1, 2, 3))
        qtbot.addWidget(dialog)
        dialog.changes.set_changes((change,))
        dialog.show()
        return dialog

    yield open_for


def previewed(qtbot: QtBot, jobs: Jobs, dialog: BulkEditDialog) -> None:
    press(dialog, "bulk_plan")
    settle(qtbot, jobs)


def shown_names(dialog: BulkEditDialog) -> list[str]:
    model = dialog.table.paged
    return [row.row.name for place in range(model.rowCount()) if (row := model.row_at(place))]


def test_a_preview_writes_nothing(
    qtbot: QtBot, opened: Opened, jobs: Jobs, office: Context
) -> None:
    dialog, before = opened(), kinds(office)
    assert not dialog.apply_button.isEnabled()
    previewed(qtbot, jobs, dialog)
    assert text_of(dialog, "bulk_summary") == "共 3 人：会改 3 人。"
    assert dialog.table.paged.rowCount() == 3
    assert dialog.apply_button.isEnabled()
    assert kinds(office) == before
    dialog.reject()
    assert not dialog.isVisible()
    assert kinds(office) == before


def test_what_was_previewed_is_carried_out_and_said(
    qtbot: QtBot, opened: Opened, jobs: Jobs, office: Context
) -> None:
    dialog = opened()
    told: list[tuple[str, str]] = []
    dialog.said.connect(lambda level, words: told.append((level, words)))
    previewed(qtbot, jobs, dialog)
    press(dialog, "bulk_apply")
    settle(qtbot, jobs)
    number = one(office, "SELECT max(number) FROM journal_operations")
    words = (
        f"已执行：批量修改 3 人：学习工作单位改为“青溪县第一中学”（第 {number} 号操作，可以撤销）。"
    )
    assert told == [("done", words)]
    assert dialog.banner.text == words
    assert one(office, "SELECT count(*) FROM members WHERE work_unit = ?", UNIT.value) == 3
    assert dialog.isVisible()
    assert (dialog.close_button.text(), dialog.plan_button.isEnabled()) == ("关闭", False)
    press(dialog, "bulk_close")
    assert not dialog.isVisible()


def test_who_cannot_be_changed_is_shown_afterwards(
    qtbot: QtBot, opened: Opened, jobs: Jobs, office: Context
) -> None:
    waiting = add_member(office, name="周八", status="submitted")
    dialog = opened(1, waiting)
    previewed(qtbot, jobs, dialog)
    assert find(dialog, QPushButton, "bulk_filter_refused").text() == "不能改 1"
    press(dialog, "bulk_filter_changed")
    settle(qtbot, jobs)
    assert dialog.table.paged.rowCount() == 1
    press(dialog, "bulk_apply")
    settle(qtbot, jobs)
    qtbot.waitUntil(lambda: shown_names(dialog) == ["周八"])
    assert dialog.banner.property("level") == "warning"
    assert dialog.banner.text.endswith("1 人不能改，没有动。")


def test_another_wish_needs_another_preview(qtbot: QtBot, opened: Opened, jobs: Jobs) -> None:
    dialog = opened()
    for change in (
        dialog.changes.add,
        lambda: dialog.changes.rows[0].mode_box.setCurrentIndex(1),
        lambda: find(dialog, QLineEdit, "bulk_reason").textEdited.emit("换届"),
    ):
        dialog.changes.set_changes((UNIT,))
        previewed(qtbot, jobs, dialog)
        assert dialog.apply_button.isEnabled()
        change()
        assert not dialog.apply_button.isEnabled()
        assert dialog.table.paged.rowCount() == 0
        assert text_of(dialog, "bulk_summary") == "还没有预览。"


def test_a_wrong_value_is_not_even_asked(qtbot: QtBot, opened: Opened, jobs: Jobs) -> None:
    dialog = opened(change=BulkChange("joined_on", value="看不懂"))
    press(dialog, "bulk_plan")
    assert not jobs.busy
    assert text_of(dialog, "bulk_summary") == "还没有预览。"


def test_a_refusal_is_a_line_in_the_dialog(qtbot: QtBot, opened: Opened, jobs: Jobs) -> None:
    dialog = opened(change=BulkChange("work_unit", Mode.REPLACE, "乙"))
    previewed(qtbot, jobs, dialog)
    assert dialog.banner.text == "没有填写学习工作单位里要替换的文字。"
    assert dialog.plan_button.isEnabled()


def test_a_record_that_moved_asks_for_a_new_preview(
    qtbot: QtBot, opened: Opened, jobs: Jobs, office: Context
) -> None:
    dialog = opened()
    previewed(qtbot, jobs, dialog)
    save_member(office, member_id=2, changes={"qq": "10001"})
    press(dialog, "bulk_apply")
    settle(qtbot, jobs)
    assert "重新预览" in dialog.banner.text
    assert not dialog.apply_button.isEnabled()
    assert one(office, "SELECT count(*) FROM members WHERE work_unit IS NOT NULL") == 0
    previewed(qtbot, jobs, dialog)
    assert dialog.apply_button.isEnabled()


def test_esc_stops_what_is_being_done_and_nothing_is_written(
    qtbot: QtBot, opened: Opened, jobs: Jobs, office: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_context: Context, _plan: BulkPlan, *, progress: Progress) -> int:
        while True:
            progress(1, 2, "写入")
            progress.stop_if_cancelled()

    dialog = opened()
    previewed(qtbot, jobs, dialog)
    monkeypatch.setattr(bulk_dialog, "apply_bulk", endless)
    press(dialog, "bulk_apply")
    assert find(dialog, QPushButton, "bulk_stop").isVisible()
    assert not dialog.changes.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle(qtbot, jobs)
    assert dialog.isVisible()
    assert dialog.banner.text == "已停止，没有写入任何内容。"
    assert dialog.apply_button.isEnabled()
    assert one(office, "SELECT count(*) FROM members WHERE work_unit IS NOT NULL") == 0


def test_the_packs_values_are_one_click(
    qtbot: QtBot, jobs: Jobs, college: Context, opened: Opened
) -> None:
    lacking = add_member(
        college, name="周八", study_status="", mobile="13900139000", id_number="11010519491231002X"
    )
    dialog = BulkEditDialog(Workplace(college, jobs), (1, lacking))
    qtbot.addWidget(dialog)
    dialog.show()
    assert "Q 四.1" in dialog.preset_button.toolTip()
    press(dialog, "bulk_preset")
    settle(qtbot, jobs)
    assert text_of(dialog, "bulk_summary") == "共 2 人：会改 1 人，不变 1 人。"
    assert dialog.filters["changed"].isChecked()
    assert opened().preset_button.isHidden()


def test_a_file_in_use_elsewhere_is_previewed_only(
    qtbot: QtBot, jobs: Jobs, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tuanji_desktop.office.service import open_office

    folder: Path = tmp_path_factory.mktemp("elsewhere")
    first = make_office(folder)
    reading = open_office(
        first.database.path, clock=first.clock, fixed_day=first.today, read_only=True
    )
    dialog = BulkEditDialog(Workplace(reading, jobs), (1,))
    qtbot.addWidget(dialog)
    dialog.changes.set_changes((UNIT,))
    previewed(qtbot, jobs, dialog)
    assert not dialog.apply_button.isEnabled()
    assert "只能预览" in text_of(dialog, "bulk_summary")
    dialog.close()
    reading.database.close()
    first.database.close()


def test_everything_is_reached_by_the_keyboard_and_has_a_name(
    qtbot: QtBot, opened: Opened, jobs: Jobs
) -> None:
    dialog = opened()
    previewed(qtbot, jobs, dialog)
    for widget in dialog.findChildren(QWidget):
        if not isinstance(widget, QAbstractButton | QComboBox | QLineEdit):
            continue
        if not widget.isVisibleTo(dialog) or widget.objectName().startswith("qt_"):
            continue
        assert widget.objectName(), widget
        assert widget.accessibleName(), widget.objectName()
        by_key = widget.objectName() == "table_export"  # Ctrl+Shift+E in the table
        assert by_key or widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget.objectName()
