"""Section 表格."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desks import still
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members.own_forms import load_forms
from tuanji_desktop.settings_room import forms_panel
from tuanji_desktop.settings_room.forms_panel import FormsPanel, SampleDialog
from tuanji_desktop.settings_room.panel import Listing

FOURTH = Path(__file__).parents[1] / "papers" / "forms" / "nanling-return.toml"


@pytest.fixture
def panel(qtbot: QtBot, workplace: Workplace) -> FormsPanel:
    made = FormsPanel(workplace)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    still(qtbot, workplace.jobs)
    return made


def table_of(table: Listing, columns: int) -> list[list[str]]:
    found = []
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in range(columns)]
        found.append([item.text() for item in items if item is not None])
    return found


def cells(panel: FormsPanel) -> list[list[str]]:
    return table_of(panel.forms, 5)


def said(panel: FormsPanel) -> list[str]:
    return [row[1] for row in table_of(panel.lines, 3)]


def installed(panel: FormsPanel, qtbot: QtBot, file: Path = FOURTH) -> None:
    panel.install(file)
    still(qtbot, panel.workplace.jobs)


def test_the_programs_forms_are_listed_and_stay(panel: FormsPanel) -> None:
    rows = cells(panel)
    assert [row[1] for row in rows] == ["deletion-guangdong", "deletion-qilu", "retention"]
    assert {row[4] for row in rows} == {"随程序提供"}
    assert "申请删除原因" in said(panel)
    assert not panel.remove_button.isEnabled()
    assert panel.export_button.isEnabled()


def test_an_own_form_is_taken_in_shown_and_removed(panel: FormsPanel, qtbot: QtBot) -> None:
    installed(panel, qtbot)
    assert cells(panel)[3] == [
        "南岭省“误审核团员”退回登记表",
        "nanling-return",
        "一批删除申请",
        "共青团南岭省委员会",
        "本单位",
    ]
    assert panel.chosen() == load_forms(panel.workplace.context)[3]
    assert "已装入。编批打印时选它" in panel.banner.text
    assert "误审核的团支部" in said(panel)
    assert panel.remove_button.isEnabled()
    installed(panel, qtbot)
    assert "没有改变" in panel.banner.text
    one = panel.chosen()
    assert one is not None
    panel.remove(one)
    still(qtbot, panel.workplace.jobs)
    assert "已移除表格" in panel.banner.text
    assert len(cells(panel)) == 3


def test_a_faulty_file_is_refused_with_line_and_reason(
    panel: FormsPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "坏.toml"
    text = FOURTH.read_text(encoding="utf-8")
    file.write_text(text.replace('field = "sex"', 'field = "gender"'), encoding="utf-8")
    installed(panel, qtbot, file)
    line = text[: text.index('field = "sex"')].count("\n") + 1
    assert f"表格文件“坏.toml”第 {line} 行有误" in panel.banner.text
    assert "gender" in panel.banner.text
    assert len(cells(panel)) == 3


def test_the_empty_form_is_looked_at(panel: FormsPanel, qtbot: QtBot) -> None:
    panel.forms.selectRow(2)
    still(qtbot, panel.workplace.jobs)
    panel.preview_button.click()
    still(qtbot, panel.workplace.jobs)
    dialog = panel.findChild(SampleDialog)
    assert dialog is not None
    assert "毕业生团籍保留登记表" in dialog.windowTitle()
    assert dialog.preview.data.startswith(b"%PDF")
    dialog.close()
    still(qtbot, panel.workplace.jobs)


def test_a_file_is_looked_at_before_it_is_taken_in(
    panel: FormsPanel, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms_panel, "ask_open_path", lambda *_args, **_more: FOURTH)
    panel.file_button.click()
    still(qtbot, panel.workplace.jobs)
    dialog = panel.findChild(SampleDialog)
    assert dialog is not None
    assert "南岭省“误审核团员”退回登记表" in dialog.windowTitle()
    assert dialog.preview.data.startswith(b"%PDF")
    assert len(cells(panel)) == 3  # nothing was taken in
    dialog.close()
    still(qtbot, panel.workplace.jobs)
    broken = tmp_path / "坏.toml"
    broken.write_text('code = "a"\ntitle = True\n', encoding="utf-8")
    panel.preview_file(broken)
    still(qtbot, panel.workplace.jobs)
    assert "第 2 行有误：写 true 或 false" in panel.banner.text


def test_files_go_out_and_in_by_the_buttons(
    panel: FormsPanel, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.toml"
    asked: list[Path] = []

    def save(*_args: object, suggested: Path, **_more: object) -> Path:
        asked.append(suggested)
        return target

    monkeypatch.setattr(forms_panel, "ask_save_path", save)
    monkeypatch.setattr(forms_panel, "ask_open_path", lambda *_args, **_more: target)
    monkeypatch.setattr(forms_panel, "confirm", lambda *_args, **_more: True)
    panel.export_button.click()
    still(qtbot, panel.workplace.jobs)
    assert asked[0].name == "own-deletion-guangdong.toml"
    assert str(target) in panel.banner.text
    panel.install_button.click()
    still(qtbot, panel.workplace.jobs)
    one = panel.chosen()
    assert one is not None
    assert one.code == "own-deletion-guangdong"
    panel.remove_button.click()
    still(qtbot, panel.workplace.jobs)
    assert len(cells(panel)) == 3
    panel.template_button.click()
    still(qtbot, panel.workplace.jobs)
    assert 'code = "my-form"' in target.read_text(encoding="utf-8")


def test_a_form_that_cannot_be_read_shows_why(
    panel: FormsPanel, qtbot: QtBot, workplace: Workplace
) -> None:
    context = workplace.context
    with context.database.write(context.operation("test", "写入")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO settings (key, value) VALUES ('form.later', 'code = 3')"
        )
    panel.refresh()
    still(qtbot, workplace.jobs)
    panel.forms.selectRow(3)
    still(qtbot, workplace.jobs)
    assert cells(panel)[3][2] == "有误"
    assert "第 1 行有误" in panel.banner.text
    assert not panel.preview_button.isEnabled()
    assert panel.remove_button.isEnabled()
    panel.forms.selectRow(0)
    still(qtbot, workplace.jobs)
    assert not panel.banner.isVisible()
