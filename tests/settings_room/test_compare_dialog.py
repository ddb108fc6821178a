"""Two packs side by side on screen."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.desks import still
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.settings_room import compare_dialog
from tuanji_desktop.settings_room.compare_dialog import CompareDialog
from tuanji_desktop.settings_room.queries import load_packs


@pytest.fixture
def dialog(qtbot: QtBot, workplace: Workplace) -> CompareDialog:
    rows = load_packs(workplace.context)
    chosen = next(one for one in rows if one.id == "qilu-2024")
    made = CompareDialog(workplace, rows, chosen=chosen)
    qtbot.addWidget(made)
    made.show()
    still(qtbot, workplace.jobs)
    return made


def shown(dialog: CompareDialog) -> dict[str, list[str]]:
    table = dialog.table
    rows = [
        [item.text() for column in range(7) if (item := table.item(row, column))]
        for row in range(table.rowCount())
    ]
    return {f"{row[0]}·{row[1]}": row[2:] for row in rows}


def test_it_begins_with_what_the_rules_say_otherwise(dialog: CompareDialog) -> None:
    rows = shown(dialog)
    assert rows["字段修改·入团年月"] == [
        "规定不同",
        "不可修改",
        "G 一.2",
        "修改须审核（途径：提交修改申请）",
        "N 一.3",
    ]
    assert rows["必填·经济收入"][:3] == ["仅前者有", "必填", "G 一.3"]
    assert "字段修改·姓名" not in rows
    assert "年龄·入团年龄" not in rows


def test_more_is_shown_when_wanted(dialog: CompareDialog) -> None:
    few = len(shown(dialog))
    dialog.which.setCurrentIndex(1)
    rows = shown(dialog)
    assert rows["字段修改·姓名"][0] == "仅依据或说明不同"
    assert "年龄·入团年龄" not in rows
    dialog.which.setCurrentIndex(2)
    assert shown(dialog)["年龄·入团年龄"][0] == "相同"
    assert few < len(rows) < len(shown(dialog))
    dialog.section.setCurrentText("年龄")
    assert all(key.startswith("年龄") for key in shown(dialog))
    dialog.section.setCurrentIndex(0)
    dialog.filter_box.setText("性别 Q 三.1")
    assert set(shown(dialog)) == {"字段修改·性别（身份证号得不出时）", "删除·删除原因：性别错误"}
    assert dialog.count.text().startswith("列出 2 项")


def test_below_stands_all_of_it_with_the_clauses(dialog: CompareDialog) -> None:
    place = list(shown(dialog)).index("字段修改·入团年月")
    dialog.table.selectRow(place)
    first, second = (one.text() for one in dialog.details)
    assert first.startswith(
        "广东2018（命脉工程提醒函第四期）：不可修改。入团年月在团支部审核通过后"
    )
    assert "G 一.2：团支部审核通过团员报到信息后" in first
    assert "N 一.3：入团年月以支部大会" in second
    dialog.table.selectRow(list(shown(dialog)).index("必填·经济收入"))
    assert dialog.details[1].text().endswith("没有规定。")
    dialog.filter_box.setText("没有这条")
    assert [one.text() for one in dialog.details] == ["", ""]


def test_other_packs_are_chosen(dialog: CompareDialog, qtbot: QtBot, workplace: Workplace) -> None:
    dialog.first.setCurrentIndex(dialog.second.currentIndex())
    still(qtbot, workplace.jobs)
    assert shown(dialog) == {}
    dialog.second.setCurrentIndex(0)
    still(qtbot, workplace.jobs)
    assert shown(dialog)["必填·经济收入"][0] == "仅后者有"


def test_what_is_listed_is_written(
    dialog: CompareDialog,
    qtbot: QtBot,
    workplace: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog.section.setCurrentText("必填")
    path = tmp_path / "比较.xlsx"
    monkeypatch.setattr(compare_dialog, "ask_save_path", lambda *_a, **_k: path)
    dialog.export_button.click()
    still(qtbot, workplace.jobs)
    assert f"已导出 {len(shown(dialog))} 行" in dialog.banner.text
    assert load_workbook(path).worksheets[0].max_row == len(shown(dialog)) + 2
    monkeypatch.setattr(
        compare_dialog, "ask_save_path", lambda *_a, **_k: tmp_path / "x" / "a.xlsx"
    )
    dialog.export_button.click()
    still(qtbot, workplace.jobs)
    assert "无法保存" in dialog.banner.text


def test_everything_has_names(dialog: CompareDialog) -> None:
    for kind in (QPushButton, QComboBox):
        for one in dialog.findChildren(kind):
            assert one.objectName(), one
            # what the banner asks gets its name when it asks
            assert one.accessibleName() or one.objectName() == "banner_action", one
