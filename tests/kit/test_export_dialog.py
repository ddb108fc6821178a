"""One dialog for every list: what is wished, what is written, what is told."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.desks import still
from tests.kit.export_lists import PHONES, rows
from tuanji_desktop.core.paths import HOME_VARIABLE
from tuanji_desktop.kit import export_dialog
from tuanji_desktop.kit.export_dialog import ExportDialog
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.sheets.column import Row
from tuanji_desktop.sheets.exportable import CSV, CSV_GB18030, Exportable, Wish, wish_text
from tuanji_desktop.store import journal
from tuanji_desktop.store.database import open_database

Open = Callable[..., ExportDialog]


@pytest.fixture
def opened(
    workplace: Workplace,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Open:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))

    def make(exportable: Exportable = PHONES, place: Workplace = workplace) -> ExportDialog:
        dialog = ExportDialog(place, exportable)
        qtbot.addWidget(dialog)
        dialog.show()
        still(qtbot, place.jobs)
        return dialog

    return make


def press(dialog: ExportDialog, name: str) -> None:
    button = dialog.findChild(QAbstractButton, name)
    assert button is not None
    button.click()


def newest(context: Context) -> journal.JournalOperation:
    with context.database.read() as connection:
        return journal.operations(connection, limit=1)[0]


def test_it_opens_with_the_list_as_shown_masked(opened: Open) -> None:
    dialog = opened()
    assert dialog.wish() == PHONES.wish()
    assert [button.text() for button in dialog.scopes.buttons()] == [
        "列表现在的全部（3 人）", "选中的行（1 人）",
    ]  # fmt: skip
    assert not dialog.purpose.isVisible()


def test_a_masked_export_is_written_and_not_logged(
    opened: Open,
    workplace: Workplace,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    dialog, before = opened(), newest(workplace.context)
    path = tmp_path / "通讯录.xlsx"
    dialog.export_to(path)
    still(qtbot, workplace.jobs)
    assert dialog.banner.text == "已导出 3 人到 通讯录.xlsx，号码已打码。"
    sheet = load_workbook(path).active
    assert sheet is not None
    assert list(sheet.values)[1] == ("张三", "138****8001")
    assert newest(workplace.context) == before
    assert not dialog.progress.isVisible()


def test_whole_numbers_are_asked_for_and_logged_with_their_purpose(
    opened: Open,
    workplace: Workplace,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    dialog = opened()
    press(dialog, "export_full")
    assert dialog.purpose.isVisible()
    dialog.purpose.setText("寄通知")
    press(dialog, "export_scope_chosen")
    dialog.export_to(tmp_path / "a.xlsx")
    still(qtbot, workplace.jobs)
    assert "含完整证件号和手机号" in dialog.banner.text
    entry = newest(workplace.context)
    assert (entry.kind, entry.reason) == ("export.phones", "寄通知")
    again = opened()
    assert again.wish().masked  # asked for anew each time


def test_rare_characters_in_gb18030_are_told(
    opened: Open,
    workplace: Workplace,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    dialog = opened()
    press(dialog, "export_format_csv-gb18030")
    assert "国标" in dialog.about.text()
    dialog.export_to(tmp_path / "a.csv")
    still(qtbot, workplace.jobs)
    assert "䶮" in dialog.banner.text
    assert opened().wish().format == CSV_GB18030  # the format is remembered


def test_without_a_column_there_is_nothing_to_export(opened: Open) -> None:
    dialog = opened()
    press(dialog, "export_columns_none")
    assert not dialog.act.isEnabled()
    assert not dialog.masked.isVisible()  # and no number to mask
    press(dialog, "export_columns_default")
    assert dialog.act.isEnabled()
    assert dialog.masked.isVisible()


def test_a_definition_is_taken_up_and_what_is_gone_is_told(opened: Open) -> None:
    dialog = opened()
    dialog.take_definition(wish_text(Wish(("mobile", "gone"), "chosen", CSV, False)))
    assert dialog.wish() == Wish(("mobile",), "chosen", CSV, False)
    assert "gone" in dialog.banner.text
    dialog.take_definition("")
    assert dialog.wish().columns == PHONES.shown
    dialog.take_definition("{")
    assert "已损坏" in dialog.banner.text


def test_a_refusal_stays_in_the_dialog(
    opened: Open,
    workplace: Workplace,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    dialog = opened()
    dialog.export_to(tmp_path / "无" / "a.xlsx")
    still(qtbot, workplace.jobs)
    assert "不存在" in dialog.banner.text
    assert dialog.act.isEnabled()


def test_read_only_is_masked_and_says_why(
    opened: Open,
    workplace: Workplace,
    tmp_path: Path,
) -> None:
    context = workplace.context
    database = open_database(context.database.path, now=context.clock(), read_only=True)
    try:
        dialog = opened(place=replace(workplace, context=replace(context, database=database)))
        assert not dialog.full.isEnabled()
        assert "只读" in dialog.about.text()
        dialog.take_definition(wish_text(Wish(("mobile",), masked=False)))
        assert dialog.wish().masked
    finally:
        database.close()


def slow(gate: threading.Event) -> Exportable:
    """Its second thousand rows wait for the gate."""

    def many(scope: str, keys: tuple[str, ...]) -> Iterator[Row]:
        for number in range(3_000):
            if number == 1_000:
                gate.wait(5)
            yield next(rows(scope, keys))

    return replace(PHONES, rows=many)


def test_a_running_export_is_cancelled(
    opened: Open,
    workplace: Workplace,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    gate = threading.Event()
    dialog = opened(slow(gate))
    dialog.export_to(tmp_path / "a.xlsx")
    assert dialog.progress.isVisible()
    assert not dialog.act.isEnabled()
    dialog.cancel.click()
    gate.set()
    still(qtbot, workplace.jobs)
    assert "已取消" in dialog.banner.text
    assert list(tmp_path.glob("*a.xlsx*")) == []
    assert dialog.act.isEnabled()


def test_closed_meanwhile_it_goes_on_behind(
    workplace: Workplace,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    gate, told = threading.Event(), []
    dialog = ExportDialog(workplace, slow(gate), tell=lambda *said: told.append(said))
    dialog.show()
    dialog.export_to(tmp_path / "a.xlsx")
    dialog.close_button.click()
    dialog.deleteLater()
    qtbot.wait(5)
    gate.set()
    still(qtbot, workplace.jobs)
    assert told == [("done", "已导出 3,000 人到 a.xlsx，号码已打码。")]
    assert (tmp_path / "a.xlsx").exists()


def test_the_name_offered_says_that_it_is_masked(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_parent: object, *, suggested: Path, **_more: object) -> None:
        asked.append(suggested.name)

    monkeypatch.setattr(export_dialog, "ask_save_path", ask)
    dialog = opened()
    press(dialog, "export_act")
    press(dialog, "export_full")
    press(dialog, "export_format_csv")
    press(dialog, "export_act")
    assert asked == ["通讯录（打码）.xlsx", "通讯录.csv"]
