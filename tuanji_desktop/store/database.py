"""The office file and its two doors: `read()` and `write(operation)`.

A write is one act of a clerk: one transaction on the only writing connection, one numbered and
hashed operation in the journal, one `Changes` told to everybody afterwards. Nobody else commits.
"""

import errno
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, RootTransaction
from sqlalchemy.exc import DBAPIError

from ..core.errors import BadInput, OfficeLocked
from ..core.progress import Progress
from . import journal
from .changes import Changes, Operation
from .connection import connect, engine, raw, remove_with_side_files, stoppable
from .faults import as_refusal
from .lock import Holder, OfficeLock
from .migrations import migrate
from .schema import APPLICATION_ID, SCHEMA_VERSION, metadata
from .triggers import TRIGGERS
from .vault import DataKey, Envelope, mend_envelope, read_envelope, write_envelope

_log = logging.getLogger("tuanji.store")
_PATIENCE = 10.0  # seconds that new keys wait for running reads
_LONGEST_NAME = 255 - 40  # bytes: backups and drafts add to the name

Subscriber = Callable[[Changes], None]


@dataclass(frozen=True, slots=True)
class Writing:
    """An open operation: write through `connection`; `number` is its number in the journal."""

    connection: Connection
    number: int


class Database:
    """An opened office file. Read-only when somebody else holds it (`holder` names them)."""

    def __init__(
        self,
        path: Path,
        key: DataKey | None,
        *,
        envelope: Envelope | None,
        lock: OfficeLock | None,
        holder: Holder | None,
    ) -> None:
        self.path = path
        self.key = key
        self.holder = holder
        self._envelope = envelope
        self._lock = lock
        self._subscribers: list[Subscriber] = []
        self._writing = threading.Lock()
        self._writing_thread: int | None = None
        self._gate = threading.Condition()  # guards the next two
        self._readings = 0
        self._closed = False
        self._connect()

    def _connect(self) -> None:
        mode = "rw" if self._lock else "ro"
        self._reader = engine(self.path, self.key, mode=mode, size=3, begin="BEGIN")
        self._writer = engine(self.path, self.key, mode=mode, size=1, begin="BEGIN IMMEDIATE")
        self._opened = _identity(self.path)

    @property
    def read_only(self) -> bool:
        return self._lock is None

    @property
    def encrypted(self) -> bool:
        return self.key is not None

    @property
    def envelope(self) -> Envelope | None:
        return self._envelope

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the records; any thread, several at once."""
        with self._gate:
            self._still_open()
            self._readings += 1
        try:
            with self._known_failures(), self._reader.connect() as connection:
                connection.begin()  # never committed: a damaged file cannot even do that
                yield connection
        finally:
            with self._gate:
                self._readings -= 1
                self._gate.notify_all()

    @contextmanager
    def write(self, operation: Operation, *, progress: Progress | None = None) -> Iterator[Writing]:
        """One operation. An error inside leaves the file as it was; no change, no operation.

        With a `progress` 取消 is heard inside every statement, until the commit: `Cancelled`.
        """
        with self._attempt(operation) as (writing, transaction):
            heard = stoppable(writing.connection, progress) if progress else nullcontext()
            with heard:
                yield writing
                changes = journal.close(writing.connection, writing.number, operation)
            self.still_in_place()
            if changes is None:
                transaction.rollback()
                return
            transaction.commit()
        self._tell(changes)

    @contextmanager
    def rehearse(self, operation: Operation) -> Iterator[Writing]:
        """The same as `write`, rolled back at the end: how a plan learns what an act would do."""
        with self._attempt(operation) as (writing, transaction):
            yield writing
            transaction.rollback()

    @contextmanager
    def _attempt(self, operation: Operation) -> Iterator[tuple[Writing, RootTransaction]]:
        if self.read_only:
            raise self.refusal()
        self.still_in_place()
        with self._alone(), self._known_failures(), self._writer.connect() as connection:
            transaction = connection.begin()
            try:
                number = journal.open_operation(connection, operation)
                yield Writing(connection, number), transaction
            finally:
                if transaction.is_active:
                    with suppress(DBAPIError):  # a full disk may have rolled back by itself
                        transaction.rollback()
                if (driver := raw(connection)).in_transaction:
                    driver.rollback()  # after a commit that failed SQLAlchemy thinks all is over

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time; a write inside a write of the same thread would wait for itself."""
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("write() inside write(): one act of a clerk is one operation")
        with self._writing:
            self._still_open()
            self._writing_thread = threading.get_ident()
            try:
                yield
            finally:
                self._writing_thread = None

    @contextmanager
    def _known_failures(self) -> Iterator[None]:
        try:
            yield
        except UnicodeEncodeError as error:  # half a character, from a pasted text or a shell
            raise BadInput(
                "text.characters", "文字中有无法识别的字符（乱码），没有保存。请删去后重新输入。"
            ) from error
        except OverflowError as error:
            raise BadInput("number.too_large", "编号太大，没有这样的记录。请核对编号。") from error
        except Exception as error:
            refusal = as_refusal(error, self.path)
            if refusal is None:
                raise
            self.still_in_place()  # else it is another file that is said to be damaged
            raise refusal from error

    def _still_open(self) -> None:
        if self._closed:
            raise OfficeLocked("office.closed", f"{self.path.name} 已经关闭，请重新打开。")

    def still_in_place(self) -> None:
        """Refuses to go on in a file that was moved, deleted or replaced behind our back.

        SQLite goes on writing to what it has open, and all of that would be gone at closing.
        """
        if not self._closed and _identity(self.path) != self._opened:
            raise OfficeLocked(
                "office.moved",
                f"{self.path.name} 已不在原来的位置（被移走、改名、删除或替换），刚才的操作没有完成，"
                f"也没有保存。请关闭程序，把文件放回 {self.path.parent} 再打开；找不回来时从备份恢复。",
            )

    def _tell(self, changes: Changes) -> None:
        for subscriber in tuple(self._subscribers):
            try:
                subscriber(changes)
            except Exception:  # the commit stands, whatever a listener makes of it
                _log.exception("a subscriber failed after operation %d", changes.operation)

    def refusal(self) -> OfficeLocked:
        """Why nothing can be written here."""
        if self.holder:
            return OfficeLocked(
                "office.in_use",
                f"{self.path.name} 正由 {self.holder.words()} 使用，本机只能查看。请等对方关闭后再改。",
            )
        return OfficeLocked(
            "office.read_only",
            f"{self.path.name} 所在位置不可写，只能查看。请复制到本机硬盘后再打开。",
        )

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Calls `subscriber` on the writing thread after every commit; returns how to stop it."""
        self._subscribers.append(subscriber)

        def stop() -> None:
            with suppress(ValueError):
                self._subscribers.remove(subscriber)

        return stop

    def set_envelope(self, envelope: Envelope) -> None:
        """Writes new key slots into the file's head, between two connections."""
        if self.read_only:
            raise self.refusal()
        self.still_in_place()
        with self._alone(), self._gate:
            if not self._gate.wait_for(lambda: self._readings == 0, _PATIENCE):
                raise self._busy()
            self._disconnect()
            try:
                if any(log.exists() for log in self._logs()):
                    raise self._busy()  # its pages would bring the old head back
                write_envelope(self.path, envelope)
                self._envelope = envelope
            finally:
                self._connect()

    def _busy(self) -> OfficeLocked:
        return OfficeLocked(
            "office.busy", f"{self.path.name} 正被另一个窗口读取，密码没有更改。请稍后重试。"
        )

    def _logs(self) -> tuple[Path, ...]:
        return tuple(self.path.with_name(self.path.name + suffix) for suffix in ("-wal", "-shm"))

    def _disconnect(self) -> None:
        """Leaves one file behind where nobody else reads it: the last one to go tidies up."""
        moved = _identity(self.path) != self._opened
        if moved and self._lock is not None:  # SQLite would leave the log under the old name
            with suppress(Exception), self._writer.connect() as connection:
                raw(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._reader.dispose()
        self._writer.dispose()
        if self.holder is not None or moved:
            return  # perhaps on another PC, where SQLite's own bookkeeping is not ours to touch
        try:
            connection = connect(self.path, self.key)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.close()
        except Exception as error:  # the log stays beside the file: nothing is lost
            if as_refusal(error, self.path) is None:
                raise

    def close(self) -> None:
        """Leaves one file behind: no WAL, no lock, the key envelope in its place."""
        if self._closed:
            return
        with self._alone(), self._gate:
            self._gate.wait_for(lambda: self._readings == 0, _PATIENCE)
            self._closed = True
            try:
                self._disconnect()
                self._look_after_envelope()
            finally:
                if self._lock is not None:
                    self._lock.release()

    def _look_after_envelope(self) -> None:
        if self._lock is None or self._envelope is None or _identity(self.path) != self._opened:
            return
        try:
            if read_envelope(self.path) != self._envelope:
                write_envelope(self.path, self._envelope)
        except (OSError, AssertionError):  # overwritten or unplugged: there is nothing to mend
            _log.exception("the key envelope could not be looked after")


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is that lies there; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def create(
    path: Path,
    *,
    key: DataKey | None = None,
    envelope: Envelope | None = None,
    fill: Callable[[Path], None] = lambda draft: None,
) -> None:
    """A new office file. It appears under its name only when it is whole.

    `fill` writes into the draft what the file must not be without; it opens and closes it itself.
    """
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        raise OfficeLocked("office.name", "文件名太长（最多约 70 个汉字），请缩短后再建立。")
    if path.exists():
        raise OfficeLocked("office.exists", f"{path.name} 已经存在，没有覆盖。请换一个文件名。")
    if not path.parent.is_dir():
        raise OfficeLocked("office.folder", f"文件夹 {path.parent} 不存在，请先建立。")
    draft = path.with_name(path.name + "-new")
    try:
        _remove_draft(draft)  # of an attempt that was cut short
        made = engine(draft, key, mode="rwc", size=1, begin="BEGIN IMMEDIATE")
        try:
            with made.connect() as connection:
                build(connection)
        finally:
            made.dispose()
        if envelope:
            write_envelope(draft, envelope)
        fill(draft)
        draft.rename(path)
    except Exception as error:
        refusal = not_made(error, path)
        if refusal is None:
            raise
        raise refusal from error
    finally:
        with suppress(OSError):
            _remove_draft(draft)


def not_made(error: Exception, path: Path) -> OfficeLocked | None:
    """Why a new file did not come to be, where that is the disk's fault; it speaks of no old data."""
    if isinstance(error, OSError) and error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return _no_place(path, error.strerror or "写入失败")
    known = error if isinstance(error, OfficeLocked) else as_refusal(error, path)
    if isinstance(error, OSError) or (known is not None and known.code == "office.disk"):
        return OfficeLocked(
            "office.disk",
            f"磁盘已满或无法读写，{path.name} 没有建立，也没有留下不完整的文件。"
            "请清理磁盘或换一个位置。",
        )
    if known is not None and known.code in ("office.unreadable", "office.read_only"):
        return _no_place(path, "位置不可写或路径过长")
    return None if known is error else known


def _no_place(path: Path, why: str) -> OfficeLocked:
    return OfficeLocked("office.folder", f"无法在 {path.parent} 建立文件：{why}。请换一个位置。")


def _remove_draft(draft: Path) -> None:
    remove_with_side_files(draft)
    draft.with_name(draft.name + "-lock").unlink(missing_ok=True)  # Windows leaves it


def build(connection: Connection) -> None:
    """All tables, triggers and marks of the present schema in an empty file."""
    driver = raw(connection)
    driver.execute("PRAGMA journal_mode = WAL")
    with connection.begin():
        metadata.create_all(connection)
        for statement in TRIGGERS:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(
            "INSERT INTO journal_head (id, number, hash) VALUES (1, 0, ?)", (journal.GENESIS,)
        )
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    driver.execute("ANALYZE")  # makes its tables now: later ones would touch page 1
    driver.execute("DELETE FROM sqlite_stat1")  # of an empty file: they mislead the planner
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def open_database(
    path: Path,
    *,
    secret: str | None = None,
    operator: str | None = None,
    now: datetime,
    read_only: bool = False,
    backup_folder: Path | None = None,
) -> Database:
    """Opens an office file: key, lock, version. Every refusal says what the clerk can do."""
    if not path.is_file():
        raise OfficeLocked("office.missing", f"找不到文件 {path}。请检查位置，或从备份恢复。")
    try:
        envelope = read_envelope(path)
    except OSError as error:
        raise OfficeLocked(
            "office.unreadable", f"无法读取 {path.name}：{error.strerror}。"
        ) from error
    key = None
    if envelope is not None:
        if not secret:
            raise OfficeLocked(
                "office.password", f"{path.name} 设有密码，请输入操作员密码或恢复码。"
            )
        key, _slot = envelope.open(secret, operator=operator)
    lock, holder = (None, None) if read_only else _take_lock(path, now)
    try:
        if lock:
            mend_envelope(path)
        _check_version(path, key, writable=lock is not None, backup_folder=backup_folder, now=now)
        return Database(path, key, envelope=envelope, lock=lock, holder=holder)
    except BaseException:
        if lock:
            lock.release()
        raise


def _take_lock(path: Path, now: datetime) -> tuple[OfficeLock | None, Holder | None]:
    try:
        with path.open("r+b"):
            pass
        taken = OfficeLock.take(path, since=now.isoformat(timespec="seconds"))
    except OSError:
        return None, None  # a read-only place
    return (taken, None) if isinstance(taken, OfficeLock) else (None, taken)


def _check_version(
    path: Path, key: DataKey | None, *, writable: bool, backup_folder: Path | None, now: datetime
) -> None:
    try:
        connection = connect(path, key, mode="rw" if writable else "ro")
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        finally:
            connection.close()
    except Exception as error:
        raise as_refusal(error, path) or error from error
    if application != APPLICATION_ID:
        raise OfficeLocked("office.damaged", f"{path.name} 不是团籍台账的文件。原文件没有改动。")
    if version > SCHEMA_VERSION:
        raise OfficeLocked(
            "office.newer",
            f"{path.name} 由更新版本的程序建立（{version}），本程序（{SCHEMA_VERSION}）不能打开，也没有改动它。请升级程序。",
        )
    if version < SCHEMA_VERSION:
        if not writable:
            raise OfficeLocked(
                "office.older",
                f"{path.name} 是旧版本的台账，只看不写时不能升级。请先在程序窗口里打开一次"
                "（升级前会自动备份），再来查看；文件或文件夹只读的，先拷到可写的位置。",
            )
        migrate(path, key, now=now, backup_folder=backup_folder or path.parent)
