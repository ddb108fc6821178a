"""另存空白模板: which list, and whose branches its drop-down offers."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..kit.dialogs import Banner, ask_save_path, fit_to_screen
from ..kit.labels import label
from ..kit.page import Workplace
from ..orgs.queries import Organization
from .templates import TEMPLATES, write_template

_ABOUT = {
    "roster": "在册团员的全部信息，一行一人",
    "graduates": "毕业学校填写，一行一名毕业生",
    "organizations": "新建台账时填写，一行一个团组织",
    "transfers": "要转出去的团员",
    "incoming": "从外面转来的团员",
    "quality": "补填缺少的信息；针对具体的人，请在“数据质量”里生成催办表",
}


class TemplateDialog(QDialog):
    """Closes when the template is written."""

    said = Signal(str, str)
    """Level and words."""

    def __init__(
        self, workplace: Workplace, scope: Organization | None, parent: QWidget | None = None
    ) -> None:
        """`scope`: the node chosen in the tree."""
        super().__init__(parent)
        self.setObjectName("template_dialog")
        self.setWindowTitle("另存空白模板")
        self.setAccessibleName("另存空白模板")
        self._workplace, self._scope = workplace, scope
        self.banner = Banner(self)
        self.kinds = QButtonGroup(self)
        self.own = QCheckBox(self)
        self.save = QPushButton("另存…", self)
        self._lay_out()
        fit_to_screen(self, 520, 460)

    @property
    def kind(self) -> str:
        """The list chosen, as the command line calls it."""
        chosen = self.kinds.checkedButton()
        return str(chosen.property("key")) if chosen else ""

    def save_to(self, path: Path) -> None:
        """Writes the template off the GUI thread."""
        context, kind = self._workplace.context, self.kind
        own = self._scope.id if self._scope is not None and self.own.isChecked() else None
        self._workplace.jobs.read_long(
            self,
            lambda _progress: write_template(context, path, kind=kind, org_id=own),
            lambda _rows: self._saved(path),
            words="另存模板",
            on_error=self._refused,
        )

    def _ask(self) -> None:
        template = TEMPLATES[self.kind]
        path = ask_save_path(
            self,
            title="另存空白模板",
            suggested=Path(template.file_name),
            kind="Excel 工作簿",
            suffix=".xlsx",
        )
        if path is not None:
            self.save_to(path)

    def _saved(self, path: Path) -> None:
        self.said.emit("done", f"模板已存为 {path.name}，第二张表是填写说明。")
        self.accept()

    def _refused(self, error: TuanjiError) -> None:
        self.banner.say_error(error)

    def _lay_out(self) -> None:
        body = QWidget(self)
        body.setObjectName("template_body")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(6)
        for key, template in TEMPLATES.items():
            button = QRadioButton(template.title, self)
            button.setObjectName(f"template_{key}")
            button.setAccessibleName(f"{template.title}：{_ABOUT[key]}")
            button.setProperty("key", key)
            button.setChecked(not self.kinds.buttons())
            self.kinds.addButton(button)
            about = label(_ABOUT[key], role="muted", name=f"template_about_{key}", parent=self)
            about.setWordWrap(True)
            about.setIndent(24)
            layout.addWidget(button)
            layout.addWidget(about)
        self.own.setObjectName("template_own")
        name = self._scope.short_name if self._scope is not None else ""
        self.own.setText(f"团支部下拉选项只列“{name}”的团支部")
        self.own.setAccessibleName(self.own.text())
        self.own.setVisible(self._scope is not None)
        self.own.setChecked(self._scope is not None)
        layout.addWidget(self.own)
        layout.addStretch(1)
        cancel = QPushButton("取消", self)
        cancel.setObjectName("template_cancel")
        cancel.setAccessibleName("取消，不另存")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.save.setObjectName("template_save")
        self.save.setAccessibleName("另存")
        self.save.setProperty("main", True)
        self.save.setDefault(True)
        self.save.clicked.connect(self._ask)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        area = QScrollArea(self)  # with large letters the list is taller than a small screen
        area.setObjectName("template_scroll")
        area.setAccessibleName("模板的种类")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(10)
        whole.addWidget(self.banner)
        whole.addWidget(area, 1)
        whole.addLayout(buttons)
