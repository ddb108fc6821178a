"""The runner forgets no test, and a failure of one run is a failure of all."""

from pathlib import Path

import pytest

from tools import tests


def test_every_test_file_is_in_one_run() -> None:
    given = [tests.ROOT / path for paths in tests.runs() for path in paths]
    for file in sorted(tests.TESTS.rglob("test_*.py")):
        holders = [path for path in given if path == file or path in file.parents]
        assert len(holders) == 1, file


def test_every_folder_that_is_said_to_take_long_exists() -> None:
    folders = [name for name in tests.LONGEST_FIRST if name != tests.LOOSE]
    assert [name for name in folders if not (tests.TESTS / name).is_dir()] == []


def lay_out(folder: Path, *, second: str) -> None:
    for name, body in (("first", "assert True"), ("second", second)):
        (folder / "tests" / name).mkdir(parents=True)
        (folder / "tests" / name / f"test_{name}.py").write_text(f"def test_it():\n    {body}\n")


@pytest.mark.parametrize(("second", "code"), [("assert True", 0), ("assert 1 == 2", 1)])
def test_what_fails_is_said_and_fails_the_whole(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    second: str,
    code: int,
) -> None:
    lay_out(tmp_path, second=second)
    monkeypatch.setattr(tests, "ROOT", tmp_path)
    monkeypatch.setattr(tests, "TESTS", tmp_path / "tests")
    assert tests.main(["-q"]) == code
    said = capsys.readouterr().out
    assert "ok     tests/first" in said
    assert ("assert 1 == 2" in said) is bool(code)
    assert f"{2 - code} of 2 runs passed" in said
    assert said.splitlines()[-1] == f"{2 - code} passed, {code} failed"


def test_a_run_that_dies_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(tmp_path, second="import os; os._exit(139)")
    monkeypatch.setattr(tests, "ROOT", tmp_path)
    monkeypatch.setattr(tests, "TESTS", tmp_path / "tests")
    assert tests.main(["-q"]) == 1
    said = capsys.readouterr().out
    assert "FAILED tests/second" in said
    assert said.splitlines()[-1] == "1 passed, 1 failed"
