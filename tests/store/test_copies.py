"""What `test_backup` does not see: copies by themselves."""

from pathlib import Path

import pytest

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.core.progress import Quiet
from tuanji_desktop.store.copies import UNFINISHED, Contents, copy_verified, prove
from tuanji_desktop.store.database import Database

from .helpers import add_members, rows


def test_a_copy_proves_what_its_original_held(office: Database, tmp_path: Path) -> None:
    add_members(office, 3)
    target = tmp_path / "副本.tuanji"
    made = copy_verified(office.path, None, target, envelope=None, progress=Quiet())
    ((head,),) = rows(office, "SELECT hash FROM journal_head")
    assert made == prove(target, None) == Contents(3, 2, head)


def test_the_leftover_of_a_cut_short_copy_is_no_obstacle(office_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "副本.tuanji"
    for suffix in ("", "-journal", "-wal"):
        (tmp_path / (target.name + UNFINISHED + suffix)).write_bytes(b"half")
    copy_verified(office_file, None, target, envelope=None, progress=Quiet())
    assert sorted(path.name for path in tmp_path.glob("副本*")) == [target.name]


def test_a_target_is_never_overwritten(office_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "副本.tuanji"
    target.write_bytes("原来的内容".encode())
    with pytest.raises(FileRefused) as refused:
        copy_verified(office_file, None, target, envelope=None, progress=Quiet())
    assert refused.value.code == "file.exists"
    assert target.read_bytes() == "原来的内容".encode()
