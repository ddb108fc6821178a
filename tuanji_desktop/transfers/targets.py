"""What a written target means: a unit of this office where its name is one, else one of elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from ..core.errors import BadInput
from ..orgs.kinds import BRANCH_KINDS, match_name
from ..orgs.queries import by_id
from ..store.connection import raw

_PART = 400
_ENDINGS = ("团委", "团总支", "团工委", "团支部")
_SUPERIORS = ("团委", "团总支", "团工委")


@dataclass(frozen=True, slots=True)
class Target:
    """Where somebody goes: `name` is what papers print; `unit_id` only where it is our own."""

    name: str
    unit_id: int | None = None
    short_name: str = ""
    kind: str = ""

    @property
    def own(self) -> bool:
        """Whether it is a unit of this office."""
        return self.unit_id is not None

    @property
    def branch(self) -> bool:
        """Whether members can be in it; another unit of ours allots the branch."""
        return self.kind in BRANCH_KINDS

    @property
    def shown(self) -> str:
        """As a table has it."""
        return self.short_name or self.name


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A name that two units of this office have."""

    name: str
    codes: tuple[str, ...]

    @property
    def words(self) -> str:
        """What the clerk is told."""
        return f"本台账有几个组织都叫“{self.name}”（{'、'.join(self.codes)}），请点选其中一个。"


Understood = Target | Doubtful


def own_unit(connection: Connection, unit_id: int) -> Target:
    """A unit that was picked. Raises `BadInput` where it is dissolved."""
    node = by_id(connection, unit_id)
    if node.status != "active":
        raise BadInput("transfer.target", f"“{node.full_name}”已撤销，不能转入。")
    return Target(node.full_name, node.id, node.short_name, node.kind)


def understand(connection: Connection, texts: Iterable[str]) -> Mapping[str, Understood]:
    """Each text by its normalised full name; a school without its ending is its committee.

    Short names are not asked: another school's 高一（1）班 is not ours.
    """
    wanted = {text: _spellings(text) for text in texts if text.strip()}
    keys = sorted({key for spellings in wanted.values() for key in spellings})
    known: dict[str, list[tuple[Target, str]]] = {}
    for start in range(0, len(keys), _PART):
        part = tuple(keys[start : start + _PART])
        marks = ", ".join("?" * len(part))
        for key, unit_id, full, short, kind, code in raw(connection).execute(
            "SELECT match_name, id, full_name, short_name, kind, code FROM organizations "
            f"WHERE match_name IN ({marks}) AND status = 'active' ORDER BY code",
            part,
        ):
            known.setdefault(key, []).append((Target(full, unit_id, short, kind), code))
    return {text: _meant(text.strip(), spellings, known) for text, spellings in wanted.items()}


def _spellings(text: str) -> tuple[str, ...]:
    name = match_name(text)
    if name.endswith(_ENDINGS):
        return (name,)
    return (name, *(name + ending for ending in _SUPERIORS))


def _meant(
    text: str, spellings: Iterable[str], known: Mapping[str, list[tuple[Target, str]]]
) -> Understood:
    for spelling in spellings:
        found = known.get(spelling, [])
        exact = [one for one, _ in found if one.name == text]
        if len(found) == 1 or len(exact) == 1:
            return exact[0] if len(exact) == 1 else found[0][0]
        if found:
            return Doubtful(text, tuple(code for _, code in found))
    return Target(text)
