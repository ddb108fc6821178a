"""Files that mean harm, small enough to be made anew for every test. Nothing here is stored.

`HOSTILE` maps a file name to its maker; each file is read or refused, within ten seconds and 512 MB.
"""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from struct import pack
from typing import Final

from tests.sheets import old_excel

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODS = "urn:oasis:names:tc:opendocument:xmlns"
SHEET = "xl/worksheets/sheet1.xml"


def parts(rows: str, **others: bytes) -> dict[str, bytes]:
    """The parts of a workbook around sheet XML; `others` by name, with __ for / and _ for a dot."""
    found = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_KIND}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_KIND}"><sheets>'
        '<sheet name="名单" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_KIND}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_KIND}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{_KIND}/styles" Target="styles.xml"/>'
        "</Relationships>",
        SHEET: f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    whole = {name: value.encode() for name, value in found.items()}
    return whole | {_name(name): data for name, data in others.items()}


def _name(key: str) -> str:
    return key.replace("__", "/").replace("_", ".")


def packed(files: Mapping[str, bytes], level: int = 1) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def book(rows: str, **others: bytes) -> bytes:
    return packed(parts(rows, **others))


def text_cell(place: str, value: str, more: str = "") -> str:
    return f'<c r="{place}" t="inlineStr"{more}><is><t>{value}</t></is></c>'


def strings(*values: str) -> bytes:
    items = "".join(f"<si><t>{value}</t></si>" for value in values)
    return f'{_HEAD}<sst xmlns="{_MAIN}">{items}</sst>'.encode()


def sparse_giant() -> bytes:
    return book(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )


def wide_rows() -> bytes:
    """16,384 columns, two cells in each of two thousand rows."""
    return book(
        "".join(
            f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="XFD{n}"><v>1</v></c></row>'
            for n in range(1, 2001)
        )
    )


def all_columns() -> bytes:
    """One honest row of 16,384 cells."""
    return book(f'<row r="1">{"<c><v>1</v></c>" * 16_384}</row>')


def blank_rows() -> bytes:
    """A million rows with nothing but a look, and a cell at the end."""
    rows = "".join(f'<row r="{n}" s="0"/>' for n in range(1, 1_048_576))
    return book(f'{rows}<row r="1048576"><c r="A1048576"><v>1</v></c></row>')


def blank_cells() -> bytes:
    """Half a million cells with a look and no value."""
    row = "".join(f'<c r="{letter}{{0}}" s="0"/>' for letter in "ABCDEFGH")
    rows = "".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(1, 60_001))
    return book(f'<row r="1">{text_cell("A1", "姓名")}</row>{rows}')


def flat_bomb() -> bytes:
    return packed(parts("") | {"xl/media/a.bin": bytes(40 << 20)}, level=9)


def nested_bomb() -> bytes:
    inner = packed({"a.bin": bytes(8 << 20)})
    for _ in range(4):
        inner = packed({f"{n}.zip": inner for n in range(8)})
    return packed(parts("") | {"xl/embeddings/a.zip": inner})


def many_entries() -> bytes:
    return packed(parts("") | {f"xl/a{n}.xml": b"" for n in range(10_001)})


def overlapping() -> bytes:
    """Two hundred entries, all of them the same four megabytes of blanks."""
    data = packed(parts("") | {"xl/media/a.bin": bytes(4 << 20)})
    end = data.rindex(b"PK\x05\x06")
    count, size, start = (
        int.from_bytes(data[end + 10 : end + 12], "little"),
        int.from_bytes(data[end + 12 : end + 16], "little"),
        int.from_bytes(data[end + 16 : end + 20], "little"),
    )
    last = data.rindex(b"PK\x01\x02", 0, end)
    directory = data[start:end] + data[last:end] * 200
    tail = pack("<4xHHIIH", count + 200, count + 200, size + 200 * (end - last), start, 0)
    return data[:start] + directory + b"PK\x05\x06" + tail


def lying_sizes() -> bytes:
    """A sheet that says it has a hundred bytes and unpacks to sixteen megabytes."""
    long = f'<row r="1">{text_cell("A1", "x" * (16 << 20))}</row>'
    data = book(long)
    real = len(parts(long)[SHEET])
    return data.replace(pack("<I", real), pack("<I", 100))


