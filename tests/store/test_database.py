import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from tuanji_desktop.core.errors import BadInput, OfficeLocked
from tuanji_desktop.core.progress import Cancelled, Quiet
from tuanji_desktop.store import bulk, journal, schema
from tuanji_desktop.store import database as database_module
from tuanji_desktop.store.backup import backup
from tuanji_desktop.store.changes import Changes
from tuanji_desktop.store.check import check
from tuanji_desktop.store.database import Database, create, open_database
from tuanji_desktop.store.undo import undo_rows
from tuanji_desktop.store.vault import DataKey, Envelope, new_recovery_code

from .helpers import (
    NOW,
    PASSWORD,
    act,
    add_members,
    as_ordinary_user,
    edit,
    envelope_for,
    full_after,
    insert_members,
    last_number,
    make_office,
    open_folder,
    plant_tree,
    records,
    reopen,
    rows,
)


def code_of(error: pytest.ExceptionInfo[OfficeLocked]) -> str:
    return error.value.code


# ------------------------------------------------------------------ two doors
def test_a_write_tells_what_it_touched(office: Database) -> None:
    told: list[Changes] = []
    stop = office.subscribe(told.append)
    add_members(office, 2)
    stop()
    stop()
    edit(office, 1, mobile="1")
    (changes,) = told
    assert changes.operation == 2 and changes.words == "试一试"
    assert changes.tables == {"members": frozenset({1, 2})}
    assert changes.touches("members", "papers") and not changes.touches("papers")


def test_an_error_inside_leaves_the_file_as_it_was(office: Database) -> None:
    with pytest.raises(ZeroDivisionError), office.write(act()) as writing:
        insert_members(writing.connection, 3)
        _ = 1 / 0
    with pytest.raises(KeyboardInterrupt), office.write(act()) as writing:
        insert_members(writing.connection, 3)
        raise KeyboardInterrupt
    assert rows(office, "SELECT count(*) FROM members") == [(0,)]
    assert add_members(office, 1) == range(1, 2)
    assert check(office).ok


class Pressed(Quiet):
    """取消, pressed at once or later."""

    cancelled = True


@pytest.mark.parametrize("way", ["loading", "single rows", "closing", "undoing"])
def test_cancel_is_heard_inside_every_statement(office: Database, way: str) -> None:
    pressed = Pressed()
    if way == "undoing":
        add_members(office, 3_000)
    with office.read() as connection:
        target = journal.operation(connection, last_number(office))
    assert target is not None
    before = records(office), rows(office, "SELECT name FROM sqlite_schema ORDER BY name")
    number = last_number(office)
    with pytest.raises(Cancelled), office.write(act(), progress=pressed) as writing:
        if way == "undoing":
            undo_rows(writing.connection, target)
        elif way == "loading":
            people = [(4, "active", f"张{i}") for i in range(3_000)]
            columns = ("branch_id", "status", "name")
            bulk.load_members(writing.connection, columns, iter(people), count=len(people))
        else:
            pressed.cancelled = way != "closing"
            insert_members(writing.connection, 3_000)
            pressed.cancelled = True
    after = records(office), rows(office, "SELECT name FROM sqlite_schema ORDER BY name")
    assert after == before and last_number(office) == number
    add_members(office, 1)  # the file takes the next one
    assert check(office, thorough=True).ok


def test_a_write_that_is_abandoned_is_rolled_back(office: Database) -> None:
    def left_in_the_middle() -> Iterator[None]:
        with office.write(act()) as writing:
            insert_members(writing.connection, 3)
            yield

    generator = left_in_the_middle()
    next(generator)
    del generator  # GeneratorExit inside
    assert rows(office, "SELECT count(*) FROM members") == [(0,)]
    add_members(office, 1)
    assert rows(office, "SELECT count(*) FROM members") == [(1,)]


def test_a_rehearsal_writes_nothing(office: Database) -> None:
    with office.rehearse(act()) as writing:
        insert_members(writing.connection, 3)
        found = writing.connection.exec_driver_sql("SELECT count(*) FROM members").scalar_one()
    assert found == 3
    assert rows(office, "SELECT count(*) FROM members") == [(0,)]
    assert last_number(office) == 1


def test_a_write_inside_a_write_says_so_instead_of_waiting(office: Database) -> None:
    with (
        pytest.raises(RuntimeError, match="inside"),
        office.write(act()),
        office.write(act()),
    ):
        pass
    add_members(office, 1)  # the door is not stuck


