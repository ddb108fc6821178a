"""What is set up before a paper is printed: which printer, which pages, how many, how placed."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.core.page_ranges import pages_in_words, read_pages
from tuanji_desktop.core.print_habits import MAX_COPIES, MAX_OFFSET, PrintHabit, PrintHabits
from tuanji_desktop.kit import printing
from tuanji_desktop.kit.dialogs import Banner, fit_to_screen
from tuanji_desktop.kit.labels import label, restyled
from tuanji_desktop.kit.printing import PrintOrder, sheets_of, trays_of

_DUPLEX = (("none", "单面"), ("long", "双面，沿长边翻页"), ("short", "双面，沿短边翻页"))
_NO_PRINTER = (
    "本机没有安装打印机。可以先保存为 PDF，用 U 盘带到有打印机的电脑上打印；"
    "或在系统里添加打印机后重新打开这个窗口。"
)
_OFFSET = "正数向右、向下。只在打印时移动，不改动文件；同一台打印机的各种纸件共用。"


class PrintDialog(QDialog):
    """Opens as the form was last printed on that printer; 打印 orders, the caller prints."""

    ordered = Signal(object)
    """`PrintOrder`"""
    system_requested = Signal(object)
    """`PrintOrder` to go on with in the system's own dialog."""
    test_requested = Signal(str)
    """A calibration sheet on this printer."""

    def __init__(
        self,
        *,
        title: str,
        count: int,
        current: int,
        form: str,
        habits: PrintHabits,
        parent: QWidget | None = None,
    ) -> None:
        """`count` pages, of which `current` (from 1) is in sight."""
        super().__init__(parent)
        self.setObjectName("print_setup")
        self.setWindowTitle(f"打印 {title}")
        self.setAccessibleName(f"打印 {title}")
        self._count, self._current, self._form, self._habits = count, current, form, habits
        self.banner = Banner(self)
        self.printer = QComboBox(self)
        self.pages = QLineEdit(self)
        self.copies = QSpinBox(self)
        self.duplex = QComboBox(self)
        self.tray = QComboBox(self)
        self.offset_x = self._offset("print_offset_x", "左右偏移，毫米，正数向右")
        self.offset_y = self._offset("print_offset_y", "上下偏移，毫米，正数向下")
        self._wrong = label("", role="error", name="print_pages_wrong", parent=self)
        self._sum = label("", name="print_sum", parent=self)
        self.act = self._button("print_act", "打印", self._order)
        self.act.setProperty("main", True)
        self.act.setDefault(True)
        self.system = self._button("print_system", "打印机属性…", self._go_on)
        self.system.setToolTip("打开系统的打印窗口，设置打印机自己的选项后打印")
        self.test = self._button("print_test", "打印校准页…", self._test)
        self.test.setToolTip("打一张校准页，对折就能读出该填的偏移")
        self._set_up_fields()
        self._lay_out()
        self._offer_printers()
        self.printer.currentIndexChanged.connect(lambda _: self._take_habit())
        for changed in (
            self.pages.textChanged,
            self.copies.valueChanged,
            self.duplex.currentIndexChanged,
        ):
            changed.connect(lambda _: self._judge())
        self._take_habit()
        fit_to_screen(self, 520, 470)
        self.pages.setFocus()

    # -------------------------------------------------------------------- set up
    def _set_up_fields(self) -> None:
        for field, name, words in (
            (self.printer, "print_printer", "打印机"),
            (self.pages, "print_pages", "页码"),
            (self.copies, "print_copies", "份数"),
            (self.duplex, "print_duplex", "双面"),
            (self.tray, "print_tray", "纸盒"),
        ):
            field.setObjectName(name)
            field.setAccessibleName(words)
        # long names of printers must not widen the window
        self.printer.setMinimumContentsLength(18)
        self.printer.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.pages.setPlaceholderText(f"全部（共 {self._count} 页）；例如 1-3,5")
        self.pages.setClearButtonEnabled(True)
        self.copies.setRange(1, MAX_COPIES)
        for key, words in _DUPLEX:
            self.duplex.addItem(words, key)

    def _offset(self, name: str, words: str) -> QDoubleSpinBox:
        box = QDoubleSpinBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setRange(-MAX_OFFSET, MAX_OFFSET)
        box.setSingleStep(0.5)
        box.setDecimals(1)
        box.setSuffix(" 毫米")
        box.setToolTip(_OFFSET)
        return box

    def _button(self, name: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        return button

    def _lay_out(self) -> None:
        only = self._button("print_this_page", f"仅第 {self._current} 页", self._only_this)
        only.setProperty("link", True)
        only.setToolTip("仅打印正在看的这一页；编号不变")
        self.only = only
        inner = QWidget(self)
        inner.setObjectName("print_fields")
        form = self._form_layout = QFormLayout(inner)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        self._wrong.setWordWrap(True)
        note = label(_OFFSET, role="small", name="print_offset_note", parent=self)
        note.setWordWrap(True)
        rows: tuple[tuple[str, QWidget, QLayout | QWidget], ...] = (
            ("打印机", self.printer, self.printer),
            ("页码", self.pages, _row(self.pages, only)),
            ("", self._wrong, self._wrong),
            ("份数", self.copies, _row(self.copies)),
            ("双面", self.duplex, _row(self.duplex)),
            ("纸盒", self.tray, _row(self.tray)),
            ("左右偏移", self.offset_x, _row(self.offset_x, self.test)),
            ("上下偏移", self.offset_y, _row(self.offset_y)),
            ("", note, note),
        )
        for words, buddy, place in rows:
            name = label(words, parent=inner)
            name.setBuddy(buddy)
            if isinstance(place, QWidget):
                form.addRow(name, place)
            else:
                form.addRow(name, place)
            if buddy is self.tray:
                self._tray_name = name
        scroll = QScrollArea(self)
        scroll.setObjectName("print_scroll")
        scroll.setAccessibleName("打印设置")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        cancel = self._button("print_cancel", "取消", self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.system)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self.banner)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._sum)
        layout.addLayout(buttons)

    def _offer_printers(self) -> None:
        names = printing.printer_names()
        for name in names:
            self.printer.addItem(name, name)
        known = self.printer.findData(self._habits.printer_for(self._form))
        self.printer.setCurrentIndex(max(0, known) if names else -1)
        if not names:
            self.banner.say(_NO_PRINTER, level="warning")
            self.banner.keep()

    # ------------------------------------------------------------------- habits
    def _take_habit(self) -> None:
        """As this form was last printed on the chosen printer."""
        name = self.printer.currentData() or ""
        habit = self._habits.habit(self._form, name)
        trays = trays_of(printing.new_printer(name)) if name else []
        self.tray.clear()
        self.tray.addItem("由打印机选择", 0)
        for number, words in trays:
            self.tray.addItem(words, number)
        self.tray.setCurrentIndex(max(0, self.tray.findData(habit.tray)))
        for one in (self.tray, self._tray_name):
            one.setVisible(bool(trays))
        self.copies.setValue(habit.copies)
        self.duplex.setCurrentIndex(self.duplex.findData(habit.duplex))
        self.offset_x.setValue(habit.offset_x)
        self.offset_y.setValue(habit.offset_y)
        self._judge()

    @property
    def habit(self) -> PrintHabit:
        """What is set up now."""
        return PrintHabit(
            copies=self.copies.value(),
            duplex=str(self.duplex.currentData()),
            tray=int(self.tray.currentData() or 0),
            offset_x=round(self.offset_x.value(), 1),
            offset_y=round(self.offset_y.value(), 1),
        )

    def _judge(self) -> None:
        pages: tuple[int, ...] = ()
        try:
            pages = read_pages(self.pages.text(), self._count)
            self._wrong.setText("")
        except BadInput as error:
            self._wrong.setText(error.message)
        self._form_layout.setRowVisible(self._wrong, not pages)
        restyled(self.pages, "level", "" if pages else "error")
        self.pages.setAccessibleDescription(self._wrong.text())
        ready = bool(pages) and self.printer.currentIndex() >= 0
        for button in (self.act, self.system):
            button.setEnabled(ready)
        self.test.setEnabled(self.printer.currentIndex() >= 0)
        if pages:
            each = f"，每页 {self.copies.value()} 份" if self.copies.value() > 1 else ""
            which = "全部 " if len(pages) == self._count else f"第 {pages_in_words(pages)} 页，共 "
            words = f"打印{which}{len(pages)} 页{each}，用纸 {sheets_of(len(pages), self.habit)} 张"
        else:
            words = ""
        self._sum.setText(words)

    def _only_this(self) -> None:
        self.pages.setText(str(self._current))
        self.act.setFocus()

    # --------------------------------------------------------------------- acts
    def show_only(self, pages: str) -> None:
        """Begins with these pages, as typed."""
        self.pages.setText(pages)

    def _wanted(self) -> PrintOrder:
        return PrintOrder(
            str(self.printer.currentData()),
            self.habit,
            read_pages(self.pages.text(), self._count),
        )

    def _order(self) -> None:
        order = self._wanted()
        self.accept()
        self.ordered.emit(order)

    def _go_on(self) -> None:
        order = self._wanted()
        self.accept()
        self.system_requested.emit(order)

    def _test(self) -> None:
        self.test_requested.emit(str(self.printer.currentData()))


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
    if not any(isinstance(widget, QLineEdit) for widget in widgets):
        row.addStretch(1)
    return row
