"""The kept papers on the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import make_office
from tests.cli.conftest import Answer, Tuanji
from tests.paperwork.archive_helpers import Kept, fill, sha256_of

Papers = Callable[..., Answer]


@pytest.fixture
def file(tmp_path: Path) -> tuple[Path, Kept]:
    office = make_office(tmp_path)
    kept = fill(office)
    office.database.close()
    return office.database.path, kept


@pytest.fixture
def papers(file: tuple[Path, Kept], tuanji: Tuanji) -> Papers:
    return lambda *words: tuanji("--office", file[0], *words)


def test_what_is_kept_is_listed(papers: Papers, file: tuple[Path, Kept]) -> None:
    kept = file[1]
    listed = papers("papers", "list")
    assert [one["no"] for one in listed["papers"]] == [kept.slip, kept.form, kept.roster]
    assert listed["papers"][1] == {
        "no": kept.form,
        "form": "deletion-guangdong",
        "title": "删除团员申请表 SC2018-001",
        "number": "SC2018-001",
        "about": "一中团委",
        "made_at": "2018-07-01T10:00:00",
        "pages": 3,
        "printed": 0,
        "void_pages": [],
        "scanned_pages": [],
        "state": "未打印",
    }
    assert papers("papers", "list", "--find", "张三")["papers"][0]["no"] == kept.form
    assert papers("papers", "list", "--org", "QX0102")["count"] == 1
    assert papers("papers", "list", "--year", 2017, "--form", "roster")["count"] == 1
    first = papers("papers", "list", "--limit", 1)
    assert (first["count"], len(first["papers"])) == (3, 1)


def test_a_reprint_a_print_a_void_sheet(
    papers: Papers, file: tuple[Path, Kept], tmp_path: Path
) -> None:
    number, out = file[1].form, tmp_path / "重印.pdf"
    shown = papers("papers", "show", number, "--out", out)
    assert sha256_of(out.read_bytes()) == shown["sha256"]
    assert papers("papers", "printed", number, "--pages", "1", "--copies", 2).code == 0
    told = papers("papers", "prints", number)
    assert [(one["pages"], one["copies"]) for one in told["prints"]] == [("1", 2)]
    voided = papers("papers", "void", number, "--page", 1, "--reason", "盖偏")
    assert papers("papers", "show", number)["void_pages"] == [1]
    assert papers("papers", "list", "--only", "void")["count"] == 1
    assert papers("undo", voided["operation"]).code == 0
    assert papers("papers", "show", number)["spoiled"] == []


def test_refusals_and_wrong_usage(papers: Papers) -> None:
    assert papers("papers", "show", 9)["error"]["code"] == "paper.unknown"
    assert papers("papers", "void", 9, "--reason", "盖偏").code == 1
    assert papers("papers", "void", 1, "--reason", " ")["error"]["code"] == "paper.void_reason"
    assert papers("papers", "list", "--only", "没有").code == 2
