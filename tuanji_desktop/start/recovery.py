"""The recovery code of a new file: shown this once, to be printed, and proved to be written down."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ..kit.dialogs import Banner, ask_save_path
from ..kit.labels import label
from ..kit.style import number_font


class RecoveryPage(QWidget):
    """The code in large figures; 完成 waits until its last group was typed."""

    acknowledged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recovery_page")
        self.setAccessibleName("恢复码")
        self._code = self._office = self._day = ""
        about = label(
            "忘记密码时，只有恢复码能打开这份台账。它只显示这一次，程序不保存。"
            "请打印出来，与公章一样锁好；不要存在这台电脑里。",
            name="recovery_about",
            parent=self,
        )
        about.setWordWrap(True)
        self.code_label = label("", name="recovery_code", parent=self)
        self.code_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code_label.setFont(_code_font())
        self.banner = Banner(self)
        self.print_button = self._button("打印…", "recovery_print")
        self.print_button.clicked.connect(self._print)
        self.save_button = self._button("保存为文本…", "recovery_save")
        self.save_button.clicked.connect(self._ask_file)
        self.proof = QLineEdit(self)
        self.proof.setObjectName("recovery_proof")
        self.proof.setAccessibleName("恢复码的最后一组")
        self.proof.setPlaceholderText("照打印件输入最后一组（5 个字符）")
        self.proof.textChanged.connect(lambda _text: self._judge())
        self.proof.returnPressed.connect(self._finish)
        self.done_button = self._button("已保存好，打开台账", "recovery_done")
        self.done_button.setProperty("main", True)
        self.done_button.clicked.connect(self._finish)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        row.addStretch(1)
        last = QHBoxLayout()
        last.setSpacing(8)
        last.addWidget(self.proof, 1)
        last.addWidget(self.done_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(label("请保存恢复码", role="title", name="recovery_title"))
        layout.addWidget(about)
        layout.addWidget(self.code_label)
        layout.addLayout(row)
        layout.addWidget(self.banner)
        layout.addLayout(last)
        layout.addStretch(1)
        self._judge()

    def _button(self, words: str, name: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words.rstrip("…"))
        return button

    def show_code(self, code: str, *, office: str, day: str) -> None:
        """Shows a code; the sheet of paper names the office and the day as well."""
        self._code, self._office, self._day = code, office, day
        groups = code.split("-")
        half = (len(groups) + 1) // 2
        self.code_label.setText("-".join(groups[:half]) + "\n" + "-".join(groups[half:]))
        self.code_label.setAccessibleName(f"恢复码：{' '.join(code)}")
        self.proof.setFocus()

    def text(self) -> str:
        """The sheet of paper."""
        return (
            f"团籍台账恢复码\n\n单位：{self._office}\n建立日期：{self._day}\n\n{self._code}\n\n"
            "忘记密码时，在打开台账的窗口里输入恢复码代替密码。\n"
            "持有恢复码的人可以打开全部数据，请按公章保管。\n"
        )

    def save_to(self, path: Path) -> None:
        """Writes the sheet of paper as a text file, for a stick that is locked away."""
        try:
            path.write_text(self.text(), encoding="utf-8-sig")
        except OSError as error:
            self.banner.say(f"无法写入 {path}：{error.strerror}。请换一个位置。", level="error")
            return
        self.banner.say(f"已保存到 {path}。请移到 U 盘并锁好，不要留在本机。", level="good")

    def _ask_file(self) -> None:
        chosen = ask_save_path(
            self,
            title="保存恢复码",
            suggested=Path.home() / f"{self._office}-恢复码.txt",
            kind="文本文件",
            suffix=".txt",
        )
        if chosen is not None:
            self.save_to(chosen)

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印恢复码")
        if dialog.exec():
            document = QTextDocument()
            font = QFont(self.font())
            font.setPointSize(14)
            document.setDefaultFont(font)
            document.setPlainText(self.text())
            document.print_(printer)
            self.banner.say("已送往打印机。请核对打印件后输入最后一组。", level="good")

    def _proved(self) -> bool:
        typed = self.proof.text().strip().upper().translate(str.maketrans("OIL", "011"))
        return bool(self._code) and typed == self._code.rsplit("-", 1)[-1]

    def _judge(self) -> None:
        self.done_button.setEnabled(self._proved())

    def _finish(self) -> None:
        if self._proved():
            self.acknowledged.emit()


def _code_font() -> QFont:
    font = number_font()
    font.setPixelSize(font.pixelSize() * 2)
    font.setBold(True)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 2)
    return font
