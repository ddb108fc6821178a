"""A list to export that holds a phone number, for the tests of the export dialog."""

from collections.abc import Iterator

from tuanji_desktop.core.masks import mask_phone
from tuanji_desktop.sheets.column import Column, Row
from tuanji_desktop.sheets.exportable import Exportable, ExportColumn, Scope

PEOPLE = (("张三", "13800138001"), ("李四", "13800138002"), ("䶮五", "13800138003"))


def rows(scope: str, keys: tuple[str, ...]) -> Iterator[Row]:
    """All, or the first of them."""
    for name, mobile in PEOPLE if scope == "seen" else PEOPLE[:1]:
        cells = {"name": name, "mobile": mobile}
        yield [cells[key] for key in keys]


PHONES = Exportable(
    "phones",
    "通讯录",
    (ExportColumn("name", Column("姓名")), ExportColumn("mobile", Column("手机号码"), mask_phone)),
    ("name", "mobile"),
    (Scope("seen", "列表现在的全部", 3), Scope("chosen", "选中的行", 1)),
    rows,
    unit="人",
)
