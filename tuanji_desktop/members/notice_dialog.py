"""The notice sheet before it is printed: which branch is right, and the paper itself (G 三.2)."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ..kit.dialogs import Banner, fit_to_screen
from ..kit.labels import label
from ..kit.page import Workplace
from ..kit.preview import PaperPreview
from ..papers.paper import Paper
from ..papers.preflight import kept_back
from .loading import BranchChoice
from .notice import file_notice, keep_of, load_notice
from .notice_form import NOTICE_TITLE, Notice


class NoticeDialog(QDialog):
    """Shows the sheet of one member. What is printed or saved is kept among the member's papers."""

    def __init__(self, workplace: Workplace, member_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from .report_acts import ReportActs

        self.setObjectName("notice_dialog")
        self.setWindowTitle(NOTICE_TITLE)
        self.setAccessibleName(NOTICE_TITLE)
        self._workplace = workplace
        self._member_id = member_id
        self._right_id: int | None = None
        self._acts = ReportActs(workplace, self)
        self.banner = Banner(self)
        self._right = QLineEdit(self)
        self.preview = PaperPreview(workplace.jobs, self, context=workplace.context)
        self._lay_out()
        self.preview.saved.connect(lambda _path: self._file())
        self.preview.printed.connect(lambda _printer: self._file())
        fit_to_screen(self, 760, 720)
        self._draw()

    def _lay_out(self) -> None:
        caption = label("正确的团支部", role="muted", name="notice_label", parent=self)
        self._right.setObjectName("notice_right")
        self._right.setReadOnly(True)
        self._right.setAccessibleName("正确的团支部")
        self._right.setPlaceholderText("不选则留空，由团员核对后填写")
        caption.setBuddy(self._right)
        pick = self._button("notice_pick", "选择…", "选择正确的团支部")
        pick.clicked.connect(lambda: self._acts.pick_branch(self._take))
        clear = self._button("notice_clear", "留空", "不写正确的团支部")
        clear.clicked.connect(lambda: self._take(None))
        close = self._button("notice_close", "关闭", "关闭（Esc）")
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(caption)
        row.addWidget(self._right, 1)
        for button in (pick, clear, close):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.banner)
        layout.addWidget(self.preview, 1)

    def _button(self, name: str, words: str, spoken: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
        button.setAutoDefault(False)
        return button

    def _take(self, branch: BranchChoice | None) -> None:
        self._right_id = branch.id if branch else None
        self._right.setText(branch.full_name if branch else "")
        self._right.setCursorPosition(0)
        self._draw()

    def _draw(self) -> None:
        context, member_id, right = self._workplace.context, self._member_id, self._right_id
        self._workplace.jobs.read(
            self,
            lambda: load_notice(context, member_id=member_id, right_branch_id=right),
            self._show,
            topic="notice",
            on_error=self.banner.say_error,
        )

    def _show(self, drawn: tuple[Notice, Paper]) -> None:
        data, paper = drawn
        self.preview.show_pdf(
            paper.pdf,
            name=f"{NOTICE_TITLE}_{data.name}",
            keep=keep_of(data),
            faults=kept_back(paper.findings),
            names={data.member_id: data.name},
        )
        if paper.findings:
            self.banner.say("；".join(one.message for one in paper.findings), level="warning")
        else:
            self.banner.hide()

    def _file(self) -> None:
        context, member_id, right = self._workplace.context, self._member_id, self._right_id
        if context.database.read_only:
            return
        pen = self.preview.by_hand.characters
        self._workplace.jobs.write(
            self,
            lambda _progress: file_notice(
                context, member_id=member_id, right_branch_id=right, by_hand=pen
            ),
            lambda _paper: self.banner.say("已存入该团员的纸件。", level="good"),
            words="存入纸件",
            on_error=self.banner.say_error,
        )
