"""Forms of other provinces, written only from the manual: installed, filled, printed, filed."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from python_calamine import CalamineWorkbook

from tests.builders import add_member, make_office
from tests.cli.conftest import Tuanji, tuanji
from tests.flows.conftest import Clerk
from tests.papers.reading import Box, boxes, codes, page_texts, rules

__all__ = ["tuanji"]
FORMS = Path(__file__).parents[1] / "papers" / "forms"
OTHERS = ("王明明", "赵小兰", "周志强")


@dataclass(frozen=True)
class Sheet:
    """A form, whom it is filled with, and what a clerk then finds on it, page by page."""

    code: str
    title: str
    members: tuple[int, ...]
    pages: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]
    table: tuple[tuple[str, ...], ...]
    promise: str
    signatures: tuple[str, ...]
    under: str


YUNZE = Sheet(
    "yunze-2025",
    "云泽省“智慧团建”系统错误信息团员核删名册",
    tuple(range(1, 10)),
    (
        (
            "填报单位（盖章）：", "填表日期：", "联系人：王干事", "联系电话：13900139000",
            "序号", "所在团支部（全称）", "姓名", "性别", "身份证号（系统中）", "入团年月", "手机号码",
            "申请核删原因", "李小梅", "女", "520628200111200046", "2016-05", "13800138002", "无团籍人员",
            "买买提·艾力", "王明明", "张三", "赵小兰", "周志强", "龙𬱖", "欧阳文静", "第1页 共2页",
        ),
        (
            "序号", "姓名", "申请核删原因", "单雄", "以下空白", "核删后重新录入保证：",
            "支部书记签字：", "团委负责人签字：", "日期：", "说明", "1.本表一式两份", "2.姓名、身份证号",
            "第2页 共2页",
        ),
    ),
    (8, 2),
    (("序号", "所在团支部（全称）", "姓名", "性别"), ("1", "", "李小梅", "女"), ("2", "", "买买提·艾力", "男")),
    "核删后重新录入保证：",
    ("支部书记签字：", "团委负责人签字：", "日期："),
    "1.本表一式两份",
)  # fmt: skip
NANLING = Sheet(
    "nanling-return",
    "南岭省“误审核团员”退回登记表",
    (1, 5),
    (
        (
            "附件2", "南岭省", "填报单位（公章）：", "填报人：王干事", "联系电话：13900139000", "填报日期：",
            "序号", "误审核的团支部", "张三", "男", "2016-05", "无团籍人员", "龙𬱖", "以下空白", "本单位保证",
            "团支部书记签字：", "时间：", "填表说明", "第1页 共1页",
        ),
    ),
    (8,),
    (
        ("序号", "姓名", "性别", "入团年月"),
        ("1", "张三", "男", "2016-05"),
        ("2", "龙𬱖", "女", "2016-05"),
    ),
    "本单位保证：退回后五日内",
    ("团支部书记签字：", "时间："),
    "填表说明",
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The small county with nine members, ids 1 to 9."""
    context = make_office(tmp_path)
    for number, name in enumerate(OTHERS, start=7):
        values = {"id_number": f"44{number:016}", "sex": "女", "mobile": f"1380013800{number}"}
        add_member(context, name=name, **values)
    context.database.close()
    return context.database.path


def request(clerk: Clerk, member_id: int) -> None:
    clerk.desk("roster").table.choose([member_id])
    clerk.command("delete_member")
    dialog = clerk.dialog("deletion_request_dialog")
    clerk.press("reason_not_a_member", dialog)
    clerk.press("request_submit", dialog)
    dialog.reject()
    clerk.wait()


@pytest.mark.parametrize("sheet", [YUNZE, NANLING], ids=lambda one: one.code)
def test_from_the_file_to_the_stamped_sheet(
    sheet: Sheet,
    open_office_file: Callable[..., Clerk],
    office: Path,
    tuanji: Tuanji,
    tmp_path: Path,
) -> None:
    clerk = open_office_file(office)
    settings: Any = clerk.desk("settings")
    settings.show_hint("forms")
    settings.forms.install(FORMS / f"{sheet.code}.toml")
    clerk.wait()
    assert "已装入" in settings.forms.banner.text
    for member_id in sheet.members:
        request(clerk, member_id)

    desk: Any = clerk.desk("deletion")
    clerk.press("deletion_make_batch", desk)
    dialog = clerk.dialog("batch_dialog")
    form = clerk.find(QComboBox, "batch_form", dialog)
    form.setCurrentIndex(form.findText(sheet.title))
    clerk.wait()
    for name, words in (("batch_contact", "王干事"), ("batch_phone", "13900139000")):
        clerk.find(QLineEdit, name, dialog).setText(words)
    clerk.press("batch_make", dialog)
    shown = desk.preview.data
    assert clerk.value("SELECT form FROM papers") == f"deletion-{sheet.code}"
    assert clerk.value("SELECT content FROM blobs") == shown

    look_at(shown, sheet)
    desk.close_paper()
    clerk.wait()

    pdf, table = tmp_path / "登记表.pdf", tmp_path / "登记表.xlsx"
    for out in (pdf, table):
        answer = tuanji(
            "--office", office, "paper", sheet.code, "--batch", "2018-001", "--out", out
        )
        assert answer.code == 0
    assert pdf.read_bytes() == shown  # the reprint is the same paper
    look_at_table(table, sheet)


def look_at(pdf: bytes, sheet: Sheet) -> None:
    """What a clerk sees of it: sheets on their side, everything in its order, nothing beside the
    frame."""
    texts = [one.replace("\r", "").replace("\n", "") for one in page_texts(pdf)]
    assert len(texts) == len(sheet.pages)
    assert sheet.title in texts[0]
    for text, words in zip(texts, sheet.pages, strict=True):
        at = -1
        for one in words:
            at = text.find(one, at + 1)
            assert at >= 0, one
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        for page, rows in enumerate(sheet.rows):
            width, height = document[page].get_size()
            assert width > height
            (code,) = codes(pdf, page)
            assert code.startswith(f"2018-001:{page + 1}:")
            characters = boxes(pdf, page)
            assert min(box.left for box in characters) > 60
            assert max(box.right for box in characters) < width - 60
            last = page == len(texts) - 1
            assert len(rules(pdf, page)) == rows + 2 + last  # heading and promise besides
    *_, above, below = rules(pdf, len(texts) - 1)
    inside = [line(characters, one) for one in (sheet.promise, *sheet.signatures)]
    assert all(above > box.top and box.bottom > below for box in inside)
    assert all(one.bottom > two.top for one, two in pairwise(inside))
    assert line(characters, sheet.under).top < below


def line(characters: list[Box], words: str) -> Box:
    """The first character of these words, where they stand for the last time."""
    at = "".join(one.text[:1] for one in characters).rindex(words)
    return characters[at]


def look_at_table(file: Path, sheet: Sheet) -> None:
    """The electronic table says what the paper says."""
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert rows[0][0] == sheet.title
    begin = [row[:1] for row in rows].index(["序号"])
    for row, wanted in zip(rows[begin:], sheet.table, strict=False):
        assert [one for one, want in zip(row, wanted, strict=False) if want] == [
            *filter(None, wanted)
        ]
    after = begin + len(sheet.members) + 1
    assert [row[0] for row in rows[begin + 1 : after]] == [
        str(number) for number in range(1, len(sheet.members) + 1)
    ]
    assert str(rows[after][0]).startswith(sheet.promise)
    signed = [row[0] for row in rows[after + 1 : after + 1 + len(sheet.signatures)]]
    assert signed == [*sheet.signatures]
