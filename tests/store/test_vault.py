from pathlib import Path

import pytest

from tuanji_desktop.core.errors import OfficeLocked
from tuanji_desktop.store import bulk, vault
from tuanji_desktop.store.backup import backup
from tuanji_desktop.store.connection import raw
from tuanji_desktop.store.database import Database
from tuanji_desktop.store.vault import (
    RECOVERY,
    DataKey,
    Envelope,
    mend_envelope,
    new_recovery_code,
    read_envelope,
    read_recovery_code,
    write_envelope,
)

from .helpers import NOW, PASSWORD, act, add_members, edit, envelope_for, reopen, rows


def test_the_password_and_the_recovery_code_open(encrypted: Database, recovery_code: str) -> None:
    encrypted.close()
    for secret in (PASSWORD, recovery_code, recovery_code.lower().replace("-", " ")):
        office = reopen(encrypted.path, secret=secret)
        assert office.encrypted
        office.close()


@pytest.mark.parametrize("secret", [None, "", "青溪-2019", PASSWORD + " "])
def test_without_the_password_it_stays_shut(encrypted: Database, secret: str | None) -> None:
    encrypted.close()
    with pytest.raises(OfficeLocked) as refused:
        reopen(encrypted.path, secret=secret)
    assert refused.value.code == "office.password"


def test_a_mistyped_code_is_told_from_a_wrong_one(encrypted: Database, recovery_code: str) -> None:
    encrypted.close()
    with pytest.raises(OfficeLocked) as refused:
        reopen(encrypted.path, secret=new_recovery_code())
    assert refused.value.code == "office.password"
    for place in (0, 7, 20, len(recovery_code) - 1):
        wrong = "7" if recovery_code[place] != "7" else "6"
        typo = recovery_code[:place] + wrong + recovery_code[place + 1 :]
        with pytest.raises(OfficeLocked) as refused:
            reopen(encrypted.path, secret=typo)
        assert refused.value.code == "office.recovery_code"


def test_codes_read_as_people_write_them() -> None:
    code = new_recovery_code()
    assert read_recovery_code(code) == code
    assert read_recovery_code(code.replace("0", "O").replace("1", "l")) == code
    assert read_recovery_code("王小梅的密码") is None
    assert read_recovery_code("Z" * 30) is None


def test_several_operators_and_a_change_of_password(
    encrypted: Database, recovery_code: str
) -> None:
    assert encrypted.envelope and encrypted.key
    key = encrypted.key
    encrypted.set_envelope(encrypted.envelope.with_secret(key, "operator", "李强", "李强的密码"))
    encrypted.set_envelope(encrypted.envelope.with_secret(key, "operator", "王小梅", "换过的密码"))
    add_members(encrypted, 1)
    encrypted.close()
    with pytest.raises(OfficeLocked):
        reopen(encrypted.path, secret=PASSWORD)
    for secret in ("李强的密码", "换过的密码", recovery_code):
        reopen(encrypted.path, secret=secret).close()
    office = reopen(encrypted.path, secret="李强的密码")
    assert office.envelope
    office.set_envelope(office.envelope.without("operator", "王小梅"))
    office.close()
    with pytest.raises(OfficeLocked):
        reopen(encrypted.path, secret="换过的密码")


def test_whose_password_it_was() -> None:
    key = DataKey.new()
    envelope = envelope_for(key, code=new_recovery_code()).with_secret(
        key, "operator", "李强", PASSWORD
    )
    assert envelope.open(PASSWORD, operator="李强")[1].name == "李强"
    assert envelope.open(PASSWORD)[0] == key


def test_too_many_operators_are_refused() -> None:
    envelope, key = Envelope(()), DataKey.new()
    for number in range(15):
        envelope = envelope.with_secret(key, "operator", f"操作员{number}", "x")
    assert Envelope.from_bytes(envelope.to_bytes()) == envelope
    with pytest.raises(OfficeLocked) as refused:
        for number in range(15, 25):
            envelope = envelope.with_secret(key, "operator", f"操作员{number}", "x")
    assert refused.value.code == "office.too_many_operators"
    envelope.with_secret(key, "operator", "操作员1", "y")  # who is in it can change their password


def test_the_envelope_stays_where_the_schema_table_takes_more_room(encrypted: Database) -> None:
    """As in a file that came from version 1, after a large load: its cells begin in the last of
    the bytes that were the envelope's."""
    path, envelope = encrypted.path, encrypted.envelope
    assert envelope
    encrypted.close()
    page = bytearray(path.read_bytes())
    page[105:107] = (3_540).to_bytes(2, "big")
    page[3_540:3_584] = b"\1" * 44
    path.write_bytes(page)
    assert read_envelope(path) == envelope
    changed = envelope.without("operator", "王小梅")
    write_envelope(path, changed)
    assert read_envelope(path) == changed
    written = path.read_bytes()
    assert written[3_540:3_584] == b"\1" * 44
    size = len(changed.to_bytes())
    assert not any(written[1_024 + size : 3_540])  # and nothing of the old one is left


