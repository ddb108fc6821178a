"""The roster desk: lists of the scope, answers of the search box, what is offered for the chosen."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from tests.builders import add_member
from tests.desks import open_desk, still
from tuanji_desktop.core.paths import HOME_VARIABLE
from tuanji_desktop.kit.export_dialog import ExportDialog
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.members import listing
from tuanji_desktop.members.drafts import keep_draft
from tuanji_desktop.members.page import RosterPage
from tuanji_desktop.members.service import save_member
from tuanji_desktop.sheets.exportable import Scope
from tuanji_desktop.store.changes import Changes


@pytest.fixture
def page(workplace: Workplace, qtbot: QtBot) -> RosterPage:
    made = RosterPage(workplace)
    open_desk(qtbot, made)
    return made


def names(page: RosterPage, qtbot: QtBot) -> list[str]:
    still(qtbot, page.workplace.jobs)
    rows = range(page.model.rowCount())
    for row in rows:
        page.model.index(row, 0).data()
    still(qtbot, page.workplace.jobs)
    return [page.model.index(row, 0).data() for row in rows]


def test_everybody_in_pinyin_order(page: RosterPage, qtbot: QtBot) -> None:
    assert names(page, qtbot) == ["李小梅", "龙𬱖", "买买提·艾力", "欧阳文静", "单雄", "张三"]
    page.set_scope(3)
    assert names(page, qtbot) == ["李小梅", "买买提·艾力", "张三"]
    page.table.sort_requested.emit((SortKey("id_number", True),))
    assert names(page, qtbot) == ["李小梅", "张三", "买买提·艾力"]


def test_search_and_back(page: RosterPage, qtbot: QtBot) -> None:
    page.search("sx")
    assert names(page, qtbot) == ["单雄"]
    page.search("没有这个人")
    assert names(page, qtbot) == []
    page.chips.removed.emit("search")
    assert len(names(page, qtbot)) == 6


def test_a_card_does_not_outlive_its_place_in_the_list(page: RosterPage, qtbot: QtBot) -> None:
    told: list[int] = []
    page.member_chosen.connect(told.append)
    names(page, qtbot)
    page.table.choose([1])
    page.search("张三")
    names(page, qtbot)
    assert told[-1] == 1
    page.search("sx")
    names(page, qtbot)
    assert told[-1] == 0


def test_picked_members_stay_until_the_chip_goes(page: RosterPage, qtbot: QtBot) -> None:
    page.show_members([4, 1], "名单查找")
    assert names(page, qtbot) == ["单雄", "张三"]
    page.chips.all_removed.emit()
    assert len(names(page, qtbot)) == 6


def test_cards_with_a_draft_are_listed(page: RosterPage, qtbot: QtBot) -> None:
    """Q 五.2: what could not be submitted waits here."""
    page.show_kind("drafts")
    assert names(page, qtbot) == []
    context = page.workplace.context
    keep_draft(context, member_id=4, branch_id=None, content={"qq": "1"})
    keep_draft(context, member_id=None, branch_id=3, content={"name": "新团员"})
    page.show_changes(Changes(operation=9, tables={"drafts": frozenset({1})}))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert names(page, qtbot) == ["单雄"]


def test_kinds_of_records(page: RosterPage, qtbot: QtBot) -> None:
    context = page.workplace.context
    add_member(context, name="王没号", branch="QX0101", mobile="")
    add_member(context, name="王走了", branch="QX0101", status="deleted")
    add_member(context, name="王报到", branch="QX0101", status="submitted")
    for kind, wanted in (
        ("incomplete", ["王没号"]),
        ("left", ["王走了"]),
        ("reporting", ["王报到"]),
    ):
        page.show_hint(kind)
        page.refresh()
        assert names(page, qtbot) == wanted
    page.show_kind("all")
    assert len(names(page, qtbot)) == 9


def test_a_change_is_shown(page: RosterPage, qtbot: QtBot) -> None:
    context = page.workplace.context
    names(page, qtbot)
    told: list[object] = []
    context.database.subscribe(told.append)
    save_member(context, member_id=1, changes={"mobile": "13911112222"})
    page.show_changes(told[0])  # type: ignore[arg-type]
    names(page, qtbot)
    member = page.model.row_at(5)
    assert member is not None
    assert member.member.values["mobile"] == "13911112222"


def test_what_is_offered_for_one_and_for_many(page: RosterPage, qtbot: QtBot) -> None:
    names(page, qtbot)
    assert page.menu() is None
    wishes: list[tuple[str, object]] = []
    page.act_requested.connect(lambda wish, what: wishes.append((wish, what)))
    many = {"copy", "export", "bulk_edit", "transfer", "retention", "leaving", "deletion"}
    page.table.choose([1])
    acts = offered(page)
    assert set(acts) == many | {"open", "rule_sheet", "member_file"}
    acts["deletion"].trigger()
    acts["rule_sheet"].trigger()
    acts["member_file"].trigger()
    page.table.choose([1, 2])
    acts = offered(page)
    assert set(acts) == many
    acts["leaving"].trigger()
    assert wishes[:2] == [("deletion", [1]), ("rule_sheet", 1)]
    assert wishes[2] == ("paper", {"form": "member-file", "member": 1})
    assert (wishes[3][0], sorted(wishes[3][1])) == ("leaving", [1, 2])  # type: ignore[call-overload]


def test_who_left_is_only_brought_back(page: RosterPage, qtbot: QtBot) -> None:
    add_member(page.workplace.context, name="离团者", status="over_age")
    page.show_kind("left")
    names(page, qtbot)
    page.table.choose([page.model.ids[0]])
    acts = offered(page)
    assert set(acts) == {"open", "copy", "export", "rule_sheet", "member_file", "leaving"}
    wishes: list[tuple[str, object]] = []
    page.act_requested.connect(lambda wish, what: wishes.append((wish, what)))
    acts["leaving"].trigger()
    assert wishes == [("leaving", {"ids": [page.model.ids[0]], "door": "restored"})]


def offered(page: RosterPage) -> dict[str, QAction]:
    menu = page.menu()
    assert menu is not None
    return {
        action.objectName().removeprefix("roster_act_"): action
        for action in menu.actions()
        if not action.isSeparator()
    }


def test_export_offers_what_is_seen_who_is_chosen_and_the_subtree(
    page: RosterPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    page.set_scope(3)
    still(qtbot, page.workplace.jobs)
    page.table.choose(page.model.ids[:2])
    page.table.export()
    still(qtbot, page.workplace.jobs)
    dialog = page.findChild(ExportDialog)
    assert dialog is not None
    assert [button.text() for button in dialog.scopes.buttons()] == [
        "选中的行（2 人）",
        "列表现在的全部（3 人）",
        "高三（1）班（含全部下级）的在册团员（3 人）",
    ]
    shown = [column.key for column in page.table.shown_columns()]
    assert list(dialog.wish().columns) == shown
    for scope, count in (("chosen", 2), ("seen", 3), ("all", 3)):
        button = dialog.findChild(QRadioButton, f"export_scope_{scope}")
        assert button is not None
        button.setChecked(True)
        dialog.export_to(tmp_path / f"{scope}.csv")
        still(qtbot, page.workplace.jobs)
        assert dialog.banner.text.startswith(f"已导出 {count} 人")
    seen = (tmp_path / "seen.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in seen[1:]] == [
        page.model.data(page.model.index(row, 0)) for row in range(3)
    ]
    dialog.close()


def test_of_a_long_list_all_is_written_though_only_a_page_was_read(
    page: RosterPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setattr(listing, "SMALL", 2)
    monkeypatch.setattr(listing, "FIRST_PAGE", 2)
    page.refresh()
    qtbot.waitUntil(lambda: len(page.model.ids) == 2)
    page._later.stop()
    dialog = page.open_export(Scope("all", "全部", 6))
    dialog.export_to(tmp_path / "a.csv")
    still(qtbot, page.workplace.jobs)
    assert dialog.banner.text.startswith("已导出 6 人")
    dialog.close()


def test_the_state_of_the_table_comes_back(
    page: RosterPage, workplace: Workplace, qtbot: QtBot
) -> None:
    page.table.setColumnWidth(0, 222)
    other = RosterPage(workplace)
    qtbot.addWidget(other)
    other.restore_state(page.state())
    assert other.table.columnWidth(0) == 222