def entity_bomb() -> bytes:
    steps = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a0 "ha">{steps}]><sst>&a9;</sst>'
    return book(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', xl__sharedStrings_xml=bomb.encode()
    )


def late_entity_bomb() -> bytes:
    """The same behind a long comment, inside the sheet."""
    head = f'<?xml version="1.0"?><!--{"x" * 9000}--><!DOCTYPE s [<!ENTITY a "ha">'
    bomb = head + '<!ENTITY b "&a;&a;">]>' + parts(text_cell("A1", "&b;"))[SHEET].decode()[38:]
    return packed(parts("") | {SHEET: bomb.encode()})


def entity_in_utf16() -> bytes:
    bomb = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE s [<!ENTITY a "ha">]><sst>&a;</sst>'
    return book(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', xl__sharedStrings_xml=bomb.encode("utf-16")
    )


def foreign_file() -> bytes:
    """An external entity, a sheet that is a file of this computer, a formula that asks the network."""
    whole = parts(
        '<row r="1"><c r="A1" t="str"><f>WEBSERVICE("http://192.0.2.1/")</f><v>x</v></c></row>'
    )
    whole["xl/_rels/workbook.xml.rels"] = whole["xl/_rels/workbook.xml.rels"].replace(
        b'Target="sharedStrings.xml"', b'Target="file:///etc/passwd" TargetMode="External"'
    )
    link = f'{_HEAD}<!DOCTYPE x SYSTEM "file:///etc/passwd"><externalLink xmlns="{_MAIN}"/>'
    return packed(whole | {"xl/externalLinks/externalLink1.xml": link.encode()})


def sheet_outside() -> bytes:
    whole = parts("")
    whole["xl/_rels/workbook.xml.rels"] = whole["xl/_rels/workbook.xml.rels"].replace(
        b"worksheets/sheet1.xml", b"../../../../../../etc/passwd"
    )
    return packed(whole)


def macros() -> bytes:
    return book(f'<row r="1">{text_cell("A1", "姓名")}</row>', xl__vbaProject_bin=b"\xd0\xcf" * 99)


def links_in_a_circle() -> bytes:
    """The workbook is its own sheet; every relation leads back to it."""
    whole = parts("")
    whole["xl/_rels/workbook.xml.rels"] = whole["xl/_rels/workbook.xml.rels"].replace(
        b"worksheets/sheet1.xml", b"workbook.xml"
    )
    return packed(whole)


def formulas_in_a_circle() -> bytes:
    return book(
        '<row r="1"><c r="A1"><f>B1</f></c><c r="B1"><f t="shared" si="9" ref="A1:XFD1048576">A1</f>'
        '</c><c r="C1"><f t="shared" si="4294967295"/></c></row>'
    )


def strings_out_of_range() -> bytes:
    return book(
        '<row r="1"><c r="A1" t="s"><v>99999999999</v></c><c r="B1" t="s"><v>7</v></c></row>',
        xl__sharedStrings_xml=strings("姓名"),
    )


def places_out_of_range() -> bytes:
    return book(
        '<row r="4294967295"><c r="ZZZZZ99999999999"><v>1</v></c></row><row r="0"><c r="A0"><v>1</v>'
        '</c></row><row r="-5"><c r="5"><v>1</v></c></row>'
    )


def deep_xml() -> bytes:
    return book(f'<row r="1">{"<c>" * 100_000}</row>')


def deep_ods() -> bytes:
    return ods(f"<table:table-row>{'<table:table-cell>' * 100_000}</table:table-row>")


def huge_cell() -> bytes:
    return book(f'<row r="1">{text_cell("A1", "名单" * 4_000_000)}</row>')


def huge_tag() -> bytes:
    """Attributes without end: slow for whoever looks for them one by one."""
    return book(f'<row {"a" * 3_000_000}="1" r="1"><c r="A1"><v>1</v></c></row>')


