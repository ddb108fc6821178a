"""Mending wrong cells of a list: what is wrong with the cell, what to do, and the grid itself."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from tuanji_desktop.kit.flow import FlowLayout
from tuanji_desktop.kit.import_adapter import Layout
from tuanji_desktop.kit.import_cells import CHOSEN_LIMIT, CellsModel, CellsView
from tuanji_desktop.kit.import_edits import Cell, Change, Edits, pasted_block
from tuanji_desktop.kit.import_filter import Marks, Sort
from tuanji_desktop.kit.labels import label
from tuanji_desktop.sheets.findings import SheetFinding

_FEW = 1000
_MASK = "***"
_PERSONAL = frozenset(
    "name id_number mobile development_number student_number counsellor_mobile contact_phone "
    "born_on email qq wechat address".split()
)
"""Two people with the same text here are not mended by one act: it is chance, or itself wrong."""
_HINT = "直接输入或按 F2 改正，F8 到下一处问题；也可以从表格粘贴一块。"


class MendPanel(QWidget):
    """The grid with the reason above it. Edits are kept here; whoever owns it has them checked."""

    edited = Signal()
    """Cells were mended or restored: `edits` says which are now."""
    said = Signal(str)
    """A line for the clerk."""
    shown = Signal()
    """A cell was brought into sight: the grid itself should be."""

    def __init__(self, fields: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mend_panel")
        self.edits = Edits()
        self.model = CellsModel(fields, self.edits, self)
        self.view = CellsView(self.model, self)
        self.reason = label(_HINT, name="mend_reason", parent=self)
        self.reason.setWordWrap(True)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.reason.setMinimumHeight(2 * self.reason.fontMetrics().lineSpacing())
        self.previous_button = self._button("mend_previous", "上一处", "上一处问题（Shift+F8）")
        self.following_button = self._button("mend_next", "下一处", "下一处问题（F8）")
        self.adopt_button = self._button("mend_adopt", "采用建议", "采用建议（Ctrl+Enter）")
        self.all_button = self._button(
            "mend_adopt_all", "", "只是写法不同（全角、空格、横线）的，一并采用"
        )
        self.alike_button = self._button(
            "mend_alike", "", "这一栏里原来写得一样、问题也一样的格，改成同样的内容"
        )
        self.restore_button = self._button(
            "mend_restore", "恢复原值", "选中的格恢复名单里原来的内容"
        )
        self.undo_button = self._button("mend_undo", "撤销", "撤销上一次改动（Ctrl+Z）")
        self._lay_out()
        self._connect()
        self._tell()

    def _button(self, name: str, words: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words or tip)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        acts = FlowLayout(spacing=6)
        for button in (
            self.previous_button, self.following_button, self.adopt_button, self.all_button,
            self.alike_button, self.restore_button, self.undo_button,
        ):  # fmt: skip
            acts.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.reason)
        layout.addLayout(acts)
        layout.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.model.typed.connect(self._put)
        view = self.view
        view.selectionModel().currentChanged.connect(lambda *_: self._tell())
        view.selectionModel().selectionChanged.connect(lambda *_: self._tell_restorable())
        view.adopt_requested.connect(self.adopt)
        view.undo_requested.connect(self.undo)
        view.redo_requested.connect(self.redo)
        view.clear_requested.connect(self.clear_chosen)
        view.pasted.connect(self.paste)
        view.step_requested.connect(self.step)
        self.previous_button.clicked.connect(lambda: self.step(-1))
        self.following_button.clicked.connect(lambda: self.step(1))
        self.adopt_button.clicked.connect(self.adopt)
        self.all_button.clicked.connect(self.adopt_all)
        self.alike_button.clicked.connect(self.mend_alike)
        self.restore_button.clicked.connect(self.restore_chosen)
        self.undo_button.clicked.connect(self.undo)

    # ---------------------------------------------------------------- what is shown
    def show_layout(self, layout: Layout) -> None:
        """The list and its columns."""
        self.model.show_layout(layout)

    def show_rows(self, numbers: Sequence[int]) -> None:
        """The rows of the sheet that pass the filters."""
        self.view.show_rows(numbers)
        self._tell()

    def show_marks(self, marks: Marks, checked: Mapping[Cell, str]) -> None:
        """What was found once these cells were mended."""
        self.model.show_marks(marks, checked)
        self._tell()

    def set_masked(self, masked: bool) -> None:
        """Numbers whole, or their ends only."""
        self.model.set_masked(masked)
        self._tell()

    def go_to(self, cell: Cell) -> bool:
        """Puts the cursor on a cell of the sheet; False if its row or column is not shown."""
        index = self.model.index_of(cell)
        if index.isValid():
            self.view.go_to(index)
            self.view.setFocus()
            self.shown.emit()
        return index.isValid()

    def step(self, direction: int) -> None:
        """To the next wrong cell (1) or the one before (-1), around the end."""
        wrong = self.model.marks.order
        here = self.model.cell_at(self.view.currentIndex()) or (0, -1)
        start = bisect_right(wrong, here) if direction > 0 else bisect_left(wrong, here) - 1
        for place in range(len(wrong)):
            cell = wrong[(start + direction * place) % len(wrong)]
            if self.model.findings(cell) and self.go_to(cell):
                return

    def _tell(self) -> None:
        """Says of the cell under the cursor what is wrong, and offers what helps."""
        cell = self.model.cell_at(self.view.currentIndex())
        finding = self._suggesting(cell)
        self.adopt_button.setEnabled(finding is not None)
        certain = self._certain_count(finding)
        self.all_button.setVisible(certain > 1)
        self.all_button.setText(f"全部采用这类建议（{certain:,}）")
        self.all_button.setAccessibleName(self.all_button.text())
        alike = self._alike(cell)
        self.alike_button.setVisible(bool(alike))
        self.alike_button.setText(f"同样写法的 {len(alike):,} 格一并改")
        self.alike_button.setAccessibleName(self.alike_button.text())
        self.undo_button.setEnabled(self.edits.may_undo)
        self._tell_restorable()
        self.reason.setText(self._words(cell, finding))

    def _tell_restorable(self) -> None:
        few = self.view.chosen_count <= _FEW
        edited = self.edits.cells
        restorable = any(one in edited for one in self.view.chosen()) if few else bool(edited)
        self.restore_button.setEnabled(restorable)

    def _words(self, cell: Cell | None, finding: SheetFinding | None) -> str:
        if cell is None:
            return _HINT
        model = self.model
        where = (model.places.sheet(cell[0]), model.places.address(*cell), model.label(cell))
        place = " ".join(filter(None, where))
        said = [*model.told(cell).splitlines()]
        if finding is not None:
            said.append(f"建议：{model.shown(cell, finding.suggestion or '')}")
        said += [f"整行：{model.words(one.message)}" for one in model.row_findings(cell[0])]
        return f"{place}　{'　'.join(said) or '没有问题。' + _HINT}"

    def _suggesting(self, cell: Cell | None) -> SheetFinding | None:
        if cell is None:
            return None
        found = self.model.findings(cell)
        return next((one for one in found if one.suggestion), None)

    # -------------------------------------------------------------------- what is done
    def _put(self, change: Change) -> None:
        if self.edits.put(change, self.model.original):
            self._changed()

    def _changed(self) -> None:
        self.model.repaint_cells()
        self._tell()
        self.edited.emit()

    def adopt(self) -> None:
        """Takes the suggestion for the cell under the cursor, and for no other."""
        cell = self.model.cell_at(self.view.currentIndex())
        finding = self._suggesting(cell)
        if cell is not None and finding is not None:
            self._put({cell: finding.suggestion})

    def adopt_all(self) -> None:
        """Takes all suggestions of this sort that only write the same text otherwise."""
        finding = self._suggesting(self.model.cell_at(self.view.currentIndex()))
        self._put(dict(self._certain(finding)))

    def mend_alike(self) -> None:
        """Mends the cells of the column that were written and found wrong alike as this one was."""
        cell = self.model.cell_at(self.view.currentIndex())
        if cell is not None:
            text = self.model.text(cell)
            self._put(dict.fromkeys(self._alike(cell), text))

    def restore_chosen(self) -> None:
        """The chosen cells are again what the file says."""
        self._put(dict.fromkeys(self._chosen()))

    def clear_chosen(self) -> None:
        """Empties the chosen cells."""
        self._put(dict.fromkeys(self._chosen(), ""))

    def undo(self) -> None:
        """Takes back the last act and shows where it was."""
        self._go_back(self.edits.undo())

    def redo(self) -> None:
        """Does it again."""
        self._go_back(self.edits.redo())

    def _go_back(self, cells: set[Cell]) -> None:
        if cells:
            index = self.model.index_of(min(cells))
            if index.isValid():
                self.view.go_to(index)
            self._changed()

    def paste(self, text: str) -> None:
        """Puts a block from a spreadsheet into the cells from the chosen one on."""
        block = pasted_block(text)
        first = self.view.chosen(1)
        start = self.model.index_of(first[0]) if first else QModelIndex()
        if not block or not start.isValid():
            return
        if sum(map(len, block)) > CHOSEN_LIMIT:
            self.said.emit(
                f"一次最多粘贴 {CHOSEN_LIMIT:,} 格。请分几次粘贴，或在表格里改好后重新导入。"
            )
            return
        if any(_MASK in cell for row in block for cell in row):
            self.said.emit(
                "粘贴的内容里有遮住的号码（***），没有粘贴。请从原来的表格复制完整的号码。"
            )
            return
        one = block[0][0] if len(block) == 1 and len(block[0]) == 1 else None
        if one is not None and self.view.chosen_count > 1:
            self._put(dict.fromkeys(self._chosen(), one.strip()))
            return
        self._put(self._placed(block, start))

    def _placed(self, block: Sequence[Sequence[str]], start: QModelIndex) -> Change:
        change: Change = {}
        beyond = 0
        for down, line in enumerate(block):
            for right, text in enumerate(line):
                index = start.sibling(start.row() + down, start.column() + right)
                cell = self.model.cell_at(index)
                if cell is None:
                    beyond += 1
                else:
                    change[cell] = text.strip()
        if beyond:
            self.said.emit(f"已粘贴 {len(change):,} 格；超出表格的 {beyond:,} 格没有粘贴。")
        return change

    def _chosen(self) -> list[Cell]:
        if self.view.chosen_count > CHOSEN_LIMIT:
            self.said.emit(
                f"一次最多改 {CHOSEN_LIMIT:,} 格，现在选了 {self.view.chosen_count:,} 格。"
            )
            return []
        return self.view.chosen()

    def _suggested_alike(self, finding: SheetFinding | None) -> Mapping[Cell, str]:
        """Suggestions of the same sort that guess nothing."""
        if finding is None:
            return {}
        sort: Sort = (finding.code, finding.field)
        return self.model.marks.certain.get(sort, {})

    def _certain(self, finding: SheetFinding | None) -> Mapping[Cell, str]:
        """Those of them in cells that nobody has touched since."""
        alike = self._suggested_alike(finding)
        return {cell: text for cell, text in alike.items() if not self.model.unchecked(cell)}

    def _certain_count(self, finding: SheetFinding | None) -> int:
        """How many these are, without looking at each: the cursor moves often."""
        alike = self._suggested_alike(finding)
        touched = self.edits.cells if alike else ()
        return len(alike) - sum(cell in alike and self.model.unchecked(cell) for cell in touched)

    def _alike(self, cell: Cell | None) -> list[Cell]:
        """Other wrong cells of the column with the text that the mended cell had in the file."""
        if cell is None or cell not in self.edits.cells or self.model.field(cell) in _PERSONAL:
            return []
        was = self.model.original(cell)
        return [
            one
            for one in self.model.marks.cells
            if one[1] == cell[1]
            and one != cell
            and one not in self.edits.cells
            and self.model.original(one) == was
        ]
