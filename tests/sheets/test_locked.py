"""Workbooks with a password: opened in memory, or refused by name."""

import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from msoffcrypto.method.ecma376_agile import ECMA376Agile

from tests.sheets import old_excel
from tests.sheets.files import FIRST_SCHOOL
from tuanji_desktop.sheets.locked import OPENS_BY_ITSELF, encrypted_spans, unlocked
from tuanji_desktop.sheets.refusals import Refused

PLAIN = FIRST_SCHOOL.read_bytes()
RECORDS = [old_excel.label(0, 0, "姓名"), old_excel.label(1, 0, "张㛃")]


def locked_xlsx(password: str) -> bytes:
    return bytes(ECMA376Agile.encrypt(password, io.BytesIO(PLAIN), spin_count=500))


def refused(data: bytes, password: str | None) -> str:
    with pytest.raises(Refused) as caught:
        unlocked(io.BytesIO(data), password)
    return str(caught.value.args[0])


def test_an_xlsx_opens_with_its_password_only() -> None:
    data = locked_xlsx("密码 Abc1")
    assert unlocked(io.BytesIO(data), "密码 Abc1").read() == PLAIN
    assert refused(data, "密码 abc1") == "file.wrong_password"
    assert refused(data, None) == "file.password"


def test_an_xls_opens_with_its_password_only() -> None:
    data = old_excel.locked_xls({"名单": RECORDS}, "密码 Abc1")
    assert b"\x20\x5f" not in data  # the surname, in UTF-16
    plain = unlocked(io.BytesIO(data), "密码 Abc1").read()
    sheet = plain[plain.index(old_excel.label(0, 0, "姓名")) :]
    assert sheet.startswith(b"".join(RECORDS) + old_excel.record(old_excel.EOF))
    assert refused(data, "密码") == "file.wrong_password"
    assert refused(data, None) == "file.password"


def test_what_excel_opens_unasked_opens_unasked() -> None:
    assert unlocked(io.BytesIO(locked_xlsx(OPENS_BY_ITSELF)), None).read() == PLAIN
    data = old_excel.locked_xls({"名单": RECORDS}, OPENS_BY_ITSELF)
    assert old_excel.label(1, 0, "张㛃") in unlocked(io.BytesIO(data), "another").read()


def test_a_lock_that_nobody_knows_is_named() -> None:
    assert refused(old_excel.compound({"EncryptedPackage": b"x"}), "x") == "file.unreadable"
    strange = old_excel.record(old_excel.FILEPASS, b"\x01\x00\x09\x00\x09\x00" + bytes(48))
    assert refused(old_excel.xls({"S": []}, before=[strange]), "x") == "file.unreadable"


def test_nothing_decrypted_touches_the_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def forbidden(*_: Any, **__: Any) -> None:
        raise AssertionError("a temporary file")

    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, forbidden)
    data = old_excel.locked_xls({"名单": RECORDS}, "Abc")
    assert unlocked(io.BytesIO(data), "Abc").read()


def test_what_is_encrypted_of_a_stream() -> None:
    lock = old_excel.record(old_excel.FILEPASS, bytes(6))
    stream = bytearray(old_excel.stream({"S": [old_excel.label(0, 0, "x")]}, before=[lock]))
    spans = list(encrypted_spans(stream))
    assert [of_sheet for _, _, of_sheet in spans] == [True, False]
    (start, end, _), (first, last, _) = spans
    assert bytes(stream[start:end]) == b"\x00\x00\x01\x01S\x00"  # not where the sheet begins
    assert bytes(stream[first - 4 : last]) == old_excel.label(0, 0, "x")
    assert old_excel.record(old_excel.FILEPASS, bytes(6)) not in bytes(stream)