def null_bytes() -> bytes:
    return book(f'<row r="1">{text_cell("A1", chr(0) * 5)}</row>')


def many_sheets() -> bytes:
    whole = parts("")
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, 5001))
    whole["xl/workbook.xml"] = whole["xl/workbook.xml"].replace(
        '<sheet name="名单" sheetId="1" r:id="r1"/>'.encode(), listed.encode()
    )
    return packed(whole)


def many_merged() -> bytes:
    """A hundred thousand merged ranges over the whole sheet."""
    whole = parts(f'<row r="1">{text_cell("A1", "姓名")}</row>')
    merged = '<mergeCell ref="A1:XFD1048576"/>' * 100_001
    whole[SHEET] = whole[SHEET].replace(
        b"</worksheet>", f"<mergeCells>{merged}</mergeCells></worksheet>".encode()
    )
    return packed(whole)


def ods(rows: str) -> bytes:
    spaces = " ".join(f'xmlns:{one}="{_ODS}:{one}:1.0"' for one in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="名单">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": mimetype, "content.xml": content.encode()})


def _repeated(columns: int, rows: int, value: str = "<text:p>x</text:p>") -> bytes:
    kind = ' office:value-type="string"' if value else ""
    return ods(
        f'<table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell{kind} table:number-columns-repeated="{columns}">{value}'
        "</table:table-cell></table:table-row>"
    )


def repeated_columns() -> bytes:
    return _repeated(2_000_000_000, 1)


def repeated_rows() -> bytes:
    return _repeated(1, 99_999_999_999_999_999_999)


def repeated_both() -> bytes:
    return _repeated(16_384, 1_048_576)


def repeated_blanks() -> bytes:
    """What LibreOffice writes below every list: no harm, if nobody unrolls it."""
    return _repeated(16_384, 1_048_576, "")


def entity_in_ods() -> bytes:
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": (b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'),
        }
    )


def circle_of_sectors() -> bytes:
    """Every sector of the stream follows itself."""
    data = bytearray(old_excel.xls({"名单": [old_excel.label(0, 0, "姓名")]}))
    for place in range(old_excel.SECTOR + 4, old_excel.SECTOR * 2 - 4, 4):
        data[place : place + 4] = pack("<I", (place - old_excel.SECTOR) // 4)
    return bytes(data)


def circle_of_folders() -> bytes:
    """The directory of the compound file contains itself."""
    data = bytearray(old_excel.xls({"名单": [old_excel.label(0, 0, "姓名")]}))
    root = data.index("Root Entry".encode("utf-16-le"))
    data[root + 76 : root + 80] = pack("<I", 0)
    data[root + 128 + 68 : root + 128 + 76] = pack("<II", 0, 1)
    return bytes(data)


def xls_corners() -> bytes:
    return old_excel.xls(
        {"名单": [old_excel.label(0, 0, "姓名"), old_excel.label(65_535, 255, "x")]}
    )


def xls_lying_records() -> bytes:
    records = [
        old_excel.record(0xFC, pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)),
        old_excel.record(old_excel.MERGED, pack("<H", 0xFFFF)),
        pack("<HH", old_excel.LABEL, 0xFFFF),
    ]
    return old_excel.xls({"名单": records}, before=records[:1])


def xls_of_many_sheets() -> bytes:
    return old_excel.xls({f"S{n}": [] for n in range(300)})


def page_of_tables() -> bytes:
    return ("<table><tr><td>" * 20_000).encode()


def page_of_spans() -> bytes:
    cell = '<td colspan="16000" rowspan="65000">x</td>'
    return f"<table>{f'<tr>{cell}</tr>' * 3000}</table>".encode()


def page_without_ends() -> bytes:
    return ("<html><table><tr><td>姓名" + "<a b='" * 200_000 + "<!--" * 200_000).encode()


def page_of_entities() -> bytes:
    return ("<html><table><tr><td>" + "&amp" * 300_000 + "&#x110000;&#0;&#99999999999;").encode()


def xml_of_rows() -> bytes:
    cell = '<Cell ss:Index="16384"><Data ss:Type="String">x</Data></Cell>'
    rows = "".join(f'<Row ss:Index="{n * 500}">{cell}</Row>' for n in range(1, 2001))
    return _xml_2003(rows)


