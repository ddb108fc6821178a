"""Lists as text: nothing is calculated, nothing is lost, and it is read back as it was."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuanji_desktop.sheets.column import Column
from tuanji_desktop.sheets.csv_text import ENCODINGS, guarded, without_guard, write_csv
from tuanji_desktop.sheets.reader import read_workbook

NASTY = st.one_of(
    st.text(
        alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Co")), min_size=0, max_size=12
    ),
    st.sampled_from(
        ["=1+1", "'=1", "''@x", "+86", "-", "@a", 'a="b"', '="1"', "a;b;c;d", "x|y|z|w", "两\n行",
         "一,二", '说"好"', "䶮𬱖㛃𠮷", "龴龵", "＝1", "a\tb\tc\td", "'", "''"]
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=", "＝1", "＋", "'=1"]
)
def test_a_cell_that_would_be_calculated_gets_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert without_guard(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["", "a=1", "'", "'abc", "张三", "1-2", " =1"])
def test_others_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == without_guard(cell) == cell


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(NASTY, NASTY, NASTY), min_size=1, max_size=6),
    encoding=st.sampled_from(sorted(ENCODINGS)),
)
def test_any_cell_is_read_back(
    rows: list[tuple[str, str, str]], encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.unlink(missing_ok=True)
    columns = [Column("姓名"), Column("备注"), Column("单位")]
    written = write_csv(path, columns=columns, rows=rows, encoding=encoding)
    assert written.rows == len(rows)
    back = read_workbook(path).sheets[0].rows
    read = [tuple(cell or "" for cell in [*row, None, None, None][:3]) for row in back[1:]]
    while rows and not any(rows[-1]):
        rows = rows[:-1]
    assert read == rows


def test_the_list_is_utf_8_with_its_mark_or_gb18030(tmp_path: Path) -> None:
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    rows = [("张三", "1"), ("李䶮", None)]
    columns = [Column("姓名"), Column("人数", number=True)]
    assert write_csv(path, columns=columns, rows=rows, title="名单").told == ()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text("utf-8-sig").splitlines() == ["名单", "姓名,人数", "张三,1", "李䶮,"]
    told = write_csv(other, columns=columns, rows=rows, encoding="gb18030").told
    assert "张三" in other.read_bytes().decode("gb18030")
    assert len(told) == 1
    assert "1 个生僻字（䶮）" in told[0]
    assert "Excel" in told[0]


def test_characters_of_the_newer_standard_go_where_others_look_for_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, columns=[Column("姓名")], rows=[("龴",)], encoding="gb18030")
    assert path.read_bytes().endswith(b"\xfe\x59\r\n")
    assert read_workbook(path).sheets[0].rows[1] == ["龴"]
    old = tmp_path / "b.csv"
    told = write_csv(old, columns=[Column("姓名")], rows=[("\ue81e",)], encoding="gb18030").told
    assert "U+E81E" in told[0]


def test_a_row_with_another_programs_separators_is_quoted_throughout(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [("张三", "a;=b"), ("李四", "x\t=y"), ("王五", "好")]
    write_csv(path, columns=[Column("姓名"), Column("备注")], rows=rows)
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines == ["姓名,备注", '"张三","a;=b"', '"李四","x\t=y"', "王五,好"]


def test_a_negative_number_is_a_number_and_control_characters_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    columns = [Column("名"), Column("差", number=True)]
    written = write_csv(path, columns=columns, rows=[("a\x00b", "-3"), ("", "-x")])
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1:] == [["ab", "-3"], ["", "'-x"]]
    assert len(written.told) == 1
    assert written.told[0].startswith("1 格")
