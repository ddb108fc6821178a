"""The recovery code, seen once."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tuanji_desktop.start.recovery import RecoveryPage
from tuanji_desktop.store.vault import new_recovery_code


def shown(qtbot: QtBot, code: str) -> RecoveryPage:
    page = RecoveryPage()
    qtbot.addWidget(page)
    page.show_code(code, office="青溪团县委", day="2018-08-01")
    page.show()
    return page


def test_only_the_last_group_lets_one_go_on(qtbot: QtBot, dressed: QApplication) -> None:
    page = shown(qtbot, "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-F01GH")
    told: list[bool] = []
    page.acknowledged.connect(lambda: told.append(True))
    assert page.code_label.text() == "AAAAA-BBBBB-CCCCC\nDDDDD-EEEEE-F01GH"
    for wrong in ("", "EEEEE", "F01G"):
        page.proof.setText(wrong)
        page.proof.returnPressed.emit()
        assert not page.done_button.isEnabled()
    page.proof.setText(" foigh ")  # as one misreads 0 and 1
    assert page.done_button.isEnabled()
    page.done_button.click()
    assert told == [True]


def test_the_sheet_names_office_day_and_code(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path
) -> None:
    code = new_recovery_code()
    page = shown(qtbot, code)
    page.save_to(tmp_path / "码.txt")
    text = (tmp_path / "码.txt").read_text(encoding="utf-8-sig")
    assert all(word in text for word in (code, "青溪团县委", "2018-08-01"))
    assert "已保存" in page.banner.text
    page.save_to(tmp_path / "fort" / "码.txt")
    assert "无法写入" in page.banner.text
