"""The dialog's sentences."""

from pathlib import Path

import pytest

from tests.builders import add_member, packs
from tuanji_desktop.members.edits import Refusal, Verdict
from tuanji_desktop.members.loading import Judged, load_card
from tuanji_desktop.members.service import Saved, report_in
from tuanji_desktop.members.words import (
    all_findings,
    first_wrong,
    of_return,
    of_saved,
    of_unsaved,
)
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.checks import Finding
from tuanji_desktop.rules.policy import ChangePath, FieldState, Policy, Tier, load_pack

STATES = {"income": FieldState(Tier.REVIEW, "G 一.3", "", ChangePath.CHANGE_REQUEST, "")}
LOCKED = Refusal("name", "locked", "G 一.2", "姓名不可修改。", "deletion_reentry", "")
WRONG = Finding("mobile", "error", "x", "手机不对。")


def pack(name: str) -> Policy:
    folder: Path = packs()
    return load_pack(folder / f"{name}.toml", directories=(folder,))


@pytest.mark.parametrize(
    ("done", "level", "text"),
    [
        (Saved((), (), (), ()), "info", "没有需要保存的修改。"),
        (Saved(("mobile", "qq"), (), (), ()), "good", "已保存：手机号码、QQ号。"),
        (
            Saved(("mobile",), ("income",), (), ()),
            "good",
            "已保存：手机号码。已提交审核：经济收入，经团支部确认后生效（G 一.3）。",
        ),
        (Saved((), (), (LOCKED,), ()), "error", "没有保存。姓名：姓名不可修改（G 一.2）。"),
        (Saved((), (), (), (WRONG,)), "error", "没有保存，请先改正：手机不对。"),
        (
            Saved((), (), (), (Finding("qq", "warning", "x", "已存为草稿。"),), draft=True),
            "warning",
            "已存为草稿。",
        ),
    ],
)
def test_what_became_of_an_edit(done: Saved, level: str, text: str) -> None:
    assert of_saved(done, STATES) == (level, text)


def test_where_to_go_after_a_refusal() -> None:
    assert first_wrong(Saved((), (), (LOCKED,), (WRONG,))) == "name"
    assert first_wrong(Saved((), (), (), (WRONG,))) == "mobile"
    assert first_wrong(Saved((), (), (), ())) == ""


def test_a_refusal_stands_under_its_field() -> None:
    findings = all_findings(Verdict({}, {}, (LOCKED,), (WRONG,)))
    assert [(one.field, one.message) for one in findings] == [
        ("name", "姓名不可修改。（G 一.2）"),
        ("mobile", "手机不对。"),
    ]


def test_what_is_unsaved() -> None:
    judged = Judged(Verdict({}, {"income": "≤2000"}, (), ()), ("mobile",), ("mobile",))
    guangdong, qilu = pack("guangdong-2018"), pack("qilu-2024")
    assert of_unsaved(0, judged, guangdong, on_roster=True) == ""
    assert of_unsaved(1, None, guangdong, on_roster=True) == "1 项修改未保存"
    assert of_unsaved(1, judged, guangdong, on_roster=True) == (
        "1 项修改未保存；其中 经济收入 须经审核"
    )
    assert of_unsaved(1, judged, qilu, on_roster=True).endswith("原有信息不变（Q 五.2）")
    assert "草稿" not in of_unsaved(1, judged, qilu, on_roster=False)


def test_whoever_goes_on_reads_why_it_came_back(office: Context) -> None:
    waiting = add_member(office, name="周八", status="submitted")
    assert of_return(load_card(office, waiting)) == ""
    report_in(office, member_id=waiting, act="return", reason="报错支部。")
    assert of_return(load_card(office, waiting)) == (
        "报到被退回（王干事，2018-08-01）：报错支部。改好后重新提交。"
    )
