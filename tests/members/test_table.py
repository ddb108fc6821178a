"""The columns of the roster table."""

from tuanji_desktop.members import table
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.fields import ROSTER_FIELDS


def test_rows_and_columns(office: Context) -> None:
    columns = {column.key: column for column in table.columns()}
    assert set(ROSTER_FIELDS) <= columns.keys()
    rows = table.fetch_rows(office, [1, 99], {1: "pinyin"})
    assert list(rows) == [1]
    row = rows[1]
    assert columns["name"].text(row) == "张三"
    assert columns["branch"].text(row) == "高三（1）班"
    assert columns["found_by"].text(row) == "拼音"
    assert columns["status"].text(row) == "在册"
    id_number = columns["id_number"]
    assert id_number.mask is not None
    assert "*" in id_number.mask(id_number.text(row))
    assert id_number.tip is not None
    assert id_number.tip(row) == ""
    assert table.missing_of(row) == []
