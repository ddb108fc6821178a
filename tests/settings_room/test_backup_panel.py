"""Section 备份."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desks import still
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office import backups
from tuanji_desktop.office.backups import External
from tuanji_desktop.settings_room.backup_panel import BackupPanel, external_words
from tuanji_desktop.settings_room.dialog import RestoreDialog


@pytest.fixture
def panel(qtbot: QtBot, workplace: Workplace) -> BackupPanel:
    made = BackupPanel(workplace)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    still(qtbot, workplace.jobs)
    return made


def cells(panel: BackupPanel, row: int) -> list[str]:
    items = [panel.files.item(row, column) for column in range(4)]
    return [item.text() for item in items if item is not None]


def test_a_backup_now_is_listed_with_its_mark(
    panel: BackupPanel, qtbot: QtBot, workplace: Workplace
) -> None:
    told: list[bool] = []
    panel.backup_made.connect(lambda: told.append(True))
    panel.now_button.click()
    still(qtbot, workplace.jobs)
    assert panel.banner.text.startswith("已备份并核对：6 人")
    assert cells(panel, 0)[1:3] == ["✓ 已核对", "6 人"]
    assert told == [True]


def test_a_copy_beside_the_file_warns_one_elsewhere_is_remembered(
    panel: BackupPanel,
    qtbot: QtBot,
    workplace: Workplace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel.back_up_to(tmp_path)
    still(qtbot, workplace.jobs)
    assert "同一块硬盘" in panel.banner.text
    assert panel.external.text() == "还没有备份到 U 盘或其他介质。"
    monkeypatch.setattr(backups, "on_other_medium", lambda folder, path: True)
    panel.back_up_to(tmp_path)
    still(qtbot, workplace.jobs)
    assert panel.external.text() == f"最近一次备份到其他介质：今天（{tmp_path}）。"
    panel.back_up_to(tmp_path / "fort")
    still(qtbot, workplace.jobs)
    assert "不存在" in panel.banner.text


def test_the_check_says_that_all_is_well_or_names_the_faults(
    panel: BackupPanel, qtbot: QtBot, workplace: Workplace
) -> None:
    panel.check_button.click()
    still(qtbot, workplace.jobs)
    assert panel.banner.text.startswith("检查通过")
    with workplace.context.database.write(
        workplace.context.operation("member.edit", "改")
    ) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET notes = 'x' WHERE id = 1")
        writing.connection.exec_driver_sql("UPDATE org_counts SET members = 99 WHERE org_id = 3")
    panel.check()
    still(qtbot, workplace.jobs)
    assert "发现 1 个问题" in panel.banner.text
    assert "人数统计" in panel.problems.toPlainText()


def test_a_backup_becomes_a_file_that_can_be_opened(
    panel: BackupPanel, qtbot: QtBot, workplace: Workplace
) -> None:
    panel.back_up()
    still(qtbot, workplace.jobs)
    panel.open_restore()
    dialog = panel.findChild(RestoreDialog)
    assert isinstance(dialog, RestoreDialog)
    target = dialog.target.path
    assert target is not None
    dialog.act()
    still(qtbot, workplace.jobs)
    assert target.is_file()
    wished: list[Path] = []
    panel.office_open_requested.connect(wished.append)
    panel.banner.action_requested.emit()
    assert wished == [target]


@pytest.mark.parametrize(
    ("days", "words"),
    [(None, "还没有"), (0, "今天"), (3, "3 天前"), (9, "已超过 7 天")],
)
def test_how_old_the_last_one_elsewhere_is(days: int | None, words: str) -> None:
    assert words in external_words(External(days, "E:"))
