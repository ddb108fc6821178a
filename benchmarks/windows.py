"""Goals 1–4, 6 (click → painted), 13 and 16: the program's own window beside a bare one."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tuanji_desktop.kit.paged_model import SortKey
from tuanji_desktop.members.roster_import import apply_roster, plan_roster
from tuanji_desktop.members.service import save_member
from tuanji_desktop.store.connection import connect

from . import apart, county
from .bench import Bench
from .measure import Goal, Measured, Times, alone, in_turns
from .painting import Pauses, seconds_until_painted, wait_until
from .program import Desk, desk_on
from .references.roster_page import BareWindow

_PEAK = 120


def start(bench: Bench) -> list[Measured]:
    """From the start of the process until tree and first rows are painted, and the memory then."""
    path = county.county(bench.folder, bench.members)
    runs: dict[str, list[apart.Run]] = {"program": [], "references.roster_page": []}

    def once(module: str) -> float:
        run = apart.run(bench, f"benchmarks.{module}", path)
        runs[module].append(run)
        return run.said[0] - run.started

    for module, done in runs.items():
        once(module)  # the first start compiles
        done.clear()
    times, reference = in_turns(
        lambda _: once("program"), lambda _: once("references.roster_page"), bench.processes
    )
    mine, theirs = runs["program"], runs["references.roster_page"]
    anon = max(run.said[2] for run in mine)
    rows = [Measured("start → first rows painted", bench.size, times, reference, Goal(2.5), anon)]
    shares = [Times(tuple(run.said[1] for run in some)) for some in (mine, theirs)]
    ratio = shares[0].median / shares[1].median
    note = f"PSS {shares[0].median:.0f} MiB, {ratio:.2f}× the bare window's; goal 2×"
    rows.append(
        Measured("memory, roster open", bench.size, times, None, Goal(peak=_PEAK), anon, note=note)
    )
    return rows


class _Both:
    """The program's desk and the bare window, side by side in one process."""

    def __init__(self, desk: Desk, bare: BareWindow) -> None:
        self.desk, self.bare = desk, bare

    def on_desk(self, act: Callable[[], object]) -> float:
        """Seconds until the desk has painted its answer; then it comes to rest."""

        def asked() -> None:
            self.desk.expect()
            act()

        seconds = seconds_until_painted(asked, self.desk.view.viewport(), self.desk.ready)
        wait_until(self.desk.settled)
        return seconds

    def on_bare(self, act: Callable[[], object]) -> float:
        viewport = self.bare.table.viewport()
        return seconds_until_painted(act, viewport, lambda: True)


def roster(bench: Bench) -> list[Measured]:
    """Opening the roster, sorting it, jumping about in it, opening nodes of the tree."""
    path = county.county(bench.folder, bench.members)
    with desk_on(path) as desk:
        bare = BareWindow(str(path))
        bare.start()
        bare.show()
        both = _Both(desk, bare)
        try:
            return [
                *_open(bench, both, _branches(path, bench.rounds)),
                *_sort(bench, both),
                *_jump(bench, both),
                _expand(bench, both, _nodes(path, bench.rounds)),
            ]
        finally:
            bare.close()
            bare.connection.close()


def _branches(path: Path, number: int) -> list[int]:
    return _ids(
        path, f"SELECT org_id FROM org_counts WHERE members BETWEEN 10 AND 80 LIMIT {number}"
    )


def _nodes(path: Path, number: int) -> list[int]:
    return _ids(
        path,
        "SELECT o.id FROM organizations AS o JOIN org_counts AS c ON c.org_id = o.id "
        f"WHERE o.parent_id = 1 AND c.children > 1 ORDER BY c.children DESC LIMIT {number}",
    )


def _ids(path: Path, sql: str) -> list[int]:
    connection = connect(path, None, mode="ro")
    try:
        return [row[0] for row in connection.execute(sql)]
    finally:
        connection.close()


def _open(bench: Bench, both: _Both, branches: list[int]) -> list[Measured]:
    page = both.desk.page

    def everybody(_: int) -> float:
        if page.scope is None:
            both.on_desk(lambda: page.set_scope(branches[0]))
        return both.on_desk(lambda: page.set_scope(None))

    def branch(number: int) -> float:
        return both.on_desk(lambda: page.set_scope(branches[number % len(branches)]))

    rows = []
    everyone = in_turns(everybody, lambda _: both.on_bare(both.bare.open_all), bench.rounds)
    rows.append(Measured("open roster, all", bench.size, *everyone, Goal(2.5), show_p99=True))
    both.on_desk(lambda: page.set_scope(-1))
    one = in_turns(
        branch,
        lambda n: both.on_bare(lambda: both.bare.open_branch(branches[n % len(branches)])),
        bench.rounds,
    )
    rows.append(Measured("open roster, one branch", bench.size, *one, Goal(2.5), show_p99=True))
    both.on_desk(lambda: page.set_scope(None))
    return rows


