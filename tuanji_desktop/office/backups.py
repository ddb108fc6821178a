"""When the program backs up by itself, and what it says about it.

A backup is due when the journal has moved on since the newest whole backup: at opening, at
closing, before imports and migrations at once, in the midst of work every half an hour. The
copies go to `store.backup.automatic_folder` and are thinned as they age.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ..core.errors import FileRefused
from ..core.progress import Progress, Quiet
from ..store import journal
from ..store.backup import BackupFile, BackupMade, automatic_folder, backup, list_backups, thin
from ..store.copies import contents_in
from .context import Context
from .service import get_setting, put_setting

EVERY = timedelta(minutes=30)
"""How long work goes on without a backup."""
EXTERNAL_DAYS = 7
"""After so many days without a backup on another medium the program reminds."""
_REASONS = ("opening", "closing", "before", "interval")


@dataclass(frozen=True, slots=True)
class BackupWords:
    """What the status bar says; `late`: something is to be done about it."""

    words: str
    late: bool


@dataclass(frozen=True, slots=True)
class External:
    """The last backup on another medium; `days` since then, None when there never was one."""

    days: int | None
    place: str

    @property
    def late(self) -> bool:
        return self.days is None or self.days > EXTERNAL_DAYS


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A copy in a folder of the clerk's choice, and whether that is another medium."""

    made: BackupMade
    other_medium: bool


def automatic_backup(
    context: Context,
    *,
    reason: str,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> BackupMade | None:
    """Backs up if it is due, and thins the old ones; None where nothing has changed.

    `reason` is opening, closing, before (an import, a migration) or interval. A file that is open
    for reading only is its holder's affair. Raises what `store.backup.backup` raises, and
    `FileRefused` where the folder cannot be made.
    """
    if reason not in _REASONS:
        raise ValueError(f"no such reason: {reason}")
    database = context.database
    if database.read_only:
        return None
    folder, stem = automatic_folder(database.path), database.path.stem
    now = context.clock().astimezone().replace(tzinfo=None)
    newest = _newest(context)
    if newest is not None:
        # a backup from the future was made while the clock was wrong: it proves nothing
        if reason == "interval" and timedelta(0) <= now - newest.made_at < EVERY:
            return None
        if not _changed_since(context, newest):
            return None
    made = backup_now(context, folder=folder, progress=progress)
    thin(folder, stem, now=now)
    return made


def backup_now(
    context: Context,
    *,
    folder: Path | None = None,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> BackupMade:
    """A verified copy at once, into the program's own folder unless another is named."""
    database = context.database
    if folder is None or folder == automatic_folder(database.path):
        folder = automatic_folder(database.path)
        _make(folder)
    now = context.clock().astimezone().replace(tzinfo=None)
    taken = {one.made_at for one in list_backups(folder, database.path.stem)}
    while now.replace(microsecond=0) in taken:
        now += timedelta(seconds=1)
    return backup(database, folder, now=now, progress=progress)


def back_up_elsewhere(
    context: Context,
    *,
    folder: Path,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> Elsewhere:
    """A verified copy in a folder of the clerk's choice; on another medium it is remembered."""
    made = backup_now(context, folder=folder, progress=progress)
    other = on_other_medium(folder, context.database.path)
    if other:
        note_external_backup(context, made=made)
    return Elsewhere(made, other)


def on_other_medium(folder: Path, office: Path) -> bool:
    """Whether a folder survives the disk of the office file."""
    try:
        return folder.stat().st_dev != office.stat().st_dev
    except OSError:
        return False


def note_external_backup(context: Context, *, made: BackupMade) -> None:
    """Writes down that a copy lies elsewhere; whoever only reads the file cannot, and need not."""
    if context.database.read_only:
        return
    at = context.clock().astimezone().isoformat(timespec="seconds")
    operation = context.operation("office.backup", f"备份到其他位置：{made.path.name}")
    with context.database.write(operation) as writing:
        put_setting(writing.connection, "backup.external_at", at)
        put_setting(writing.connection, "backup.external_to", str(made.path.parent))


def external_backup(context: Context) -> External:
    """How long ago a copy was last put on another medium."""
    with context.database.read() as connection:
        at = get_setting(connection, "backup.external_at")
        place = get_setting(connection, "backup.external_to") or ""
    if not at:
        return External(None, place)
    return External(max(0, (context.today - datetime.fromisoformat(at).date()).days), place)


def backups_of(context: Context) -> tuple[BackupFile, ...]:
    """The program's own backups of this office, the newest first."""
    path = context.database.path
    return list_backups(automatic_folder(path), path.stem)


def last_backup_words(context: Context) -> BackupWords:
    """“上次备份 09:30 ✓” for today's, with the day for older ones."""
    files = backups_of(context)
    if not files:
        return BackupWords("还没有备份", late=True)
    newest, today = files[0], context.clock().astimezone().date()
    if not newest.whole:
        return BackupWords("最近的备份不完整", late=True)
    days = (today - newest.made_at.date()).days
    when = f"{newest.made_at:%H:%M}" if days == 0 else f"{newest.made_at:%m-%d %H:%M}"
    return BackupWords(f"上次备份 {when} ✓", late=days > EXTERNAL_DAYS)


def _newest(context: Context) -> BackupFile | None:
    return next((one for one in backups_of(context) if one.whole), None)


def _changed_since(context: Context, file: BackupFile) -> bool:
    with context.database.read() as connection:
        _number, seal = journal.head(connection)
    found = contents_in(file.path, context.database.key)
    return found is None or found.head != seal


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise FileRefused(
            "file.folder", f"无法建立备份文件夹 {folder}：{error.strerror}。请检查磁盘和权限。"
        ) from error
