"""Numbered steps from older office files: backed up, migrated on a copy, checked, swapped.

A step takes an open connection inside a transaction from version N to N + 1. Until the swap at
the very end the clerk's file is not touched; whatever fails leaves it as it was.
"""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from ...core.errors import OfficeLocked, TuanjiError
from ...core.progress import Quiet
from ..connection import SIDE_FILES, connect, engine, remove_with_side_files
from ..copies import copy_verified
from ..faults import as_refusal
from ..schema import SCHEMA_VERSION
from ..triggers import rebuild
from ..vault import DataKey, Envelope, read_envelope, write_envelope
from . import version_2, version_3, version_4, version_5

Step = Callable[[Connection], None]

STEPS: Mapping[int, Step] = {
    1: version_2.upgrade,
    2: version_3.upgrade,
    3: version_4.upgrade,
    4: version_5.upgrade,
}
"""From which version → what to do. Version 1 is the first that clerks got.

A step changes tables, never what records say: the journal would not know of it. It finds the old
triggers still there; the present ones are built when the last step is done.
"""


def migrate(
    path: Path,
    key: DataKey | None,
    *,
    now: datetime,
    backup_folder: Path,
    steps: Mapping[int, Step] = STEPS,
    target: int = SCHEMA_VERSION,
) -> Path:
    """Brings a file to the present version; returns where its old self was kept."""
    _alone(path, key)
    envelope = read_envelope(path)
    kept = backup_folder / f"{path.stem}-升级前-{now:%Y%m%d-%H%M%S}{path.suffix}"
    copy = path.with_name(path.name + "-migrating")
    finished = False
    try:
        backup_folder.mkdir(parents=True, exist_ok=True)
        remove_with_side_files(copy)  # of an attempt that was cut short
        copy_verified(path, key, kept, envelope=envelope, progress=Quiet())
        copy_verified(path, key, copy, envelope=envelope, progress=Quiet())
        _run(copy, key, envelope, steps=steps, target=target)
        copy.replace(path)
        finished = True
    except OSError as error:
        raise OfficeLocked(
            "office.migration", f"升级没有完成：{error.strerror}。原文件没有改动。"
        ) from error
    except TuanjiError:
        raise
    except Exception as error:
        raise as_refusal(error, path) or error from error
    finally:
        remove_with_side_files(copy)
        if not finished:
            kept.unlink(missing_ok=True)  # the file itself is still what this would have kept
    return kept


def _alone(path: Path, key: DataKey | None) -> None:
    """Folds the log into the file; a file that others still read must not be swapped."""
    connection = connect(path, key)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    if any(path.with_name(path.name + suffix).exists() for suffix in SIDE_FILES):
        raise OfficeLocked(
            "office.in_use",
            f"{path.name} 需要升级，但另一个窗口正在查看它。请关闭那个窗口后再打开。",
        )


def _run(
    copy: Path,
    key: DataKey | None,
    envelope: Envelope | None,
    *,
    steps: Mapping[int, Step],
    target: int,
) -> None:
    made = engine(copy, key, mode="rw", size=1, begin="BEGIN IMMEDIATE")
    try:
        with made.connect() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            connection.rollback()
            for number in range(version, target):
                step = steps.get(number)
                if step is None:
                    raise OfficeLocked(
                        "office.migration", f"没有从版本 {number} 升级的办法。原文件没有改动。"
                    )
                with connection.begin():
                    step(connection)
                    connection.exec_driver_sql(f"PRAGMA user_version = {number + 1}")
            with connection.begin():
                rebuild(connection)
            (verdict,) = connection.exec_driver_sql("PRAGMA integrity_check").first() or ("",)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            connection.rollback()
            if verdict != "ok" or broken:
                raise OfficeLocked(
                    "office.migration", "升级后的副本没有通过检查。原文件没有改动，请联系维护人员。"
                )
    finally:
        made.dispose()  # the last connection folds the log into the copy
    if envelope:
        write_envelope(copy, envelope)
    with copy.open("r+b") as file:
        os.fsync(file.fileno())
