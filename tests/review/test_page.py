"""The review desk as the reviewer uses it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from tests.builders import valid_id
from tests.desks import open_desk, still
from tests.review.helpers import (
    INCOME,
    by,
    join_later,
    later,
    leave_alone,
    on,
    overtake,
    propose,
    report_in,
    strict,
    value,
)
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.review.page import ReviewPage
from tuanji_desktop.store.changes import Changes


def opened(qtbot: QtBot, workplace: Workplace) -> ReviewPage:
    page = ReviewPage(workplace)
    open_desk(qtbot, page)
    page.requests.setFocus()
    return page


def opened_by(qtbot: QtBot, workplace: Workplace, context: Context) -> ReviewPage:
    return opened(qtbot, Workplace(context, workplace.jobs))


def press(qtbot: QtBot, page: ReviewPage, key: Qt.Key) -> None:
    view = page.requests if page.tabs.currentIndex() == 0 else page.report_ins
    view.setFocus()
    QTest.keyClick(view, key)
    still(qtbot, page.workplace.jobs)


def newcomer(context: Context, name: str, serial: int) -> int:
    number = valid_id(date(2003, 5, 5), serial=serial)
    return report_in(
        context,
        name,
        id_number=number,
        sex="男",
        born_on="2003-05-05",
        mobile=f"1370000{serial:04d}",
    )


def test_an_empty_desk_explains_itself(qtbot: QtBot, workplace: Workplace) -> None:
    page = opened(qtbot, workplace)
    assert not page.buttons["requests_accept"].isEnabled()
    assert not page.panel.isVisible()
    assert page.tabs.tabText(0) == "修改申请 0"


def test_a_accepts_and_the_cursor_goes_on(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    first, second = propose(office, 1, is_cadre="是"), propose(office, 4, income=INCOME)
    page = opened(qtbot, workplace)
    assert page.requests.current_id() == first  # the one that waits longest
    press(qtbot, page, Qt.Key.Key_A)
    assert value(office, 1, "is_cadre") == "是"
    assert list(page.requests.rows) == [second]
    assert page.requests.current_id() == second
    assert page.panel.request is not None
    assert page.panel.request.name == "单雄"
    assert page.banner.text == "已通过 1 项。"


def test_r_asks_for_the_reason_and_escape_takes_it_back(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, is_cadre="是", income=INCOME)
    page = opened(qtbot, workplace)
    page.panel.fields["income"].box.setChecked(False)
    assert page.buttons["requests_accept"].text() == "通过 1 项（A）"
    press(qtbot, page, Qt.Key.Key_R)
    strip = page.strips["requests"]
    assert strip.isVisible()
    assert not strip.act.isEnabled()
    QTest.keyClick(strip.text, Qt.Key.Key_Escape)
    assert not strip.isVisible()
    press(qtbot, page, Qt.Key.Key_R)
    strip.text.setText("没有任命文件")
    QTest.keyClick(strip.text, Qt.Key.Key_Return)
    still(qtbot, workplace.jobs)
    (row,) = page.requests.rows.values()
    assert row.request.fields == ("income",)
    shown = page.panel.request
    assert shown is not None
    returned = next(field for field in shown.fields if field.field == "is_cadre")
    assert (returned.state, returned.decision_reason) == ("returned", "没有任命文件")


def test_letters_in_the_reason_are_letters(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    request = propose(office, 1, is_cadre="是")
    page = opened(qtbot, workplace)
    press(qtbot, page, Qt.Key.Key_R)
    QTest.keyClicks(page.strips["requests"].text, "QQ art")
    still(qtbot, workplace.jobs)
    assert page.strips["requests"].text.text() == "QQ art"
    assert list(page.requests.rows) == [request]


def test_a_conflict_needs_an_explicit_choice(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, income=INCOME)
    overtake(office, 1, "income", "2000–5000")
    page = opened(qtbot, workplace)
    assert not page.buttons["requests_accept"].isEnabled()
    press(qtbot, page, Qt.Key.Key_A)
    assert value(office, 1, "income") == "2000–5000"
    page.panel.fields["income"].box.setChecked(True)
    overtake(office, 1, "income", ">10000")  # meanwhile, unseen
    press(qtbot, page, Qt.Key.Key_A)
    assert value(office, 1, "income") == ">10000"
    assert "又被改过" in page.banner.text
    page.panel.fields["income"].box.setChecked(True)
    press(qtbot, page, Qt.Key.Key_A)
    assert value(office, 1, "income") == INCOME


def test_several_at_once_leave_what_must_be_weighed(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    for member in (1, 2):
        propose(office, member, is_cadre="是")
    conflict = propose(office, 3, is_cadre="是")
    overtake(office, 3, "is_cadre", "是")
    page = opened(qtbot, workplace)
    page.requests.selectAll()
    assert page.buttons["requests_accept"].text() == "通过所选（A）"
    press(qtbot, page, Qt.Key.Key_A)
    assert list(page.requests.rows) == [conflict]
    assert page.banner.text.startswith(
        "已通过 2 件修改申请。还有 1 件修改申请没有办理：买买提·艾力"
    )


def test_several_are_returned_with_one_reason(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    for member in (1, 2):
        propose(office, member, is_cadre="是")
    page = opened(qtbot, workplace)
    page.requests.selectAll()
    page.buttons["requests_return"].click()
    page.strips["requests"].text.setText("请附任命文件")
    page.strips["requests"].act.click()
    still(qtbot, workplace.jobs)
    assert page.requests.rows == {}
    assert page.banner.text == "已退回 2 件修改申请。"


def test_report_ins_are_let_in_one_and_several(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    first, second = newcomer(office, "赵小川", 41), newcomer(office, "周小雨", 42)
    third = report_in(office, "吴无号")
    page = opened(qtbot, workplace)
    page.show_hint("report_ins")
    assert page.tabs.tabText(1) == "报到待审核 3"
    assert page.report_ins.current_id() == first
    press(qtbot, page, Qt.Key.Key_A)
    assert value(office, first, "status") == "active"
    assert page.report_ins.current_id() == second
    page.report_ins.selectAll()
    press(qtbot, page, Qt.Key.Key_A)
    assert value(office, second, "status") == "active"
    assert "吴无号：还有" in page.banner.text
    press(qtbot, page, Qt.Key.Key_A)
    assert "必填未填" in page.banner.text  # alone, the refusal itself with its clause
    press(qtbot, page, Qt.Key.Key_R)
    page.strips["report_ins"].text.setText("信息不全")
    page.strips["report_ins"].act.click()
    still(qtbot, workplace.jobs)
    assert value(office, third, "status") == "returned"
    assert page.report_ins.rows == {}


def test_enter_opens_the_member_and_the_cursor_shows_the_card(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, is_cadre="是")
    propose(office, 4, is_cadre="是")
    page = opened(qtbot, workplace)
    asked: list[int] = []
    shown: list[int] = []
    page.member_requested.connect(asked.append)
    page.member_chosen.connect(shown.append)
    press(qtbot, page, Qt.Key.Key_Down)
    press(qtbot, page, Qt.Key.Key_Return)
    assert (asked, shown[-1]) == ([4], 4)
    page.buttons["requests_open"].click()
    assert asked == [4, 4]


def test_scope_changes_and_hints_lead_to_their_rows(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, is_cadre="是")
    page = opened(qtbot, workplace)
    words: list[str] = []
    page.summary_changed.connect(words.append)
    page.set_scope(4)
    still(qtbot, workplace.jobs)
    assert page.requests.rows == {}
    page.set_scope(None)
    wanted = propose(office, 4, is_cadre="是")
    page.show_changes(Changes(9, tables={"settings": frozenset({1})}))
    page.show_changes(Changes(9, tables={"change_fields": frozenset({2})}))
    page.show_hint({"request": wanted})
    still(qtbot, workplace.jobs)
    assert page.requests.current_id() == wanted
    assert words[-1] == "待审核修改 2 · 待审核报到 0"


def test_overdue_is_counted_in_the_status_bar(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, is_cadre="是")
    page = ReviewPage(Workplace(later(office, 20), workplace.jobs))
    words: list[str] = []
    page.summary_changed.connect(words.append)
    open_desk(qtbot, page)
    assert words[-1].endswith("超期 1")


def test_state_comes_back_and_nonsense_is_passed_over(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    page = opened(qtbot, workplace)
    page.requests.sort_requested.emit(page.requests.paged.sort_keys)
    state = page.state()
    page.restore_state(state)
    page.restore_state("{")
    page.restore_state("")
    assert page.state() == state


def test_everything_has_a_name(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    propose(office, 1, is_cadre="是", income=INCOME)
    page = opened(qtbot, workplace)
    for kind in (QAbstractButton, QLineEdit):
        for widget in page.findChildren(kind):
            if not widget.objectName().startswith("qt_") and widget.isVisibleTo(page):
                assert widget.objectName(), widget
                assert widget.accessibleName(), widget.objectName()


@pytest.mark.parametrize("width", [720, 1030])
def test_it_fits_the_small_screen(
    qtbot: QtBot, office: Context, workplace: Workplace, width: int
) -> None:
    propose(office, 1, is_cadre="是")
    page = opened(qtbot, workplace)
    page.resize(width, 600)
    assert page.minimumSizeHint().width() <= 720
    assert page.minimumSizeHint().height() <= 600
    assert not page.requests.horizontalScrollBar().isVisible()


# ------------------------------------------------------------------ who may decide
def test_ones_own_request_says_why_the_buttons_are_off(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, is_cadre="是")
    page = opened_by(qtbot, workplace, strict(office))
    words = "由您提出，须由另一位操作员审核（N 一.6）；不想改了可以撤回"
    for act in ("accept", "return"):
        button = page.buttons[f"requests_{act}"]
        assert not button.isEnabled()
        assert button.toolTip() == button.accessibleDescription() == words
    assert page.why.isVisible()
    assert page.why.text() == words
    press(qtbot, page, Qt.Key.Key_A)
    assert value(office, 1, "is_cadre") == "否"
    press(qtbot, page, Qt.Key.Key_W)
    assert page.strips["requests"].act.isEnabled()  # one's own needs no reason
    page.strips["requests"].act.click()
    still(qtbot, workplace.jobs)
    assert page.requests.rows == {}
    assert page.banner.text == "已撤回 1 项，档案保持不变。"


def test_another_operator_decides_and_withdraws_with_words(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, is_cadre="是", income=INCOME)
    page = opened_by(qtbot, workplace, by(strict(office), "赵副书记"))
    assert not page.why.isVisible()
    page.panel.fields["income"].box.setChecked(False)
    press(qtbot, page, Qt.Key.Key_A)
    assert value(office, 1, "is_cadre") == "是"
    press(qtbot, page, Qt.Key.Key_W)
    strip = page.strips["requests"]
    assert not strip.act.isEnabled()
    strip.text.setText("团员本人来电撤回")
    strip.act.click()
    still(qtbot, workplace.jobs)
    assert page.requests.rows == {}


def test_an_office_of_one_is_told_that_it_is_marked(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, is_cadre="是")
    leave_alone(office)
    page = opened_by(qtbot, workplace, strict(office))
    press(qtbot, page, Qt.Key.Key_A)
    assert page.banner.text == "已通过 1 项。单人办公，已注明本人提出本人审核。"


def test_without_a_tick_the_buttons_ask_for_one(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, is_cadre="是")
    page = opened(qtbot, workplace)
    page.panel.fields["is_cadre"].box.setChecked(False)
    assert page.why.text() == "请先勾选要办理的字段"


def test_one_who_left_can_only_be_returned(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, is_cadre="是")
    overtake(office, 1, "status", "over_age")
    page = opened(qtbot, workplace)
    assert not page.buttons["requests_accept"].isEnabled()
    assert page.buttons["requests_return"].isEnabled()
    assert page.why.text() == "已不在册，只能退回"


# --------------------------------------------------------- filters, other lists, paper
def test_filters_narrow_the_queue(qtbot: QtBot, office: Context, workplace: Workplace) -> None:
    own = propose(office, 1, is_cadre="是")
    other = propose(by(later(office, 20), "赵副书记"), 4, income=INCOME)
    page = opened_by(qtbot, workplace, later(office, 20))
    for choice, found in (("mine", [own]), ("others", [other]), ("overdue", [own])):
        page.filters.buttons[choice].click()
        still(qtbot, workplace.jobs)
        assert list(page.requests.rows) == found
    page.filters.field.setCurrentIndex(page.filters.field.findData("income"))
    still(qtbot, workplace.jobs)
    assert page.requests.rows == {}
    page.show_hint({"request": other})  # whoever asks for one sees it
    still(qtbot, workplace.jobs)
    assert page.requests.current_id() == other
    page.show_hint("overdue")
    still(qtbot, workplace.jobs)
    assert list(page.requests.rows) == [own]


def test_the_hint_shows_what_changed_inside_the_window(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    day = on(office, date(2018, 10, 8))
    join_later(day, [1, 5])
    page = opened_by(qtbot, workplace, day)
    page.show_hint("windows")
    still(qtbot, workplace.jobs)
    assert page.windows.isVisible()
    assert [row.name for row in page.windows.changes.rows.values()] == ["张三", "龙𬱖"]
    page.set_scope(4)
    still(qtbot, workplace.jobs)
    assert [row.name for row in page.windows.changes.rows.values()] == ["龙𬱖"]
    wishes: list[tuple[str, object]] = []
    page.act_requested.connect(lambda name, what: wishes.append((name, what)))
    page.windows.people.click()
    assert wishes == [("members", {"ids": [5], "title": "窗口内修改"})]


def test_what_was_decided_moves_to_its_list(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    propose(office, 1, is_cadre="是")
    page = opened(qtbot, workplace)
    press(qtbot, page, Qt.Key.Key_A)
    page.show_hint("decided")
    still(qtbot, workplace.jobs)
    assert [row.state for row in page.decided.rows.rows.values()] == ["accepted"]


def test_slips_of_the_chosen_requests_are_shown_and_left_by_escape(
    qtbot: QtBot, office: Context, workplace: Workplace
) -> None:
    for member in (1, 4):
        propose(office, member, is_cadre="是")
    page = opened(qtbot, workplace)
    page.requests.selectAll()
    page.buttons["requests_slip"].click()
    still(qtbot, workplace.jobs)
    assert page.slip_side.isVisible()
    assert page.slip_side.preview.data.startswith(b"%PDF")
    QTest.keyClick(page.slip_side.back, Qt.Key.Key_Escape)
    assert not page.slip_side.isVisible()
    page.show_slips([99])
    still(qtbot, workplace.jobs)
    assert not page.slip_side.isVisible()
    assert "没有找到" in page.banner.text
