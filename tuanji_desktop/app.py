"""The program `tuanji-desktop`: makes what lives long, opens an office file, shows the window."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from .core.errors import TuanjiError
from .core.log import LOGGER_NAME, describe_failure, start_log
from .core.paths import log_dir, user_config_dir, user_data_dir
from .core.progress import Progress
from .core.settings import FILE_NAME, MachineSettings, load_settings, save_settings
from .kit.crash import CrashHandler
from .kit.desks import Desk
from .kit.garbage import GarbageTimer
from .kit.jobs import Jobs
from .kit.page import Page, Workplace
from .kit.style import apply_style, load_fonts
from .main_window import MainWindow
from .members.loading import HistoryLine
from .office.context import Context
from .office.service import get_setting, open_office
from .papers import scan_child
from .sheets.child import run_if_asked
from .store.changes import Changes

DEMO_NAME = "演示县.tuanji"
BACKUP_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    office: Path | None
    demo: bool
    today: date | None


class _Relay(QObject):
    """Carries commits from the writing thread to the GUI thread."""

    committed = Signal(object)


class Program(QObject):
    """One office in one window; opening another one makes both anew."""

    def __init__(self, app: QApplication, wanted: Wanted) -> None:
        super().__init__()
        self._app = app
        self._wanted = wanted
        self._settings_file = user_config_dir() / FILE_NAME
        self.settings = load_settings(self._settings_file)
        self.jobs: Jobs | None = None
        self.context: Context | None = None
        self.window: MainWindow | None = None
        self._unsubscribe: Callable[[], None] | None = None
        _speak_chinese(app)
        load_fonts()
        apply_style(app, theme=self.settings.theme, scale=self.settings.font_scale)

    # ------------------------------------------------------------------- opening
    def start(self) -> bool:
        """Opens the file asked for, else the last one, else asks; False if the clerk gave up."""
        path = self._wanted.office
        if self._wanted.demo:
            path = user_data_dir() / DEMO_NAME
            if not path.exists() and not self._make_demo(path):
                return False
        elif (
            path is None and self.settings.last_office and Path(self.settings.last_office).exists()
        ):
            path = Path(self.settings.last_office)
        return self.open(path) if path is not None else self.ask()

    def _make_demo(self, path: Path) -> bool:
        from .start import make_demo

        return make_demo(path, today=self._wanted.today)

    def ask(self, refused: str = "") -> bool:
        """The first three steps: practice county, new office, backup – or another file."""
        from .start import StartDialog

        dialog = StartDialog(self.settings, message=refused, today=self._wanted.today)
        if not dialog.exec() or dialog.chosen is None:
            return self.window is not None
        return self.open(
            dialog.chosen.path, secret=dialog.chosen.secret, operator=dialog.chosen.operator
        )

    def open(self, path: Path, *, secret: str | None = None, operator: str | None = None) -> bool:
        """Opens a file; a locked one asks for the password, a refused one goes back to the start."""
        from .store.vault import read_envelope

        if self.context is not None and _same_file(path, self.context.database.path):
            self._come_forward()  # opening it again would let go of its locks
            return True
        try:
            if secret is None and path.is_file() and read_envelope(path) is not None:
                from .start import LoginDialog

                login = LoginDialog(path)
                if not login.exec() or login.chosen is None:
                    return self.ask()
                secret, operator = login.chosen.secret, login.chosen.operator
            context = open_office(
                path,
                secret=secret,
                operator=operator,
                clock=lambda: datetime.now().astimezone(),
                fixed_day=self._wanted.today,
            )
        except TuanjiError as error:
            return self.ask(error.message)
        except OSError as error:
            return self.ask(f"无法读取 {path.name}：{error.strerror}。")
        if context.database.holder is not None and self._is_open_here(path):
            context.database.close()
            return self.window is not None
        self.show(context)
        return True

    def _is_open_here(self, path: Path) -> bool:
        """Whether a window of this machine has the file; it has then come to the front."""
        from .kit.single import raise_other

        return raise_other(path)

    def show(self, context: Context) -> None:
        """The window of an opened office; an older one is put away first."""
        same_file = self.context is not None and self.context.database is context.database
        self._put_away(keep_file=same_file)
        self.context = context
        self.jobs = Jobs()
        workplace = Workplace(context, self.jobs)
        recent = (str(context.database.path), *self.settings.recent_offices)
        self.settings = replace(
            self.settings,
            last_office=str(context.database.path.absolute()),
            recent_offices=tuple(dict.fromkeys(recent))[:8],
        )
        save_settings(self._settings_file, self.settings)
        window = _window(workplace, self.settings)
        self.window = window
        from .commands import Commands

        commands = Commands(workplace, window)
        commands.open_another.connect(self.ask, Qt.ConnectionType.QueuedConnection)
        commands.close_wanted.connect(window.close)
        window.closing.connect(self.close)
        window.page_made.connect(self._connect_settings)
        for page in window.pages.built:
            self._connect_settings(page)
        relay = _Relay(window)
        relay.committed.connect(self._show_changes, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = context.database.subscribe(relay.committed.emit)
        self._commands = commands
        self._tell_windows(context)
        window.show()
        if not context.database.read_only:
            QTimer.singleShot(500, window, self._listen)
        QTimer.singleShot(1_500, window, lambda: self._back_up("opening"))
        regularly = QTimer(window)
        regularly.setInterval(BACKUP_MINUTES * 60_000)
        regularly.timeout.connect(lambda: self._back_up("interval"))
        regularly.start()

    def _tell_windows(self, context: Context) -> None:
        """A dated window that is open stands above every desk (G 二)."""
        if self.window is None or not context.policy.open_windows(context.today):
            return
        from .review.windows import window_notice

        notice = window_notice(context)
        if notice is not None:
            self.window.show_notice(notice.words, "查看窗口内的修改", self._show_window_changes)

    def _show_window_changes(self) -> None:
        if self.window is not None:
            self.window.show_desk("review", "windows")

    def _listen(self) -> None:
        """A second start on this file raises this window."""
        if self.window is None or self.context is None:
            return
        from .kit.single import FrontDoor

        door = FrontDoor(self.context.database.path, self.window)
        door.knocked.connect(self._come_forward)

    def _come_forward(self) -> None:
        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
            self.window.raise_()
            self.window.activateWindow()

    def _connect_settings(self, page: Page) -> None:
        if page.key != "settings":
            return
        from .settings_room.page import SettingsPage

        assert isinstance(page, SettingsPage)
        page.appearance_changed.connect(self.dress)
        page.backup_made.connect(self._tell_backup)
        page.policy_changed.connect(
            lambda _id: self._keep_to_the_policy(), Qt.ConnectionType.QueuedConnection
        )
        page.operator_changed.connect(self._reopen_as, Qt.ConnectionType.QueuedConnection)
        page.office_open_requested.connect(
            lambda path: self.open(Path(path)), Qt.ConnectionType.QueuedConnection
        )

    def _show_changes(self, changes: Changes) -> None:
        if self.window is not None:
            self.window.show_changes(changes)
            self._commands.show_changes(changes)
            if changes.touches("settings"):
                self._keep_to_the_policy()

    def _keep_to_the_policy(self) -> None:
        """Another pack is in force, perhaps because an undo brought it back: the window too."""
        if self.window is None or self.jobs is None or self.context is None:
            return
        from .office.service import renewed

        context = self.context

        def compare(now: Context) -> None:
            if self.context is context and now.policy.digest != context.policy.digest:
                self._reopen_as(None)

        self.jobs.read(self.window, lambda: renewed(context), compare, topic="policy")

    def dress(self, settings: MachineSettings) -> None:
        """Theme, font size and row height at once, and kept."""
        self.settings = replace(
            self.settings,
            theme=settings.theme,
            font_scale=settings.font_scale,
            row_density=settings.row_density,
        )
        save_settings(self._settings_file, self.settings)
        apply_style(self._app, theme=self.settings.theme, scale=self.settings.font_scale)
        if self.window is not None:
            self.window.set_density(self.settings.row_density)

    def _reopen_as(self, operator: str | None) -> None:
        if self.context is None:
            return
        from .office.service import renewed

        self.show(renewed(self.context, operator=operator))

    # ------------------------------------------------------------------- putting away
    def _back_up(self, reason: str) -> None:
        if self.context is None or self.jobs is None or self.window is None:
            return
        if self.context.database.read_only:
            return
        from .office.backups import automatic_backup

        context = self.context
        self.jobs.read_long(
            self.window,
            lambda progress: automatic_backup(context, reason=reason, progress=progress),
            lambda _made: self._tell_backup(),
            words="自动备份",
            on_error=lambda _error: self._tell_backup(),
        )

    def _tell_backup(self) -> None:
        if self.window is not None and self.context is not None:
            from .office.backups import last_backup_words

            said = last_backup_words(self.context)
            self.window.show_backup(said.words, late=said.late)

    def close(self) -> None:
        """Keeps the look of the window, ends the threads, backs up, leaves one file behind."""
        self._put_away(keep_file=False)

    def _put_away(self, *, keep_file: bool) -> None:
        window, jobs, context = self.window, self.jobs, self.context
        self.window = self.jobs = self.context = None
        if window is not None:
            self._commands.put_away()
            self.settings = window.settings(self.settings)
            save_settings(self._settings_file, self.settings)
            window.closing.disconnect(self.close)
            window.hide()
            window.deleteLater()
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        if jobs is not None:
            jobs.close()
        if context is not None and not keep_file:
            _close_file(context)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _close_file(context: Context) -> None:
    """The last backup of the day must not keep the program from closing."""
    if not context.database.read_only:
        from .office.backups import automatic_backup

        with suppress(TuanjiError):
            automatic_backup(context, reason="closing")
    context.database.close()


def _window(workplace: Workplace, settings: MachineSettings) -> MainWindow:
    from .members.card import MemberCard

    context = workplace.context

    def history(member_id: int) -> Sequence[HistoryLine]:
        from .history.queries import history_lines

        return history_lines(context, member_id)

    return MainWindow(
        workplace,
        title=f"{_office_name(context)} — 团籍台账",
        desks=_desks(workplace),
        card=MemberCard(workplace, history=history),
        settings=settings,
    )


def _desks(workplace: Workplace) -> Sequence[Desk]:
    """The desks that work, in the order of the rail; each room is imported when it is entered."""

    def home() -> Page:
        from .home.page import HomePage

        return HomePage(workplace)

    def roster() -> Page:
        from .members.page import RosterPage

        return RosterPage(workplace)

    def review() -> Page:
        from .review.page import ReviewPage

        return ReviewPage(workplace)

    def quality() -> Page:
        from .quality.page import QualityPage

        return QualityPage(workplace)

    def corrections() -> Page:
        from .corrections.page import CorrectionsPage

        return CorrectionsPage(workplace)

    def graduates() -> Page:
        from .graduates.page import GraduatesPage

        return GraduatesPage(workplace)

    def deletion() -> Page:
        from .deletion.page import DeletionPage

        return DeletionPage(workplace)

    def transfers() -> Page:
        from .transfers.page import TransfersPage

        return TransfersPage(workplace)

    def retention() -> Page:
        from .retention.page import RetentionPage

        return RetentionPage(workplace)

    def campaigns() -> Page:
        from .campaigns.page import CampaignsPage

        return CampaignsPage(workplace)

    def comparison() -> Page:
        from .comparison.page import ComparisonPage

        return ComparisonPage(workplace)

    def board() -> Page:
        from .board.page import BoardPage
        from .board.rates import RateLine, RateSource
        from .graduates.series import DEFINITION, load_rate_series

        def lines(context: Context, org_id: int | None, progress: Progress) -> list[RateLine]:
            points = load_rate_series(context, org_id=org_id, progress=progress)
            return [
                RateLine(
                    one.year, one.day, one.label, one.numbers.due, one.numbers.started,
                    one.numbers.received, one.numbers.waiting,
                )
                for one in points
            ]  # fmt: skip

        return BoardPage(workplace, rates=RateSource(lines, DEFINITION))

    def paperwork() -> Page:
        from .catalogue import kinds_of, standing
        from .paperwork.page import PaperworkPage

        return PaperworkPage(workplace, kinds_of(workplace.context), standing=standing)

    def history() -> Page:
        from .history.page import HistoryPage

        return HistoryPage(workplace)

    def settings() -> Page:
        from .settings_room.page import SettingsPage

        return SettingsPage(workplace)

    def desk(key: str, title: str, icon: str, make: Callable[[], Page], *modules: str) -> Desk:
        return Desk(key, title, icon, make, tuple(f"{__package__}.{one}" for one in modules))

    return (
        desk("home", "首页", "home", home, "home.page"),
        desk("roster", "花名册", "roster", roster, "members.page"),
        desk("quality", "数据质量", "quality", quality, "quality.page"),
        desk("review", "待审核", "review", review, "review.page"),
        *(
            [desk("corrections", "行文更正", "paper", corrections, "corrections.page")]
            if _has_corrections(workplace.context)
            else []
        ),
        desk("transfers", "转接", "transfers", transfers, "transfers.page"),
        desk("graduates", "毕业生", "graduates", graduates, "graduates.page"),
        desk("deletion", "删除申请", "deletion", deletion, "deletion.page"),
        desk("retention", "团籍保留", "retention", retention, "retention.page"),
        desk("campaigns", "信息核对", "campaigns", campaigns, "campaigns.page"),
        desk("comparison", "名单比对", "comparison", comparison, "comparison.page"),
        desk("board", "统计", "board", board, "board.page", "graduates.series"),
        desk("paperwork", "纸件", "print", paperwork, "catalogue", "paperwork.page"),
        desk("history", "操作日志", "history", history, "history.page"),
        desk("settings", "设置/备份", "settings", settings, "settings_room.page"),
    )


def _has_corrections(context: Context) -> bool:
    """Whether the pack knows corrections by letter, or some are left from a pack that did."""
    if context.policy.correction is not None:
        return True
    with context.database.read() as connection:
        found = connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM corrections)").scalar()
    return bool(found)


def _office_name(context: Context) -> str:
    with context.database.read() as connection:
        return get_setting(connection, "office.name") or context.database.path.stem


def _wanted(words: Sequence[str]) -> Wanted:
    parser = argparse.ArgumentParser(prog="tuanji-desktop", description="团籍台账", add_help=True)
    parser.add_argument("office", nargs="?", type=Path, help="台账文件（*.tuanji）")
    parser.add_argument("--demo", action="store_true", help="打开演示县，没有就先建立")
    parser.add_argument("--today", type=date.fromisoformat, help="规则按这一天判断（YYYY-MM-DD）")
    found = parser.parse_args(words)
    return Wanted(found.office, found.demo, found.today)


def _speak_chinese(app: QApplication) -> None:
    """Qt's own words – file dialogs, the menu of a text field – in the language of the screen."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if app.property("chinese") is None and words.load("qtbase_zh_CN", folder):
        app.installTranslator(words)
        app.setProperty("chinese", True)


