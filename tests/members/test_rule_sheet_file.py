"""The rule sheet as a file that opens in Excel."""

from datetime import date
from pathlib import Path

import openpyxl

from tuanji_desktop.members.queries import member
from tuanji_desktop.members.rule_sheet_file import sheet_title, write_rule_sheet
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.rule_sheet import rule_sheet


def test_the_file_says_of_whom_of_which_day_and_every_cell(office: Context, tmp_path: Path) -> None:
    with office.database.read() as connection:
        found = member(connection, 1)
    sheet = rule_sheet(office.policy, found.values, date(2018, 10, 15))
    title = sheet_title(found, sheet, office.policy)
    assert title == "规则表：张三（在册），2018-10-15，广东2018（命脉工程提醒函第四期）"
    path = tmp_path / "规则表.xlsx"
    assert write_rule_sheet(path, sheet, title=title) == len(FIELDS)
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0][0] == title
    assert rows[1][:4] == ("分组", "字段", "必填依据", "草稿")
    joined = next(row for row in rows if row[1] == "入团年月")
    assert joined[rows[1].index("在册")].startswith("修改须审核（G 二）")
    assert str(found.values["id_number"]) not in str(rows)
