"""The deletion desk as the clerk uses it."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.deletion.helpers import (
    CLASS_1,
    CLASS_2,
    COUNTY,
    NAME_WRONG,
    NO_MEMBER,
    graduate,
    one,
    request,
)
from tests.desks import open_desk, still
from tuanji_desktop.deletion import page as desk
from tuanji_desktop.deletion.decision_dialog import DecisionDialog
from tuanji_desktop.deletion.page import DeletionPage
from tuanji_desktop.deletion.questions_dialog import QuestionsDialog
from tuanji_desktop.deletion.service import Override, create_batch, request_deletion
from tuanji_desktop.deletion.table import FILTERS
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.changes import Changes


def opened(qtbot: QtBot, workplace: Workplace) -> DeletionPage:
    page = DeletionPage(workplace)
    open_desk(qtbot, page)
    return page


def button(page: DeletionPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def names(page: DeletionPage) -> list[str]:
    return [row.name for row in page.requests.rows.values()]


def test_an_empty_desk_explains_itself(qtbot: QtBot, workplace: Workplace) -> None:
    page = opened(qtbot, workplace)
    title = page.requests.findChild(QLabel, "empty_title")
    text = page.requests.findChild(QLabel, "empty_text")
    assert isinstance(title, QLabel)
    assert isinstance(text, QLabel)
    assert title.text() == "没有待编批的申请"
    assert "右键“申请删除”" in text.text()
    assert not page.make_batch.isEnabled()
    assert not page.return_all.isEnabled()


def test_filters_count_and_show_their_requests(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 4)
    create_batch(office, form="guangdong", org_id=CLASS_2)
    request(office, 1, *NAME_WRONG, note="以身份证为准")
    page = opened(qtbot, workplace)
    assert names(page) == ["张三"]
    assert [button(page, f"deletion_{key}").text() for key in FILTERS] == [
        "待编批 1", "已编批 1", "已决定 0", "全部 2",
    ]  # fmt: skip
    button(page, "deletion_batched").click()
    assert names(page) == ["单雄"]
    page.show_hint("all")
    assert len(names(page)) == 2
    page.set_scope(CLASS_1)
    still(qtbot, workplace.jobs)
    assert names(page) == ["张三"]
    page.requests.choose(page.requests.rows)
    about = page.findChild(QLabel, "deletion_about")
    assert isinstance(about, QLabel)
    assert "说明：以身份证为准" in about.text()
    assert "疑问：正值毕业季" in about.text()


def test_a_batch_is_made_and_its_archived_paper_is_shown(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    page = opened(qtbot, workplace)
    lines = list[tuple[str, str]]()
    page.said.connect(lambda level, words: lines.append((level, words)))
    dialog = page.open_batch_dialog()
    still(qtbot, workplace.jobs)
    dialog.make.click()
    still(qtbot, workplace.jobs)
    assert lines == [("done", "已编成批次 2018-001，1 人，1 页。")]
    assert page.stack.currentIndex() == 1
    stored = one(office, "SELECT b.content FROM papers AS p JOIN blobs AS b USING (sha256)")
    assert page.preview.data == stored
    button(page, "deletion_back").click()
    assert page.stack.currentIndex() == 0
    assert page.tabs.currentIndex() == 1
    assert page.panel.batch_id == 1
    assert page.requests.rows == {}
    page.show_paper(1)
    still(qtbot, workplace.jobs)
    assert page.stack.currentIndex() == 1


def test_a_finding_of_the_preflight_leads_to_the_member(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    page = opened(qtbot, workplace)
    asked = list[int]()
    page.member_requested.connect(asked.append)
    dialog = page.open_batch_dialog()
    still(qtbot, workplace.jobs)
    dialog.member_requested.emit(1)
    dialog.reject()
    assert asked == [1]
    page.requests.opened.emit(next(iter(page.requests.rows)))
    assert asked == [1, 1]


def test_all_go_back_with_one_reason_after_a_question(
    qtbot: QtBot, office: Context, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    request(office, 1)
    create_batch(office, form="guangdong", org_id=COUNTY)
    request(office, 4)
    page = opened(qtbot, workplace)
    questions, answers = list[str](), [False, True]

    def answer(*_: object, **words: str) -> bool:
        questions.append(words["details"])
        return answers.pop(0)

    monkeypatch.setattr(desk, "confirm", answer)
    for expected in (0, 2):
        page.return_all.click()
        assert "G 三.3" in page.strip.accessibleName()
        assert not page.strip.act.isEnabled()
        page.strip.text.setText("请严格认真核查")
        page.strip.act.click()
        still(qtbot, workplace.jobs)
        returned = "SELECT count(*) FROM deletion_requests WHERE state = 'returned'"
        assert one(office, returned) == expected
    assert questions == ["原因：请严格认真核查"] * 2
    page.show_changes(Changes(9, tables={"deletion_requests": frozenset({1})}))
    still(qtbot, workplace.jobs)
    assert not page.return_all.isEnabled()
    assert button(page, "deletion_decided").text() == "已决定 2"


def test_hints_lead_to_a_request_or_a_batch(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    first = request(office, 1)
    for _ in range(2):
        batch = create_batch(office, form="guangdong", org_id=COUNTY)
        last = request(office, 4 if _ else 2)
    page = opened(qtbot, workplace)
    page.show_hint({"batch": 1})
    still(qtbot, workplace.jobs)
    assert page.tabs.currentIndex() == 1
    assert page.panel.batch_id == 1
    page.show_hint({"request": last})
    still(qtbot, workplace.jobs)
    assert page.tabs.currentIndex() == 0
    assert page.requests.current_id() == last
    page.show_hint({"request": first})
    still(qtbot, workplace.jobs)
    assert button(page, "deletion_batched").isChecked()
    assert page.requests.current_id() == first
    assert batch.id == 2


def test_a_county_batch_is_seen_from_its_branches(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    page = opened(qtbot, workplace)
    page.set_scope(CLASS_1)
    still(qtbot, workplace.jobs)
    assert list(page.batches.rows) == [made.id]
    page.set_scope(CLASS_2)
    still(qtbot, workplace.jobs)
    assert page.batches.rows == {}
    assert page.panel.batch_id == 0


def test_stale_papers_are_said_on_the_tab(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    create_batch(office, form="guangdong", org_id=COUNTY)
    page = opened(qtbot, workplace)
    assert page.tabs.tabText(1) == "批次 1"
    with office.database.write(office.operation("test", "换手机")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET mobile = '1' WHERE id = 1")
    page.show_changes(Changes(9, tables={"members": frozenset({1})}))
    still(qtbot, workplace.jobs)
    assert page.tabs.tabText(1) == "批次 1（1 份已过时）"
    page.show_paper(1)
    still(qtbot, workplace.jobs)
    title = page.findChild(QLabel, "deletion_paper_title")
    assert isinstance(title, QLabel)
    assert "不一致" in title.text()


def test_state_comes_back_and_nonsense_is_passed_over(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    page = opened(qtbot, workplace)
    page.show_filter("decided")
    state = page.state()
    other = opened(qtbot, workplace)
    other.restore_state(state)
    assert button(other, "deletion_decided").isChecked()
    other.restore_state("[]")
    other.restore_state("")
    assert button(other, "deletion_decided").isChecked()


def test_everything_has_a_name_and_fits(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    create_batch(office, form="guangdong", org_id=COUNTY)
    page = opened(qtbot, workplace)
    page.resize(720, 600)
    for tab in (0, 1):
        page.tabs.setCurrentIndex(tab)
        still(qtbot, workplace.jobs)
        for kind in (QAbstractButton, QLineEdit):
            for widget in page.findChildren(kind):
                if widget.isVisible() and not widget.objectName().startswith("qt_"):
                    assert widget.objectName(), widget
                    assert widget.accessibleName(), widget.objectName()
    assert page.minimumSizeHint().width() <= 720
    assert page.minimumSizeHint().height() <= 600


def test_the_formal_letter_is_shown_with_what_it_lacks(
    qtbot: QtBot, workplace: Workplace, office: Context
) -> None:
    request(office, 1)
    batch = create_batch(office, form="guangdong", org_id=COUNTY)
    page = opened(qtbot, workplace)
    page.show_hint({"batch": batch.id})
    still(qtbot, workplace.jobs)
    button(page, "batch_letter").click()
    still(qtbot, workplace.jobs)
    assert page.stack.currentIndex() == 1
    title = page.findChild(QLabel, "deletion_paper_title")
    assert isinstance(title, QLabel)
    assert "正式行文" in title.text()
    assert "文号" in title.text()


def test_a_scan_that_came_back_leads_to_its_decision(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    page = opened(qtbot, workplace)
    page.show_hint(f"decide:{made.id}")
    still(qtbot, workplace.jobs)
    dialog = page.findChild(DecisionDialog, "decision_dialog")
    assert isinstance(dialog, DecisionDialog)
    assert dialog.isVisible()
    assert [row.name for row in dialog.lines.rows.values()] == ["张三"]
    lines = list[str]()
    page.said.connect(lambda _level, words: lines.append(words))
    dialog.reason.setEditText("请核查")
    dialog.give_back.click()
    dialog.submit()
    still(qtbot, workplace.jobs)
    assert lines == ["已登记：批准 0 人，退回 1 人。"]
    assert page.panel.batch_id == made.id


def test_questions_lead_to_the_list_behind_them_and_their_paper(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    request(office, 4)
    page = opened(qtbot, workplace)
    wishes = list[tuple[str, object]]()
    page.act_requested.connect(lambda wish, what: wishes.append((wish, what)))
    dialog = page.ask_about_batch(made.id)
    dialog.members_requested.emit([1], "需核实的问题")
    assert wishes == [("members", {"ids": [1], "title": "需核实的问题"})]
    dialog.paper_requested.emit(made.id)
    still(qtbot, workplace.jobs)
    assert page.stack.currentIndex() == 1
    title = page.findChild(QLabel, "deletion_paper_title")
    assert isinstance(title, QLabel)
    assert title.text() == "删除申请核实情况 2018-001"
    page.close_paper()
    page.requests.choose(list(page.requests.rows))
    page.request_actions.questions.click()
    still(qtbot, workplace.jobs)
    shown = [one for one in page.findChildren(QuestionsDialog) if one.isVisible()]
    assert [one.accessibleName() for one in shown if one is not dialog] == ["需核实的问题"]


def test_the_request_under_the_cursor_tells_all_of_its_way(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    graduate(office, 1, "due")
    request_deletion(
        office, member_id=1, reasons=NO_MEMBER, override=Override("本就不是团员", "赵副书记")
    )
    page = opened(qtbot, workplace)
    page.requests.choose(page.requests.rows)
    about = page.findChild(QLabel, "deletion_about")
    assert isinstance(about, QLabel)
    assert "特别办理：本就不是团员（第二操作员 赵副书记）" in about.text()
    page.request_actions.give_back.click()
    page.request_actions.strip.text.setText("证据不足")
    page.request_actions.strip.act.click()
    still(qtbot, workplace.jobs)
    page.refresh()
    page.show_filter("decided")
    still(qtbot, workplace.jobs)
    page.requests.choose(page.requests.rows)
    assert "基层团委 已退回，原因：证据不足（王干事 登记）" in about.text()


def test_a_voided_paper_is_shown_as_such(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request(office, 1)
    old = create_batch(office, form="guangdong", org_id=COUNTY)
    page = opened(qtbot, workplace)
    page.show_hint({"batch": old.id})
    still(qtbot, workplace.jobs)
    button(page, "batch_remake").click()
    still(qtbot, workplace.jobs)
    page.panel.strip.text.setText("更正了手机号")
    page.panel.strip.act.click()
    still(qtbot, workplace.jobs)
    assert page.stack.currentIndex() == 1, "the new paper is shown at once"
    page.show_changes(Changes(9, tables={"deletion_batches": frozenset({1, 2})}))
    still(qtbot, workplace.jobs)
    assert [row.state_label for row in page.batches.rows.values()] == [
        "已申请删除，待审核", "已作废，改编为 2018-002",
    ]  # fmt: skip
    page.show_paper(old.id)
    still(qtbot, workplace.jobs)
    title = page.findChild(QLabel, "deletion_paper_title")
    assert isinstance(title, QLabel)
    assert "不能再送出" in title.text()
    assert page.preview.view.void == {0}