def _choose_input_method() -> None:
    """The wheel carries ibus and compose, no fcitx: fcitx speaks ibus' protocol as well."""
    if os.environ.get("QT_IM_MODULE") in ("fcitx", "fcitx5"):
        os.environ["QT_IM_MODULE"] = "ibus"


def _say_that_it_failed(error: Exception) -> None:
    """A bug before there is a window: logged as any other, and said in a window of its own."""
    logging.getLogger(LOGGER_NAME).error("start: %s", describe_failure(error))
    words = f"程序没有打开：遇到没有料到的问题（{type(error).__name__}）。台账文件没有改动。"
    sys.stderr.write(words + "\n")
    QMessageBox.critical(None, "团籍台账", f"{words}\n请把日志文件夹 {log_dir()} 交给维护人员。")


def main() -> None:
    """Entry point of `tuanji-desktop`."""
    run_if_asked(sys.argv)
    scan_child.run_if_asked(sys.argv)
    wanted = _wanted(sys.argv[1:])
    _choose_input_method()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("tuanji-desktop")
    app.setApplicationDisplayName("团籍台账")
    start_log(log_dir())
    crashes = CrashHandler()
    crashes.install()
    program = Program(app, wanted)
    garbage = GarbageTimer(app, busy=lambda: program.jobs is not None and program.jobs.busy)
    app.setQuitOnLastWindowClosed(False)
    try:
        opened = program.start()
    except Exception as error:
        _say_that_it_failed(error)
        sys.exit(1)
    if not opened:
        sys.exit(0)
    app.setQuitOnLastWindowClosed(True)
    code = app.exec()
    program.close()
    garbage.stop()
    crashes.remove()
    sys.exit(code)


if __name__ == "__main__":
    main()
