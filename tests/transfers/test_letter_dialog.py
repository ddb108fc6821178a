"""The letters of one transfer in the window: number, void, how the office counts."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import RARE, operations, rename, select
from tests.desks import still
from tests.transfers.test_plan import STUDY
from tests.transfers.test_service import started
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.transfers.introductions import block, issue_letter, set_block
from tuanji_desktop.transfers.letter_dialog import IntroductionDialog


@pytest.fixture
def dialog(qtbot: QtBot, workplace: Workplace, office: Context) -> IntroductionDialog:
    (transfer,) = started(office, replace(STUDY, member_ids=(1,)))
    made = IntroductionDialog(workplace, transfer_id=transfer, name="张三")
    qtbot.addWidget(made)
    made.show()
    still(qtbot, workplace.jobs)
    return made


def words(dialog: IntroductionDialog) -> str:
    return dialog._about.text()


def press(qtbot: QtBot, dialog: IntroductionDialog, workplace: Workplace, name: str) -> None:
    getattr(dialog, name).click()
    still(qtbot, workplace.jobs)


def test_a_number_is_taken_shown_and_voided(
    qtbot: QtBot, dialog: IntroductionDialog, workplace: Workplace, office: Context
) -> None:
    assert words(dialog).startswith("下一个号：2018-0001")
    assert not dialog.void.isEnabled()
    said: list[str] = []
    dialog.said.connect(lambda _level, text: said.append(text))
    press(qtbot, dialog, workplace, "issue")
    assert said == ["已开介绍信 2018-0001：张三。"]
    assert [row.number for row in dialog.table.rows.values()] == ["2018-0001"]
    assert not dialog.issue.isEnabled()  # it has one
    assert "2018-0002" in words(dialog)
    press(qtbot, dialog, workplace, "void")
    assert not dialog.strip.act.isEnabled()  # not without a reason
    dialog.strip.text.setText("写错，已收回")
    dialog.strip.act.click()
    still(qtbot, workplace.jobs)
    assert select(office, "SELECT number, void_reason FROM introduction_letters") == [
        ("2018-0001", "写错，已收回")
    ]
    assert dialog.issue.isEnabled()
    assert not dialog.void.isEnabled()


def test_the_paper_and_the_book_are_wished_for(
    qtbot: QtBot, dialog: IntroductionDialog, workplace: Workplace
) -> None:
    wishes: list[object] = []
    dialog.paper_requested.connect(wishes.append)
    press(qtbot, dialog, workplace, "show_paper")
    press(qtbot, dialog, workplace, "stubs")
    assert wishes == [{"form": "introduction", "transfer": 1}, {"form": "introduction-stubs"}]


def test_the_block_is_set_here_and_what_is_wrong_is_said(
    qtbot: QtBot, dialog: IntroductionDialog, workplace: Workplace, office: Context
) -> None:
    assert dialog.block.isHidden()
    press(qtbot, dialog, workplace, "settings")
    assert dialog.block.isVisible()
    before = operations(office)
    dialog.block.series.setText("青团介")
    dialog.block.saved.emit(dialog.block.block)
    still(qtbot, workplace.jobs)
    assert operations(office) == before
    assert "{序号}" in dialog.banner.text
    dialog.block.series.setText("青团介{序号}")
    dialog.block.first.setValue(5)
    dialog.block.last.setValue(6)
    dialog.block.days.setValue(60)
    dialog.block.saved.emit(dialog.block.block)
    still(qtbot, workplace.jobs)
    with office.database.read() as connection:
        assert block(connection).days == 60
    assert words(dialog).startswith("下一个号：青团介0005，本册剩余 2 号。有效期 60 天")


def test_a_used_up_book_is_said_and_offers_nothing(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    first, second = started(office, STUDY)
    set_block(office, first=1, last=1)
    issue_letter(office, transfer_id=first)
    made = IntroductionDialog(workplace, transfer_id=second, name="单雄")
    qtbot.addWidget(made)
    made.show()
    still(qtbot, workplace.jobs)
    assert "已经用完" in words(made)
    assert not made.issue.isEnabled()


def test_a_character_without_a_font_is_ticked_before_a_number_is_taken(
    qtbot: QtBot, dialog: IntroductionDialog, workplace: Workplace, office: Context
) -> None:
    assert dialog.by_hand.isHidden()
    rename(office, 1, f"张{RARE}")
    dialog.refresh()
    still(qtbot, workplace.jobs)
    assert not dialog.issue.isEnabled()
    dialog.by_hand.tick(RARE)
    press(qtbot, dialog, workplace, "issue")
    assert len(dialog.table.rows) == 1
    assert dialog.by_hand.isHidden()
