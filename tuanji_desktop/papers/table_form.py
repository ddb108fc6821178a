"""Table forms as data: a TOML file says title, head line, columns, notes; no form is code.

The forms of the two documents are such files (`resources/forms`), an office can bring its own.
A file that is not sound is refused with the line and the reason; see `form_check`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.core.paths import resource_dir
from tuanji_desktop.core.toml_lines import placed, syntax_fault
from tuanji_desktop.papers.form_check import faults
from tuanji_desktop.papers.form_keys import BLANK, NUMBER
from tuanji_desktop.papers.frame import A4_LANDSCAPE, A4_PORTRAIT, MM, PageSize
from tuanji_desktop.papers.table import Column, Table
from tuanji_desktop.papers.text import Keep
from tuanji_desktop.rules.fields import FIELDS, Kind

UNIT = "{unit}"
"""Where a title names the unit."""

_TOO_LARGE = 100_000
_MOST_FAULTS = 8
_WHOLE = frozenset({Kind.ID_NUMBER, Kind.MOBILE, Kind.MONTH, Kind.DATE, Kind.NUMBER})
_WHOLE_FIELDS = frozenset({NUMBER, "retained_on", "review_on"})
_IN_ONE_LINE = frozenset({"name", "counsellor"})
_TEXT_SIZE, _ROW_HEIGHT = 10.5, 8.5


@dataclass(frozen=True, slots=True)
class HeadItem:
    """An item of the head line; a sealed one keeps the place of the seal free over its label."""

    label: str
    source: str
    sealed: bool = False

    @property
    def words(self) -> str:
        """The label as messages name it: 填报单位（盖章）： → 填报单位."""
        plain = re.sub("（[^）]*）", "", self.label)
        return "".join(plain.strip().rstrip("：:").split())


@dataclass(frozen=True, slots=True)
class Promise:
    """A box inside the table's frame: a text, and lines to be signed by hand (in points)."""

    text: str
    signatures: tuple[str, ...]
    height: float
    left: float


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph under the table, its size in points."""

    text: str
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class TableForm:
    """A form: `rows` says whose rows it takes, `must` which fields may not be empty in a row."""

    code: str
    title: str
    issuer: str
    document: str
    document_number: str
    clause: str
    rows: str
    size: PageSize
    head: tuple[HeadItem, ...]
    table: Table
    must: frozenset[str]
    promise: Promise | None
    notes: tuple[Note, ...]
    annex: str = ""

    @property
    def name(self) -> str:
        """The title without the unit: what lists call the form."""
        return self.title.replace(UNIT, "").replace("\n", "")

    @property
    def fields(self) -> tuple[str, ...]:
        """What its columns show, in their order."""
        return tuple(one.field for one in self.table.columns)

    @property
    def landscape(self) -> bool:
        """Whether the sheet lies on its side."""
        return self.size is A4_LANDSCAPE

    def heading(self, unit: str) -> str:
        """The title with the unit in it."""
        return self.title.replace(UNIT, unit)

    def cells(self, number: int, values: Mapping[str, str | None]) -> tuple[str, ...]:
        """The cells of the row with this serial number."""
        return tuple(
            str(number) if one == NUMBER else "" if one == BLANK else values.get(one) or ""
            for one in self.fields
        )


@lru_cache
def shipped_form(code: str) -> TableForm:
    """One of the forms that come with the program, by its code."""
    return read_form(read_text(_folder() / f"{code}.toml"), name=f"{code}.toml", shipped=True)


def shipped_text(code: str) -> str:
    """The file of a form that comes with the program, to be edited under another code."""
    return read_text(_folder() / f"{code}.toml")


@lru_cache
def shipped_codes() -> tuple[str, ...]:
    """The codes of the forms that come with the program."""
    return tuple(path.stem for path in sorted(_folder().glob("*.toml")))


def _folder() -> Path:
    return resource_dir() / "forms"


def read_text(path: Path) -> str:
    """The text of a form file; BadInput `form.invalid` where it cannot be one."""
    try:
        large = path.stat().st_size > _TOO_LARGE
        raw = b"" if large else path.read_bytes()
    except OSError as error:
        message = f"表格文件“{path.name}”读不出来，请检查文件是否存在、是否有权限。"
        raise BadInput("form.invalid", message) from error
    if large:
        raise BadInput("form.invalid", f"表格文件“{path.name}”太大，不是表格文件。")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        _refuse(path.name, [(line, "文件不是 UTF-8 编码，请另存为 UTF-8")])


def read_form(text: str, *, name: str, shipped: bool = False) -> TableForm:
    """The form that a text describes.

    Raises BadInput `form.invalid` with the line and the reason of everything that is wrong; `name`
    is how the file is called there. Only a shipped form may bear a name of the program.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _refuse(name, [syntax_fault(text, error)])
    except RecursionError:
        _refuse(name, [(1, "方括号或花括号套得太深")])
    found = faults(data, shipped=shipped)
    if found:
        _refuse(name, placed(text, found))
    return _build(data)