def test_a_failing_subscriber_does_not_break_the_commit(
    office: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def bad(_changes: Changes) -> None:
        raise ZeroDivisionError

    told: list[int] = []
    office.subscribe(bad)
    office.subscribe(lambda changes: told.append(changes.operation))
    add_members(office, 1)
    assert told == [2]
    (record,) = caplog.records
    assert record.levelno == logging.ERROR and "operation 2" in record.getMessage()
    caplog.clear()


def test_a_subscriber_may_write(office: Database) -> None:
    def follow(changes: Changes) -> None:
        if changes.operation == 2:
            edit(office, 1, mobile="2")

    office.subscribe(follow)
    add_members(office, 1)
    assert last_number(office) == 3


def test_readers_see_whole_operations_while_a_writer_writes(office: Database) -> None:
    """The two numbers of the county and of its branches never disagree."""
    finished = threading.Event()
    odd: list[object] = []

    def watch() -> None:
        while not finished.is_set():
            with office.read() as connection:
                seen = connection.exec_driver_sql(
                    "SELECT (SELECT count(*) FROM members), members, (SELECT max(number) FROM "
                    "journal_operations), (SELECT number FROM journal_head) "
                    "FROM org_counts WHERE org_id = 1"
                ).one()
                if seen[0] != seen[1] or seen[2] != seen[3] or seen[0] % 7:
                    odd.append(tuple(seen))

    readers = [threading.Thread(target=watch) for _ in range(4)]
    writers = [
        threading.Thread(target=lambda: [add_members(office, 7) for _ in range(15)])
        for _ in range(2)
    ]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    finished.set()
    for thread in readers:
        thread.join()
    assert odd == []
    assert last_number(office) == 31
    assert check(office).ok


def test_reading_cannot_write(office: Database) -> None:
    with pytest.raises((DBAPIError, OfficeLocked)), office.read() as connection:
        connection.exec_driver_sql("UPDATE organizations SET notes = 'x'")


# ---------------------------------------------------------------- bad weather
def test_a_full_disk_loses_nothing(office: Database) -> None:
    add_members(office, 10)
    with office._writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 3}")
    before = rows(office, "SELECT * FROM members")
    with pytest.raises(OfficeLocked) as refused:
        add_members(office, 2000)
    assert code_of(refused) == "office.disk" and "没有保存" in refused.value.message
    assert rows(office, "SELECT * FROM members") == before
    with office._writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    add_members(office, 5)
    assert rows(office, "SELECT count(*) FROM members") == [(15,)]
    assert check(office, thorough=True).ok


def _office_with(folder: Path, password: str | None) -> Path:
    key = DataKey.new() if password else None
    envelope = envelope_for(key, code=new_recovery_code()) if key else None
    return make_office(folder / "青溪.tuanji", key=key, envelope=envelope)


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("fate", ["deleted", "renamed", "replaced"])
def test_a_file_that_went_away_takes_no_more_writes(
    tmp_path: Path, fate: str, encrypted: bool
) -> None:
    password = PASSWORD if encrypted else None
    path = _office_with(tmp_path, password)
    office = reopen(path, secret=password)
    add_members(office, 3)
    other = path.with_name("别处.tuanji")
    if fate == "deleted":
        path.unlink()
    else:
        path.rename(other)
    if fate == "replaced":
        create(path)
    for attempt in (
        lambda: add_members(office, 1),
        lambda: backup(office, tmp_path, now=NOW),
        lambda: office.set_envelope(Envelope(())),
    ):
        with pytest.raises(OfficeLocked) as refused:
            attempt()
        assert code_of(refused) == "office.moved" and "没有保存" in refused.value.message
    office.close()
    assert not path.with_name(path.name + "-lock").exists()
    if fate == "replaced":
        stranger = open_database(path, now=NOW)
        assert rows(stranger, "SELECT count(*) FROM members") == [(0,)]
        stranger.close()
    if fate != "deleted":
        again = reopen(other, secret=password)
        assert rows(again, "SELECT count(*) FROM members") == [(3,)]
        assert check(again).ok
        again.close()


def test_half_a_character_and_a_huge_number_are_no_bugs(office: Database) -> None:
    (member,) = add_members(office, 1)
    with pytest.raises(BadInput, match="无法识别"):
        edit(office, member, notes="\ud800")
    with pytest.raises(BadInput, match="太大"), office.read() as connection:
        connection.exec_driver_sql("SELECT 1 FROM members WHERE id = ?", (10**30,))
    assert check(office).ok


def test_a_file_put_back_in_its_place_goes_on(office: Database) -> None:
    away = office.path.with_name("别处.tuanji")
    office.path.rename(away)
    with pytest.raises(OfficeLocked):
        add_members(office, 1)
    away.rename(office.path)
    add_members(office, 1)
    assert check(office).ok


