"""What the desk says of values and of acts."""

import pytest

from tuanji_desktop.review.service import Decided, Several, Withdrawn
from tuanji_desktop.review.words import decided_words, several_words, shown, withdrawn_words


def test_numbers_are_masked_and_nothing_is_said_in_words() -> None:
    assert shown("mobile", "13900139001") == "139****9001"
    assert shown("id_number", "520628200103050012") == "520***********0012"
    assert shown("income", "学生无收入") == "学生无收入"
    assert shown("income", None) == shown("income", "") == "（空）"


@pytest.mark.parametrize(
    ("done", "level", "words"),
    [
        (Decided(("income",), (), (), 1), "good", "已通过 1 项。"),
        (Decided(("income",), ("is_cadre",), (), 1), "good", "已通过 1 项，已退回 1 项。"),
        (
            Decided((), (), ("income",), None),
            "warning",
            "1 项在您查看之后又被改过，请看过现在的值再选择。",
        ),
        (
            Decided(("income",), (), (), 1, True),
            "good",
            "已通过 1 项。单人办公，已注明本人提出本人审核。",
        ),
    ],
)
def test_a_decision(done: Decided, level: str, words: str) -> None:
    assert decided_words(done) == (level, words)


def test_a_withdrawal_and_several() -> None:
    assert withdrawn_words(Withdrawn(("income",), 3)) == ("good", "已撤回 1 项，档案保持不变。")
    assert several_words("已通过", "件修改申请", Several((1, 2), ())) == (
        "good",
        "已通过 2 件修改申请。",
    )
    left = tuple((number, f"某{number}：须逐件核对") for number in range(4))
    level, words = several_words("已通过", "件修改申请", Several((9,), left))
    assert level == "warning"
    assert words == (
        "已通过 1 件修改申请。还有 4 件修改申请没有办理：某0：须逐件核对；某1：须逐件核对；"
        "某2：须逐件核对 等。"
    )
