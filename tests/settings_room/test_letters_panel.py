"""Section 公文模板."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.desks import still
from tests.papers.reading import whole_text
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.letter_texts import own_letters
from tuanji_desktop.papers.letter_template import BODY, ENDING, TITLE, shipped, split_parts
from tuanji_desktop.settings_room.letters_panel import LettersPanel


def opened(qtbot: QtBot, workplace: Workplace) -> LettersPanel:
    panel = LettersPanel(workplace)
    qtbot.addWidget(panel)
    panel.resize(920, 600)
    panel.show()
    panel.refresh()
    still(qtbot, workplace.jobs)
    return panel


def type_in(panel: LettersPanel, part: str, text: str) -> None:
    editor = panel.fields.editors[part]
    if isinstance(editor, QLineEdit):
        editor.setText(text)
    else:
        assert isinstance(editor, QPlainTextEdit)
        editor.setPlainText(text)


def choose(qtbot: QtBot, panel: LettersPanel, code: str) -> None:
    panel.choice.setCurrentIndex(panel.choice.findData(code))
    still(qtbot, panel.workplace.jobs)


def test_a_letter_is_chosen_changed_saved_and_restored(qtbot: QtBot, workplace: Workplace) -> None:
    panel = opened(qtbot, workplace)
    assert panel.fields.parts() == split_parts(shipped("letter"))
    assert panel.state.text() == "原文"
    assert not (panel.save_button.isEnabled() or panel.restore_button.isEnabled())
    type_in(panel, ENDING, "请审批。")
    assert panel.state.text() == "原文，有修改未保存"
    panel.save_button.click()
    still(qtbot, workplace.jobs)
    assert "已保存" in panel.banner.text
    assert panel.state.text() == "本单位改过"
    assert "请审批。" in own_letters(workplace.context)["letter"]
    panel.restore_button.click()
    still(qtbot, workplace.jobs)
    assert panel.fields.parts() == split_parts(shipped("letter"))
    assert own_letters(workplace.context) == {}
    assert panel.state.text() == "原文"


def test_a_fault_is_said_while_typing_and_keeps_the_text_back(
    qtbot: QtBot, workplace: Workplace
) -> None:
    panel = opened(qtbot, workplace)
    type_in(panel, TITLE, "关于{人教}名团员的请示")
    assert "是不是“{人数}”" in panel.fields.editors[TITLE].accessibleDescription()
    assert not panel.save_button.isEnabled()
    panel.save()
    still(qtbot, workplace.jobs)
    assert own_letters(workplace.context) == {}
    panel.drop_button.click()
    assert panel.fields.parts()[TITLE] == split_parts(shipped("letter"))[TITLE]
    assert not panel.drop_button.isEnabled()


def test_unsaved_typing_survives_another_letter_and_another_section(
    qtbot: QtBot, workplace: Workplace
) -> None:
    panel = opened(qtbot, workplace)
    type_in(panel, BODY, "{人数}人，请{主送单位}审批。")
    choose(qtbot, panel, "reminder")
    assert panel.fields.parts() == split_parts(shipped("reminder"))
    assert not panel.save_button.isEnabled()
    choose(qtbot, panel, "letter")
    assert panel.fields.parts()[BODY] == "{人数}人，请{主送单位}审批。"
    assert panel.save_button.isEnabled()
    panel.hide()
    panel.show()
    panel.refresh()
    still(qtbot, workplace.jobs)
    assert panel.fields.parts()[BODY] == "{人数}人，请{主送单位}审批。"


def test_places_are_listed_and_put_in(qtbot: QtBot, workplace: Workplace) -> None:
    panel = opened(qtbot, workplace)
    words = [panel.places.item(row).text() for row in range(panel.places.count())]
    assert "{人数}（必须有）\n这一批申请删除的人数" in words
    panel.places.itemActivated.emit(panel.places.item(0))
    assert panel.fields.parts()[BODY].startswith("{单位}根据")
    choose(qtbot, panel, "statement")
    assert panel.places.item(0).text().startswith("{支部}")


def test_the_sample_shows_what_is_typed(qtbot: QtBot, workplace: Workplace) -> None:
    panel = opened(qtbot, workplace)
    panel.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: bool(panel.preview.data), timeout=15_000)
    still(qtbot, workplace.jobs)
    assert "关于报请审批3名团员删除申请的请示" in whole_text(panel.preview.data)
    type_in(panel, ENDING, "请审批{人数}人。")
    qtbot.waitUntil(lambda: "请审批3人。" in whole_text(panel.preview.data), timeout=15_000)
    still(qtbot, workplace.jobs)
    type_in(panel, ENDING, "{")
    qtbot.waitUntil(lambda: "文字有错" in panel.preview.banner.text, timeout=15_000)
    assert "请审批3人。" in whole_text(panel.preview.data)


def test_a_file_is_taken_in_and_held_back_until_it_is_saved(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    panel = opened(qtbot, workplace)
    panel.take_text(shipped("letter").replace("妥否", "当否"))
    assert panel.fields.parts()[ENDING] == "当否，请批示。"
    assert panel.save_button.isEnabled()
    assert own_letters(workplace.context) == {}
    panel.take_text("没有标题的一行\n" + shipped("letter"))
    assert "第 1 行" in panel.banner.text


def test_it_stands_one_below_the_other_where_it_is_narrow(
    qtbot: QtBot, workplace: Workplace
) -> None:
    panel = opened(qtbot, workplace)
    assert panel.splitter.widget(0).y() == panel.splitter.widget(1).y()
    panel.resize(500, 900)
    qtbot.waitUntil(lambda: panel.splitter.widget(0).y() != panel.splitter.widget(1).y())
