"""The command that runs a folder of spreadsheets: what it counts as read, refused and failed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests import corpus
from tests.corpus import FAILED, READ, REFUSED, Outcome, files_in, main, try_file
from tests.sheets.files import FIRST_SCHOOL, MINZU
from tuanji_desktop.core.errors import FileRefused
from tuanji_desktop.sheets.refusals import TOO_SLOW


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the command does to the starting of processes ends with the test."""
    monkeypatch.setattr(subprocess, "Popen", subprocess.Popen)


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> Outcome:
    def read(path: Path) -> None:
        raise error

    monkeypatch.setattr(corpus, "read_workbook", read)
    return try_file(FIRST_SCHOOL)


def test_a_folder_is_run_and_summed_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sub").mkdir()
    shutil.copy(FIRST_SCHOOL, tmp_path / "sub" / "a.xlsx")
    shutil.copy(MINZU, tmp_path / "b.csv")
    (tmp_path / "c.xlsx").write_bytes(b"")
    assert main([str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:7].strip() for line in lines[:3]] == [READ, REFUSED, READ]
    assert "sub/a.xlsx: xlsx, 1 sheets, " in lines[2]
    assert "c.xlsx: file.unreadable “c.xlsx”：文件是空的" in lines[1]
    assert lines[4].startswith("3 files: 2 read, 1 refused, 0 failed")
    assert "1 × file.unreadable “…”" in lines[5]


def test_memory_is_counted(tmp_path: Path) -> None:
    corpus.measure_children()
    outcome = try_file(FIRST_SCHOOL)
    assert outcome.verdict == READ
    assert 5 < outcome.megabytes < 512


def test_only_some_suffixes(tmp_path: Path) -> None:
    for name in ("a.XLSX", "b.csv", "c.xls"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in files_in(tmp_path, ["xlsx", "csv"])] == ["a.XLSX", "b.csv"]
    assert len(list(files_in(tmp_path, []))) == 3


def test_failures(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert failing(monkeypatch, KeyError("x")).words == "crash: KeyError: 'x'"
    assert failing(monkeypatch, FileRefused("file.too_large", f"“a”：{TOO_SLOW}")).verdict == FAILED
    assert failing(monkeypatch, FileRefused("file.unreadable", "坏")).verdict == REFUSED
    failing(monkeypatch, KeyError("x"))
    assert main([str(FIRST_SCHOOL.parent), "--only", "xls"]) == 1
    assert "1 failed" in capsys.readouterr().out


def test_a_child_that_crashed_or_took_too_much_is_a_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ended(status: int, megabytes: float, work: float = 1.0) -> Outcome:
        def read(path: Path) -> None:
            corpus.MeasuredChild.ended.append((status, work, megabytes))
            raise FileRefused("file.unreadable", "坏")

        monkeypatch.setattr(corpus, "read_workbook", read)
        return try_file(FIRST_SCHOOL)

    assert ended(-11, 9).words == "crash: the child ended with -11"
    assert ended(-6, 9).verdict == ended(-9, 9).verdict == ended(0, 500).verdict == REFUSED
    assert ended(0, 513).words.startswith("memory: 513 MB")
    assert ended(0, 9, 11.0).words.startswith("hang: 11.0 s of work")


def test_an_empty_folder_proves_nothing(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1
