"""One dialog by which every list of the program is exported: columns, scope, format, numbers."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.core.errors import BadInput, TuanjiError
from tuanji_desktop.core.export_habits import FILE_NAME, last_wish, remember_wish
from tuanji_desktop.core.paths import user_config_dir
from tuanji_desktop.core.progress import Progress
from tuanji_desktop.kit.dialogs import Banner, ask_save_path, fit_to_screen, words_of
from tuanji_desktop.kit.export_act import carry_out
from tuanji_desktop.kit.export_columns import ColumnPicker
from tuanji_desktop.kit.export_saved import SavedExports
from tuanji_desktop.kit.jobs import JobInfo
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.sheets.column import Written
from tuanji_desktop.sheets.exportable import (
    FORMATS,
    XLSX,
    Exportable,
    Wish,
    fitting,
    read_wish,
    wish_text,
)

_FORMAT_TIPS = {
    "xlsx": "给人看、给人填：有筛选、下拉选项，证件号是文本",
    "csv": "给别的程序读。用 Excel 直接打开时证件号会变成数字，要在 Excel 里看请选 .xlsx",
    "csv-gb18030": "给只认国标编码的旧程序读；生僻字 Excel 可能显示不出，导出后会说明",
}
_READ_ONLY = "台账以只读方式打开，含完整号码的导出记不了日志，只能打码。"
Tell = Callable[[str, str], None]


class ExportDialog(QDialog):
    """Opens with the list as it is shown; closed while it exports, the work goes on behind."""

    def __init__(
        self,
        workplace: Workplace,
        exportable: Exportable,
        *,
        tell: Tell = lambda _level, _words: None,
        parent: QWidget | None = None,
    ) -> None:
        """`tell` is where a result goes that comes when the dialog is closed: level and words."""
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle(f"导出{exportable.title}")
        self.setAccessibleName(f"导出{exportable.title}")
        self._workplace, self._exportable, self._tell = workplace, exportable, tell
        self._job = 0
        self.banner = Banner(self)
        self.columns = ColumnPicker(
            [(one.key, one.label) for one in exportable.columns], exportable.shown, self
        )
        self.saved = SavedExports(
            workplace, exportable.kind, wish=lambda: wish_text(self.wish()), parent=self
        )
        self.scopes = QButtonGroup(self)
        self.formats = QButtonGroup(self)
        self.masked = QRadioButton("打码（只留头尾）", self)
        self.full = QRadioButton("完整号码（记入日志）", self)
        self.purpose = QLineEdit(self)
        self._numbers_caption = label(
            "证件号和手机号", role="section", name="export_numbers_caption", parent=self
        )
        self.about = label("", role="muted", name="export_about", parent=self)
        self.progress = QProgressBar(self)
        self.cancel = self._button("export_cancel", "取消导出", self._cancel)
        self.act = self._button("export_act", "导出…", self.ask_path)
        self.close_button = self._button("export_close", "关闭", self.reject)
        self._set_up()
        self._lay_out()
        self._take_up(self._first_wish())
        fit_to_screen(self, 820, 560)

    # ----------------------------------------------------------------- what is wished
    def wish(self) -> Wish:
        """What is set up now."""
        scope, format_ = self.scopes.checkedButton(), self.formats.checkedButton()
        return Wish(
            self.columns.keys(),
            str(scope.property("key")) if scope else "",
            str(format_.property("key")) if format_ else XLSX,
            self.masked.isChecked(),
        )

    def take_definition(self, text: str) -> None:
        """Takes up a saved export; '' stands for the list as it is shown."""
        if not text:
            self._take_up(replace(self._exportable.wish(), scope=self.wish().scope))
            self.banner.hide()
            return
        try:
            wish, gone = fitting(read_wish(text), self._exportable)
        except TuanjiError as error:
            self.banner.say_error(error)
            return
        self._take_up(wish)
        if gone:
            words = f"方案里的栏目 {'、'.join(gone)} 这份列表里没有，已略过。"
            self.banner.say(words, level="warning")
        else:
            self.banner.hide()

    def _first_wish(self) -> Wish:
        """The list as it is shown, in the format used last."""
        wish = self._exportable.wish()
        text = last_wish(user_config_dir() / FILE_NAME, self._exportable.kind)
        try:
            return replace(wish, format=read_wish(text).format) if text else wish
        except BadInput:
            return wish

    def _take_up(self, wish: Wish) -> None:
        self.columns.set_keys(wish.columns)
        for group, key in ((self.scopes, wish.scope), (self.formats, wish.format)):
            for button in group.buttons():
                if button.property("key") == key:
                    button.setChecked(True)
        full = not wish.masked and self.full.isEnabled()
        (self.full if full else self.masked).setChecked(True)
        self._judge()

    # ------------------------------------------------------------------------- export
    def ask_path(self) -> None:
        """Asks where to, and exports."""
        wish = self.wish()
        masked = wish.masked and self._exportable.sensitive(wish.columns)
        name = f"{self._exportable.title}{'（打码）' if masked else ''}{wish.suffix}"
        path = ask_save_path(
            self,
            title=f"导出{self._exportable.title}",
            suggested=Path(name),
            kind="Excel 工作簿" if wish.format == XLSX else "CSV 文本",
            suffix=wish.suffix,
        )
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Writes on a reader's thread; the status bar of the window shows it as well."""
        context, exportable, wish = self._workplace.context, self._exportable, self.wish()
        reason = self.purpose.text()
        habits = user_config_dir() / FILE_NAME

        def act(progress: Progress) -> Written:
            written = carry_out(context, exportable, wish, path, reason=reason, progress=progress)
            # full numbers are asked for anew each time
            remember_wish(habits, exportable.kind, wish_text(replace(wish, masked=True)))
            return written

        self.banner.hide()
        self._run(True)
        self._job = self._workplace.jobs.read_long(
            self._workplace.jobs,
            act,
            lambda written: self._done(path, wish, written),
            words=f"导出{exportable.title}",
            on_error=self._refused,
        )

    def _done(self, path: Path, wish: Wish, written: Written) -> None:
        words = f"已导出 {written.rows:,} {self._exportable.unit}到 {path.name}"
        if self._exportable.sensitive(wish.columns):
            words += "，号码已打码" if wish.masked else "，含完整证件号和手机号"
        level = "warning" if written.told else "good"
        self._say(level, f"{words}。{''.join(written.told)}")

    def _refused(self, error: TuanjiError) -> None:
        self._say("error", words_of(error))

    def _say(self, level: str, words: str) -> None:
        if _alive(self) and self.isVisible():
            self._run(False)
            self.banner.say(words, level=level)
            self.close_button.setFocus()
        else:
            self._tell("done" if level == "good" else level, words)

    def _cancel(self) -> None:
        self._workplace.jobs.cancel(self._job)

    def _progressed(self, info: JobInfo) -> None:
        if info.number == self._job:
            self.progress.setMaximum(info.total)
            self.progress.setValue(info.done)

    def _finished(self, info: JobInfo) -> None:
        if info.number == self._job and info.state == "cancelled":
            self._run(False)
            self.banner.say("已取消，没有写出文件。", level="info")

    def _run(self, running: bool) -> None:
        self.progress.setVisible(running)
        self.cancel.setVisible(running)
        self.progress.setMaximum(0)
        self.close_button.setText("关闭，后台继续" if running else "关闭")
        self.close_button.setAccessibleName(self.close_button.text())
        self._body.setEnabled(not running)
        self._judge(running=running)

    # -------------------------------------------------------------------------- looks
    def _judge(self, *, running: bool = False) -> None:
        wish = self.wish()
        sensitive = self._exportable.sensitive(wish.columns)
        for widget in (self.masked, self._numbers_caption):
            widget.setVisible(sensitive)
        self.full.setVisible(sensitive)
        self.purpose.setVisible(sensitive and not wish.masked)
        about = [_FORMAT_TIPS[wish.format]]
        if sensitive and self._workplace.context.database.read_only:
            about.append(_READ_ONLY)
        self.about.setText("\n".join(about))
        self.act.setEnabled(bool(wish.columns) and not running)
        self.act.setToolTip("" if wish.columns else "请至少勾选一栏")

    def _set_up(self) -> None:
        for scope in self._exportable.scopes:
            count = "" if scope.count is None else f"（{scope.count:,} {self._exportable.unit}）"
            self._radio(self.scopes, f"export_scope_{scope.key}", scope.words + count, scope.key)
        for key, words in FORMATS.items():
            self._radio(self.formats, f"export_format_{key}", words, key).setToolTip(
                _FORMAT_TIPS[key]
            )
        self._numbers = QButtonGroup(self)
        for button, name in ((self.masked, "export_masked"), (self.full, "export_full")):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
            self._numbers.addButton(button)
        self.masked.setChecked(True)
        self.full.setEnabled(not self._workplace.context.database.read_only)
        self.purpose.setObjectName("export_purpose")
        self.purpose.setAccessibleName("完整号码的用途，记入日志")
        self.purpose.setPlaceholderText("用途（可以不填），记入日志")
        self.about.setWordWrap(True)
        self.progress.setObjectName("export_progress")
        self.progress.setAccessibleName("导出进度")
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.cancel.hide()
        self.act.setProperty("main", True)
        self.act.setDefault(True)
        self.columns.changed.connect(self._judge)
        self.saved.chosen.connect(self.take_definition)
        self.saved.said.connect(lambda level, words: self.banner.say(words, level=level))
        self.saved.failed.connect(self.banner.say_error)
        self.formats.buttonToggled.connect(lambda *_: self._judge())
        self._numbers.buttonToggled.connect(lambda *_: self._judge())
        jobs = self._workplace.jobs
        jobs.progressed.connect(self._progressed)
        jobs.finished.connect(self._finished)

    def _radio(self, group: QButtonGroup, name: str, words: str, key: str) -> QRadioButton:
        button = QRadioButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setProperty("key", key)
        group.addButton(button)
        if len(group.buttons()) == 1:
            button.setChecked(True)
        return button

    def _button(self, name: str, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words.rstrip("…"))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        return button

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(6)
        for caption, group in (("范围", self.scopes), ("格式", self.formats)):
            side.addWidget(label(caption, role="section", name=f"export_caption_{caption}"))
            for button in group.buttons():
                side.addWidget(button)
        side.addWidget(self.about)
        side.addWidget(self._numbers_caption)
        for widget in (self.masked, self.full, self.purpose):
            side.addWidget(widget)
        side.addStretch(1)
        halves = QHBoxLayout()
        halves.setSpacing(20)
        halves.addWidget(self.columns, 1)
        halves.addLayout(side, 1)
        self._body = QWidget(self)
        self._body.setObjectName("export_body")
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(10)
        inside.addWidget(self.saved)
        inside.addLayout(halves, 1)
        area = QScrollArea(self)
        area.setObjectName("export_scroll")
        area.setAccessibleName("导出的栏目、范围和格式")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._body)
        buttons = QHBoxLayout()
        buttons.addWidget(self.progress, 1)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(self.banner)
        layout.addWidget(area, 1)
        layout.addLayout(buttons)


def _alive(dialog: QDialog) -> bool:
    import shiboken6

    return bool(shiboken6.isValid(dialog))
