"""Six weeks of office work on the practice county, done through the rooms' own services.

Whatever the desks show – pending changes, report-ins, deletion requests, people who left – came
about by acts that the journal tells of, on different days and by different operators.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from ..core.progress import Progress
from ..deletion.reasons import Reason
from ..office.context import Context
from . import deeds, moves
from .deeds import Act
from .graduates import school_lists
from .numbers import Phones
from .people import People
from .tree import Unit

CLERK, REVIEWER = "周晓岚", "陈国栋"

_EDITS, _CHANGES, _REPORT_INS, _DELETIONS = 200, 25, 20, 12
_GROUNDS = ("团员本人来电更正", "学校报送的更正名单", "信息核对时发现", None, None, None)
_TRIES = 50
_FROM_HOUR, _HOURS = 8.5, 9.0


_DOORS = (
    ("transferred_out", "升学"),
    ("over_age", ""),
    ("transferred_out", "就业"),
    ("over_age", ""),
    ("transferred_out", "未就业"),
    ("over_age", ""),
    ("voluntarily_left", ""),
)


def doors(leavers: int) -> list[tuple[str, str] | None]:
    """How each of so many leaves: status, and the destination of a transfer; None by deletion, the
    first tenth."""
    deleted = max(1, leavers // 10)
    return [None] * deleted + [_DOORS[number % len(_DOORS)] for number in range(leavers - deleted)]


@dataclass(frozen=True, slots=True)
class County:
    """What the acts are done on: the units with the number of each one's first member, and those
    members who are there only to leave."""

    units: tuple[Unit, ...]
    first_member: dict[int, int]
    leavers: tuple[int, ...]
    people: People
    phones: Phones


def play(
    context: Context,
    county: County,
    *,
    rng: Random,
    since: datetime,
    until: datetime,
    progress: Progress,
) -> None:
    """Carries out the whole agenda between two moments, in the order of time."""
    agenda = sorted(_Agenda(county, rng).entries(), key=lambda entry: entry[0])
    for number, (when, operator, act) in enumerate(agenda):
        progress.stop_if_cancelled()
        progress(number, len(agenda), "登记日常办理")
        at = _working_hour(since + (until - since) * when)
        day = context.today - (context.clock().date() - at.date())
        act(replace(context, operator=operator, clock=_standing(at), fixed_day=day))


def _standing(at: datetime) -> Callable[[], datetime]:
    return lambda: at


def _working_hour(at: datetime) -> datetime:
    """The same order of moments, within office hours."""
    passed = (at - at.replace(hour=0, minute=0, second=0, microsecond=0)) / timedelta(days=1)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(hours=_FROM_HOUR + _HOURS * passed)).replace(microsecond=0)


Entry = tuple[float, str, Act]
"""When in the six weeks (0…1), by whom, what."""


class _Agenda:
    """Everything that was done, with its time."""

    def __init__(self, county: County, rng: Random) -> None:
        self._county, self._rng = county, rng
        self._total = sum(unit.size for unit in county.units)
        self._homes = [unit for unit in county.units if unit.size >= 3]
        self._grown = [unit for unit in self._homes if unit.sort != "student"]
        self._next_new = max(county.leavers, default=self._total) + 1
        people = county.people
        self._busy = {*people.wrong, *people.red, *people.misnumbered, *people.misheard}
        self._busy |= {number + 1 for number in people.misheard}

    def _count(self, usual: int, *, at_least: int) -> int:
        """So many acts in a county of the usual size, fewer in a small one."""
        return min(usual, max(at_least, self._total * usual // 8_000))

    def entries(self) -> Iterator[Entry]:
        """All acts, in no order of time; a small county spares its members for the first."""
        yield from self._deletions()
        yield from self._changes()
        yield from self._leavings()
        yield from self._moves()
        yield from self._report_ins()
        yield from self._corrections()
        yield from self._lists()
        yield from self._edits()

    def _some(self, units: list[Unit], number: int) -> Iterator[int]:
        """So many members with no other part in the play and, mostly, no post; fewer in a county
        that has not so many."""
        for _ in range(number):
            for _ in range(_TRIES if units else 0):
                unit = self._rng.choice(units)
                place = self._rng.randrange(min(5, unit.size // 2), unit.size)
                member = self._county.first_member[unit.id] + place
                if member not in self._busy:
                    self._busy.add(member)
                    yield member
                    break

    # ------------------------------------------------------------ ordinary edits
    def _edits(self) -> Iterator[Entry]:
        for member in self._some(self._homes, self._count(_EDITS, at_least=12)):
            operator = CLERK if self._rng.random() < 0.7 else REVIEWER
            yield self._rng.random(), operator, self._edit(member, self._new_values())

    def _new_values(self) -> dict[str, str]:
        values = {"mobile": self._county.phones.next()}
        luck = self._rng.random()
        if luck < 0.5:
            return values
        if luck < 0.65:
            return {"qq": str(self._rng.randrange(10**8, 10**9))}
        if luck < 0.8:
            town = self._rng.choice([unit.place for unit in self._homes if unit.place])
            return values | {"address": f"青溪县{town}{self._rng.randint(1, 9)}组"}
        return {"notes": self._rng.choice(("已电话核对", "原件已核", "家长代为联系"))}

    def _edit(self, member: int, values: dict[str, str]) -> Act:
        return deeds.edit(member, values, self._rng.choice(_GROUNDS))

    # ------------------------------------------------- changes that wait for review
    def _changes(self) -> Iterator[Entry]:
        pending = self._some(self._grown, self._count(_CHANGES, at_least=6))
        for number, member in enumerate(pending):
            values = self._reviewed(number)
            yield 0.55 + 0.4 * self._rng.random(), CLERK, self._edit(member, values)
            if number % 6 == 0:  # meanwhile the record changed: a conflict
                yield 0.97, REVIEWER, deeds.overtake(member)
        for number, member in enumerate(self._some(self._grown, self._count(12, at_least=2))):
            when = 0.1 + 0.4 * self._rng.random()
            yield when, CLERK, self._edit(member, self._reviewed(number))
            yield when + 0.05, REVIEWER, deeds.decide(member, accept=number % 4 != 3)

    def _reviewed(self, number: int) -> dict[str, str]:
        if number % 3 == 0:
            return {"is_cadre": "是"}
        if number % 3 == 1:
            return {"income": self._rng.choice(("8000–10000", ">10000"))}
        return {"political_status": "群众"} if number % 9 == 8 else {"income": ">10000"}

    # ------------------------------------------------------------------ report-ins
    def _report_ins(self) -> Iterator[Entry]:
        for number in range(self._count(_REPORT_INS, at_least=6) if self._homes else 0):
            unit = self._rng.choice(self._homes)
            row = self._county.people.another(unit, self._next_new)
            self._next_new += 1
            end = ("submit", "submit", "draft", "return", "submit", "withdraw")[number % 6]
            yield 0.7 + 0.29 * self._rng.random(), CLERK, deeds.newcomer(unit, row, end)

    # ------------------------------------- corrections by letter: the former names
    def _corrections(self) -> Iterator[Entry]:
        found = self._some(self._homes, self._count(8, at_least=2))
        for number, member in enumerate(found, start=1):
            when, seed = 0.3 * self._rng.random(), self._rng.getrandbits(32)
            yield when, REVIEWER, deeds.correct_name(member, number, seed)

    # -------------------------------------------------------------- those who left
    def _leavings(self) -> Iterator[Entry]:
        for member, door in zip(
            self._county.leavers, doors(len(self._county.leavers)), strict=True
        ):
            if door is None:
                continue
            status, kind = door
            act = moves.transfer_out(member, kind) if kind else moves.leave(member, status)
            yield 0.1 + 0.8 * self._rng.random(), REVIEWER, act

    # ----------------------------------- transfers under way, retention, verification
    def _moves(self) -> Iterator[Entry]:
        """After all the lists: what is due and what waits, what is late and what came back."""
        many = self._count(12, at_least=3)
        yield 0.96, CLERK, moves.start_transfers(many, days_ago=12)
        yield 0.961, CLERK, moves.start_transfers(many, days_ago=6, acts=("approve", "approve"))
        yield 0.962, CLERK, moves.start_transfers(many // 2, days_ago=2, acts=("return",))
        yield 0.963, CLERK, moves.start_transfers(many, days_ago=1, acts=("wait",))
        conscripts = tuple(self._some(self._grown, self._count(6, at_least=1)))
        if conscripts:
            yield 0.5, REVIEWER, moves.retain(conscripts)
        villages = tuple(unit.id for unit in self._grown if unit.sort == "village")[:8]
        if villages:
            yield 0.97, CLERK, moves.verify(villages)

    # ------------------------------------------------------------- deletion requests
    def _deletions(self) -> Iterator[Entry]:
        """An approved batch, a printed one under way, and requests that wait for a batch."""
        for member, door in zip(
            self._county.leavers, doors(len(self._county.leavers)), strict=True
        ):
            if door is None:
                yield 0.2, CLERK, deeds.request(member, [Reason("not_a_member")])
        yield 0.21, CLERK, deeds.approved_batch
        for member in self._county.people.wrong[:4]:
            twin = member in self._county.people.twins
            yield 0.85, CLERK, deeds.request_wrong_id(member, duplicate=twin)
        known = min(4, len(self._county.people.wrong))
        others = max(2, self._count(_DELETIONS, at_least=4) - known)
        for number, member in enumerate(self._some(self._grown, others)):
            yield 0.83 + 0.15 * self._rng.random(), CLERK, self._request_kind(member, number)
        villages = [unit for unit in self._grown if unit.sort == "village"]
        if villages:
            superior = villages[0].parent_id or 1
            there = [unit for unit in villages if unit.parent_id == superior]
            batched = list(self._some(there, 4))
            for number, member in enumerate(batched):
                yield 0.75 + number / 100, CLERK, self._request_kind(member, number)
            if batched:
                yield 0.80, CLERK, deeds.printed_batch(superior)

    def _request_kind(self, member: int, number: int) -> Act:
        if number % 5 == 0:
            return deeds.request_wrong_name(member, self._rng.getrandbits(32))
        if number % 5 == 1:
            return deeds.request_wrong_number(member)
        if number % 5 == 2:
            return deeds.request(member, [Reason("not_a_member")])
        if number % 5 == 3:
            return deeds.request(member, [Reason("wrong_branch")], mistaken=True)
        return deeds.request(member, [Reason("duplicate")])

    # --------------------------------------------------------------- graduate lists
    def _lists(self) -> Iterator[Entry]:
        for number, (bring, start, decide) in enumerate(
            school_lists(
                self._county.units, self._county.people, self._rng, self._count(20, at_least=3)
            )
        ):
            when = 0.05 + 0.6 * number / 20
            yield when, CLERK, bring
            when += 0.2 * self._rng.random()
            yield when, CLERK, start
            yield when + 0.1, REVIEWER, decide  # four days later
