"""The saved exports of one kind of list: chosen, saved under a name, renamed, deleted."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.core.export_habits import FILE_NAME, last_wish
from tuanji_desktop.core.paths import user_config_dir
from tuanji_desktop.kit.flow import FlowLayout
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.kit.style import scaled
from tuanji_desktop.office.export_definitions import (
    LONGEST_NAME,
    Definition,
    delete_definition,
    list_definitions,
    rename_definition,
    save_definition,
)

AS_SHOWN = "列表现在的样子"
LAST = "上次导出的样子"


class SavedExports(QWidget):
    """A choice of what is saved; what was last used on this machine is one of it."""

    chosen = Signal(str)
    """The text of a definition to take up; '' for the list as it is shown."""
    said = Signal(str, str)
    """Level and words for the dialog's line."""
    failed = Signal(object)
    """`TuanjiError`"""

    def __init__(
        self, workplace: Workplace, kind: str, *, wish: Callable[[], str], parent: QWidget
    ) -> None:
        """`wish` gives what is set up now, as the text that is saved."""
        super().__init__(parent)
        self.setObjectName("export_saved")
        self.setAccessibleName("导出方案")
        self._workplace, self._kind, self._wish = workplace, kind, wish
        self._definitions: tuple[Definition, ...] = ()
        self.choice = QComboBox(self)
        self.name = QLineEdit(self)
        self.save_button = self._button("save", "保存", "保存为方案", self.save)
        self.rename_button = self._button("rename", "改名", "给选中的方案改名", self.rename)
        self.delete_button = self._button("delete", "删除", "删除选中的方案", self.delete)
        self._set_up()
        self._show(())
        self.load()

    @property
    def current(self) -> Definition | None:
        """The saved export that is chosen."""
        place = self.choice.currentIndex() - self._before
        return self._definitions[place] if 0 <= place < len(self._definitions) else None

    def load(self, select: str = "") -> None:
        """Reads what is saved; `select` is the name to show then."""
        context, kind = self._workplace.context, self._kind
        self._workplace.jobs.read(
            self,
            lambda: list_definitions(context, kind=kind),
            lambda found: self._show(found, select),
            topic="definitions",
        )

    def save(self) -> None:
        """Saves what is set up now under the name in the box."""
        context, kind, name, text = (
            self._workplace.context, self._kind, self.name.text(), self._wish(),
        )  # fmt: skip
        self._write(
            lambda: save_definition(context, kind=kind, name=name, text=text),
            f"已保存导出方案“{name.strip()}”，本台账的每位操作员都能用。",
        )

    def rename(self) -> None:
        """Gives the chosen one the name in the box."""
        if (old := self.current) is None:
            return
        context, kind, name = self._workplace.context, self._kind, self.name.text()
        self._write(
            lambda: rename_definition(context, kind=kind, name=old.name, new_name=name),
            f"“{old.name}”已改名为“{name.strip()}”。",
        )

    def delete(self) -> None:
        """Forgets the chosen one; an undo brings it back."""
        if (old := self.current) is None:
            return
        context, kind = self._workplace.context, self._kind
        self._write(
            lambda: delete_definition(context, kind=kind, name=old.name),
            f"已删除导出方案“{old.name}”，可以撤销。",
        )

    @property
    def _before(self) -> int:
        """How many entries stand before the saved ones."""
        return self.choice.count() - len(self._definitions)

    def _set_up(self) -> None:
        self.choice.setObjectName("export_definition")
        self.choice.setAccessibleName("导出方案")
        self.choice.setMinimumWidth(scaled(180))
        self.choice.activated.connect(lambda _place: self._take())
        self.name.setObjectName("export_definition_name")
        self.name.setAccessibleName("方案名称")
        self.name.setPlaceholderText("方案名称")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setMinimumWidth(scaled(140))
        self.name.textChanged.connect(lambda _text: self._enable())
        caption = label("方案", role="muted", name="label_export_definition", parent=self)
        caption.setBuddy(self.choice)
        bar = FlowLayout(spacing=6)
        for widget in (
            caption, self.choice, self.name, self.save_button, self.rename_button,
            self.delete_button,
        ):  # fmt: skip
            bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(bar)

    def _button(self, name: str, words: str, tip: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(f"export_definition_{name}")
        button.setAccessibleName(tip)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _show(self, found: Sequence[Definition], select: str = "") -> None:
        kept = select or (self.current.name if self.current else "")
        last = last_wish(user_config_dir() / FILE_NAME, self._kind)
        self._definitions = tuple(found)
        self.choice.clear()
        self.choice.addItem(AS_SHOWN, "")
        if last:
            self.choice.addItem(LAST, last)
        for one in found:
            self.choice.addItem(one.name, one.text)
        names = [one.name for one in found]
        self.choice.setCurrentIndex(self._before + names.index(kept) if kept in names else 0)
        self._enable()

    def _take(self) -> None:
        self.name.setText(self.current.name if self.current else "")
        self._enable()
        self.chosen.emit(str(self.choice.currentData()))

    def _enable(self) -> None:
        writable = not self._workplace.context.database.read_only
        named = bool(self.name.text().strip())
        current = self.current
        self.save_button.setEnabled(writable and named)
        self.rename_button.setEnabled(
            writable and named and current is not None and self.name.text() != current.name
        )
        self.delete_button.setEnabled(writable and current is not None)

    def _write(self, act: Callable[[], Definition | None], words: str) -> None:
        self._workplace.jobs.write(
            self,
            lambda _progress: act(),
            lambda saved: self._done(words, saved),
            words="导出方案",
            on_error=self._refused,
        )

    def _refused(self, error: TuanjiError) -> None:
        self.failed.emit(error)

    def _done(self, words: str, saved: Definition | None) -> None:
        self.said.emit("good", words)
        if saved is None:
            self.name.clear()
        self.load(saved.name if saved is not None else "")