def _sort(bench: Bench, both: _Both) -> list[Measured]:
    view = both.desk.view

    def measure(column: str, index: str | None, rounds: int, goal: Goal) -> Measured:
        times = in_turns(
            lambda number: both.on_desk(
                lambda: view.sort_requested.emit((SortKey(column, bool(number % 2)),))
            ),
            lambda number: both.on_bare(
                lambda: both.bare.sort(column + " DESC" * (number % 2), index)
            ),
            rounds,
        )
        return Measured("sort → first page", bench.size, *times, goal, show_p99=True, note=column)

    rows = [
        measure("id_number", "members_by_id_number", bench.rounds, Goal(2.5)),
        measure("joined_on", None, max(1, bench.rounds // 3), Goal(1.6)),
    ]
    both.on_desk(lambda: view.sort_requested.emit((SortKey("name"),)))
    return rows


def _jump(bench: Bench, both: _Both) -> list[Measured]:
    """To a place that nobody has seen yet: the scroll bar is dropped there."""
    desk, bare = both.desk, both.bare

    def jump(number: int) -> float:
        bar = desk.view.verticalScrollBar()
        place = (number * 7919 + 4000) * 13 % max(1, bar.maximum())
        return seconds_until_painted(lambda: bar.setValue(place), desk.view.viewport(), desk.ready)

    bare.model.show_ids(desk.model.ids)  # type: ignore[arg-type]

    def bare_jump(number: int) -> float:
        bar = bare.table.verticalScrollBar()
        place = (number * 7919 + 4000) * 13 % max(1, bar.maximum())
        return both.on_bare(lambda: bar.setValue(place))

    times = in_turns(jump, bare_jump, bench.rounds)
    return [Measured("jump in the table", bench.size, *times, Goal(2.5), show_p99=True)]


def _expand(bench: Bench, both: _Both, nodes: list[int]) -> Measured:
    tree = both.desk.window.tree
    view, model = tree.view, tree.model

    def expand(number: int) -> float:
        index = model.index_of(nodes[number])
        view.scrollTo(index)
        QApplication.processEvents()
        seconds = seconds_until_painted(
            lambda: view.expand(index), view.viewport(), lambda: model.rowCount(index) > 0
        )
        view.collapse(index)
        return seconds

    def bare_expand(number: int) -> float:
        bare = both.bare
        index = bare.place(nodes[number])
        bare.tree.scrollTo(index)
        QApplication.processEvents()
        seconds = seconds_until_painted(
            lambda: bare.tree.expand(index), bare.tree.viewport(), lambda: True
        )
        bare.tree.collapse(index)
        return seconds

    times = in_turns(expand, bare_expand, len(nodes))
    return Measured("expand a tree node", bench.size, *times, Goal(3), show_p99=True)


def clicks(bench: Bench) -> list[Measured]:
    """Saving a member from the window until the table has painted the new value."""
    with county.working_copy(bench.folder, bench.members) as path, desk_on(path) as desk:
        column = next(n for n, one in enumerate(desk.model.columns) if one.key == "mobile")
        desk.model.set_masked(False)

        def click(number: int) -> float:
            place = number % 20
            member = desk.model.ids[place]
            phone = f"1889{number:07d}"

            def shown() -> bool:
                text = desk.model.index(place, column).data(Qt.ItemDataRole.DisplayRole)
                return bool(text == phone)

            def save() -> None:
                desk.jobs.write(
                    desk.page,
                    lambda _: save_member(
                        desk.context, member_id=member, changes={"mobile": phone}
                    ),
                    lambda _: None,
                    words="保存",
                )

            seconds = seconds_until_painted(save, desk.view.viewport(), shown)
            wait_until(desk.settled)
            return seconds

        times = alone(click, bench.rounds)
    return [
        Measured("save, click → painted", bench.size, times, None, Goal(p99=0.05), show_p99=True)
    ]


def pauses(bench: Bench) -> list[Measured]:
    """The longest pause of the GUI thread in each of these, by a 5-ms timer."""
    rows = bench.at_most(5_000)
    listed = county.roster_list(bench.folder, bench.members, rows, 0)
    with (
        county.working_copy(bench.folder, bench.members) as path,
        desk_on(path) as desk,
        tempfile.TemporaryDirectory(),
    ):
        page = desk.page

        def read(act: Callable[[], object]) -> None:
            desk.expect()
            act()
            wait_until(lambda: desk.ready() and desk.settled())

        def load() -> None:
            desk.jobs.write(
                page,
                lambda _: apply_roster(desk.context, plan_roster(desk.context, listed)),
                lambda _: None,
                words="导入",
            )
            wait_until(desk.settled)

        box = desk.window.search_box
        tour: dict[str, Callable[[], object]] = {
            "open one branch": lambda: read(lambda: page.set_scope(20)),
            "open all": lambda: read(lambda: page.set_scope(None)),
            "sort": lambda: read(lambda: desk.view.sort_requested.emit((SortKey("joined_on"),))),
            "sort back": lambda: read(lambda: desk.view.sort_requested.emit((SortKey("name"),))),
            "search": lambda: read(lambda: box.setText("5")),
            "search off": lambda: read(lambda: box.setText("")),
            f"import of {rows:,} rows": load,
        }
        found = []
        for words, act in tour.items():
            with Pauses() as watch:
                act()
            times = Times((watch.longest,))
            goal = Goal(median=0.05)
            found.append(
                Measured("longest pause of the window", bench.size, times, None, goal, note=words)
            )
    return found
