import shutil
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tuanji_desktop.core.errors import FileRefused, OfficeLocked, TuanjiError
from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.store import copies
from tuanji_desktop.store.backup import (
    Keep,
    automatic_folder,
    backup,
    list_backups,
    restore,
    thin,
)
from tuanji_desktop.store.check import check
from tuanji_desktop.store.copies import Contents, prove
from tuanji_desktop.store.database import Database

from .helpers import (
    NOW,
    PASSWORD,
    add_members,
    as_ordinary_user,
    edit,
    full_after,
    open_folder,
    records,
    reopen,
    rows,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "备份盘"
    made.mkdir()
    return made


def test_a_copy_is_equal_and_named_after_the_moment(office: Database, folder: Path) -> None:
    add_members(office, 20)
    made = backup(office, folder, now=NOW)
    assert made.path == folder / "青溪-20181015-093000.tuanji"
    assert (made.members, made.operations, made.verified) == (20, 2, True)
    assert rows(office, "SELECT hash FROM journal_head") == [(made.head,)]
    copy = reopen(made.path)
    assert records(copy) == records(office)
    assert check(copy, thorough=True).ok
    copy.close()
    assert [path.name for path in folder.iterdir()] == [made.path.name]


def test_an_encrypted_copy_opens_alone(
    encrypted: Database, folder: Path, recovery_code: str
) -> None:
    add_members(encrypted, 20)
    made = backup(encrypted, folder, now=NOW)
    for secret in (PASSWORD, recovery_code):
        copy = reopen(made.path, secret=secret)
        assert copy.encrypted and records(copy) == records(encrypted)
        copy.close()
    with pytest.raises(OfficeLocked):
        reopen(made.path, secret="猜的")


def test_writing_goes_on_meanwhile(
    office: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy is of one moment, however much is written between its steps."""
    monkeypatch.setattr(copies, "_STEP", 5)
    add_members(office, 200)
    steps = []

    class Busy(Quiet):
        def __call__(self, done: int, total: int, text: str = "") -> None:
            steps.append((done, total))
            if len(steps) % 10 == 1:
                thread = threading.Thread(target=add_members, args=(office, 10))
                thread.start()
                thread.join()

    made = backup(office, folder, now=NOW, progress=Busy())
    assert len(steps) > 10 and steps[-1][0] == steps[-1][1]
    assert made.members == 200
    assert rows(office, "SELECT count(*) >= 220 FROM members") == [(1,)]


def test_cancelling_leaves_nothing(
    office: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "_STEP", 5)

    class Enough(Quiet):
        def stop_if_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        backup(office, folder, now=NOW, progress=Enough())
    assert list(folder.iterdir()) == []


def refused(office: Database, folder: Path) -> TuanjiError:
    with pytest.raises(FileRefused) as error:
        backup(office, folder, now=NOW)
    return error.value


def test_a_missing_folder(office: Database, folder: Path) -> None:
    assert refused(office, folder / "没有").code == "file.folder"


def test_a_name_that_is_taken(office: Database, folder: Path) -> None:
    made = backup(office, folder, now=NOW)
    before = made.path.read_bytes()
    add_members(office, 1)
    assert refused(office, folder).code == "file.exists"
    assert made.path.read_bytes() == before


def test_a_read_only_folder(office: Database) -> None:
    with open_folder() as folder:
        shutil.copy(office.path, folder / "x.tuanji")
        (folder / "备份").mkdir()
        (folder / "备份").chmod(0o555)
        with as_ordinary_user():
            other = reopen(folder / "x.tuanji", read_only=True)
            error = refused(other, folder / "备份")
            other.close()
        assert error.code == "file.disk" and "不可写" in error.message


def test_a_full_disk(office: Database, folder: Path) -> None:
    add_members(office, 300)
    with full_after(200_000):
        error = refused(office, folder)
    assert error.code == "file.disk" and "原文件完好" in error.message
    assert list(folder.iterdir()) == []
    assert check(office).ok


def test_a_copy_that_reads_back_differently_is_no_backup(
    office: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "prove", lambda *_: Contents(0, 0, ""))
    assert refused(office, folder).code == "file.copy_differs"
    assert list(folder.iterdir()) == []


def test_a_damaged_copy_does_not_prove(office: Database, folder: Path) -> None:
    add_members(office, 50)
    made = backup(office, folder, now=NOW)
    data = bytearray(made.path.read_bytes())
    for page in range(20, len(data) // 4096, 3):
        data[page * 4096 + 1 : page * 4096 + 60] = bytes(59)
    made.path.write_bytes(data)
    with pytest.raises(Exception, match=r"不一致|malformed"):
        prove(made.path, None)


# -------------------------------------------------------------------- restore
def test_restored_beside_never_over(office: Database, folder: Path, tmp_path: Path) -> None:
    add_members(office, 5)
    made = backup(office, folder, now=NOW)
    edit(office, 1, mobile="1")
    target = tmp_path / "恢复.tuanji"
    restored = restore(made.path, target, secret=None)
    assert (restored.members, restored.head) == (5, made.head)
    again = reopen(target)
    assert rows(again, "SELECT mobile FROM members WHERE id = 1") == [("13800000000",)]
    add_members(again, 1)
    again.close()
    for taken in (target, office.path):
        with pytest.raises(FileRefused) as error:
            restore(made.path, taken, secret=None)
        assert error.value.code == "file.exists"
    assert [path.name for path in folder.iterdir()] == [made.path.name]


def test_an_encrypted_backup_needs_its_secret(
    encrypted: Database, folder: Path, tmp_path: Path, recovery_code: str
) -> None:
    add_members(encrypted, 5)
    made = backup(encrypted, folder, now=NOW)
    target = tmp_path / "恢复.tuanji"
    for secret in (None, "猜的"):
        with pytest.raises(OfficeLocked) as error:
            restore(made.path, target, secret=secret)
        assert error.value.code == "office.password"
    restore(made.path, target, secret=recovery_code)
    again = reopen(target, secret=PASSWORD)
    assert rows(again, "SELECT count(*) FROM members") == [(5,)]
    again.close()


def test_what_cannot_be_restored(tmp_path: Path, office_file: Path) -> None:
    with pytest.raises(FileRefused) as missing:
        restore(tmp_path / "没有.tuanji", tmp_path / "恢复.tuanji", secret=None)
    assert missing.value.code == "file.missing"
    office_file.write_bytes(b"no office " * 2000)
    with pytest.raises(OfficeLocked) as damaged:
        restore(office_file, tmp_path / "恢复.tuanji", secret=None)
    assert damaged.value.code == "office.damaged"
    assert not (tmp_path / "恢复.tuanji").exists()


def test_a_backup_of_a_newer_program_is_refused(
    office_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "SCHEMA_VERSION", 0)
    with pytest.raises(OfficeLocked) as newer:
        restore(office_file, tmp_path / "恢复.tuanji", secret=None)
    assert newer.value.code == "office.newer"


# ------------------------------------------------------------- list and thin
def stand_in(folder: Path, made_at: datetime, *, whole: bool = True) -> Path:
    """A file whose head and length agree (or not): thinning looks no deeper."""
    head = bytearray(4096)
    head[16:18] = (4096).to_bytes(2, "big")
    head[28:32] = (1 if whole else 2).to_bytes(4, "big")
    path = folder / f"青溪-{made_at:%Y%m%d-%H%M%S}.tuanji"
    path.write_bytes(head)
    return path


def test_the_list_is_newest_first_and_tells_what_is_cut_short(folder: Path) -> None:
    old, new = stand_in(folder, NOW - timedelta(days=3)), stand_in(folder, NOW, whole=False)
    for name in (
        "青溪-20181015.tuanji",
        "青溪二-20181015-093000.tuanji",
        "青溪-20181399-093000.tuanji",
    ):
        (folder / name).write_bytes(b"")
    (folder / "青溪-20181016-093000.tuanji").write_bytes(b"")  # a stick that was pulled
    listed = list_backups(folder, "青溪")
    assert [(one.path, one.whole) for one in listed][1:] == [(new, False), (old, True)]
    assert not listed[0].whole and listed[0].size == 0
    assert list_backups(folder / "没有", "青溪") == ()
    assert automatic_folder(Path("甲") / "青溪.tuanji") == Path("甲") / "青溪-备份"


def test_real_copies_are_whole(office: Database, encrypted: Database, folder: Path) -> None:
    for one in (office, encrypted):
        backup(one, folder, now=NOW)
        (listed,) = list_backups(folder, one.path.stem)
        assert listed.whole


def test_thinning_by_ankis_rule(folder: Path) -> None:
    """Four copies a day for a year: two days whole, then days, weeks, months."""
    for hours in range(0, 365 * 24, 6):
        stand_in(folder, NOW - timedelta(hours=hours))
    removed = thin(folder, "青溪", now=NOW, keep=Keep(daily=12, weekly=10, monthly=9))
    left = list_backups(folder, "青溪")
    assert len(left) + len(removed) == 365 * 4
    days = [one.made_at.date() for one in left]
    recent = [day for day in days if day >= NOW.date() - timedelta(days=1)]
    older = days[len(recent) :]
    assert len(recent) == 6  # 09:30 03:30 of today; four of yesterday
    assert [(NOW.date() - day).days for day in older[:12]] == list(range(2, 14))
    weeks = [day.isocalendar()[:2] for day in older[12:22]]
    assert len(set(weeks)) == 10 and weeks == sorted(weeks, reverse=True)
    months = [(day.year, day.month) for day in older[22:]]
    assert len(set(months)) == len(months) == 9
    assert thin(folder, "青溪", now=NOW) == ()  # nothing more the second time


def test_the_last_good_one_is_never_removed(folder: Path) -> None:
    long_ago = NOW - timedelta(days=4000)
    good = stand_in(folder, long_ago)
    assert thin(folder, "青溪", now=NOW) == ()
    newest = stand_in(folder, long_ago + timedelta(hours=1), whole=False)
    none = Keep(daily=0, weekly=0, monthly=0)
    assert thin(folder, "青溪", now=NOW, keep=none) == ()  # the newest is cut short
    newest.unlink()
    newest = stand_in(folder, long_ago + timedelta(hours=1))
    unfinished = folder / "青溪-20181015-093000.tuanji-unfinished"
    unfinished.write_bytes(b"")
    assert thin(folder, "青溪", now=NOW, keep=none) == ()  # a newer attempt came to nothing
    unfinished.unlink()
    assert thin(folder, "青溪", now=NOW, keep=none) == (good,)
    assert [one.path for one in list_backups(folder, "青溪")] == [newest]


def test_a_clock_that_ran_backwards_removes_nothing_new(folder: Path) -> None:
    for day in range(5):
        stand_in(folder, NOW + timedelta(days=400 + day))
    assert thin(folder, "青溪", now=NOW) == ()
