"""Files that mean harm end in one sentence or are read, soon and within their memory."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.sheets.files import FIRST_SCHOOL, MINZU, VOCATIONAL, sparse_giant
from tests.sheets.hostile import HOSTILE
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.notices import LINKS, MACROS
from tuanji_desktop.sheets.reader import Workbook, read_workbook
from tuanji_desktop.sheets.refusals import TOO_SLOW

SECONDS, MEGABYTES = 10.0, 512

READ = {
    "一万六千列.xlsx",
    "一百万空行.xlsx",
    "五十万空格.xlsx",
    "套层.xlsx",
    "外部文件.xlsx",
    "宏.xlsm",
    "循环公式.xlsx",
    "三百万字的标签.xlsx",
    "十万处合并.xlsx",
    "空白重复.ods",
    "七位码.csv",
}
TOO_LARGE = {
    *("两个角.xlsx", "两千行一万六千列.xlsx", "炸弹.xlsx", "部件太多.xlsx", "重叠.xlsx"),
    *("一格八百万字.xlsx", "五千张表.xlsx", "列重复.ods", "行重复.ods", "行列重复.ods"),
    *("两万层网页.xls", "跨行跨列.xls", "字符引用.xls", "没有结尾.xls", "很远的格.xml"),
    *("十万列.csv", "两千万格.csv", "一行.csv"),
}
EITHER = {  # what the libraries make of it may change; that it ends well may not
    *(
        "自己指向自己.xlsx",
        "空字符.xlsx",
        "目录成环.xls",
        "扇区成环.xls",
        "两个角.xls",
        "三百张表.xls",
    ),
}


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, float]]:
    """Of every child that ended, its seconds of work and its memory in MB: what the clock says
    depends on what else this computer does."""
    seen: list[tuple[float, float]] = []
    plain = subprocess.Popen.wait

    def wait(child: "subprocess.Popen[bytes]", timeout: float | None = None) -> int:
        if child.returncode is None and hasattr(os, "wait4"):
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            seen.append((usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
        return plain(child, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", wait)
    return seen


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_soon_and_small(
    name: str, taken: list[tuple[float, float]], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(HOSTILE[name]())
    book: Workbook | None = None
    code = sentence = ""
    try:
        book = read_workbook(path)
    except FileRefused as refusal:
        code, sentence = refusal.code, refusal.message
    assert TOO_SLOW not in sentence
    for seconds, megabytes in taken:
        assert seconds < SECONDS
        assert megabytes < MEGABYTES
    if name in EITHER:
        assert book or sentence.endswith("。")
    elif name in READ:
        assert book, sentence
    else:
        assert (code, sentence.endswith("。")) == (
            "file.too_large" if name in TOO_LARGE else "file.unreadable",
            True,
        )


def test_macros_and_other_files_are_told(tmp_path: Path) -> None:
    for name, told in (("宏.xlsm", MACROS), ("外部文件.xlsx", LINKS)):
        path = tmp_path / name
        path.write_bytes(HOSTILE[name]())
        assert told in read_workbook(path).told


def test_a_sparse_giant_is_small_and_ends_at_once(tmp_path: Path) -> None:
    path = sparse_giant(tmp_path / "a.xlsx")
    assert path.stat().st_size < 2000
    began = time.monotonic()
    with pytest.raises(FileRefused) as caught:
        read_workbook(path)
    assert caught.value.code == "file.too_large"
    assert time.monotonic() - began < 10  # what the clerk is promised of any file


@pytest.mark.parametrize("source", [FIRST_SCHOOL, VOCATIONAL, MINZU])
def test_a_list_that_was_cut_is_refused_or_whole_so_far(source: Path, tmp_path: Path) -> None:
    """No half list is taken for a whole one; only of a text nobody can know where it ended."""
    whole = source.read_bytes()
    path = tmp_path / source.name
    for cut in (3, 513, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:cut])
        try:
            book = read_workbook(path)
        except FileRefused as refusal:
            assert refusal.code == "file.unreadable", cut
        else:
            complete = read_workbook(source).sheets[0].rows
            if book.format == "csv":
                last = len(book.sheets[0].rows) - 1
                assert book.sheets[0].rows[:last] == complete[:last]
            else:
                assert book.sheets[0].rows == complete, cut
