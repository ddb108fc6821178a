import subprocess
import sys
from pathlib import Path

import pytest

from tuanji_desktop.core.errors import OfficeLocked
from tuanji_desktop.store.lock import Holder, OfficeLock

from .helpers import act, add_members, reopen, rows

_HOLD = """
import sys
from pathlib import Path
from tests.store.helpers import add_members, reopen
office = reopen(Path(sys.argv[1]))
add_members(office, 3)
print(office.read_only, flush=True)
sys.stdin.read()
"""


def _other_program(path: Path) -> subprocess.Popen[str]:
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout and other.stdout.readline() == "False\n"
    return other


def test_the_second_one_reads_and_is_told_who_writes(office_file: Path) -> None:
    with _other_program(office_file) as other:
        office = reopen(office_file)
        assert office.read_only and office.holder
        assert office.holder.pid == other.pid
        with pytest.raises(OfficeLocked) as refused, office.write(act()):
            pass
        assert refused.value.code == "office.in_use"
        assert office.holder.host in refused.value.message
        assert office.holder.user in refused.value.message
        assert "2018-10-15 09:30" in refused.value.message
        assert rows(office, "SELECT count(*) FROM members") == [(3,)]  # what is still in its log
        office.close()
        other.kill()
        other.wait()
    office = reopen(office_file)  # the lock of the dead is free, its log is read
    assert not office.read_only
    assert rows(office, "SELECT count(*) FROM members") == [(3,)]
    add_members(office, 1)
    office.close()
    assert not list(office_file.parent.glob(office_file.name + "-*"))


def test_the_lock_is_one(tmp_path: Path) -> None:
    path = tmp_path / "团.tuanji"
    first = OfficeLock.take(path, since="2018-10-15T09:30:00")
    assert isinstance(first, OfficeLock)
    second = OfficeLock.take(path, since="2018-10-15T09:31:00")
    assert isinstance(second, Holder) and second.since == "2018-10-15T09:30:00"
    first.release()
    first.release()
    third = OfficeLock.take(path, since="")
    assert isinstance(third, OfficeLock)
    third.release()
    assert list(tmp_path.glob("*-lock")) == []


def test_a_scrawled_lock_file_has_an_unknown_holder(tmp_path: Path) -> None:
    path = tmp_path / "团.tuanji"
    lock = OfficeLock.take(path, since="")
    assert isinstance(lock, OfficeLock)
    path.with_name(path.name + "-lock").write_text("{half", encoding="utf-8")
    other = OfficeLock.take(path, since="")
    assert isinstance(other, Holder) and other.user == "另一位操作员"
    lock.release()
