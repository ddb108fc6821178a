"""House rules that neither ruff nor import-linter can hold, as tests over the files themselves."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tuanji_desktop"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
LARGEST_FILE = 24_000  # bytes; beyond it ask which room is missing

HEAVY = {
    *("argon2", "cryptography", "openpyxl", "pypdfium2", "pypinyin", "python_calamine"),
    *("reportlab", "stdnum", "xlsxwriter", "zxingcpp"),
}
# written in pieces, so that this file passes its own test
FOREIGN = re.compile(
    "|".join(
        [
            r"pypi\." + "org",
            "python" + "hosted",
            "registry" + r"\.npm",
            "--(extra-)?" + "index-url",
            "find-" + "links",
            r"(?<![\w.~}>)])/(work|root|home|tmp|opt)" + "/",
        ]
    )
)


@cache
def sources() -> list[Path]:
    """The modules of the program."""
    return sorted(p for p in PACKAGE.rglob("*.py") if p.read_text(encoding="utf-8").strip())


def is_left_over(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts if part != ".ci")
    made = {"__pycache__", "build", "dist"} & set(path.parts)
    return hidden or bool(made) or any(part.endswith(".egg-info") for part in path.parts)


@cache
def kept_files() -> list[Path]:
    """What a checkout holds; without git, all but what the tools leave behind."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        paths = [ROOT / name for name in listed.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*") if not is_left_over(path.relative_to(ROOT))]
    return [path for path in paths if path.is_file()]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(statements: list[ast.stmt]) -> Iterator[str]:
    """The top names of what the statements import, one level deep into `try` and `if`."""
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Try | ast.If) and "TYPE_CHECKING" not in ast.unparse(node):
            yield from imported(node.body)


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def test_every_module_has_its_mirror_test() -> None:
    def mirror(path: Path) -> Path:
        below = path.relative_to(PACKAGE)
        return ROOT / "tests" / below.parent / f"test_{below.name}"

    modules = [path for path in sources() if path.name not in ("__init__.py", "__main__.py")]
    assert names([path for path in modules if not mirror(path).exists()]) == []


def test_files_stay_small() -> None:
    python = [path for path in kept_files() if path.suffix == ".py"]
    assert names([path for path in python if path.stat().st_size > LARGEST_FILE]) == []


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    early = {
        name: heavy
        for path in sources()
        if (heavy := HEAVY & set(imported(tree_of(path).body)))
        for name in names([path])
    }
    assert early == {}


def test_no_module_knows_both_the_window_and_the_database() -> None:
    both = [
        path for path in sources() if {"PySide6", "sqlalchemy"} <= set(imported(tree_of(path).body))
    ]
    assert names(both) == []


def test_only_the_store_knows_the_driver() -> None:
    drivers = {"sqlcipher3", "sqlite3"}
    strangers = [
        path
        for path in sources()
        if PACKAGE / "store" not in path.parents
        and any(
            drivers & set(imported([node]))
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.stmt)
        )
    ]
    assert names(strangers) == []


def test_today_is_an_argument() -> None:
    def asks_the_clock(path: Path) -> bool:
        return any(
            isinstance(node, ast.Attribute)
            and node.attr == "today"
            and isinstance(node.value, ast.Name)
            and node.value.id in ("date", "datetime")
            for node in ast.walk(tree_of(path))
        )

    below = [p for p in sources() if p != PACKAGE / "app.py" and PACKAGE / "cli" not in p.parents]
    assert names([path for path in below if asks_the_clock(path)]) == []


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = {}
    for path in kept_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if hit := FOREIGN.search(text):
            found[path.relative_to(ROOT).as_posix()] = hit.group()
    assert found == {}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: str(path.stem))
def test_a_lock_is_pins_and_hashes_only(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    pin = re.compile(r"[a-z0-9-]+==[\w.]+( ; [^\\]+)? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [line for line in lines if not (pin.fullmatch(line) or digest.fullmatch(line))] == []
    # every pin is followed by a hash
    assert not [a for a, b in pairwise([*lines, ""]) if pin.fullmatch(a) and "--hash" not in b]


def test_the_locks_agree() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9-]+==[\w.]+)", text, re.MULTILINE))

    assert pins("runtime.txt") <= pins("dev.txt")
    assert any(pin.startswith("pyside6-essentials==6.9.") for pin in pins("runtime.txt"))


def test_the_command_line_starts_without_the_window_and_the_heavy_libraries() -> None:
    script = "import sys, tuanji_desktop.cli; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) & (HEAVY | {"PySide6"}) == set()
