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


def test_two_who_write_one_file_do_not_meet_and_the_last_one_stands(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    with whole_file(path) as one, whole_file(path) as other:
        one.write_text("一")
        other.write_text("二")
    assert path.read_text() == "一"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_as_long_as_the_system_allows(tmp_path: Path) -> None:
    path = tmp_path / f"{'名' * 83}.csv"  # 253 bytes of 255
    with whole_file(path) as beside:
        beside.write_text("x")
    assert path.read_text() == "x"


def test_what_is_written_lies_on_the_disk_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("old")
    seen: list[str] = []
    monkeypatch.setattr("os.fsync", lambda _file: seen.append(path.read_text()))
    with whole_file(path) as beside:
        beside.write_text("new")
    assert seen == ["old"]


def test_a_missing_folder_and_a_folder_in_the_way(tmp_path: Path) -> None:
    for path, word in ((tmp_path / "无" / "a.csv", "不存在"), (tmp_path, "文件夹")):
        with pytest.raises(FileRefused, match=word) as caught, whole_file(path) as beside:
            beside.write_text("x")
        assert caught.value.code == "file.unwritable"


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="太长"), whole_file(tmp_path / f"{'名' * 99}.csv"):
        pass


def test_a_disk_that_takes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_self: Path, missing_ok: bool = False) -> None:
        raise OSError(errno.EROFS, "")

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(FileRefused, match="权限"), whole_file(tmp_path / "名单.csv"):
        raise OSError(errno.EROFS, "")


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (PermissionError(errno.EACCES, ""), "WPS"),
        (OSError(errno.EROFS, ""), "权限"),
        (OSError(errno.ENOSPC, ""), "空间"),
        (OSError(errno.EIO, ""), "磁盘"),
        (OSError(errno.EINVAL, ""), "字符"),
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
