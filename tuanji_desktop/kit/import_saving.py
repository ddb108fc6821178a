"""What an import leaves outside the office's records: the return list, and its recipe."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from tuanji_desktop.kit.dialogs import ask_open_path, ask_save_path
from tuanji_desktop.kit.import_adapter import ImportAdapter
from tuanji_desktop.kit.import_recipes import (
    SUFFIX,
    RecipesDialog,
    recipe_of_file,
    suggested_name,
)
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.import_recipes import KeptRecipe, NewRecipe
from tuanji_desktop.sheets.recipe import (
    Fit,
    Recipe,
    fitting,
    lasting,
    layout_of,
    name_of,
    read_recipe,
    recipe_text,
)
from tuanji_desktop.sheets.return_workbook import send_back
from tuanji_desktop.sheets.target import whole_file

if TYPE_CHECKING:
    from tuanji_desktop.kit.import_wizard import ImportWizard

_LAYOUT = 1
"""The step on which a recipe from a file is looked at before one goes on."""


class ImportSaving(QObject):
    """Asks where to, and writes; one for each wizard."""

    def __init__(
        self, adapter: ImportAdapter, workplace: Workplace, wizard: "ImportWizard"
    ) -> None:
        super().__init__(wizard)
        self._adapter, self._workplace, self._wizard = adapter, workplace, wizard

    @property
    def _file(self) -> Path:
        workbook, _, _ = self._wizard.parts
        return workbook.path if workbook is not None else Path()

    # -------------------------------------------------------------- the return list
    def ask_return_path(self) -> None:
        """Asks where to put the list that goes back to the school."""
        chosen = ask_save_path(
            self._wizard,
            title="另存退回名单",
            suggested=self._file.with_name(f"{self._file.stem}-退回.xlsx"),
            kind="Excel 工作簿",
            suffix=".xlsx",
        )
        if chosen is not None:
            self.save_return_list(chosen)

    def save_return_list(self, target: Path) -> None:
        """Writes the workbook with the wrong cells red and the reasons beside them."""
        workbook, _, review = self._wizard.parts
        banner = self._wizard.banner
        if review is None or workbook is None:
            return
        self._workplace.jobs.read_long(
            self,
            lambda progress: send_back(
                workbook,
                target,
                found=review.source,
                findings=review.findings,
                progress=progress,
            ),
            lambda told: banner.say(
                "。".join(filter(None, (f"已另存退回名单：{target.name}", told))),
                level="warning" if told else "good",
            ),
            words="另存退回名单",
            on_error=banner.say_error,
        )

    # ------------------------------------------------------------------- the recipe
    def recipe(self) -> Recipe | None:
        """How the list in hand is read, for the next one of its layout."""
        workbook, layout, _ = self._wizard.parts
        if workbook is None or layout is None or layout.table is None:
            return None
        state = self._wizard.state()
        year = self._workplace.context.today.year
        told = layout_of(layout.table)
        return Recipe(
            self._adapter.kind,
            name_of(told),
            told,
            state.reading().without_rows(),
            lasting(state.answers, year=year),
        )

    def new_recipe(self) -> NewRecipe | None:
        """What the office file remembers of how the list was read, once it is written."""
        recipe = self.recipe()
        return None if recipe is None else NewRecipe(recipe.name, recipe_text(recipe))

    def ask_recipe_path(self) -> None:
        """Asks where to save the recipe as a file."""
        recipe = self.recipe()
        if recipe is None:
            self._wizard.banner.say("还没有认出表头，没有可以保存的方案。", level="warning")
            return
        chosen = ask_save_path(
            self._wizard,
            title="另存导入方案",
            suggested=self._file.with_name(suggested_name(self._adapter)),
            kind="导入方案",
            suffix=SUFFIX,
        )
        if chosen is not None:
            self._save_text(recipe_text(recipe), chosen)

    def _save_text(self, text: str, target: Path) -> None:
        def save() -> None:
            with whole_file(target) as beside:
                beside.write_text(text, encoding="utf-8")

        banner = self._wizard.banner
        self._workplace.jobs.read(
            self,
            save,
            lambda _none: banner.say(f"已另存导入方案：{target.name}", level="good"),
            on_error=banner.say_error,
        )

    def ask_recipe_file(self) -> None:
        """Asks for a recipe that lies in a file."""
        chosen = ask_open_path(
            self._wizard,
            title="用方案文件",
            folder=self._file.parent,
            kind="导入方案",
            suffixes=(SUFFIX,),
        )
        if chosen is not None:
            self.use_recipe_file(chosen)

    def use_recipe_file(self, path: Path) -> None:
        """Reads the list as the recipe in a file says."""
        workbook, _, _ = self._wizard.parts
        adapter = self._adapter
        if workbook is None:
            return

        def read() -> Fit | None:
            recipe = recipe_of_file(path, adapter)
            return fitting([recipe], workbook, adapter.headings, labels=adapter.fields)

        self._workplace.jobs.read(
            self,
            read,
            lambda fit: self._use(path.name, fit),
            topic="recipe",
            on_error=self._wizard.banner.say_error,
        )

    def _use(self, name: str, fit: Fit | None) -> None:
        if fit is None:
            self._wizard.banner.say(
                f"方案“{name}”的栏目与这份名单对不上，没有采用。", level="warning"
            )
            return
        self._wizard.adopt(fit.recipe, fit.reading, goal=_LAYOUT)

    def show_recipes(self) -> None:
        """The list of all that are remembered."""
        dialog = RecipesDialog(self._workplace, self._adapter, self._wizard)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.save_requested.connect(self._save_kept)
        dialog.open()

    def _save_kept(self, kept: KeptRecipe, target: Path) -> None:
        self._save_text(recipe_text(read_recipe(kept.text)), target)
