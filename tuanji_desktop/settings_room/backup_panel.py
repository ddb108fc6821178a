"""Section 备份: what lies where, a copy now, a copy elsewhere, restoring, checking the file."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QWidget

from ..core.progress import Progress
from ..kit.labels import label, restyled
from ..kit.page import Workplace
from ..kit.style import scaled
from ..office.backups import EXTERNAL_DAYS, Elsewhere, External, back_up_elsewhere, backup_now
from ..store.backup import BackupFile, BackupMade
from ..store.check import CheckReport, check
from .dialog import SUFFIX, RestoreDialog
from .panel import Listing, Panel
from .queries import Backups, load_backup_members, load_backups


class BackupPanel(Panel):
    """The list of the program's own backups, and what can be done."""

    key, title = "backup", "备份"
    about = (
        "打开、关闭台账时以及导入之前自动备份，使用中每半小时一次，每份都重新打开核对过。"
        "自动备份与台账在同一块硬盘上，请每周再备份一次到 U 盘。"
    )

    backup_made = Signal()
    office_open_requested = Signal(object)
    """`Path` of a restored file that the clerk wants to open."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._files: tuple[BackupFile, ...] = ()
        self._members: dict[str, int] = {}
        self._restored: Path | None = None
        self.external = label("", name="backup_external", parent=self)
        self.external.setWordWrap(True)
        self.column.addWidget(self.external)
        self.now_button = self.button("立即备份", "backup_now", main=True)
        self.now_button.clicked.connect(self.back_up)
        self.elsewhere_button = self.button("备份到 U 盘或其他文件夹…", "backup_elsewhere")
        self.elsewhere_button.clicked.connect(self._ask_folder)
        self.restore_button = self.button("恢复为新文件…", "backup_restore")
        self.restore_button.clicked.connect(self.open_restore)
        self.check_button = self.button("检查文件", "backup_check")
        self.check_button.clicked.connect(self.check)
        for pair in (
            (self.now_button, self.elsewhere_button),
            (self.restore_button, self.check_button),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            for button in pair:
                row.addWidget(button)
            row.addStretch(1)
            self.column.addLayout(row)
        self.banner.action_requested.connect(self._open_restored)
        self.problems = QPlainTextEdit(self)
        self.problems.setObjectName("check_problems")
        self.problems.setAccessibleName("检查发现的问题")
        self.problems.setReadOnly(True)
        self.problems.setFixedHeight(scaled(120))
        self.problems.hide()
        self.column.addWidget(self.problems)
        self.section("自动备份")
        self.files = Listing(
            name="backup_files",
            words="自动备份",
            headings=("时间", "核对", "人数", "大小", "文件"),
            widths=(140, 90, 90, 90, 260),
            parent=self,
        )
        self.files.setMinimumHeight(scaled(140))
        self.column.addWidget(self.files, 1)
        self.place = label("", role="small", name="backup_folder", parent=self)
        self.place.setWordWrap(True)
        self.column.addWidget(self.place)

    # ------------------------------------------------------------------- the list
    def refresh(self) -> None:
        context = self.workplace.context
        self.workplace.jobs.read(
            self, lambda: load_backups(context), self._show, topic="backups", on_error=self.fail
        )

    def _show(self, found: Backups) -> None:
        self._files = found.files
        none = "" if found.files else "还没有自动备份，改动之后会自动产生。"
        self.place.setText(f"{none}位置：{found.folder}")
        self.external.setText(external_words(found.external))
        restyled(self.external, "role", "warning" if found.external.late else "")
        self._show_files()
        context, files = self.workplace.context, found.files
        self.workplace.jobs.read(
            self,
            lambda: load_backup_members(context, files),
            self._take_members,
            topic="members",
        )

    def _take_members(self, members: dict[str, int]) -> None:
        self._members = members
        self._show_files()

    def _show_files(self) -> None:
        self.files.show_rows(
            [
                (
                    f"{one.made_at:%Y-%m-%d %H:%M}",
                    "✓ 已核对" if one.whole else "不完整",
                    f"{self._members[one.path.name]:,} 人"
                    if one.path.name in self._members
                    else "",
                    f"{one.size / 1e6:,.1f} MB",
                    one.path.name,
                )
                for one in self._files
            ]
        )

    # ----------------------------------------------------------------------- acts
    def back_up(self) -> None:
        """A copy at once into the program's own folder."""
        context = self.workplace.context
        self.workplace.jobs.read_long(
            self,
            lambda progress: backup_now(context, progress=progress),
            self._backed_up,
            words="备份",
            on_error=self.fail,
        )

    def _backed_up(self, made: BackupMade) -> None:
        self.banner.say(f"已备份并核对：{made.members:,} 人，{made.path.name}。", level="good")
        self.backup_made.emit()
        self.refresh()

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "备份到哪个文件夹（U 盘）")
        if chosen:
            self.back_up_to(Path(chosen))

    def back_up_to(self, folder: Path) -> None:
        """A copy into a folder that the clerk chose."""
        context = self.workplace.context

        def act(progress: Progress) -> Elsewhere:
            return back_up_elsewhere(context, folder=folder, progress=progress)

        self.workplace.jobs.write(
            self, act, self._backed_up_to, words="备份", cancellable=True, on_error=self.fail
        )

    def _backed_up_to(self, done: Elsewhere) -> None:
        words = f"已备份到 {done.made.path}，核对无误：{done.made.members:,} 人。"
        if done.other_medium:
            self.banner.say(words, level="good")
        else:
            self.banner.say(
                f"{words}但它与台账在同一块硬盘上，硬盘坏了会一起丢失，请另备一份到 U 盘。",
                level="warning",
            )
        self.backup_made.emit()
        self.refresh()

    def open_restore(self) -> None:
        """Opens the dialog for the backup under the cursor."""
        place = self.files.currentRow()
        chosen = self._files[place].path if 0 <= place < len(self._files) else None
        office = self.workplace.context.database.path
        stamp = chosen.stem.removeprefix(f"{office.stem}-") if chosen else "恢复"
        dialog = RestoreDialog(
            self.workplace.jobs,
            backup=chosen,
            suggested=office.with_name(f"{office.stem}-恢复自{stamp}{SUFFIX}") if chosen else None,
            parent=self,
        )
        dialog.restored.connect(self._tell_restored)
        dialog.open()

    def _tell_restored(self, made: BackupMade) -> None:
        self._restored = made.path
        self.banner.say(
            f"已恢复为 {made.path.name}，核对无误：{made.members:,} 人。",
            level="good",
            action="打开它",
        )

    def _open_restored(self) -> None:
        if self._restored is not None:
            self.office_open_requested.emit(self._restored)

    def check(self) -> None:
        """Checks pages, references, journal and everything that can be recomputed."""
        database = self.workplace.context.database
        self.problems.hide()
        self.workplace.jobs.read_long(
            self,
            lambda progress: check(database, progress=progress),
            self._show_report,
            words="检查文件",
            on_error=self.fail,
        )

    def _show_report(self, report: CheckReport) -> None:
        if report.ok:
            self.banner.say(
                f"检查通过：文件完好，{report.operations:,} 项操作的日志链完整。", level="good"
            )
            return
        self.banner.say(
            f"发现 {len(report.problems)} 个问题，请保留此文件，并从最近的备份恢复。", level="error"
        )
        self.problems.setPlainText("\n".join(report.problems))
        self.problems.show()


def external_words(external: External) -> str:
    """How old the last copy on another medium is."""
    if external.days is None:
        return "还没有备份到 U 盘或其他介质。"
    when = "今天" if external.days == 0 else f"{external.days} 天前"
    late = f"，已超过 {EXTERNAL_DAYS} 天，请再备份一次" if external.late else ""
    return f"最近一次备份到其他介质：{when}（{external.place}）{late}。"
