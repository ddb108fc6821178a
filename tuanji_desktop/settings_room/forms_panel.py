"""Section 表格: the program's table forms and the office's own, looked at, taken in and out."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ..core.progress import Progress
from ..kit.dialogs import ask_open_path, ask_save_path, confirm, fit_to_screen
from ..kit.flow import FlowLayout
from ..kit.page import Workplace
from ..kit.preview import PaperPreview
from ..kit.style import scaled
from ..members.own_forms import (
    FormFile,
    Installed,
    check_form,
    export_form,
    install_form,
    load_forms,
    remove_form,
    write_form_template,
)
from ..papers.form_describe import FormLine, describe
from ..papers.form_draw import empty_sample
from ..papers.form_keys import KINDS
from ..papers.paper import Paper
from ..papers.table_form import TableForm
from .panel import Listing, Panel

_KIND, _SUFFIX = "表格文件", ".toml"


class FormsPanel(Panel):
    """The list of forms above, what the chosen one says below."""

    key, title = "forms", "表格"
    about = (
        "随程序提供的表格与文件的附件一字不差，不能更改。上级另发了表的，照手册“自己的表格”写成文件，"
        "装入以后就能编批、打印。表格存在台账里；装入和移除都可以撤销。"
    )

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._forms: tuple[FormFile, ...] = ()
        self._wanted = ""
        self._fault_shown = False
        self.forms = Listing(
            name="forms_list",
            words="表格",
            headings=("名称", "编号", "填谁", "发文单位", "来源"),
            widths=(270, 150, 130, 190, 90),
            parent=self,
        )
        self.forms.itemSelectionChanged.connect(self._chosen)
        self.column.addWidget(self.forms)
        self._add_buttons()
        self.section("这张表的样子")
        self.lines = Listing(
            name="forms_lines",
            words="这张表的样子",
            headings=("部分", "印出来的字", "内容"),
            widths=(80, 330, 260),
            parent=self,
        )
        self.lines.setMinimumHeight(scaled(150))
        self.column.addWidget(self.lines, 1)

    def _add_buttons(self) -> None:
        self.preview_button = self.button("预览…", "forms_preview", main=True)
        self.preview_button.clicked.connect(self.preview)
        self.file_button = self.button("预览文件…", "forms_preview_file")
        self.file_button.clicked.connect(self._ask_preview)
        self.install_button = self.button("装入…", "forms_install", writes=True)
        self.install_button.clicked.connect(self._ask_file)
        self.export_button = self.button("导出…", "forms_export")
        self.export_button.clicked.connect(self._ask_export)
        self.remove_button = self.button("移除…", "forms_remove", writes=True)
        self.remove_button.clicked.connect(self._ask_remove)
        self.template_button = self.button("另存模板…", "forms_template")
        self.template_button.clicked.connect(self._ask_template)
        row = FlowLayout(spacing=8)
        for button in (
            self.preview_button,
            self.file_button,
            self.install_button,
            self.export_button,
            self.remove_button,
            self.template_button,
        ):
            row.addWidget(button)
        self.column.addLayout(row)

    def refresh(self) -> None:
        context = self.workplace.context
        self.workplace.jobs.read(
            self, lambda: load_forms(context), self._show_forms, topic="forms", on_error=self.fail
        )

    def _show_forms(self, forms: tuple[FormFile, ...]) -> None:
        self._forms = forms
        self.forms.show_rows(
            [
                (
                    one.name,
                    one.code,
                    KINDS[one.form.rows] if one.form else "有误",
                    one.form.issuer if one.form else "",
                    "本单位" if one.own else "随程序提供",
                )
                for one in forms
            ]
        )
        self.forms.fit(most=6)
        codes = [one.code for one in forms]
        if self._wanted in codes:
            self.forms.selectRow(codes.index(self._wanted))
        self._wanted = ""
        self._chosen()

    def chosen(self) -> FormFile | None:
        """The form under the cursor."""
        place = self.forms.currentRow()
        return self._forms[place] if 0 <= place < len(self._forms) else None

    def _chosen(self) -> None:
        one = self.chosen()
        form = one.form if one is not None else None
        self.preview_button.setEnabled(form is not None)
        self.export_button.setEnabled(one is not None)
        self.remove_button.setEnabled(self.writable and one is not None and one.own)
        if self._fault_shown:
            self.banner.hide()
        self._fault_shown = one is not None and bool(one.fault)
        if one is not None and one.fault:
            self.banner.say(one.fault, level="error")
        if form is None:
            self.lines.show_rows([])
            return
        self.workplace.jobs.read(
            self, lambda: describe(form), self._show_lines, topic="lines", on_error=self.fail
        )

    def _show_lines(self, lines: tuple[FormLine, ...]) -> None:
        self.lines.show_rows([(one.part, one.words, one.about) for one in lines])

    # ------------------------------------------------------------------- preview
    def preview(self) -> None:
        """Draws the chosen form with nothing in it."""
        one = self.chosen()
        form = one.form if one is not None else None
        if form is None:
            return
        self._draw_sample(lambda: form)

    def _ask_preview(self) -> None:
        path = ask_open_path(
            self, title="预览表格文件", folder=None, kind=_KIND, suffixes=(_SUFFIX,)
        )
        if path is not None:
            self.preview_file(path)

    def preview_file(self, path: Path) -> None:
        """Draws the empty form of a file that is not taken in, or says what is wrong with it."""
        self._draw_sample(lambda: check_form(path))

    def _draw_sample(self, form: Callable[[], TableForm]) -> None:
        def act() -> tuple[str, Paper]:
            made = form()
            return made.name, empty_sample(made)

        self.workplace.jobs.read(self, act, self._show_sample, topic="sample", on_error=self.fail)

    def _show_sample(self, drawn: tuple[str, Paper]) -> None:
        SampleDialog(self.workplace, *drawn, self).open()

    # ------------------------------------------------------------------- in and out
    def _ask_file(self) -> None:
        path = ask_open_path(self, title="装入表格", folder=None, kind=_KIND, suffixes=(_SUFFIX,))
        if path is not None:
            self.install(path)

    def install(self, path: Path) -> None:
        """Takes a form file in, if it is sound; else the line and the reason are shown."""
        context = self.workplace.context

        def act(_progress: Progress) -> Installed:
            return install_form(context, path)

        self.workplace.jobs.write(self, act, self._installed, words="装入表格", on_error=self.fail)

    def _installed(self, done: Installed) -> None:
        act = "与已装入的一样，没有改变" if not done.changed else "检查通过，已装入"
        if done.changed and done.replaced:
            act = "检查通过，已更新"
        where = "编批打印时选它" if done.form.rows == "deletion" else "在“纸件”里选它"
        self.banner.say(f"“{done.form.name}”{act}。{where}。", level="good")
        self._wanted = done.form.code
        self.refresh()

    def _ask_remove(self) -> None:
        one = self.chosen()
        if one is None:
            return
        if confirm(
            self,
            title="移除表格",
            text=f"移除表格“{one.name}”？",
            details="以前按它编的批次、归档的纸件都在，照样打印；只是不能再按它出新的。可以撤销。",
            act="移除",
        ):
            self.remove(one)

    def remove(self, one: FormFile) -> None:
        """Takes an own form out of the office file."""
        context = self.workplace.context

        def act(_progress: Progress) -> str:
            return remove_form(context, one.code)

        self.workplace.jobs.write(self, act, self._removed, words="移除表格", on_error=self.fail)

    def _removed(self, name: str) -> None:
        self.banner.say(f"已移除表格“{name}”。", level="good")
        self.refresh()

    def _ask_export(self) -> None:
        one = self.chosen()
        if one is None:
            return
        name = one.code if one.own else f"own-{one.code}"
        path = ask_save_path(
            self,
            title="表格导出为文件",
            suggested=Path.home() / f"{name}{_SUFFIX}",
            kind=_KIND,
            suffix=_SUFFIX,
        )
        if path is not None:
            self.export(path)

    def export(self, path: Path) -> None:
        """Writes the chosen form to a file to be edited."""
        one, context = self.chosen(), self.workplace.context
        if one is None:
            return

        def act() -> Path:
            export_form(context, one.code, path)
            return path

        self.workplace.jobs.read(self, act, self._saved, topic="export", on_error=self.fail)

    def _ask_template(self) -> None:
        path = ask_save_path(
            self,
            title="表格模板另存为",
            suggested=Path.home() / f"表格模板{_SUFFIX}",
            kind=_KIND,
            suffix=_SUFFIX,
        )
        if path is not None:
            self.save_template(path)

    def save_template(self, path: Path) -> None:
        """Writes the commented template."""

        def act() -> Path:
            write_form_template(path)
            return path

        self.workplace.jobs.read(self, act, self._saved, topic="export", on_error=self.fail)

    def _saved(self, path: Path) -> None:
        self.banner.say(
            f"已存为 {path}。用记事本改好以后（编码保持 UTF-8），再从这里装入。", level="good"
        )


class SampleDialog(QDialog):
    """An empty form, as it would print."""

    def __init__(
        self, workplace: Workplace, name: str, paper: Paper, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("form_sample_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"空表：{name}")
        self.setAccessibleName(f"空表：{name}")
        self.preview = PaperPreview(workplace.jobs, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.preview)
        fit_to_screen(self, 880, 720)
        self.preview.show_pdf(paper.pdf, name=f"{name}（空表）")
