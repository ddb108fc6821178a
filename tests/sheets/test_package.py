"""The parts of an .xlsx, found by what they are for."""

import zipfile
from pathlib import Path

import pytest

from tests.sheets.files import FIRST_SCHOOL, bare_xlsx
from tuanji_desktop.sheets.package import (
    NotPlain,
    Package,
    attributes,
    before,
    relations_name,
    with_relations,
)


def test_parts_are_found_by_name_and_kind() -> None:
    with zipfile.ZipFile(FIRST_SCHOOL) as archive:
        package = Package(archive)
        assert package.workbook() == "xl/workbook.xml"
        assert package.sheet("毕业生名单").startswith("xl/worksheets/sheet")
        assert package.styles() == "xl/styles.xml"
        assert package.relations("xl/nothing.xml") == {}
        with pytest.raises(NotPlain):
            package.sheet("别的")
        with pytest.raises(NotPlain):
            package.text("xl/nothing.xml")


def test_what_cannot_be_read_as_plain_text_is_not_plain(tmp_path: Path) -> None:
    odd = {"xl/a.xml": b"\xff\xfe<", "xl/b.xml": b"<!DOCTYPE x>", "xl/c.xml": b"<![CDATA[x]]>"}
    path = bare_xlsx(tmp_path / "a.xlsx", "", odd)
    with zipfile.ZipFile(path) as archive:
        package = Package(archive)
        for name in odd:
            with pytest.raises(NotPlain):
                package.text(name)
        with pytest.raises(NotPlain):
            package.styles()


def test_targets_are_resolved(tmp_path: Path) -> None:
    relations = (
        b'<Relationships><Relationship Id="a" Type="x/comments" Target="../c.xml"/>'
        b"<Relationship Id='b' Type='x/image' Target='/xl/m/p.png'/>"
        b'<Relationship Id="c" Type="x/link" Target="http://a/?b=1&amp;c" TargetMode="External"/>'
        b"</Relationships>"
    )
    path = bare_xlsx(tmp_path / "a.xlsx", "", {"xl/worksheets/_rels/sheet1.xml.rels": relations})
    with zipfile.ZipFile(path) as archive:
        assert Package(archive).relations("xl/worksheets/sheet1.xml") == {
            "a": ("comments", "xl/c.xml"),
            "b": ("image", "xl/m/p.png"),
            "c": ("link", "http://a/?b=1&c"),
        }


def test_text_is_put_where_it_belongs() -> None:
    assert before("<a><b/></a>", "</a>", "<c/>") == "<a><b/><c/></a>"
    with pytest.raises(NotPlain):
        before("<a/>", "</a>", "<c/>")
    added = with_relations("<Relationships></Relationships>", {"x": ("comments", "/c.xml")})
    assert 'Id="x"' in added
    assert added.endswith('/comments" Target="/c.xml"/></Relationships>')
    assert relations_name("xl/workbook.xml") == "xl/_rels/workbook.xml.rels"
    assert relations_name("") == "_rels/.rels"
    assert attributes(""" a="1" b:c='&lt;"' """) == {"a": "1", "b:c": '<"'}


def test_the_strict_spelling_is_not_plain(tmp_path: Path) -> None:
    plain = bare_xlsx(tmp_path / "a.xlsx", "")
    strict = tmp_path / "b.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(strict, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            target.writestr(name, text.replace(main, b"http://purl.oclc.org/ooxml/x/main"))
    with zipfile.ZipFile(plain) as archive:
        assert Package(archive).sheet("S") == "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(strict) as archive, pytest.raises(NotPlain):
        Package(archive).sheet("S")