def _refuse(name: str, found: list[tuple[int, str]]) -> NoReturn:
    (line, reason), *others = found
    message = f"表格文件“{name}”第 {line} 行有误：{reason}。"
    if others:
        listed = "；".join(f"第 {at} 行，{why}" for at, why in others[:_MOST_FAULTS])
        more = "等" if len(others) > _MOST_FAULTS else ""
        message += f"另有 {len(others)} 处：{listed}{more}。"
    raise BadInput("form.invalid", f"{message}表格没有装入，请改正后再试。")


def _build(data: Mapping[str, Any]) -> TableForm:
    size = A4_LANDSCAPE if data.get("orientation") == "landscape" else A4_PORTRAIT
    columns = _columns(data["columns"], size)
    names = [one.field for one in columns]
    return TableForm(
        code=data["code"],
        title=data["title"],
        issuer=data["issuer"],
        document=data["document"],
        document_number=data.get("document_number", ""),
        clause=data.get("clause", ""),
        rows=data["rows"],
        size=size,
        head=tuple(
            HeadItem(one["label"], one["source"], one.get("sealed", False))
            for one in data.get("head", ())
        ),
        table=Table(
            columns=columns,
            least_rows=data.get("least_rows", 1),
            blank_column=names.index("name") if "name" in names else min(1, len(names) - 1),
            row_height=data.get("row_height", _ROW_HEIGHT) * MM,
            size=data.get("text_size", _TEXT_SIZE),
        ),
        must=frozenset(
            one["field"]
            for one in data["columns"]
            if one.get("required", True) and one["field"] not in (NUMBER, BLANK)
        ),
        promise=_promise(data["promise"]) if "promise" in data else None,
        notes=tuple(
            Note(one["text"], one.get("size", _TEXT_SIZE), one.get("bold", False))
            for one in data.get("notes", ())
        ),
        annex=data.get("annex", ""),
    )


def _columns(rows: list[Mapping[str, Any]], size: PageSize) -> tuple[Column, ...]:
    """The columns in points; those with a share divide what the measured ones leave."""
    shares = sum(one.get("share", 0) for one in rows)
    room = size.inner_width - sum(one.get("width", 0) * MM for one in rows)
    return tuple(
        Column(
            one["heading"],
            one["width"] * MM if "width" in one else room * one["share"] / shares,
            one["field"],
            one.get("keep") or keep_of(one["field"]),
            one.get("align", "center"),
        )
        for one in rows
    )


def keep_of(field: str) -> Keep:
    """How a field is laid out where the form does not say: numbers whole, names in one line."""
    known = FIELDS.get(field)
    if field in _IN_ONE_LINE:
        return "line"
    whole = field in _WHOLE_FIELDS or (known is not None and known.kind in _WHOLE)
    return "whole" if whole else "flow"


def _promise(data: Mapping[str, Any]) -> Promise:
    return Promise(
        data["text"],
        tuple(data.get("signatures", ())),
        data.get("height", 25) * MM,
        data.get("signature_left", 92) * MM,
    )
