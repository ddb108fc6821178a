"""Every benchmark works: at a tiny size, one round, in this process."""

from pathlib import Path

import pytest

from benchmarks import __main__ as program
from benchmarks import county
from benchmarks.bench import Bench
from benchmarks.measure import as_markdown

MEMBERS = 300
APART = {"start"}  # is a process by nature


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny county, made once for all tasks."""
    made = tmp_path_factory.mktemp("bench")
    county.county(made, MEMBERS)
    return made


@pytest.mark.parametrize("name", [name for name in program.TASKS if name not in APART])
def test_a_task_measures_what_it_says(name: str, folder: Path, qapp: object) -> None:
    bench = Bench(MEMBERS, folder, rounds=1, processes=1, apart=False)
    rows = program.measure(bench, [name])
    assert rows
    assert all(second >= 0 for row in rows for second in row.times.seconds)
    table = as_markdown(rows).splitlines()
    assert len(table) == len(rows) + 2
    assert len({len(line) for line in table}) == 1


def test_the_machine_is_described_without_its_name() -> None:
    import platform

    assert platform.node() not in program.machine() or not platform.node()


def test_a_run_is_kept_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("before\n<!-- run -->\nold\n<!-- end -->\nafter\n", encoding="utf-8")
    program.keep("new", page)
    kept = "before\n<!-- run -->\nnew\n<!-- end -->\nafter\n"
    assert page.read_text(encoding="utf-8") == kept
