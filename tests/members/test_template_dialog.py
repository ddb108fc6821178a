"""A template is chosen, and its drop-down offers the branches of the node."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from tests.desks import still
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.members import template_dialog
from tuanji_desktop.members.template_dialog import TemplateDialog
from tuanji_desktop.members.templates import TEMPLATES
from tuanji_desktop.orgs import queries as orgs


def choose(dialog: TemplateDialog, kind: str) -> None:
    button = dialog.findChild(QRadioButton, f"template_{kind}")
    assert button is not None
    button.setChecked(True)


def test_every_template_is_offered_and_written(
    workplace: Workplace, qtbot: QtBot, tmp_path: Path
) -> None:
    for kind, template in TEMPLATES.items():
        dialog = TemplateDialog(workplace, None)
        qtbot.addWidget(dialog)
        dialog.show()
        assert not dialog.own.isVisible()
        choose(dialog, kind)
        said: list[str] = []
        dialog.said.connect(lambda _level, words, said=said: said.append(words))
        dialog.save_to(tmp_path / template.file_name)
        still(qtbot, workplace.jobs)
        assert said == [f"模板已存为 {template.file_name}，第二张表是填写说明。"]
        assert not dialog.isVisible()


def test_the_branches_of_the_node_or_none(
    workplace: Workplace, qtbot: QtBot, tmp_path: Path
) -> None:
    with workplace.context.database.read() as connection:
        node = orgs.by_id(connection, 3)
    lists = []
    for own in (True, False):
        dialog = TemplateDialog(workplace, node)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.own.isVisible()
        dialog.own.setChecked(own)
        path = tmp_path / f"{own}.xlsx"
        dialog.save_to(path)
        still(qtbot, workplace.jobs)
        book = load_workbook(path)
        lists.append({cell.value for row in book["选项"] for cell in row})
        book.close()
    assert lists[0] - lists[1] == {node.full_name}


def test_a_refusal_stays_and_the_name_is_offered(
    workplace: Workplace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = TemplateDialog(workplace, None)
    qtbot.addWidget(dialog)
    dialog.show()
    choose(dialog, "graduates")
    names: list[str] = []

    def ask(_parent: object, *, suggested: Path, **_more: object) -> Path:
        names.append(suggested.name)
        return tmp_path / "无" / "a.xlsx"

    monkeypatch.setattr(template_dialog, "ask_save_path", ask)
    dialog.save.click()
    still(qtbot, workplace.jobs)
    assert names == ["毕业生名单模板.xlsx"]
    assert "不存在" in dialog.banner.text
    assert dialog.isVisible()
