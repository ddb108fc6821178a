"""When the program backs up by itself, and what it says about it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import add_member, make_office
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.office import backups
from tuanji_desktop.office.backups import automatic_backup, last_backup_words
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import open_office
from tuanji_desktop.store.backup import BackupMade, automatic_folder

MORNING = datetime(2018, 8, 1, 9, 30, tzinfo=UTC).astimezone()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Context]:
    context = make_office(tmp_path)
    yield at(context, MORNING)
    context.database.close()


def at(context: Context, moment: datetime) -> Context:
    return replace(context, clock=lambda: moment, fixed_day=None)


def count(context: Context) -> int:
    return len(backups.backups_of(context))


def test_the_first_opening_makes_one_and_an_unchanged_file_no_second(office: Context) -> None:
    made = automatic_backup(office, reason="opening")
    assert made is not None
    assert (made.members, made.verified) == (6, True)
    assert made.path.parent == automatic_folder(office.database.path)
    for reason in ("opening", "closing", "before", "interval"):
        assert automatic_backup(at(office, MORNING + timedelta(days=1)), reason=reason) is None
    assert count(office) == 1


def test_closing_backs_up_what_was_changed_even_in_the_same_second(office: Context) -> None:
    automatic_backup(office, reason="opening")
    add_member(office, name="赵一")
    made = automatic_backup(office, reason="closing")
    assert made is not None
    assert made.members == 7
    assert count(office) == 2


def test_in_the_midst_of_work_every_half_hour(office: Context) -> None:
    automatic_backup(office, reason="opening")
    add_member(office, name="赵一")
    soon, later = MORNING + timedelta(minutes=29), MORNING + timedelta(minutes=30)
    assert automatic_backup(at(office, soon), reason="interval") is None
    assert automatic_backup(at(office, later), reason="interval") is not None


def test_a_clock_that_was_wrong_does_not_keep_backups_away(office: Context) -> None:
    automatic_backup(at(office, MORNING + timedelta(days=900)), reason="opening")
    add_member(office, name="赵一")
    made = automatic_backup(office, reason="interval")
    assert made is not None and made.members == 7


def test_a_backup_that_was_cut_short_does_not_count(office: Context) -> None:
    made = automatic_backup(office, reason="opening")
    assert made is not None
    made.path.write_bytes(made.path.read_bytes()[:-4096])
    assert last_backup_words(office) == backups.BackupWords("最近的备份不完整", late=True)
    assert automatic_backup(office, reason="opening") is not None


def test_old_ones_are_thinned(office: Context) -> None:
    for hour in range(6):
        add_member(office, name="赵一")
        automatic_backup(at(office, MORNING + timedelta(hours=hour)), reason="opening")
    assert count(office) == 6
    add_member(office, name="赵一")
    automatic_backup(at(office, MORNING + timedelta(days=5)), reason="opening")
    assert count(office) == 2  # of the first day one is left


def test_a_reader_backs_up_nothing(office: Context) -> None:
    path = office.database.path
    reader = open_office(path, clock=lambda: MORNING, read_only=True)
    try:
        assert automatic_backup(reader, reason="opening") is None
        backups.note_external_backup(reader, made=BackupMade(path, 6, 1, ""))
    finally:
        reader.database.close()
    assert backups.external_backup(office).days is None


def test_an_unknown_reason_is_a_bug(office: Context) -> None:
    with pytest.raises(ValueError, match="reason"):
        automatic_backup(office, reason="whim")


def test_a_folder_that_cannot_be_made_is_said(office: Context) -> None:
    automatic_folder(office.database.path).write_text("in the way")
    with pytest.raises(FileRefused, match="无法建立备份文件夹"):
        automatic_backup(office, reason="opening")


def test_the_status_bar_says_when(office: Context) -> None:
    assert last_backup_words(office) == backups.BackupWords("还没有备份", late=True)
    automatic_backup(office, reason="opening")
    clock = f"{MORNING:%H:%M}"
    assert last_backup_words(office).words == f"上次备份 {clock} ✓"
    tomorrow = last_backup_words(at(office, MORNING + timedelta(days=1)))
    assert (tomorrow.words, tomorrow.late) == (f"上次备份 08-01 {clock} ✓", False)
    assert last_backup_words(at(office, MORNING + timedelta(days=8))).late


def test_a_copy_on_the_same_disk_is_no_copy_elsewhere(office: Context, tmp_path: Path) -> None:
    folder = tmp_path / "U盘"
    folder.mkdir()
    done = backups.back_up_elsewhere(office, folder=folder)
    assert done.made.path.parent == folder
    assert not done.other_medium
    assert backups.external_backup(office) == backups.External(None, "")
    assert not backups.on_other_medium(tmp_path / "fort", office.database.path)


def test_a_copy_on_another_medium_is_remembered_with_its_day(office: Context) -> None:
    made = backups.backup_now(office)
    backups.note_external_backup(office, made=made)
    external = backups.external_backup(office)
    assert (external.days, external.place, external.late) == (0, str(made.path.parent), False)
    assert backups.external_backup(at(office, MORNING + timedelta(days=8))).late


def test_another_medium_is_told_by_its_device(
    office: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "on_other_medium", lambda folder, path: True)
    assert backups.back_up_elsewhere(office, folder=tmp_path).other_medium
    assert backups.external_backup(office).days == 0
