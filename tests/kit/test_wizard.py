"""Steps, buttons and keys; stepping back keeps what was done."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tuanji_desktop.kit.wizard import Wizard, WizardPage


class Page(WizardPage):
    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__()
        self.field = QLineEdit(self)
        self.entered = 0
        self.is_ready = True
        QVBoxLayout(self).addWidget(self.field)

    @property
    def ready(self) -> bool:
        return self.is_ready

    def enter(self) -> None:
        self.entered += 1


class Keeper(Wizard):
    lost = ""

    def would_lose(self) -> str:
        return self.lost


def made(qtbot: QtBot) -> tuple[Keeper, list[Page]]:
    wizard = Keeper("试一试")
    qtbot.addWidget(wizard)
    pages = [Page(title) for title in ("一", "二", "三")]
    for page in pages:
        wizard.add_step(page)
    wizard.show()
    return wizard, pages


def test_forwards_and_back_keeps_what_was_typed(dressed: QApplication, qtbot: QtBot) -> None:
    wizard, pages = made(qtbot)
    assert (wizard.step, wizard.back_button.isVisible()) == (0, False)
    pages[0].field.setText("甲")
    with qtbot.waitSignal(wizard.step_changed):
        wizard.next_button.click()
    assert wizard.page is pages[1]
    assert wizard.steps.accessibleName() == "第 2 步，共 3 步：二"
    pages[1].field.setText("乙")
    wizard.back_button.click()
    assert [page.field.text() for page in pages] == ["甲", "乙", ""]
    assert [page.entered for page in pages] == [2, 1, 0]


def test_a_step_behind_can_be_chosen(dressed: QApplication, qtbot: QtBot) -> None:
    wizard, _pages = made(qtbot)
    wizard.show_step(2)
    first = wizard.steps.findChild(QPushButton, "step_1")
    assert first is not None
    assert first.isVisible()
    assert first.accessibleName() == "返回第 1 步：一"
    first.click()
    assert wizard.step == 0
    assert not first.isVisible()


def test_keys(dressed: QApplication, qtbot: QtBot) -> None:
    wizard, pages = made(qtbot)
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    QTest.keyClick(wizard, Qt.Key.Key_Return, control)
    assert wizard.step == 1
    QTest.keyClick(wizard, Qt.Key.Key_Left, alt)
    assert wizard.step == 0
    pages[0].is_ready = False
    pages[0].ready_changed.emit()
    QTest.keyClick(wizard, Qt.Key.Key_Return, control)
    assert wizard.step == 0
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()


def test_tab_goes_from_the_steps_through_the_page_to_the_buttons(
    dressed: QApplication, qtbot: QtBot
) -> None:
    wizard, pages = made(qtbot)
    wizard.show_step(1)
    first = wizard.findChild(QPushButton, "step_1")
    order = [first, pages[1].field, wizard.cancel_button, wizard.back_button, wizard.next_button]
    assert chain(first, order) == order
    late = QPushButton("后来的", pages[1])
    layout = pages[1].layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(0, late)
    pages[1].ready_changed.emit()
    order.insert(1, late)
    assert chain(first, order) == order, "what is made later stands where it is read"


def chain(first: QWidget | None, among: Sequence[QWidget | None]) -> list[QWidget]:
    """Those of `among` as Tab meets them, from `first` on."""
    assert first is not None
    met, widget = [first], first.nextInFocusChain()
    while widget is not None and widget is not first:
        if widget in among:
            met.append(widget)
        widget = widget.nextInFocusChain()
    return met


def test_while_something_is_being_done_the_steps_stand_still(
    dressed: QApplication, qtbot: QtBot
) -> None:
    wizard, _pages = made(qtbot)
    wizard.show_step(1)
    wizard.set_busy(True)
    assert not wizard.next_button.isEnabled()
    assert not wizard.back_button.isEnabled()
    wizard.back()
    wizard.steps.step_chosen.emit(0)
    assert wizard.step == 1
    assert wizard.busy
    wizard.set_busy(False)
    assert wizard.next_button.isEnabled()


def test_leaving_asks_only_when_something_would_be_lost(
    dressed: QApplication, qtbot: QtBot
) -> None:
    wizard, _pages = made(qtbot)
    wizard.lost = "名单还没有写入。"

    def answer(name: str) -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        button = box.findChild(QPushButton, name)
        assert button is not None
        button.click()

    QTimer.singleShot(0, lambda: answer("confirm_keep"))
    wizard.cancel_button.click()
    assert wizard.isVisible()
    QTimer.singleShot(0, lambda: answer("confirm_act"))
    wizard.cancel_button.click()
    assert not wizard.isVisible()


def test_it_never_needs_more_than_the_screen(dressed: QApplication, qtbot: QtBot) -> None:
    wizard, _pages = made(qtbot)
    free = wizard.screen().availableSize()
    assert wizard.size().boundedTo(free) == wizard.size()
    least = wizard.minimumSizeHint()
    assert least.boundedTo(QSize(1366, 768)) == least


def test_a_step_may_be_announced_before_its_page(dressed: QApplication, qtbot: QtBot) -> None:
    wizard = Keeper("试一试")
    qtbot.addWidget(wizard)
    wizard.add_step(Page("一"))
    wizard.announce_steps("二")
    wizard.show()
    assert wizard.steps.accessibleName() == "第 1 步，共 2 步：一"
    wizard.add_step(Page("二"))
    assert wizard.steps.accessibleName() == "第 1 步，共 2 步：一"
    wizard.next_button.click()
    assert wizard.steps.accessibleName() == "第 2 步，共 2 步：二"
