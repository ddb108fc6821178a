"""What is known of a file, and the list of remembered recipes."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.kit.lists import People, people_list, remember, settle
from tests.sheets.files import xlsx
from tuanji_desktop.kit.import_recipes import Known, RecipesDialog, known_of
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.import_recipes import list_recipes
from tuanji_desktop.sheets.reader import read_workbook
from tuanji_desktop.sheets.reading import Reading
from tuanji_desktop.sheets.recipe import Recipe


def test_an_unknown_file(workplace: Workplace, tmp_path: Path) -> None:
    known = known_of(workplace.context, People(), read_workbook(people_list(tmp_path)))
    assert known == Known()
    assert known.words == ""


def test_a_list_whose_heading_only_the_clerk_found(workplace: Workplace, tmp_path: Path) -> None:
    rows = [["谁", "号码"], ["张三", "1"]]
    said = Reading(None, (("谁", "name"),))
    remember(workplace.context, Recipe("people", "旧", "谁｜号码", said))
    remember(workplace.context, Recipe("people", "坏", "坏", Reading()), text="{}")
    known = known_of(workplace.context, People(), read_workbook(xlsx(tmp_path / "新.xlsx", rows)))
    assert known.fit is not None
    assert dict(known.fit.reading.chosen) == {"谁": "name"}
    assert known.words == "与 2018 年的“旧”版式相同，可以按上次的对应办理。"


def test_a_long_list_is_not_read_through(workplace: Workplace, tmp_path: Path) -> None:
    remember(workplace.context, Recipe("people", "旧", "姓名｜电话｜备注", Reading()))
    rows: list[list[object]] = [["姓名", "电话", "备注"], *([["张三", 1, ""]] * 3_000)]
    workbook = read_workbook(xlsx(tmp_path / "新.xlsx", rows))
    known = known_of(workplace.context, People(), workbook)
    assert known.fit is not None
    assert known.fit.likeness == 1.0


def test_recipes_are_saved_and_forgotten(
    workplace: Workplace, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(workplace.context, Recipe("people", "一中", "甲", Reading()))
    dialog = RecipesDialog(workplace, People())
    qtbot.addWidget(dialog)
    dialog.show()
    settle(qtbot, jobs)
    assert dialog.list.item(0).text() == "一中　2018-08-01"
    seen: list[str] = []

    def choose(_parent: object, _title: str, suggested: str, _kinds: str) -> tuple[str, str]:
        seen.append(suggested)
        return "/盘/方案", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    with qtbot.waitSignal(dialog.save_requested) as saved:
        dialog.save_button.click()
    assert [Path(one).name for one in seen] == ["名单-导入方案.json"]
    assert saved.args is not None
    assert saved.args[1] == Path("/盘/方案.json")
    dialog.forget_button.click()
    settle(qtbot, jobs)
    assert list_recipes(workplace.context) == ()
    assert dialog.current is None
    assert not dialog.forget_button.isEnabled()
    assert "还没有记住" in dialog.list.item(0).text()
