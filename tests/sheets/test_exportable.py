"""What a clerk wants exported: kept as text, fitted to the list, masked, watched, sealed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.core.masks import mask_id
from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.sheets.column import Column, Row
from tuanji_desktop.sheets.exportable import (
    CSV_GB18030,
    Exportable,
    ExportColumn,
    Scope,
    Wish,
    fitting,
    read_wish,
    wish_text,
    write_export,
)

PEOPLE = (("张三", "520628200007107992"), ("李四", "520628200007108012"), ("王五", ""))


def rows(scope: str, keys: tuple[str, ...]) -> Iterator[Row]:
    for person in PEOPLE if scope == "all" else PEOPLE[:1]:
        cells = dict(zip(("name", "id_number"), person, strict=True))
        yield [cells[key] for key in keys]


LIST = Exportable(
    "people",
    "人员",
    (
        ExportColumn("name", Column("姓名")),
        ExportColumn("id_number", Column("身份证号"), mask_id),
    ),
    ("name", "id_number"),
    (Scope("all", "全部", 3), Scope("chosen", "选中", 1)),
    rows,
    unit="人",
)


def test_what_is_offered_first_is_what_is_shown_masked() -> None:
    assert LIST.wish() == Wish(("name", "id_number"), "all", "xlsx", True)
    assert LIST.wish().suffix == ".xlsx"
    assert Wish((), format=CSV_GB18030).suffix == ".csv"


def test_only_whole_numbers_expose() -> None:
    assert not LIST.exposes(LIST.wish())
    assert LIST.exposes(Wish(("id_number",), masked=False))
    assert not LIST.exposes(Wish(("name",), masked=False))


def test_a_wish_survives_as_text() -> None:
    wish = Wish(("id_number", "name"), "chosen", CSV_GB18030, False)
    assert read_wish(wish_text(wish)) == wish
    assert wish_text(wish) == wish_text(read_wish(wish_text(wish)))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"columns": "name", "scope": "", "format": "xlsx", "masked": true}',
     '{"columns": [], "scope": "", "format": "pdf", "masked": true}'],
)  # fmt: skip
def test_a_broken_definition_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_wish(text)
    assert caught.value.code == "definition.broken"


def test_a_wish_without_a_word_on_masking_is_masked() -> None:
    text = '{"columns": ["name"], "scope": "", "format": "xlsx", "masked": null}'
    assert read_wish(text).masked


def test_columns_that_are_gone_are_told_and_left_out() -> None:
    wish, gone = fitting(Wish(("shoe_size", "name", "name"), "nowhere"), LIST)
    assert (wish.columns, wish.scope, gone) == (("name",), "all", ("shoe_size",))
    assert fitting(Wish(("shoe_size",)), LIST)[0].columns == LIST.shown


def test_columns_are_named_by_key_or_heading() -> None:
    assert LIST.keys_of(["身份证号", "name"]) == ("id_number", "name")
    for words in (["鞋码"], ["name", "姓名"]):
        with pytest.raises(BadInput) as caught:
            LIST.keys_of(words)
        assert caught.value.code == "export.column"


@pytest.mark.parametrize("masked", [True, False])
def test_the_file_holds_the_wanted_columns_in_their_order(masked: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sealed: list[int] = []
    wish = Wish(("id_number", "name"), "all", masked=masked)
    assert write_export(LIST, wish, path, seal=sealed.append).rows == 3
    sheet = load_workbook(path).active
    assert sheet is not None
    found = list(sheet.values)
    assert found[0] == ("身份证号", "姓名")
    assert found[1] == ("520***********7992" if masked else "520628200007107992", "张三")
    assert found[3] == (None, "王五")
    assert ("打码" in str(sheet.oddFooter.left.text)) is masked
    assert sealed == [3]
    assert write_export(LIST, Wish(("name",), "chosen"), path).rows == 1


def test_no_columns_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="至少"):
        write_export(LIST, Wish(()), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_gb18030_is_written_where_it_is_wished(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_export(LIST, Wish(("name",), "all", CSV_GB18030), path)
    assert path.read_bytes().decode("gb18030").splitlines() == ["姓名", "张三", "李四", "王五"]


def test_a_cancelled_export_leaves_nothing(tmp_path: Path) -> None:
    class Stop(Quiet):
        def stop_if_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_export(LIST, LIST.wish(), tmp_path / "a.xlsx", progress=Stop())
    assert list(tmp_path.iterdir()) == []