def test_a_load_leaves_the_envelope_in_its_place(
    encrypted: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It makes triggers and indexes anew: the schema table, whose first page holds the envelope."""
    monkeypatch.setattr(bulk, "_MANY", 20)
    envelope = encrypted.envelope
    assert envelope
    with encrypted.write(act("import.roster")) as writing:
        people = [(4, "active", f"张{i}") for i in range(30)]
        columns = ("branch_id", "status", "name")
        bulk.load_members(writing.connection, columns, people, count=len(people))
    with encrypted._writer.connect() as connection:
        raw(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert read_envelope(encrypted.path) == envelope
    encrypted.set_envelope(envelope)


def test_the_envelope_survives_everything(encrypted: Database, tmp_path: Path) -> None:
    """A storm of writes, checkpoints, an analysis, a backup and a restart."""
    envelope = encrypted.envelope
    for _ in range(3):
        add_members(encrypted, 300)
        for number in range(1, 8):
            edit(encrypted, number, name="王伟" * number, notes="长" * 3000)
        with encrypted._writer.connect() as connection:
            for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "ANALYZE"):
                raw(connection).execute(statement).fetchall()
        assert read_envelope(encrypted.path) == envelope
    made = backup(encrypted, tmp_path, now=NOW)
    assert read_envelope(made.path) == envelope
    encrypted.close()
    assert read_envelope(encrypted.path) == envelope
    reopen(encrypted.path, secret=PASSWORD).close()


def test_nothing_readable_reaches_the_disk(encrypted: Database, tmp_path: Path) -> None:
    name, number = "独一无二名", "522229199912123456"
    add_members(encrypted, 400, name=name)
    edit(encrypted, 5, id_number=number, notes=name * 900)
    rows(encrypted, "SELECT * FROM members ORDER BY notes, name")
    made = backup(encrypted, tmp_path, now=NOW)
    needles = (name.encode(), number.encode(), name.encode("utf-16-le"), "".join(
        f"{ord(character):x}" for character in name[:2]).encode())  # fmt: skip
    log = encrypted.path.with_name(encrypted.path.name + "-wal")
    assert log.stat().st_size > 100_000
    seen = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {encrypted.path, log, made.path} <= set(seen)
    encrypted.close()
    for path in (*seen, encrypted.path):
        if path.exists():
            data = path.read_bytes()
            assert not any(needle in data for needle in needles), path.name
    plain = Path(made.path).read_bytes()
    assert plain[:15] == b"SQLite format 3"  # the head is plain: it holds the envelope


def test_a_power_cut_while_the_envelope_is_written(encrypted: Database) -> None:
    path, envelope = encrypted.path, encrypted.envelope
    assert envelope
    encrypted.close()
    data = bytearray(path.read_bytes())
    data[1024 + 128 : 3584] = bytes(3584 - 1152)  # begun, not finished
    path.write_bytes(data)
    assert read_envelope(path) is None
    spare = path.with_name(path.name + "-key")
    spare.write_bytes(envelope.to_bytes())
    assert read_envelope(path) == envelope
    reopen(path, secret=PASSWORD).close()
    assert not spare.exists()
    assert read_envelope(path) == envelope


def test_half_a_spare_envelope_is_ignored(encrypted: Database) -> None:
    path, envelope = encrypted.path, encrypted.envelope
    encrypted.close()
    spare = path.with_name(path.name + "-key")
    spare.write_bytes(b"TUANJIKEY1 and no more")
    mend_envelope(path)
    assert not spare.exists() and read_envelope(path) == envelope


def test_the_head_is_not_overwritten_where_sqlite_uses_it(tmp_path: Path) -> None:
    path = tmp_path / "x.tuanji"
    path.write_bytes(b"\x00" * 8192)
    with pytest.raises(AssertionError):
        write_envelope(path, Envelope(()))
    assert path.read_bytes() == b"\x00" * 8192


def test_guessing_is_expensive(monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures that count outside the tests."""
    monkeypatch.undo()
    assert (vault._TIME_COST, vault._MEMORY_KIB) == (3, 65_536)
    key = DataKey.new()
    envelope = Envelope(()).with_secret(key, RECOVERY, "", "x")
    assert len(envelope.slots[0].wrapped) == 56
