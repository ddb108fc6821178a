"""The start: the practice county, a new office file, a backup – or a file that is there already."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import TuanjiError
from ..core.paths import user_data_dir
from ..core.progress import Progress
from ..core.settings import MachineSettings
from ..demo.service import Made, make_practice_county
from ..kit.card import TaskCard
from ..kit.dialogs import Banner, ask_open_path, fit_to_screen
from ..kit.jobs import JobInfo, Jobs
from ..kit.labels import label
from ..kit.scrolling import scrolled
from ..kit.style import scaled
from ..settings_room.dialog import KIND, SUFFIX, RestoreDialog
from ..store.backup import BackupMade
from .create import CreateDialog
from .login import Chosen

DEMO_FILE = f"演示县{SUFFIX}"
Clock = Callable[[], datetime]


def _wall_clock() -> datetime:
    return datetime.now().astimezone()


class DemoDialog(QDialog):
    """Makes the practice county with a bar and a way to stop."""

    def __init__(
        self,
        path: Path,
        *,
        members: int | None = None,
        clock: Clock = _wall_clock,
        today: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("demo_dialog")
        self.setWindowTitle("演示县")
        self.setAccessibleName("正在建立演示县")
        fit_to_screen(self, 440, 150)
        self._jobs = Jobs(self)
        self._words = label(
            "正在建立演示县：虚构的团组织和团员，不超过 20 秒……", name="demo_words", parent=self
        )
        self._words.setWordWrap(True)
        self.banner = Banner(self)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("demo_progress")
        self._bar.setAccessibleName("进度")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._stop = QPushButton("取消", self)
        self._stop.setObjectName("demo_cancel")
        self._stop.setAccessibleName("取消，不建立演示县")
        self._stop.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        for widget in (self._words, self.banner, self._bar):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignRight)
        now = clock()

        def make(progress: Progress) -> Made:
            with suppress(OSError):  # said below, in words
                path.parent.mkdir(parents=True, exist_ok=True)
            size = {} if members is None else {"members": members}
            day = today or now.date()
            return make_practice_county(path, now=now, today=day, progress=progress, **size)

        self._jobs.progressed.connect(self._show_progress)
        self._job = self._jobs.write(
            self,
            make,
            lambda _made: self.accept(),
            words="建立演示县",
            cancellable=True,
            on_error=self._refused,
        )
        self.finished.connect(lambda _result: self._jobs.close())

    def _show_progress(self, info: JobInfo) -> None:
        if info.total:
            self._bar.setRange(0, info.total)
            self._bar.setValue(info.done)

    def _refused(self, error: TuanjiError) -> None:
        self._bar.hide()
        self.banner.say_error(error)
        self._stop.setText("返回")

    def reject(self) -> None:
        """Nothing of a county that was not finished is left."""
        self._jobs.cancel(self._job)
        super().reject()


def make_demo(path: Path, *, today: date | None = None, parent: QWidget | None = None) -> bool:
    """Makes the practice county with a progress dialog; False if it did not come to be."""
    return bool(DemoDialog(path, today=today, parent=parent).exec())


class StartDialog(QDialog):
    """Three steps that everybody understands, and the files of the last days."""

    def __init__(
        self,
        settings: MachineSettings,
        *,
        message: str = "",
        clock: Clock = _wall_clock,
        today: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("start_dialog")
        self.setWindowTitle("团籍台账")
        self.setAccessibleName("团籍台账：开始")
        fit_to_screen(self, 720, 460)
        self.chosen: Chosen | None = None
        self._clock = clock
        self._today = today
        self._jobs = Jobs(self)
        self._recent = recent_files(settings)
        self.banner = Banner(self)
        inside = QWidget(self)
        inside.setObjectName("start_inside")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(24, 24, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(label("团籍台账", role="title", name="start_title"))
        about = label(
            "县级团委的团员花名册、删除申请和毕业生团员去向，全部保存在一个文件里，不需要联网。",
            role="muted",
            name="start_about",
        )
        about.setWordWrap(True)
        layout.addWidget(about)
        layout.addWidget(self.banner)
        layout.addLayout(self._make_cards())
        self._add_recent(layout)
        layout.addStretch(1)
        scrolled(self, inside, name="start_area", words=self.windowTitle())
        self.finished.connect(lambda _result: self._jobs.close())
        if message:
            self.banner.say(message, level="error")
        self.cards["demo"].setFocus()

    def _make_cards(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(12)
        self.cards: dict[str, TaskCard] = {}
        for key, icon_name, title, text, act in (
            (
                "demo", "people", "打开演示县",
                "六百多个虚构的团组织、一万多名虚构的团员，先练练手", self.open_demo,
            ),
            (
                "create", "add", "新建台账",
                "为本单位建立新文件，可以设密码加密", self.create_new,
            ),
            (
                "restore", "restore", "从备份恢复",
                "换了电脑或文件损坏时，从备份或 U 盘恢复成新文件", self.restore_backup,
            ),
            (
                "open", "open", "打开已有文件",
                "选择本机或共享文件夹里的 *.tuanji 文件", self.open_existing,
            ),
        ):  # fmt: skip
            card = TaskCard(
                name=f"start_{key}", icon_name=icon_name, title=title, text=text,
                colour="action", parent=self,
            )  # fmt: skip
            card.pressed.connect(act)
            grid.addWidget(card, len(self.cards) // 2, len(self.cards) % 2)
            self.cards[key] = card
        return grid

    def _add_recent(self, layout: QVBoxLayout) -> None:
        heading = label("最近打开", role="section", name="start_recent_head")
        self.recent = QListWidget(self)
        self.recent.setObjectName("start_recent")
        self.recent.setAccessibleName("最近打开的台账")
        self.recent.setUniformItemSizes(True)
        for path in self._recent:
            item = QListWidgetItem(f"{path.stem}　　{path.parent}")
            item.setToolTip(str(path))
            self.recent.addItem(item)
        self.recent.itemActivated.connect(lambda _item: self._open_recent())
        layout.addWidget(heading)
        layout.addWidget(self.recent)
        rows = min(len(self._recent), 4)
        self.recent.setFixedHeight(scaled(8 + 28 * max(rows, 1)))
        heading.setVisible(bool(rows))
        self.recent.setVisible(bool(rows))

    # ----------------------------------------------------------------------- steps
    def open_demo(self) -> None:
        """The practice county; made on the first day, opened on every other."""
        path = user_data_dir() / DEMO_FILE
        if path.is_file():
            self._choose(Chosen(path))
            return
        dialog = DemoDialog(path, clock=self._clock, today=self._today, parent=self)
        dialog.accepted.connect(lambda: self._choose(Chosen(path)))
        dialog.open()

    def create_new(self) -> None:
        """The form of a new office file."""
        dialog = CreateDialog(
            self._usual_folder(), clock=self._clock, today=self._today, parent=self
        )
        dialog.accepted.connect(lambda: self._choose(dialog.chosen))
        dialog.open()

    def restore_backup(self) -> None:
        """A backup becomes a new file, which is opened."""
        dialog = RestoreDialog(self._jobs, parent=self)

        def restored(made: BackupMade) -> None:
            # Whose password it was is asked when the file is opened: the journal needs the name.
            self._choose(Chosen(made.path))

        dialog.restored.connect(restored)
        dialog.open()

    def open_existing(self) -> None:
        """A file that is there already."""
        path = ask_open_path(
            self,
            title="打开台账",
            folder=self._usual_folder(),
            kind=KIND,
            suffixes=(SUFFIX,),
        )
        if path is not None:
            self._choose(Chosen(path))

    def _open_recent(self) -> None:
        place = self.recent.currentRow()
        if 0 <= place < len(self._recent):
            self._choose(Chosen(self._recent[place]))

    def _choose(self, chosen: Chosen | None) -> None:
        if chosen is not None:
            self.chosen = chosen
            self.accept()

    def _usual_folder(self) -> Path:
        return self._recent[0].parent if self._recent else documents_folder()


def recent_files(settings: MachineSettings) -> Sequence[Path]:
    """The files opened last that are still there."""
    return [path for text in settings.recent_offices if text and (path := Path(text)).is_file()]


def documents_folder() -> Path:
    """Where a clerk looks for documents."""
    from PySide6.QtCore import QStandardPaths

    kind = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(kind) or Path.home())
