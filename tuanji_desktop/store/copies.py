"""Whole copies of an office file: taken while it is in use, opened again and compared.

A copy appears under its name only once it has been proved; until then it is called
`<name>-unfinished`, and whatever fails takes it away.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.errors import FileRefused, OfficeLocked, TuanjiError
from ..core.progress import Progress
from .connection import connect, connect_still, remove_with_side_files
from .faults import CANTOPEN, FULL, IOERR, READONLY, as_refusal, result_code
from .schema import APPLICATION_ID, ON_ROSTER, SCHEMA_VERSION
from .vault import DataKey, Envelope, read_envelope, write_envelope

_STEP = 1024  # pages between two looks at the progress: 4 MB
UNFINISHED = "-unfinished"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file and its copy must agree on."""

    members: int
    operations: int
    head: str


def copy_verified(
    source: Path,
    key: DataKey | None,
    target: Path,
    *,
    envelope: Envelope | None,
    progress: Progress,
) -> Contents:
    """Copies an office file as it is at this moment, even while others write to it.

    Raises `FileRefused` when the place for the copy is missing, full, read-only or taken,
    `OfficeLocked` when the source cannot be read. Nothing that exists is overwritten.
    """
    _check_place(target)
    draft = target.with_name(target.name + UNFINISHED)
    try:
        remove_with_side_files(draft)
        contents = _copy(source, key, draft, progress)
        if envelope and read_envelope(draft) != envelope:
            write_envelope(draft, envelope)
        _sync(draft)
        if prove(draft, key) != contents:
            raise _spoilt(target)
        _check_place(target)
        draft.rename(target)
        _sync(target.parent)
    except OSError as error:
        raise _no_room(target, error.strerror or "写入失败") from error
    except TuanjiError:
        raise
    except Exception as error:
        raise _explained(error, source, target) from error
    finally:
        with suppress(OSError):
            remove_with_side_files(draft)
    return contents


def prove(copy: Path, key: DataKey | None) -> Contents:
    """Opens a finished copy, checks every page and says what it holds; raises if it is damaged."""
    connection = connect_still(copy, key)
    try:
        if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise _spoilt(copy)
        return contents_of(connection)
    finally:
        connection.close()


def contents_in(copy: Path, key: DataKey | None) -> Contents | None:
    """What a finished copy holds; None where it cannot be read (another key, cut short)."""
    connection = None
    try:
        connection = connect_still(copy, key)
        return contents_of(connection)
    except Exception as error:
        if as_refusal(error, copy) is None:
            raise
        return None
    finally:
        if connection is not None:
            connection.close()


def contents_of(driver_connection: Any) -> Contents:
    """Counts of members and operations, and the hash that seals them all."""
    return Contents(
        *driver_connection.execute(
            f"SELECT (SELECT count(*) FROM members WHERE {ON_ROSTER}), (SELECT count(*) FROM journal_operations), "
            "(SELECT hash FROM journal_head)"
        ).fetchone()
    )


def _copy(source: Path, key: DataKey | None, draft: Path, progress: Progress) -> Contents:
    # a file without a log is nobody's: read so that no side files are left on a stick
    still = not source.with_name(source.name + "-wal").exists()
    reading = connect_still(source, key) if still else connect(source, key, mode="ro")
    try:
        reading.execute("BEGIN")  # one moment for the copy and for the counts
        _check_origin(reading, source)
        contents = contents_of(reading)
        writing = connect(draft, key, mode="rwc")
        try:
            writing.execute("PRAGMA synchronous = OFF")  # synced once, when it is whole

            def step(_status: int, remaining: int, total: int) -> None:
                progress.stop_if_cancelled()
                progress(total - remaining, total)

            reading.backup(writing, pages=_STEP, progress=step)
        finally:
            writing.close()
    finally:
        reading.close()
    return contents


def _check_origin(driver_connection: Any, source: Path) -> None:
    (application,) = driver_connection.execute("PRAGMA application_id").fetchone()
    (version,) = driver_connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise OfficeLocked("office.damaged", f"{source.name} 不是团籍台账的文件。原文件没有改动。")
    if version > SCHEMA_VERSION:
        raise OfficeLocked(
            "office.newer",
            f"{source.name} 由更新版本的程序建立（{version}），本程序（{SCHEMA_VERSION}）不能使用。请升级程序。",
        )


def _check_place(target: Path) -> None:
    try:
        if not target.parent.is_dir():
            raise FileRefused(
                "file.folder",
                f"文件夹 {target.parent} 不存在。请检查优盘是否插好，或另选一个文件夹。",
            )
        if target.exists():
            raise FileRefused(
                "file.exists",
                f"{target.parent} 中已有 {target.name}，没有覆盖。请换一个名称或位置。",
            )
    except OSError as error:
        raise _no_room(target, error.strerror or "位置无法访问") from error


def _no_room(target: Path, why: str) -> FileRefused:
    return FileRefused(
        "file.disk",
        f"无法写入 {target.parent}：{why}。没有留下不完整的副本，原文件完好。请清理磁盘或另选一个位置。",
    )


def _spoilt(target: Path) -> FileRefused:
    return FileRefused(
        "file.copy_differs",
        f"{target.parent} 中的副本 {target.name} 读出来与原文件不一致，不能使用。该磁盘可能有坏区，请换一个位置。",
    )


def _explained(error: Exception, source: Path, target: Path) -> Exception:
    code = result_code(error)
    if code in (FULL, IOERR):
        return _no_room(target, "磁盘已满或写入出错")
    if code in (READONLY, CANTOPEN):
        return _no_room(target, "位置不可写或路径过长")
    return as_refusal(error, source) or error


def _sync(path: Path) -> None:
    """Brings a file, or the names in a folder, onto the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows has no handle for that
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