def xml_bomb() -> bytes:
    bomb = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    return _xml_2003('<Row><Cell><Data ss:Type="String">&b;</Data></Cell></Row>', bomb)


def _xml_2003(rows: str, before: str = "") -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?>{before}<Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="名单"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def open_quote() -> bytes:
    return ('姓名,身份证号\n"张三,1\n' + "李四,2\n" * 20_000).encode()


def many_columns() -> bytes:
    return b"," * 100_000 + b"x\n" + b"x,y\n"


def many_cells() -> bytes:
    return b"1,,,,,,,,,,\n" * 2_010_000


def one_line() -> bytes:
    return b"x" * 9_000_000


def utf7() -> bytes:
    return "姓名,身份证号\n+ADw-script+AD4-,1\n".encode()


def half_utf16() -> bytes:
    return "姓名\t身份证号\n".encode("utf-16")[:-1]


def two_marks() -> bytes:
    return b"\xef\xbb\xbf\xff\xfe" + "姓名,1\n".encode("utf-16-le")


def lone_surrogates() -> bytes:
    return b"\xff\xfe" + b"\x00\xd8" * 400 + b",\x00\n\x00"


def noise() -> bytes:
    return random.Random(5).randbytes(40_000)


def noise_in_zip() -> bytes:
    return b"PK\x03\x04" + noise()


def noise_in_compound() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise()


HOSTILE: Final[Mapping[str, Callable[[], bytes]]] = {
    "两个角.xlsx": sparse_giant,
    "两千行一万六千列.xlsx": wide_rows,
    "一万六千列.xlsx": all_columns,
    "一百万空行.xlsx": blank_rows,
    "五十万空格.xlsx": blank_cells,
    "炸弹.xlsx": flat_bomb,
    "套层.xlsx": nested_bomb,
    "部件太多.xlsx": many_entries,
    "重叠.xlsx": overlapping,
    "谎报大小.xlsx": lying_sizes,
    "实体.xlsx": entity_bomb,
    "注释后的实体.xlsx": late_entity_bomb,
    "双字节实体.xlsx": entity_in_utf16,
    "外部文件.xlsx": foreign_file,
    "外面的表.xlsx": sheet_outside,
    "宏.xlsm": macros,
    "自己指向自己.xlsx": links_in_a_circle,
    "循环公式.xlsx": formulas_in_a_circle,
    "字符串越界.xlsx": strings_out_of_range,
    "地址越界.xlsx": places_out_of_range,
    "十万层.xlsx": deep_xml,
    "十万层.ods": deep_ods,
    "一格八百万字.xlsx": huge_cell,
    "三百万字的标签.xlsx": huge_tag,
    "空字符.xlsx": null_bytes,
    "五千张表.xlsx": many_sheets,
    "十万处合并.xlsx": many_merged,
    "列重复.ods": repeated_columns,
    "行重复.ods": repeated_rows,
    "行列重复.ods": repeated_both,
    "空白重复.ods": repeated_blanks,
    "实体.ods": entity_in_ods,
    "扇区成环.xls": circle_of_sectors,
    "目录成环.xls": circle_of_folders,
    "两个角.xls": xls_corners,
    "记录谎报.xls": xls_lying_records,
    "三百张表.xls": xls_of_many_sheets,
    "两万层网页.xls": page_of_tables,
    "跨行跨列.xls": page_of_spans,
    "没有结尾.xls": page_without_ends,
    "字符引用.xls": page_of_entities,
    "很远的格.xml": xml_of_rows,
    "实体.xml": xml_bomb,
    "引号.csv": open_quote,
    "十万列.csv": many_columns,
    "两千万格.csv": many_cells,
    "一行.csv": one_line,
    "七位码.csv": utf7,
    "半个字.txt": half_utf16,
    "两个标记.csv": two_marks,
    "半个代理.txt": lone_surrogates,
    "噪声.csv": noise,
    "噪声.xlsx": noise_in_zip,
    "噪声.xls": noise_in_compound,
}
