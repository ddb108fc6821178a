"""What a picker of units lists, and what answers to typing."""

import time

import pytest

from tuanji_desktop.members.branch_model import CHOICE, BranchModel
from tuanji_desktop.members.loading import BranchChoice

UNITS = (
    BranchChoice(1, "JF01", "共青团青溪县教育局委员会", "教育局团工委", "青溪团县委"),
    BranchChoice(2, "JF0101", "共青团解放路中学委员会", "解放路中学", "教育局团工委", "教育局团工委"),
    BranchChoice(
        3, "JF010101", "解放路中学高三（1）班支部委员会", "高三（1）班", "解放路中学",
        "教育局团工委 › 解放路中学",
    ),
    BranchChoice(4, "JF0201", "石桥镇委员会", "石桥镇", "青溪团县委"),
)  # fmt: skip


def shown(model: BranchModel) -> list[int]:
    return [model.index(row).data(CHOICE).id for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", [1, 2, 3, 4]),
        ("解放", [2, 3]),
        ("解放 高三", [3]),
        ("教育局", [1, 2, 3]),
        ("jf0201", [4]),
        ("jflzx", [2, 3]),
        ("gs1b", [3]),
        ("JFLZXGS", [3]),
        ("镇 sq", [4]),
        ("没有", []),
    ],
)
def test_names_superiors_codes_and_initials_answer(typed: str, found: list[int]) -> None:
    model = BranchModel(UNITS)
    model.narrow(typed)
    assert shown(model) == found


def test_a_line_says_where_the_unit_stands() -> None:
    model = BranchModel(UNITS)
    model.narrow("gs1b")
    assert model.index(0).data() == "高三（1）班　教育局团工委 › 解放路中学"
    assert model.place_of(0) == "教育局团工委 › 解放路中学 › 高三（1）班（JF010101）"


def test_twenty_thousand_are_listed_at_once() -> None:
    units = [BranchChoice(n, f"A{n}", f"全称{n}支部", f"简称{n}", "上级") for n in range(20_000)]
    begun = time.process_time()
    model = BranchModel(units)
    model.narrow("")
    assert model.rowCount() == 20_000
    assert time.process_time() - begun < 0.05
