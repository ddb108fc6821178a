"""One writer for an office file: who holds it is written beside it and named to the second one."""

import getpass
import json
import os
import platform
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

_FAR = 1 << 20  # Windows locks bytes; those far behind the text leave it readable


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the file open for writing."""

    user: str
    host: str
    pid: int
    since: str

    def words(self) -> str:
        return f"{self.host} 上的 {self.user}（{self.since[:16].replace('T', ' ')} 起）"


class OfficeLock:
    """The lock file `<name>.tuanji-lock`; the operating system frees it when the process dies."""

    def __init__(self, file: IO[str], path: Path) -> None:
        self._file = file
        self._path = path

    @classmethod
    def take(cls, office: Path, *, since: str) -> "OfficeLock | Holder":
        """The lock, or who holds it."""
        path = office.with_name(office.name + "-lock")
        while True:
            file = path.open("a+", encoding="utf-8")
            if not _try_lock(file):
                file.close()
                return _read_holder(path)
            if _is_at(file, path):
                break
            file.close()  # its holder has just let go and removed it: take the new one
        holder = Holder(getpass.getuser(), platform.node() or "本机", os.getpid(), since)
        file.seek(0)
        file.truncate()
        json.dump(asdict(holder), file, ensure_ascii=False)
        file.flush()
        return cls(file, path)

    def release(self) -> None:
        if self._file.closed:
            return
        if sys.platform != "win32":  # while still held: nobody can have opened a newer one
            with suppress(OSError):
                self._path.unlink()
        self._file.close()


def _is_at(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _read_holder(path: Path) -> Holder:
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Holder("另一位操作员", "另一台电脑", 0, "")


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
