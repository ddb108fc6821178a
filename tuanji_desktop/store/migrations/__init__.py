"""Numbered steps from older office files: backed up, migrated on a copy, checked, swapped.

A step takes an open connection inside a transaction from version N to N + 1. Until the swap at
the very end the clerk's file is not touched; whatever fails leaves it as it was.
"""

import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from ...core.errors import OfficeLocked
from ..connection import connect, engine
from ..schema import SCHEMA_VERSION
from ..vault import DataKey, read_envelope, write_envelope

Step = Callable[[Connection], None]

STEPS: Mapping[int, Step] = {}
"""From which version → what to do. Version 1 is the first that clerks got."""


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
    checkpoint = connect(path, key)
    checkpoint.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    checkpoint.close()
    kept = backup_folder / f"{path.stem}-升级前-{now:%Y%m%d-%H%M%S}{path.suffix}"
    copy = path.with_name(path.name + "-migrating")
    try:
        shutil.copy2(path, kept)
        shutil.copy2(path, copy)
        _run(copy, key, steps=steps, target=target)
        envelope = read_envelope(kept)
        if envelope:
            write_envelope(copy, envelope)
        copy.replace(path)
    except OSError as error:
        raise OfficeLocked(
            "office.migration", f"升级没有完成：{error.strerror}。原文件没有改动。"
        ) from error
    finally:
        copy.unlink(missing_ok=True)
    return kept


def _run(copy: Path, key: DataKey | None, *, steps: Mapping[int, Step], target: int) -> None:
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
            (verdict,) = connection.exec_driver_sql("PRAGMA integrity_check").first() or ("",)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            connection.rollback()
            if verdict != "ok" or broken:
                raise OfficeLocked(
                    "office.migration", "升级后的副本没有通过检查。原文件没有改动，请联系维护人员。"
                )
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        made.dispose()
