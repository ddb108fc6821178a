"""What an import leaves: the return list, recipes remembered and in files."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.kit.import_desk import Desk, going_list
from tests.sheets.files import xlsx
from tuanji_desktop.kit.import_recipes import RecipesDialog
from tuanji_desktop.kit.import_wizard import LAYOUT
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.import_recipes import list_recipes
from tuanji_desktop.sheets.recipe import read_recipe


@pytest.fixture
def desk(qtbot: QtBot, workplace: Workplace, tmp_path: Path) -> Iterator[Desk]:
    yield Desk(qtbot, workplace, tmp_path)


def saved_as(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))


def test_a_recipe_there_and_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    target = desk.folder / "方案.json"
    saved_as(monkeypatch, target)
    desk.wizard.saving.ask_recipe_path()
    assert "没有可以保存的方案" in desk.wizard.banner.text
    desk.open(going_list(desk.folder))
    desk.next()
    desk.pick("C", "")
    desk.wizard.layout_page.recipe_save_requested.emit()
    desk.settle()
    assert desk.wizard.banner.text == "已另存导入方案：方案.json"
    recipe = read_recipe(target.read_text(encoding="utf-8"))
    assert (recipe.kind, recipe.name) == ("people", "姓名、身份证号、电话等 4 栏的名单")
    assert dict(recipe.reading.chosen) == {"电话": ""}
    assert recipe.answers == {"school": "一中"}
    desk.new_wizard()
    desk.open(going_list(desk.folder, "明年.xlsx"))
    desk.next()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    desk.wizard.layout_page.recipe_file_requested.emit()
    desk.settle()
    assert desk.wizard.step == LAYOUT
    assert dict(desk.wizard.reading().chosen) == {"电话": ""}


def test_a_recipe_that_is_none_or_another_kinds(desk: Desk) -> None:
    desk.wizard.saving.use_recipe_file(desk.folder / "无.json")
    desk.open(going_list(desk.folder))
    said = {}
    for name, text in (
        ("坏.json", "{"),
        ("别.json", '{"format": "tuanji-recipe-1", "kind": "roster", "name": "x"}'),
        (
            "远.json",
            '{"format": "tuanji-recipe-1", "kind": "people", "name": "x", '
            '"layout": ["甲", "乙", "丙", "丁"]}',
        ),
    ):
        (desk.folder / name).write_text(text, encoding="utf-8")
        desk.wizard.saving.use_recipe_file(desk.folder / name)
        desk.settle()
        said[name] = desk.wizard.banner.text
    (desk.folder / "乱.json").write_bytes(b"\xff\xfe\x00")
    for name in ("乱.json", "没有.json"):
        desk.wizard.saving.use_recipe_file(desk.folder / name)
        desk.settle()
        said[name] = desk.wizard.banner.text
    assert "不合 JSON" in said["坏.json"]
    assert "另一种名单" in said["别.json"]
    assert "对不上" in said["远.json"]
    assert "不是导入方案" in said["乱.json"]
    assert "找不到" in said["没有.json"]
    assert desk.wizard.reading().chosen == ()


def test_what_was_written_is_remembered_without_anybody(desk: Desk) -> None:
    desk.to_review(going_list(desk.folder))
    desk.mend(5, 0, "赵六")
    desk.next()
    (kept,) = list_recipes(desk.workplace.context)
    assert kept.kind == "people"
    content = json.loads(kept.text)
    assert "赵六" not in kept.text
    assert "去向.xlsx" not in kept.text
    assert content["layout"] == ["姓名", "身份证号", "电话", "去向"]
    desk.wizard.layout_page.recipes_requested.emit()
    desk.settle()
    dialog = desk.wizard.findChild(RecipesDialog)
    assert dialog is not None
    assert dialog.list.count() == 1
    target = desk.folder / "存.json"
    dialog.save_requested.emit(kept, target)
    desk.settle()
    assert target.read_text(encoding="utf-8") == kept.text
    dialog.accept()


def test_a_return_list_of_a_pasted_table_is_a_new_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = desk.folder / "退回.xlsx"
    saved_as(monkeypatch, target)
    desk.wizard.open_pasted("姓名\t电话\n\t13800138001\n张三\t13800138002\n")
    desk.settle()
    desk.next()
    desk.next()
    desk.wizard.saving.ask_return_path()
    desk.settle()
    assert desk.wizard.banner.text == "已另存退回名单：退回.xlsx"
    assert target.is_file()


def test_a_return_list_never_takes_the_lists_place(desk: Desk) -> None:
    file = xlsx(desk.folder / "名单2.xlsx", [["姓名", "电话"], [None, "13800138001"]])
    desk.wizard.saving.save_return_list(desk.folder / "x.xlsx")  # nothing is in hand yet
    desk.to_review(file)
    before = file.read_bytes()
    desk.wizard.saving.save_return_list(file)
    desk.settle()
    assert "不能覆盖" in desk.wizard.banner.text
    assert file.read_bytes() == before


def test_a_list_that_moved_meanwhile_goes_back_as_a_new_table_and_that_is_said(desk: Desk) -> None:
    file = xlsx(desk.folder / "名单2.xlsx", [["姓名", "电话"], [None, "13800138001"]])
    desk.to_review(file)
    desk.wizard.saving.save_return_list(desk.folder / "一.xlsx")
    desk.settle()
    assert desk.wizard.banner.text == "已另存退回名单：一.xlsx"
    file.unlink()
    desk.wizard.saving.save_return_list(desk.folder / "二.xlsx")
    desk.settle()
    assert "同样版式的新表" in desk.wizard.banner.text
    assert (desk.folder / "二.xlsx").is_file()
