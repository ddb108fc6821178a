"""The frame of every wizard: steps at the top, one page at a time, three buttons below.

Pages stay as they are when one steps back, so that nothing done is ever lost on the way.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.kit.dialogs import Banner, confirm
from tuanji_desktop.kit.icons import icon
from tuanji_desktop.kit.labels import hairline, label
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.kit.tab_order import as_read, put_in_order

NEXT = "下一步"
_WISHED = (1080, 660)
_MARGIN = (40, 72)
"""What a screen needs beside the window: frame, title and the desktop's bar."""


class WizardPage(QWidget):
    """One step. It tells when it may be left forwards; the wizard asks nothing else of it."""

    ready_changed = Signal()
    """`ready` or `next_words` may have changed."""

    title = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.title)

    @property
    def ready(self) -> bool:
        """Whether the next step makes sense now."""
        return True

    @property
    def next_words(self) -> str:
        """The verb on the button that goes on; '' where nothing follows."""
        return NEXT

    @property
    def may_go_back(self) -> bool:
        """Whether the step before can still be changed."""
        return True

    @property
    def may_cancel(self) -> bool:
        """Whether there is anything left to give up."""
        return True

    def enter(self) -> None:
        """Called each time the page comes into sight."""


class StepBar(QWidget):
    """The steps in a line: those behind can be pressed, the present one stands out."""

    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("steps")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addStretch(1)
        self._titles: list[str] = []
        self._behind: list[QPushButton] = []
        self._words: list[QWidget] = []

    @property
    def count(self) -> int:
        """How many steps there are."""
        return len(self._titles)

    def add(self, title: str) -> None:
        """One more step at the end."""
        number = len(self._titles)
        self._titles.append(title)
        button = QPushButton(title, self)
        button.setObjectName(f"step_{number + 1}")
        button.setAccessibleName(f"返回第 {number + 1} 步：{title}")
        button.setProperty("link", True)
        button.setIcon(icon("check", "action"))
        button.setIconSize(QSize(scaled(14), scaled(14)))
        button.clicked.connect(lambda: self.step_chosen.emit(number))
        words = label(f"{number + 1}  {title}", name=f"step_words_{number + 1}", parent=self)
        words.setContentsMargins(7, 4, 7, 4)
        place = self._row.count() - 1
        if number:
            self._row.insertWidget(place, label("›", role="muted", parent=self))
            place += 1
        self._row.insertWidget(place, button)
        self._row.insertWidget(place + 1, words)
        self._behind.append(button)
        self._words.append(words)

    def show_step(self, now: int, *, open_behind: bool) -> None:
        """Marks a step as the present one; `open_behind`: the steps before may be chosen."""
        for number, (button, words) in enumerate(zip(self._behind, self._words, strict=True)):
            button.setVisible(number < now)
            button.setEnabled(open_behind)
            words.setVisible(number >= now)
            words.setEnabled(number == now)
            font = self.font()
            font.setBold(number == now)
            words.setFont(font)
        self.setAccessibleName(
            f"第 {now + 1} 步，共 {len(self._titles)} 步：{self._titles[now]}"
            if self._titles
            else ""
        )


