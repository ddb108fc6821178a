"""What lands on the clipboard."""

from tuanji_desktop.kit.table_copy import CopiedTable


def test_cells_never_break_the_table() -> None:
    table = CopiedTable(("姓名", "备注"), [("张三", "一\n二\t三"), ("李<四>", " 空 格 ")])
    assert table.as_tsv() == "姓名\t备注\n张三\t一 二 三\n李<四>\t 空 格 \n"
    assert "李&lt;四&gt;" in table.as_html()


def test_every_cell_is_text_for_a_spreadsheet() -> None:
    html = CopiedTable(("编号",), [("201701234567",)]).as_html()
    assert """<td style="mso-number-format:'\\@'">201701234567</td>""" in html
