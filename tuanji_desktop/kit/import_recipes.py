"""Recipes in the wizard: what is known of a file that was opened, and the list of all remembered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tuanji_desktop.core.errors import BadInput, FileRefused
from tuanji_desktop.kit.dialogs import ask_save_path, fit_to_screen
from tuanji_desktop.kit.import_adapter import ImportAdapter, layout_of
from tuanji_desktop.kit.labels import label
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.import_jobs import KeptJob, open_job
from tuanji_desktop.office.import_recipes import KeptRecipe, forget_recipe, list_recipes
from tuanji_desktop.office.imports import Seen, seen_before
from tuanji_desktop.sheets.reader import Sheet, Workbook, refused_by_system
from tuanji_desktop.sheets.reading import Reading
from tuanji_desktop.sheets.recipe import Fit, Recipe, fitting, read_recipe
from tuanji_desktop.sheets.recipe import layout_of as table_layout

SUFFIX = ".json"
_ROWS_TRIED = 60
"""So many rows of a sheet are enough to tell its layout."""
_RECIPES_TRIED = 40


@dataclass(frozen=True, slots=True)
class Known:
    """What the office knows of a file when it is opened."""

    seen: Seen | None = None
    job: KeptJob | None = None
    kept: KeptRecipe | None = None
    fit: Fit | None = None

    @property
    def words(self) -> str:
        """The offer: 与 2017 年的“一中名单.xlsx”版式相同……"""
        if self.kept is None or self.fit is None:
            return ""
        alike = "相同" if self.fit.likeness == 1 else "相近"
        return (
            f"与 {self.kept.used_at[:4]} 年的“{self.kept.name}”版式{alike}，可以按上次的对应办理。"
        )


def known_of(context: Context, adapter: ImportAdapter, workbook: Workbook) -> Known:
    """For a reader thread: whether this file was here before, was begun, or looks like another."""
    kind, sha256 = adapter.kind, workbook.sha256
    with context.database.read() as connection:
        seen = seen_before(connection, kind=kind, sha256=sha256)
    job = open_job(context, kind=kind, sha256=sha256)
    kept: dict[int, KeptRecipe] = {}
    recipes: list[Recipe] = []
    for one in list_recipes(context, kind=kind)[:_RECIPES_TRIED]:
        try:
            recipes.append(read_recipe(one.text))
        except BadInput:
            continue  # of a newer program; its list is simply not recognised
        kept[id(recipes[-1])] = one
    upper = _upper(workbook)
    table = layout_of(upper, adapter.headings, adapter.fields, Reading()).table
    if table is not None:  # the very layout is known, as a rule: the others need no trying
        layout = table_layout(table)
        recipes = [one for one in recipes if one.layout == layout] or recipes
    fit = fitting(recipes, upper, adapter.headings, labels=adapter.fields)
    return Known(seen, job, kept[id(fit.recipe)] if fit is not None else None, fit)


def _upper(workbook: Workbook) -> Workbook:
    """Enough of a workbook to tell its layout: a list may have 100,000 rows."""
    sheets = (
        replace(one, rows=one.rows[:_ROWS_TRIED], merged=_merged(one)) for one in workbook.sheets
    )
    return replace(workbook, sheets=tuple(sheets))


def _merged(sheet: Sheet) -> tuple[tuple[int, int, int, int], ...]:
    return tuple(one for one in sheet.merged if one[0] < _ROWS_TRIED)


def suggested_name(adapter: ImportAdapter) -> str:
    """What a recipe is called as a file: the lists it is for, never the list it was made with."""
    return f"{adapter.title.removeprefix('导入')}-导入方案{SUFFIX}"


def recipe_of_file(path: Path, adapter: ImportAdapter) -> Recipe:
    """Reads a recipe from a file; BadInput or FileRefused says what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise refused_by_system(path, error) from error
    except UnicodeDecodeError as error:
        raise FileRefused(
            "file.unreadable", f"“{path.name}”不是导入方案：请选择本程序另存的 .json 文件。"
        ) from error
    recipe = read_recipe(text)
    if recipe.kind != adapter.kind:
        raise BadInput(
            "recipe.other_kind",
            f"“{path.name}”是另一种名单的导入方案，不能用于“{adapter.title}”。",
        )
    return recipe


class RecipesDialog(QDialog):
    """All remembered recipes of a kind of list: saved as files, or forgotten."""

    save_requested = Signal(object, object)
    """`KeptRecipe` and the `Path` it is to be saved under."""

    def __init__(
        self, workplace: Workplace, adapter: ImportAdapter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("recipes_dialog")
        self.setWindowTitle("记住的导入方案")
        self.setAccessibleName(self.windowTitle())
        self._workplace, self._adapter = workplace, adapter
        self.list = QListWidget(self)
        self.list.setObjectName("recipes_list")
        self.list.setAccessibleName(self.windowTitle())
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.currentRowChanged.connect(lambda _=0: self._tell())
        self.save_button = self._button("recipes_save", "另存为文件…")
        self.save_button.clicked.connect(self._save)
        self.forget_button = self._button("recipes_forget", "忘记这一份")
        self.forget_button.clicked.connect(self._forget)
        close = self._button("recipes_close", "关闭")
        close.clicked.connect(self.accept)
        said = label(
            "写入成功的名单，它的工作表、表头、栏目和写法对应会记在台账里；"
            "下次遇到同样的版式会主动提出照办。方案里没有任何人的信息。",
            role="muted", name="recipes_said", parent=self,
        )  # fmt: skip
        said.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.save_button, self.forget_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(said)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        fit_to_screen(self, 560, 400)
        self._tell()
        self._load()

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button

    def _load(self) -> None:
        context, kind = self._workplace.context, self._adapter.kind
        self._workplace.jobs.read(
            self, lambda: list_recipes(context, kind=kind), self._show, topic="recipes"
        )

    def _show(self, recipes: Sequence[KeptRecipe]) -> None:
        self.list.clear()
        for one in recipes:
            item = QListWidgetItem(f"{one.name}　{one.used_at[:10]}")
            item.setData(Qt.ItemDataRole.UserRole, one)
            item.setToolTip(one.layout)
            self.list.addItem(item)
        if not recipes:
            item = QListWidgetItem("还没有记住任何方案。写入一份名单后这里就会有。")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        else:
            self.list.setCurrentRow(0)
        self._tell()

    @property
    def current(self) -> KeptRecipe | None:
        """The one chosen in the list."""
        item = self.list.currentItem()
        found = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found if isinstance(found, KeptRecipe) else None

    def _tell(self) -> None:
        for button in (self.save_button, self.forget_button):
            button.setEnabled(self.current is not None)

    def _save(self) -> None:
        kept = self.current
        if kept is None:
            return
        path = ask_save_path(
            self,
            title="另存导入方案",
            suggested=Path(suggested_name(self._adapter)),
            kind="导入方案",
            suffix=SUFFIX,
        )
        if path is not None:
            self.save_requested.emit(kept, path)

    def _forget(self) -> None:
        kept, context = self.current, self._workplace.context
        if kept is None:
            return
        wanted = kept.id
        self._workplace.jobs.write(
            self,
            lambda _progress: forget_recipe(context, recipe_id=wanted),
            lambda _done: self._load(),
            words="忘记一份导入方案",
        )
