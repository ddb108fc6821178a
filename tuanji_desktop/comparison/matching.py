"""Who on the roster a row is whose ID number does not tell. Pure; persons are handed in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..rules.lifecycle import LEFT, ON_ROSTER, Stage
from .visible import fits, shown

_TELLING = 7
"""So many visible characters of a number, its end among them, are one person's beside the name."""


@dataclass(frozen=True, slots=True)
class Person:
    """A record as far as it is compared; `values` by field, the branch left out."""

    id: int
    branch_id: int
    status: Stage
    values: Mapping[str, str | None]

    @property
    def name(self) -> str:
        return self.values.get("name") or ""

    @property
    def on_roster(self) -> bool:
        return self.status in ON_ROSTER


def best(found: Iterable[Person], *, name: str | None, branch_id: int | None) -> Person | None:
    """Of those who have one ID number the one that the list means: members before report-ins
    before those who left, and of several the one of that name and branch."""
    order = sorted(
        found,
        key=lambda one: (
            0 if one.on_roster else 2 if one.status in LEFT else 1,
            one.name != (name or ""),
            one.branch_id != branch_id,
            one.id,
        ),
    )
    return order[0] if order else None


@dataclass(frozen=True, slots=True)
class Trace:
    """What a row says of somebody whose ID number does not tell: a valid `number` that nobody has,
    a `mask` of one, or neither."""

    number: str | None
    mask: str | None
    mobile: str | None
    mobile_mask: str | None
    branch_id: int | None
    born: str

    @property
    def name_alone(self) -> bool:
        """Whether nothing stands beside the name."""
        said = (self.number, self.mask, self.mobile, self.mobile_mask, self.branch_id, self.born)
        return not any(said)


@dataclass(frozen=True, slots=True)
class Guess:
    """`sure` is the one person meant; else `candidates` may be meant, the likeliest first."""

    sure: Person | None = None
    candidates: tuple[Person, ...] = ()


def guess(
    trace: Trace,
    namesakes: Sequence[Person],
    *,
    damaged: bool,
    branches: Collection[int] = frozenset(),
) -> Guess:
    """Who of the same name the row may be. Only a masked number that shows enough of itself and
    fits one person alone is taken without being asked. `branches`: those that the list covers; of a
    row with a name alone it may be anybody there who is called so."""
    if trace.mask is not None:
        fitting = [one for one in namesakes if fits(trace.mask, one.values.get("id_number"))]
        closer = [one for one in fitting if _supports(trace, one)]
        if not damaged and shown(trace.mask) >= _TELLING:
            for some in (fitting, closer):
                if len(some) == 1:
                    return Guess(sure=some[0])
        if fitting:
            return Guess(candidates=tuple({one.id: one for one in (*closer, *fitting)}.values()))
    if trace.name_alone:
        return Guess(candidates=tuple(one for one in namesakes if one.branch_id in branches))
    return Guess(candidates=tuple(one for one in namesakes if _alike(trace, one)))


def _supports(trace: Trace, one: Person) -> bool:
    return trace.branch_id == one.branch_id or _same_mobile(trace, one)


def _alike(trace: Trace, one: Person) -> bool:
    if _same_mobile(trace, one):
        return True
    same_branch = trace.branch_id is not None and trace.branch_id == one.branch_id
    same_birth = bool(trace.born) and _birth(one).startswith(trace.born)
    if trace.number or trace.mask:  # another number stands against it: more has to agree
        return same_branch and (same_birth or not one.values.get("id_number"))
    return same_branch or same_birth


def _same_mobile(trace: Trace, one: Person) -> bool:
    known = one.values.get("mobile")
    if trace.mobile_mask is not None:
        return shown(trace.mobile_mask) >= _TELLING and fits(trace.mobile_mask, known)
    return bool(trace.mobile) and trace.mobile == known


def born_in(number: str) -> str:
    """YYYY-MM-DD of an ID number of 18 characters, else ''."""
    digits = number[6:14]
    if len(number) != 18 or not digits.isdigit():
        return ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def _birth(one: Person) -> str:
    return born_in(one.values.get("id_number") or "") or one.values.get("born_on") or ""
