"""Why, the rule sheet, the report-in cycle and the notice on the command line."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.builders import add_member, make_office, valid_id
from tests.cli.conftest import Answer, Tuanji
from tests.papers.reading import whole_text
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.lifecycle import Stage

COMPLETE = {
    "mobile": "13700137000",
    "id_number": valid_id(date(2001, 5, 6), serial=60),
    "sex": "男",
    "born_on": "2001-05-06",
}


class Office:
    def __init__(self, folder: Path, tuanji: Tuanji) -> None:
        context = make_office(folder)
        self.file, self._tuanji = context.database.path, tuanji
        self.draft = add_member(context, name="周八", status="draft", **COMPLETE)
        self.empty = add_member(context, name="周九", status="draft", education="", **COMPLETE)
        context.database.close()

    def __call__(self, *words: object, day: str = "2018-08-01") -> Answer:
        return self._tuanji("--office", self.file, "--today", day, "member", *words)


@pytest.fixture
def office(tmp_path: Path, tuanji: Tuanji) -> Office:
    return Office(tmp_path, tuanji)


def test_show_tells_what_the_popup_tells(office: Office) -> None:
    shown = office("show", 1, day="2018-10-15")["fields"]
    assert shown.keys() == FIELDS.keys()
    name = shown["name"]
    assert (name["tier"], name["clause"], name["path"]) == ("locked", "G 一.2", "deletion_reentry")
    assert "4项个人信息均不可修改" in name["clause_text"]
    assert "命脉工程" in name["document"]
    assert (name["since"], name["by"]) == ("2018-08-01", "王干事")
    assert name["history"][0].startswith("2018-08-01 审核通过、登记在册")
    joined = shown["joined_on"]
    assert (joined["since"], joined["by"]) == ("2018-09-28", "共青团广东省委办公室")
    assert "还剩 47 天" in joined["history"][1]
    assert shown["branch"]["ways"] == [
        {"path": "transfer", "label": "发起转接…"},
        {"path": "deletion_reentry", "label": "误审核通过，申请删除…"},
    ]
    assert "转接" in shown["branch"]["advice"]


def test_the_whole_cycle_with_its_history(office: Office) -> None:
    """G 一.1."""
    who = office.draft
    assert office("report-in", who, "submit")["status"] == "submitted"
    back = office("report-in", who, "return", "--reason", "报错支部")
    assert back["status"] == "returned"
    shown = office("show", who)
    assert shown["status_reason"] == "报错支部"
    assert shown["fields"]["branch"]["tier"] == "free"
    moved = office("report-in", who, "submit", "--org", "QX0102")
    assert moved["status"] == "submitted"
    assert office("report-in", who, "withdraw")["status"] == "withdrawn"
    assert office("report-in", who, "submit")["status"] == "submitted"
    assert office("report-in", who, "approve")["status"] == "active"
    steps = office("show", who)["report_in"]
    assert [(one["act"], one["to"]) for one in steps] == [
        ("登记为“草稿”", "draft"),
        ("提交报到", "submitted"),
        ("退回报到", "returned"),
        ("改报并重新提交报到", "submitted"),
        ("撤回报到", "withdrawn"),
        ("重新提交报到", "submitted"),
        ("审核通过", "active"),
    ]
    assert (steps[2]["reason"], steps[2]["by"]) == ("报错支部", "王干事")
    assert steps[3]["branch"] == "高三（2）班"
    assert {one["at"][:10] for one in steps[1:]} != set()


def test_a_refused_submission_lists_the_fields(office: Office) -> None:
    """Q 五.2 and G 一.5: a starred field that is empty keeps the report-in back."""
    refused = office("report-in", office.empty, "submit")
    assert refused.code == 1
    error = refused["error"]
    assert (error["code"], error["clause"], error["fields"]) == (
        "required.empty", "N 二.1", ["education"],
    )  # fmt: skip
    assert "学历" in error["message"]
    whole = office("add", "--org", "QX0101", "--submit", "name=李新")
    assert whole["error"]["fields"][:2] == ["id_kind", "id_number"]
    assert office("show", office.empty)["status"] == "draft"


def test_the_sheet_of_any_day_as_data_and_as_a_file(office: Office, tmp_path: Path) -> None:
    tiers = {
        day: office("rules", 1, "--day", day)["fields"]["joined_on"]["stages"]["active"]["tier"]
        for day in ("2018-09-27", "2018-09-28", "2018-11-30", "2018-12-01")
    }
    assert list(tiers.values()) == ["locked", "review", "review", "locked"]
    out = tmp_path / "规则表.xlsx"
    sheet = office("rules", 1, "--out", out)
    assert (sheet["day"], sheet["status"], sheet["policy"]) == (
        "2018-08-01", "active", "guangdong-2018",
    )  # fmt: skip
    assert sheet["stages"].keys() == {stage.value for stage in Stage}
    assert sheet["fields"]["name"]["required_clause"] == "N 二.1"
    assert sheet["fields"]["name"]["stages"]["active"]["required"] is True
    assert openpyxl.load_workbook(out).active.max_row == len(FIELDS) + 2
    assert office("rules", 1, "--day", "gestern").code == 2


def test_the_notice_is_made_while_the_report_in_waits(office: Office, tmp_path: Path) -> None:
    """G 三.2."""
    office("report-in", office.draft, "submit")
    out = tmp_path / "通知单.pdf"
    made = office("notice", office.draft, "--out", out, "--org", "QX0102")
    assert (made["pages"], made["findings"]) == (1, [])
    assert made["bytes"] == len(out.read_bytes())
    text = whole_text(out.read_bytes())
    assert "周八同志" in text
    assert "自行撤回" in text
    assert "高三（2）班支部委员会。" in text
    refused = office("notice", 1, "--out", tmp_path / "x.pdf")
    assert (refused.code, refused["error"]["code"]) == (1, "notice.stage")
    assert refused["error"]["clause"] == "G 三.2"
    assert not (tmp_path / "x.pdf").exists()
