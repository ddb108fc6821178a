"""Goal 5: the search box, every way a clerk remembers a person."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tuanji_desktop.core.pinyin import name_keys
from tuanji_desktop.members.listing import search_listing
from tuanji_desktop.office.context import Context
from tuanji_desktop.store.connection import connect

from . import county
from .bench import Bench
from .measure import Goal, Measured, Times, in_turns, timed
from .painting import seconds_until_painted, wait_until
from .program import Desk, desk_on
from .references.search import BareSearch

LIMIT = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question and texts of it that members of the county answer to."""

    name: str
    texts: tuple[str, ...]


def kinds(bench: Bench, number: int) -> list[Kind]:
    """Every kind of question, from members spread over the county."""
    path = county.county(bench.folder, bench.members)
    ids = county.member_ids(path, 400)
    connection = connect(path, None, mode="ro")
    try:
        people = connection.execute(
            "SELECT name, id_number, mobile, development_number FROM members "
            f"WHERE id IN ({','.join(map(str, ids))}) AND length(id_number) = 18 "
            "AND length(mobile) = 11 AND length(development_number) > 6 AND length(name) > 2"
        ).fetchall()
    finally:
        connection.close()
    rng = random.Random(bench.members)
    rng.shuffle(people)
    found: dict[str, list[str]] = {}
    for one in people[:number]:
        for kind, text in _texts(*one):
            found.setdefault(kind, []).append(text)
    return [Kind(kind, tuple(texts)) for kind, texts in found.items()]


def _texts(name: str, number: str, mobile: str, development: str) -> Iterator[tuple[str, str]]:
    keys = name_keys(name)
    yield "one character", name[0]
    yield "two characters", name[:2]
    yield "part of a name", name[1:]
    yield "whole name", name
    yield "one letter", keys.initials[0]
    yield "initials", keys.initials
    yield "pinyin of a surname", keys.pinyin.split()[0]
    yield "pinyin", keys.pinyin.replace(" ", "")
    yield "mixed", name[0] + keys.initials[1:]
    yield "mixed, one letter", name[0] + keys.initials[1]
    yield "ID number, first digit", number[0]
    yield "ID number", number
    yield "ID number, last four", number[-4:]
    yield "birth date", number[6:14]
    yield "birth month", number[6:12]
    yield "phone, first three", mobile[:3]
    yield "phone, last four", mobile[-4:]
    yield "development number", development


def queries(bench: Bench) -> list[Measured]:
    """The question alone: 200 answers in order and how many there are, beside hand-written SQL."""
    path = county.county(bench.folder, bench.members)
    rows = []
    with county.opened(path) as context:
        bare = BareSearch(str(path))
        try:
            for kind in kinds(bench, bench.rounds):
                times, reference = _query_times(context, bare, kind, bench.rounds)
                rows.append(
                    Measured(
                        "search, query",
                        bench.size,
                        times,
                        reference,
                        Goal(ratio=2),
                        show_p99=True,
                        note=kind.name,
                    )
                )
        finally:
            bare.close()
    return rows


def _query_times(
    context: Context, bare: BareSearch, kind: Kind, rounds: int
) -> tuple[Times, Times]:
    def ours(number: int) -> float:
        text = kind.texts[number % len(kind.texts)]
        return timed(lambda: search_listing(context, text, org_id=None, limit=LIMIT))

    def theirs(number: int) -> float:
        text = kind.texts[number % len(kind.texts)]
        return timed(lambda: bare.ask(text))

    ours(0)  # pages of the file that nobody has read yet would count against whoever comes first
    theirs(0)
    return in_turns(ours, theirs, rounds)


def keys(bench: Bench) -> list[Measured]:
    """From the key in the search box to the painted answer, in the program's own window."""
    path = county.county(bench.folder, bench.members)
    seconds: list[float] = []
    rows = []
    with desk_on(path) as desk:
        for kind in kinds(bench, max(1, bench.rounds // 3)):
            times = Times(tuple(_type(desk, text) for text in kind.texts))
            seconds += times.seconds
            if kind.name == "one character":
                rows.append(_keys_row(bench, times, kind.name))
        rows.append(_keys_row(bench, Times(tuple(seconds)), "every kind"))
    return rows


def _keys_row(bench: Bench, times: Times, note: str) -> Measured:
    goal = Goal(median=0.040, p99=0.090)
    return Measured(
        "search, key → painted", bench.size, times, None, goal, show_p99=True, note=note
    )


def _type(desk: Desk, text: str) -> float:
    box: Any = desk.window.search_box

    def type_it() -> None:
        desk.expect()
        box.setText(text)

    seconds = seconds_until_painted(type_it, desk.view.viewport(), desk.ready)
    wait_until(desk.settled)
    desk.expect()
    box.setText("")
    wait_until(lambda: desk.ready() and desk.settled())
    return seconds
