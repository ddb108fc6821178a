"""Goals 6, 12 and 15: saving, the journal's price, undo, backups."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tuanji_desktop.history.service import undo as undo_operation
from tuanji_desktop.members.service import save_member
from tuanji_desktop.office.context import Context
from tuanji_desktop.rules.fields import ROSTER_FIELDS
from tuanji_desktop.store.backup import backup as make_backup
from tuanji_desktop.store.bulk import insert_many, update_many
from tuanji_desktop.store.connection import raw
from tuanji_desktop.store.schema import members

from . import apart, county
from .bench import Bench
from .measure import Goal, Measured, alone, in_turns, timed
from .references.backup import bare_backup
from .references.saving import BareSaving

_COLUMNS = ("branch_id", "status", *(name for name in ROSTER_FIELDS if name != "branch"))
_COLUMNS += ("missing", "name_pinyin", "name_initials")


def save(bench: Bench) -> list[Measured]:
    """One edit: rules, journal, index, commit – on the thread that writes."""
    with (
        county.working_copy(bench.folder, bench.members) as path,
        county.bare_copy(bench.folder, bench.members) as bare_path,
        county.opened(path) as context,
    ):
        ids = county.member_ids(path, bench.rounds * 4)
        bare = BareSaving(str(bare_path))

        def ours(number: int) -> float:
            changes = {"mobile": f"1887{number:07d}"}
            member = ids[number % len(ids)]
            return timed(lambda: save_member(context, member_id=member, changes=changes))

        def theirs(number: int) -> float:
            return timed(lambda: bare.save(ids[number % len(ids)], f"1887{number:07d}"))

        ours(0)
        theirs(0)
        times, reference = in_turns(ours, theirs, bench.rounds * 4)
        bare.close()
    note = fsyncs(bench)
    return [
        Measured("save a member", bench.size, times, reference, Goal(5), show_p99=True, note=note)
    ]


def fsyncs(bench: Bench) -> str:
    """How often a save reaches for the disk: system calls of 30 saves less those of 10, by 20."""
    if shutil.which("strace") is None or not bench.apart:
        return "fsync not counted: no strace"
    counts = [_count_fsyncs(bench, saves) for saves in (10, 30)]
    return f"{(counts[1] - counts[0]) / 20:g} fsync a save"


def _count_fsyncs(bench: Bench, saves: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        command = ["strace", "-f", "-c", "-o", str(log), "-e", "trace=fsync,fdatasync"]
        command += [sys.executable, "-m", "benchmarks.apart", "storing", "save_several"]
        command += [str(bench.folder), str(bench.members), str(saves)]
        subprocess.run(command, check=True, capture_output=True, env=apart.environment(bench))
        table = (line.split() for line in log.read_text().splitlines())
        return sum(int(cells[3]) for cells in table if cells[-1:] in (["fsync"], ["fdatasync"]))


def save_several(folder: str, members: str, saves: str) -> float:
    """So many saves in a process of their own."""
    with (
        county.working_copy(Path(folder), int(members)) as path,
        county.opened(path) as context,
    ):
        ids = county.member_ids(path, int(saves))
        return sum(_save(context, one, number) for number, one in enumerate(ids))


def _save(context: Context, member: int, number: int) -> float:
    changes = {"mobile": f"1887{number:07d}"}
    return timed(lambda: save_member(context, member_id=member, changes=changes))


def journal(bench: Bench) -> list[Measured]:
    """Inserting members with the journal's trigger and without; both are rolled back."""
    rows = bench.at_most(5_000)
    with (
        county.working_copy(bench.folder, bench.members) as path,
        county.opened(path) as context,
    ):
        new = _new_members(context, rows)

        def insert(*, journalled: bool) -> float:
            operation = context.operation("import.roster", "试写")
            with context.database.rehearse(operation) as writing:
                if not journalled:
                    raw(writing.connection).execute("DROP TRIGGER journal_members_insert")
                return timed(lambda: insert_many(writing.connection, members, _COLUMNS, new))

        times = in_turns(
            lambda _: insert(journalled=True), lambda _: insert(journalled=False), bench.processes
        )
    name = f"insert {rows:,} members, journalled"
    return [Measured(name, bench.size, *times, note="reference: without the journal")]


def _new_members(context: Context, number: int) -> list[Sequence[str | int | None]]:
    """Members as they stand in the file, with ID numbers and phones that nobody has."""
    with context.database.read() as connection:
        found = connection.exec_driver_sql(
            f"SELECT {', '.join(_COLUMNS)} FROM members "
            f"WHERE status = 'active' AND id_number IS NOT NULL LIMIT {number}"
        ).all()
    at = _COLUMNS.index("id_number")
    return [(*row[:at], "99" + row[at][2:], *row[at + 1 :]) for row in found]


def undo(bench: Bench) -> list[Measured]:
    """An import of 20,000 new and 20,000 changed members taken back."""
    rows = bench.at_most(20_000)
    with (
        county.working_copy(bench.folder, bench.members) as path,
        county.opened(path) as context,
    ):
        ids = county.member_ids(path, rows)
        new = _new_members(context, rows)

        def take_back(number: int) -> float:
            operation = context.operation("import.roster", "导入 花名册.xlsx")
            with context.database.write(operation) as writing:
                changed = [(f"青溪县第{number}-{one}工作站", one) for one in ids]
                update_many(writing.connection, members, ("work_unit",), changed)
                insert_many(writing.connection, members, _COLUMNS, new)
            return timed(lambda: undo_operation(context, number=writing.number))

        times = alone(take_back, bench.processes)
    name = f"undo {len(new):,} new + {len(ids):,} changed"
    return [Measured(name, bench.size, times, None, Goal(median=5))]


def backup(bench: Bench) -> list[Measured]:
    """A verified backup while the file is in use, beside SQLite's own backup and quick_check."""
    with (
        county.working_copy(bench.folder, bench.members) as path,
        county.opened(path) as context,
        tempfile.TemporaryDirectory(dir=bench.folder) as place,
    ):

        def ours(_: int) -> float:
            made = timed(lambda: make_backup(context.database, Path(place), now=county.NOW))
            for file in Path(place).iterdir():
                file.unlink()
            return made

        def theirs(_: int) -> float:
            target = Path(place) / "bare.sqlite"
            made = timed(lambda: bare_backup(str(path), str(target)))
            target.unlink()
            return made

        times = in_turns(ours, theirs, bench.processes)
    return [Measured("backup and verification", bench.size, *times, Goal(1.3))]