class Wizard(QDialog):
    """A dialog of steps. Subclasses say what going on from a step does (`go_on`)."""

    step_changed = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wizard")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self._busy = False
        self._in_order: list[QWidget] = []
        self.steps = StepBar(self)
        self.banner = Banner(self)
        self._stack = QStackedWidget(self)
        self._stack.setObjectName("wizard_pages")
        self.cancel_button = self._button("wizard_cancel", "取消")
        self.back_button = self._button("wizard_back", "上一步")
        self.next_button = self._button("wizard_next", NEXT)
        self.next_button.setProperty("main", True)
        self.next_button.setDefault(True)
        self.cancel_button.clicked.connect(self.reject)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.go_on)
        self.steps.step_chosen.connect(self._step_chosen)
        self.footer = QHBoxLayout()
        """Left of the buttons: what is being done."""
        self._lay_out()
        for keys, act in (("Alt+Left", self.back), ("Ctrl+Return", self._press_next)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.resize(self._fitting())

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addLayout(self.footer, 1)
        for button in (self.cancel_button, self.back_button, self.next_button):
            buttons.addWidget(button)
        self.back_button.setToolTip("上一步（Alt+←）")
        self.next_button.setToolTip("Ctrl+Enter")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.steps)
        layout.addWidget(hairline(self))
        layout.addWidget(self.banner)
        layout.addWidget(self._stack, 1)
        layout.addWidget(hairline(self))
        layout.addLayout(buttons)

    def _fitting(self) -> QSize:
        """The size one would like, as far as the screen has it."""
        free = self.screen().availableGeometry()
        return QSize(
            min(scaled(_WISHED[0]), free.width() - _MARGIN[0]),
            min(scaled(_WISHED[1]), free.height() - _MARGIN[1]),
        )

    # ------------------------------------------------------------------ the steps
    def add_step(self, page: WizardPage) -> None:
        """One more page at the end; the first one is shown."""
        if self._stack.addWidget(page) == self.steps.count:
            self.steps.add(page.title)
        page.ready_changed.connect(self._tell)
        if self._stack.count() == 1:
            self.show_step(0)
        else:
            self._mark_step()

    def announce_steps(self, *titles: str) -> None:
        """Steps at the end whose pages are added later."""
        for title in titles:
            self.steps.add(title)
        self._mark_step()

    @property
    def step(self) -> int:
        """The step in sight, from 0."""
        return self._stack.currentIndex()

    @property
    def page(self) -> WizardPage:
        """The page in sight."""
        page = self._stack.currentWidget()
        assert isinstance(page, WizardPage)
        return page

    def show_step(self, number: int) -> None:
        """Goes to a step, forwards or back; what the others hold stays."""
        self.banner.hide()
        self._stack.setCurrentIndex(number)
        self.page.enter()
        self._tell()
        if self.next_button.isEnabled():
            self.next_button.setFocus()
        self.step_changed.emit(number)

    def go_on(self) -> None:
        """What the main button does: here, the step that follows."""
        if self.step + 1 < self._stack.count():
            self.show_step(self.step + 1)

    def back(self) -> None:
        """The step before, where it can still be changed."""
        if self.back_button.isEnabled() and self.step > 0:
            self.show_step(self.step - 1)

    def _step_chosen(self, number: int) -> None:
        if not self._busy and self.page.may_go_back:
            self.show_step(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses the button under the keyboard; elsewhere it goes on."""
        button = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QPushButton):
            button.click()
        else:
            super().keyPressEvent(event)

    def _press_next(self) -> None:
        if self.next_button.isVisible():
            self.next_button.click()

    # -------------------------------------------------------------------- its state
    @property
    def busy(self) -> bool:
        """Whether something is being done that has to end before one goes on."""
        return self._busy

    def set_busy(self, busy: bool) -> None:
        """Holds the steps while a job runs; the window itself stays alive."""
        self._busy = busy
        self._tell()

    def _tell(self) -> None:
        if self.step < 0:
            return
        page = self.page
        words = page.next_words
        self.next_button.setVisible(bool(words))
        self.next_button.setText(words)
        self.next_button.setAccessibleName(words)
        self.next_button.setEnabled(page.ready and not self._busy)
        self.cancel_button.setVisible(page.may_cancel)
        self.back_button.setVisible(self.step > 0 and page.may_go_back)
        self.back_button.setEnabled(self.step > 0 and page.may_go_back and not self._busy)
        self._mark_step()
        self._put_in_order()

    def _mark_step(self) -> None:
        self.steps.show_step(self.step, open_behind=self.page.may_go_back and not self._busy)

    def _put_in_order(self) -> None:
        """Tab goes as one reads; anew only where something has come or gone since."""
        wanted = as_read(self)
        if wanted != self._in_order:
            self._in_order = wanted
            put_in_order(wanted)

    # -------------------------------------------------------------------- leaving it
    def would_lose(self) -> str:
        """What leaving now would lose, in a sentence; '' for nothing."""
        return ""

    def reject(self) -> None:
        lost = self.would_lose()
        if lost and not confirm(
            self, title=self.windowTitle(), text=lost, act="放弃并关闭", keep="继续"
        ):
            return
        super().reject()
