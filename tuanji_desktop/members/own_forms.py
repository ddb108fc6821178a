"""The office's own table forms: taken into the office file, listed, written out, removed.

A form lies in the settings as the text that was taken in (`form.CODE`), so it goes where the file
goes, and taking one in or away is an operation that can be undone. What a text may say is known by
`papers.table_form`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection

from ..core.errors import BadInput, FileRefused, NotFound
from ..core.paths import resource_dir
from ..office.context import Context
from ..office.service import get_setting, put_setting
from ..papers.table_form import (
    TableForm,
    read_form,
    read_text,
    shipped_codes,
    shipped_form,
    shipped_text,
)
from ..sheets.target import whole_file

PREFIX = "form."
TEMPLATE = "form-template.toml"
GONE = frozenset({"form.removed", "form.unknown"})
"""Codes with which `own_form` says that there is no such form (any more)."""


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form as the office has it; one that this program cannot read has a `fault` and no form."""

    code: str
    text: str
    own: bool
    form: TableForm | None
    fault: str = ""

    @property
    def name(self) -> str:
        """What lists call it."""
        return self.form.name if self.form is not None else self.code


@dataclass(frozen=True, slots=True)
class Installed:
    """A form that was taken in; `replaced`: an older text of it was there, `changed` by it."""

    form: TableForm
    replaced: bool
    changed: bool


def load_forms(context: Context) -> tuple[FormFile, ...]:
    """All forms: those of the program first, then the office's own by their codes."""
    shipped = [
        FormFile(code, shipped_text(code), False, shipped_form(code)) for code in shipped_codes()
    ]
    with context.database.read() as connection:
        return (*shipped, *_own(connection))


def own_forms(connection: Connection, rows: str) -> tuple[TableForm, ...]:
    """The office's sound forms for one kind of rows (`form_keys.KINDS`), by their codes."""
    found = (one.form for one in _own(connection))
    return tuple(one for one in found if one is not None and one.rows == rows)


def own_form(connection: Connection, code: str) -> TableForm:
    """The office's own form with this code.

    NotFound `form.removed` says that it was there once, `form.unknown` that it never was.
    """
    text = get_setting(connection, PREFIX + code)
    if text is not None:
        return _read(code, text)
    if connection.exec_driver_sql(
        "SELECT 1 FROM settings WHERE key = ?", (PREFIX + code,)
    ).one_or_none():
        raise NotFound(
            "form.removed",
            f"表格“{code}”已经移除，不能再按它出表；以前归档的纸件照样可以打印。"
            "要重新出表，请在“设置/备份 → 表格”重新装入。",
        )
    raise NotFound("form.unknown", f"没有编号为“{code}”的表格。")


def find_form(context: Context, code: str) -> TableForm:
    """A form of the program or of the office."""
    if code in shipped_codes():
        return shipped_form(code)
    with context.database.read() as connection:
        return own_form(connection, code)


def check_form(path: Path) -> TableForm:
    """A form file as it would be taken in; writes nothing. Raises as `table_form.read_form`."""
    return read_form(read_text(path), name=path.name)


def install_form(context: Context, path: Path) -> Installed:
    """Takes a form into the office file once it has been found sound; the same text changes nothing.

    Raises BadInput with the line and the reason (`form.invalid`), and `form.used` where batches were
    made with a form of this code that shows something else: what they say would no longer be what
    was printed.
    """
    text = read_text(path)
    form = read_form(text, name=path.name)
    with context.database.read() as connection:
        old = get_setting(connection, PREFIX + form.code)
        used = connection.exec_driver_sql(
            "SELECT count(*) FROM deletion_batches WHERE form = ?", (form.code,)
        ).scalar_one()
        known = [one.form for one in _own(connection) if one.code == form.code]
    if used and (
        form.rows != "deletion" or not all(_shows(form) == _shows(one) for one in known if one)
    ):
        raise BadInput(
            "form.used",
            f"已有 {used} 个删除批次用过表格“{form.code}”，它的栏目和表头不能再改（标题、宽度、说明可以）。"
            "请换一个编号装入。",
        )
    if old != text:
        act = "更新" if old is not None else "装入"
        operation = context.operation("form.install", f"{act}表格：{form.name}（{form.code}）")
        with context.database.write(operation) as writing:
            put_setting(writing.connection, PREFIX + form.code, text)
    return Installed(form, old is not None, old != text)


def remove_form(context: Context, code: str) -> str:
    """Takes an own form out of the office file; papers that were kept stay. Returns its name."""
    if code in shipped_codes():
        raise BadInput("form.shipped", f"“{shipped_form(code).name}”是随程序提供的表格，不能移除。")
    with context.database.read() as connection:
        found = next((one for one in _own(connection) if one.code == code), None)
    if found is None:
        raise NotFound("form.unknown", f"没有编号为“{code}”的本单位表格。")
    operation = context.operation("form.remove", f"移除表格：{found.name}（{code}）")
    with context.database.write(operation) as writing:
        put_setting(writing.connection, PREFIX + code, None)
    return found.name


def export_form(context: Context, code: str, path: Path) -> None:
    """Writes a form's text to a file to be edited and taken in again.

    A copy of a shipped one gets a code of its own, for with the old one it would be refused.
    """
    found = next((one for one in load_forms(context) if one.code == code), None)
    if found is None:
        raise NotFound("form.unknown", f"没有编号为“{code}”的表格。")
    text = found.text
    if not found.own:
        text = re.sub(r'(?m)^code = ".*"$', f'code = "own-{code}"', text, count=1)
    _write(path, text)


def write_form_template(path: Path) -> None:
    """Writes the commented template of a form."""
    _write(path, (resource_dir() / TEMPLATE).read_text(encoding="utf-8"))


def _shows(form: TableForm) -> tuple[object, ...]:
    """What a batch on this form says, whatever it looks like."""
    return form.rows, form.fields, [one.source for one in form.head]


def _own(connection: Connection) -> list[FormFile]:
    rows = connection.exec_driver_sql(
        "SELECT key, value FROM settings WHERE key LIKE 'form.%' AND value IS NOT NULL ORDER BY key"
    )
    found = []
    for key, text in rows:
        code = key.removeprefix(PREFIX)
        try:
            found.append(FormFile(code, text, True, _read(code, text)))
        except BadInput as fault:
            found.append(FormFile(code, text, True, None, fault.message))
    return found


@lru_cache(maxsize=64)
def _read(code: str, text: str) -> TableForm:
    return read_form(text, name=f"{code}.toml")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileRefused(
            "file.disk", f"无法写入文件夹 {path.parent}：{error.strerror}。请检查磁盘和权限。"
        ) from error
    with whole_file(path) as beside:
        # as it stands, so that the text is the same on every system
        beside.write_bytes(text.encode("utf-8"))
