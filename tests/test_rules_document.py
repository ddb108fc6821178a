"""docs/rules.md holds every sentence of both documents, and each of its tests exists."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "docs" / "rules.md"
DOCUMENTS = sorted((ROOT / "docs" / "reference").glob("*.txt"))
BACKGROUND = "背景或称谓"


@dataclass(frozen=True)
class Row:
    """One row: the document's own words, what the program does, where, and the tests."""

    section: str
    sentence: str
    behaviour: str
    where: str
    tests: tuple[str, ...]


def rows() -> Iterator[Row]:
    section = ""
    for line in RULES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ").strip()
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 4 or cells[0] in ("原文", "---"):
            continue
        tests = tuple(re.findall(r"`([^`]+::[^`]+)`", cells[3]))
        yield Row(section, cells[0], cells[1], cells[2], tests)


ROWS = list(rows())


def squeezed(text: str) -> str:
    return re.sub(r"\s+|<br>", "", text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_no_sentence_is_left_out(document: Path) -> None:
    said = squeezed("".join(row.sentence for row in ROWS if document.stem in row.section))
    assert said == squeezed(document.read_text(encoding="utf-8"))


@lru_cache
def functions(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.Assign)
        for name in (
            [node.name]
            if isinstance(node, ast.FunctionDef)
            else [target.id for target in node.targets if isinstance(target, ast.Name)]
        )
    )


def test_every_binding_sentence_names_its_place_and_a_test_that_exists() -> None:
    bare = [row.sentence for row in ROWS if BACKGROUND not in row.behaviour and not row.tests]
    assert bare == []
    placeless = [row.sentence for row in ROWS if row.tests and not row.where]
    assert placeless == []
    lost = [
        test
        for row in ROWS
        for test in row.tests
        if not (path := ROOT / test.split("::")[0]).is_file()
        or test.split("::")[1] not in functions(path)
    ]
    assert lost == []


def test_background_is_not_a_way_out() -> None:
    """What commands or forbids is never passed over as background."""
    commanding = (
        "不可修改",
        "提交所在团支部审核",
        "正式行文",
        "收回",
        "退回",
        "需填写",
        "标红",
        "必填项",
    )
    passed_over = [
        row.sentence
        for row in ROWS
        if BACKGROUND in row.behaviour and any(word in row.sentence for word in commanding)
    ]
    assert passed_over == []
