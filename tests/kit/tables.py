"""A small list of invented people, and a model drawn as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tuanji_desktop.core.masks import mask_id, mask_phone
from tuanji_desktop.kit.jobs import Jobs
from tuanji_desktop.kit.paged_model import Column, PagedTableModel

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    id_number: str
    mobile: str
    missing: tuple[str, ...] = ()


COLUMNS = (
    Column[Person]("name", "姓名", lambda row: row.name, width=90, marks_missing=True),
    Column[Person](
        "id_number", "身份证号", lambda row: row.id_number, width=180, mask=mask_id, figures=True
    ),
    Column[Person]("mobile", "手机号码", lambda row: row.mobile, mask=mask_phone, align="right"),
    Column[Person]("note", "备注", lambda row: "", shown=False, sortable=False),
)


class People:
    """Where the model's rows come from; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.names: dict[int, str] = {}
        self.gone: set[int] = set()

    def fetch(self, ids: Sequence[int]) -> Mapping[int, Person]:
        self.asked.append(list(ids))
        return {one: self.person(one) for one in ids if one not in self.gone}

    def person(self, number: int) -> Person:
        missing = ("户籍地址", "手机号码") if number % 3 == 0 else ()
        mobile = "" if missing else f"138{number:08d}"
        name = self.names.get(number, f"团员{number}")
        return Person(name, f"11010119900101{number:04d}"[:18], mobile, missing)


def people_model(jobs: Jobs, people: People) -> PagedTableModel[Person]:
    return PagedTableModel(
        jobs,
        columns=COLUMNS,
        fetch=people.fetch,
        missing=lambda row: row.missing,
        parent=jobs,
    )


def settle(qtbot: QtBot, jobs: Jobs) -> None:
    """Until nothing is asked any more, timers of the models included."""
    qtbot.wait(5)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=3000)


def drawn(model: PagedTableModel[R], rows: range) -> str:
    """The table as a clerk would read it aloud."""
    display = Qt.ItemDataRole.DisplayRole
    lines = [
        "|".join(
            str(model.headerData(one, Qt.Orientation.Horizontal, display))
            for one in range(model.columnCount())
        )
    ]
    lines += [
        "|".join(str(model.data(model.index(row, one))) for one in range(model.columnCount()))
        for row in rows
    ]
    return "\n".join(lines)
