"""A file is there whole or not at all, and a refusal says what to do."""

import errno
from pathlib import Path

import pytest

from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.target import refused_by_system, whole_file


def test_the_file_appears_when_it_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("old")
    with whole_file(path) as beside:
        beside.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("old")
    with pytest.raises(RuntimeError), whole_file(path) as beside:
        beside.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_and_a_folder_in_the_way(tmp_path: Path) -> None:
    for path, word in ((tmp_path / "无" / "a.csv", "不存在"), (tmp_path, "文件夹")):
        with pytest.raises(FileRefused, match=word) as caught, whole_file(path) as beside:
            beside.write_text("x")
        assert caught.value.code == "file.unwritable"


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (PermissionError(errno.EACCES, ""), "WPS"),
        (OSError(errno.EROFS, ""), "权限"),
        (OSError(errno.ENOSPC, ""), "空间"),
        (OSError(errno.EIO, ""), "磁盘"),
    ],
)
def test_the_system_refuses(error: OSError, word: str, tmp_path: Path) -> None:
    told = refused_by_system(tmp_path / "名单.xlsx", error)
    assert told.code == "file.unwritable"
    assert word in told.message


def test_a_file_that_another_program_holds_is_told_before_the_work_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_text("old")

    def held(_self: Path, _mode: str) -> None:
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr(Path, "open", held)
    began = False
    with pytest.raises(FileRefused, match="WPS/Excel"), whole_file(path):
        began = True
    assert not began
