"""What the driver's errors mean to a clerk: full disk, damaged file, a place that cannot be written.

Raw SQLite errors reach us bare (backup, bulk) or wrapped by SQLAlchemy; both are read here by
SQLite's own result code. What has no words here is a bug and stays as it is.
"""

from pathlib import Path

from ..core.errors import OfficeLocked

BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
INTERRUPT, CONSTRAINT = 9, 19


_BY_MESSAGE = {  # the backup of our driver raises without a code
    "database is locked": BUSY,
    "attempt to write a readonly database": READONLY,
    "disk I/O error": IOERR,
    "database disk image is malformed": CORRUPT,
    "database or disk is full": FULL,
    "unable to open database file": CANTOPEN,
    "file is not a database": NOTADB,
}


def result_code(error: BaseException) -> int:
    """SQLite's primary result code behind an error; 0 when it is none of SQLite's."""
    bare = getattr(error, "orig", None) or error
    code = getattr(bare, "sqlite_errorcode", None)
    if code is not None:
        return int(code) & 0xFF
    return _BY_MESSAGE.get(str(bare), 0) if isinstance(bare, _driver_error()) else 0


def _driver_error() -> type[Exception]:
    import sqlcipher3.dbapi2 as driver

    error: type[Exception] = driver.Error
    return error


def as_refusal(error: BaseException, path: Path) -> OfficeLocked | None:
    """The known failure behind an error on the office file at `path`, or None for a bug."""
    code = result_code(error)
    if code in (FULL, IOERR):
        return OfficeLocked(
            "office.disk",
            f"磁盘已满或无法读写，刚才的操作没有保存，{path.name} 原有数据完好。请清理磁盘后重试。",
        )
    if code == READONLY:
        return OfficeLocked(
            "office.read_only",
            f"{path.name} 所在位置不可写，只能查看。请复制到本机硬盘后再打开。",
        )
    if code in (BUSY, LOCKED):
        return OfficeLocked(
            "office.busy", f"{path.name} 正被另一个程序占用，刚才的操作没有保存。请稍后重试。"
        )
    if code in (CORRUPT, NOTADB):
        return OfficeLocked(
            "office.damaged",
            f"{path.name} 不是完好的团籍台账文件，文件内容无法识别。原文件没有改动，请从备份恢复。",
        )
    if code == CANTOPEN:
        return OfficeLocked(
            "office.unreadable",
            f"无法打开 {path.name}：位置不可访问、路径过长，或留有不能合并的临时文件。请复制到本机硬盘后再打开。",
        )
    return None
