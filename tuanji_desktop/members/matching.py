"""Who on the roster a row of a list is. Pure; what the database knows is handed in."""

from collections.abc import Iterable, Mapping, Sequence

from ..rules.lifecycle import Stage
from .queries import Member

_LEFT = frozenset(
    {
        Stage.TRANSFERRED_OUT,
        Stage.OVER_AGE,
        Stage.SELF_LEFT,
        Stage.VOLUNTARILY_LEFT,
        Stage.EXPELLED,
        Stage.DELETED,
    }
)


def present(members: Iterable[Member]) -> list[Member]:
    """Those who have not left, members before report-ins."""
    here = [one for one in members if one.status not in _LEFT]
    return sorted(here, key=lambda one: one.status not in (Stage.ACTIVE, Stage.RETAINED))


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two spellings are one name: the dots of 买买提·艾力 come in several kinds."""
    return _plain(one) == _plain(other)


def alike(one: str | None, other: str | None) -> bool:
    """Whether two names could be one person's: they share a character."""
    return bool(set(_plain(one)) & set(_plain(other)))


def _plain(name: str | None) -> str:
    return "".join(c for c in name or "" if c not in " ·•・‧.．　")


def find_similar(values: Mapping[str, str | None], same_names: Sequence[Member]) -> list[Member]:
    """Members of the same name who agree in phone or in branch and birth date: perhaps the same."""
    found = []
    for one in same_names:
        mobile = values.get("mobile") and values.get("mobile") == one.values.get("mobile")
        branch = values.get("branch") and values.get("branch") == one.values.get("branch")
        born = (values.get("id_number") or "")[6:14]
        same_birth = born and born == (one.values.get("id_number") or "")[6:14]
        if mobile or (branch and (same_birth or not one.values.get("id_number") or not born)):
            found.append(one)
    return found
