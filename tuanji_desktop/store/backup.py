"""Backups: verified copies with the time in their name, thinned as they age, restored beside.

A copy gets its final name only after it was opened and found equal, so every file that is listed
was good on the day it was made; `whole` says that it has not been cut short since.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from ..core.errors import FileRefused, OfficeLocked
from ..core.progress import Progress, Quiet
from .copies import UNFINISHED, copy_verified
from .database import Database
from .vault import read_envelope

_STAMP = "%Y%m%d-%H%M%S"
_SUFFIX = ".tuanji"


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A copy that was opened and compared: counts and journal head are those of the original."""

    path: Path
    members: int
    operations: int
    head: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup in a folder; `whole`: its length is what its own head says."""

    path: Path
    made_at: datetime
    size: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Keep:
    """How many backups older than two days stay: one a day, then one a week, then one a month."""

    daily: int = 12
    weekly: int = 10
    monthly: int = 9


def automatic_folder(office: Path) -> Path:
    """Where the program keeps its own backups of an office file: beside it (not created here)."""
    return office.with_name(f"{office.stem}-备份")


def backup(
    database: Database, folder: Path, *, now: datetime, progress: Progress | None = None
) -> BackupMade:
    """Copies the office file while it is in use; an encrypted one stays so and opens alone.

    Raises `FileRefused` for the folder's sake (missing, full, read-only, name taken).
    """
    database.still_in_place()
    target = folder / f"{database.path.stem}-{now.strftime(_STAMP)}{_SUFFIX}"
    contents = copy_verified(
        database.path,
        database.key,
        target,
        envelope=database.envelope,
        progress=progress or Quiet(),
    )
    return BackupMade(target, contents.members, contents.operations, contents.head)


def restore(
    backup_file: Path, target: Path, *, secret: str | None, progress: Progress | None = None
) -> BackupMade:
    """A verified copy of a backup under a new name; an older one migrates when it is opened.

    The password, or the recovery code, is the one of the day the backup was made.
    """
    if not backup_file.is_file():
        raise FileRefused("file.missing", f"找不到备份文件 {backup_file}。请检查优盘或位置。")
    try:
        envelope = read_envelope(backup_file)
    except OSError as error:
        raise FileRefused(
            "file.unreadable", f"无法读取 {backup_file.name}：{error.strerror}。"
        ) from error
    key = None
    if envelope is not None:
        if not secret:
            raise OfficeLocked(
                "office.password", f"{backup_file.name} 设有密码，请输入备份当时的密码或恢复码。"
            )
        key, _slot = envelope.open(secret)
    contents = copy_verified(
        backup_file, key, target, envelope=envelope, progress=progress or Quiet()
    )
    return BackupMade(target, contents.members, contents.operations, contents.head)


def list_backups(folder: Path, stem: str) -> tuple[BackupFile, ...]:
    """The backups of one office file, newest first; a missing folder has none."""
    pattern = re.compile(re.escape(stem) + r"-(\d{8}-\d{6})" + re.escape(_SUFFIX))
    found = []
    try:
        for path in folder.iterdir():
            match = pattern.fullmatch(path.name)
            made_at = _stamp(match[1]) if match else None
            if made_at is not None:
                size = path.stat().st_size
                found.append(BackupFile(path, made_at, size, size > 0 and size == _length(path)))
    except OSError:
        return ()  # an unplugged stick: the page says "none found", the office goes on
    return tuple(sorted(found, key=lambda one: one.made_at, reverse=True))


def thin(folder: Path, stem: str, *, now: datetime, keep: Keep | None = None) -> tuple[Path, ...]:
    """Removes what Anki's rule lets go: all of the last two days stay, then days, weeks, months.

    Nothing goes while the newest backup is cut short or a newer attempt was never finished, and
    the newest whole one always stays. Returns what was removed.
    """
    files = list_backups(folder, stem)
    if len(files) < 2 or not files[0].whole or _attempt_after(folder, stem, files[0]):
        return ()
    removed = []
    for old in _obsolete(files[1:], now.date(), keep or Keep(), newest=files[0]):
        try:
            old.path.unlink()
        except OSError:
            continue  # in use or write-protected: another day
        removed.append(old.path)
    return tuple(removed)


def _obsolete(
    files: tuple[BackupFile, ...], today: date, keep: Keep, *, newest: BackupFile
) -> list[BackupFile]:
    stages: list[tuple[int, Callable[[date], object]]] = [
        (keep.daily, lambda day: day),
        (keep.weekly, lambda day: day.isocalendar()[:2]),
        (keep.monthly, lambda day: (day.year, day.month)),
    ]
    left = [count for count, _ in stages]
    last = newest.made_at.date()
    gone = []
    for file in files:
        day = file.made_at.date()
        if day >= today - timedelta(days=1):
            last = day
            continue
        stage = next((number for number, count in enumerate(left) if count), None)
        if stage is None or stages[stage][1](day) == stages[stage][1](last):
            gone.append(file)
            continue
        left[stage] -= 1
        last = day
    return gone


def _attempt_after(folder: Path, stem: str, newest: BackupFile) -> bool:
    return any(
        path.name > newest.path.name
        for path in folder.glob("*" + UNFINISHED)
        if path.name.startswith(f"{stem}-")
    )


def _stamp(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _STAMP)  # noqa: DTZ007 (local time, as the clerk reads it)
    except ValueError:
        return None


def _length(path: Path) -> int:
    """What an SQLite file's head says of its length, in bytes (an encrypted one keeps it plain)."""
    with path.open("rb") as file:
        head = file.read(100)
    page = int.from_bytes(head[16:18], "big")
    return (65_536 if page == 1 else page) * int.from_bytes(head[28:32], "big")