def test_an_envelope_that_was_overwritten_does_not_keep_the_file_from_closing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = _office_with(tmp_path, PASSWORD)
    office = reopen(path, secret=PASSWORD)
    path.write_bytes(b"x" * 100_000)
    office.close()
    caplog.clear()
    assert not path.with_name(path.name + "-lock").exists()


def test_after_closing_nothing_opens_behind_the_back(office: Database) -> None:
    office.close()
    office.close()
    for door in (office.read(), office.write(act())):
        with pytest.raises(OfficeLocked) as refused, door:
            pass
        assert code_of(refused) == "office.closed"
    assert not list(office.path.parent.glob(office.path.name + "-*"))


def test_closing_waits_for_a_running_read(office: Database) -> None:
    inside, done = threading.Event(), threading.Event()

    def read() -> None:
        with office.read() as connection:
            inside.set()
            done.wait(5)
            connection.exec_driver_sql("SELECT count(*) FROM members").scalar_one()

    thread = threading.Thread(target=read)
    thread.start()
    inside.wait(5)
    threading.Timer(0.1, done.set).start()
    office.close()
    thread.join()
    assert not office.path.with_name(office.path.name + "-wal").exists()


# ------------------------------------------------------------ opening, making
@pytest.mark.parametrize(
    "name", ["a#b?c%20d&e=f.tuanji", "松桃 县　团委（2018）.tuanji", "'引号\".tuanji"]
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "第#1?个%文件夹"
    folder.mkdir()
    office = reopen(make_office(folder / name))
    add_members(office, 1)
    office.close()
    assert [path.name for path in folder.iterdir()] == [name]


def test_long_chinese_paths(tmp_path: Path) -> None:
    folder = tmp_path / ("共青团" * 15)
    folder.mkdir()
    office = reopen(make_office(folder / ("团" * 68 + ".tuanji")))
    add_members(office, 1)
    office.close()
    with pytest.raises(OfficeLocked) as refused:
        create(folder / ("团" * 80 + ".tuanji"))
    assert code_of(refused) == "office.name"
    deep = folder / ("大坪" * 40) / ("盘信" * 30)
    deep.mkdir(parents=True)  # SQLite ends at 512 bytes
    with pytest.raises(OfficeLocked) as refused:
        create(deep / "团.tuanji")
    assert code_of(refused) == "office.folder" and "路径过长" in refused.value.message
    assert list(deep.iterdir()) == []


@pytest.mark.parametrize("size", [0, 4_096, 60_000, 300_000])
def test_a_full_disk_makes_no_file(tmp_path: Path, size: int) -> None:
    with full_after(size), pytest.raises(OfficeLocked) as refused:
        create(tmp_path / "青溪.tuanji")
    assert code_of(refused) == "office.disk" and "没有建立" in refused.value.message
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_place_makes_no_file() -> None:
    with open_folder() as folder:
        folder.chmod(0o555)
        with as_ordinary_user(), pytest.raises(OfficeLocked) as refused:
            create(folder / "青溪.tuanji")
    assert code_of(refused) == "office.folder" and "无法在" in refused.value.message


def test_a_file_appears_only_with_what_it_must_not_be_without(tmp_path: Path) -> None:
    def fill(draft: Path) -> None:
        assert draft.is_file() and not (tmp_path / "青溪.tuanji").exists()
        open_database(draft, now=NOW).close()
        raise OfficeLocked("office.busy", "忙")

    with pytest.raises(OfficeLocked) as refused:
        create(tmp_path / "青溪.tuanji", fill=fill)
    assert code_of(refused) == "office.busy"
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode("青溪".encode("gb18030"))
    odd.mkdir()
    office = reopen(make_office(odd / "a.tuanji"))
    add_members(office, 1)
    office.close()
    assert [path.name for path in odd.iterdir()] == ["a.tuanji"]


def test_nothing_is_overwritten_and_no_draft_is_left(office_file: Path) -> None:
    with pytest.raises(OfficeLocked) as refused:
        create(office_file)
    assert code_of(refused) == "office.exists"
    with pytest.raises(OfficeLocked) as refused:
        create(office_file.parent / "没有" / "团.tuanji")
    assert code_of(refused) == "office.folder"


def test_drafts_of_a_crash_are_no_obstacle(tmp_path: Path) -> None:
    for suffix in ("-new", "-new-wal", "-new-shm", "-new-journal"):
        (tmp_path / f"团.tuanji{suffix}").write_bytes(b"half of something")
    office = reopen(make_office(tmp_path / "团.tuanji"))
    assert check(office).ok
    office.close()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["团.tuanji"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "office.damaged"), (b"%PDF-1.7 " * 1000, "office.damaged"), (None, "office.missing")],
)
def test_what_is_no_office_file(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "x.tuanji"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(OfficeLocked) as refused:
        reopen(path)
    assert code_of(refused) == code
    assert content is None or path.read_bytes() == content


def test_a_damaged_file_and_a_wrong_password_differ(encrypted: Database) -> None:
    encrypted.close()
    with pytest.raises(OfficeLocked) as refused:
        reopen(encrypted.path, secret="猜的")
    assert code_of(refused) == "office.password"
    data = bytearray(encrypted.path.read_bytes())
    data[4050] ^= 1  # in the encrypted part of the first page
    encrypted.path.write_bytes(data)
    with pytest.raises(OfficeLocked) as refused:
        reopen(encrypted.path, secret=PASSWORD)
    assert code_of(refused) == "office.damaged"


def test_a_file_of_a_newer_program_is_refused_untouched(
    office_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = office_file.read_bytes()
    monkeypatch.setattr(database_module, "SCHEMA_VERSION", schema.SCHEMA_VERSION - 1)
    with pytest.raises(OfficeLocked) as refused:
        reopen(office_file)
    assert code_of(refused) == "office.newer"
    assert office_file.read_bytes() == before
    assert [path.name for path in office_file.parent.iterdir() if path.is_file()] == [
        office_file.name
    ]


# ------------------------------------------------------------------ read-only
def test_asked_for_reading_it_reads_and_tidies_up(office_file: Path) -> None:
    office = reopen(office_file, read_only=True)
    assert office.read_only and rows(office, "SELECT count(*) FROM organizations") == [(6,)]
    with pytest.raises(OfficeLocked) as refused, office.write(act()):
        pass
    assert code_of(refused) == "office.read_only"
    office.close()
    assert not list(office_file.parent.glob(office_file.name + "-*"))


def test_a_read_only_folder_can_be_looked_at() -> None:
    with open_folder() as folder:
        path = make_office(folder / "优盘.tuanji")
        path.chmod(0o444)
        folder.chmod(0o555)
        with as_ordinary_user():
            office = reopen(path)
            assert office.read_only and office.holder is None
            assert rows(office, "SELECT count(*) FROM organizations") == [(6,)]
            assert check(office).ok
            with pytest.raises(OfficeLocked) as refused, office.write(act()):
                pass
            assert code_of(refused) == "office.read_only"
            office.close()
            with pytest.raises(OfficeLocked) as refused:
                create(folder / "新.tuanji")
        assert code_of(refused) in ("office.folder", "office.unreadable")


def test_a_log_in_a_read_only_folder_is_not_ignored() -> None:
    """Without the log the newest operations would be missing: refused, not shown without them."""
    with open_folder() as folder:
        path = make_office(folder / "优盘.tuanji")
        path.with_name(path.name + "-wal").write_bytes(b"a log that needs the disk")
        path.chmod(0o444)
        folder.chmod(0o555)
        with as_ordinary_user(), pytest.raises(OfficeLocked) as refused:
            reopen(path)
        assert code_of(refused) == "office.unreadable"


# ------------------------------------------------------------------- new keys
def test_new_keys_wait_for_readers_and_give_up_politely(
    encrypted: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_PATIENCE", 0.05)
    assert encrypted.envelope and encrypted.key
    changed = encrypted.envelope.with_secret(encrypted.key, "operator", "李强", "另一个密码")
    with encrypted.read(), pytest.raises(OfficeLocked) as refused:
        encrypted.set_envelope(changed)
    assert code_of(refused) == "office.busy"
    encrypted.set_envelope(changed)
    add_members(encrypted, 1)
    encrypted.close()
    open_database(encrypted.path, secret="另一个密码", operator="李强", now=NOW).close()


def test_new_keys_are_refused_while_another_window_reads(encrypted: Database) -> None:
    assert encrypted.envelope and encrypted.key
    other = reopen(encrypted.path, secret=PASSWORD)
    assert other.read_only
    with other.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM members").scalar_one()
        with pytest.raises(OfficeLocked) as refused:
            encrypted.set_envelope(envelope_for(encrypted.key, code="0"))
    assert code_of(refused) == "office.busy"
    other.close()
    add_members(encrypted, 1)  # the doors are open again


def test_a_tree_can_be_planted_in_an_encrypted_file(encrypted: Database) -> None:
    assert rows(encrypted, "SELECT count(*) FROM organizations") == [(6,)]
    with pytest.raises(DBAPIError):
        plant_tree(encrypted)  # the codes are taken
    assert check(encrypted, thorough=True).ok
