"""The right door for whom the deletion desk refuses (G 三): transfer, return, retention, leaving."""

from dataclasses import dataclass

from ..rules.lifecycle import Stage


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides which doors lead somewhere: the stage, an open transfer, an open graduation."""

    member_id: int
    status: str
    transfer_id: int | None
    graduation: tuple[int, str] | None
    """Year and progress of an unsettled graduate entry."""


@dataclass(frozen=True, slots=True)
class Door:
    """A button beside a refusal: its words, and the act (`Page.act_requested`) or else the desk
    (`desk_requested`) that it leads to, the member chosen already."""

    key: str
    words: str
    wish: object
    is_desk: bool = False


def doors_of(code: str, at: Standing) -> tuple[Door, ...]:
    """The doors for a refused kind; a pack's own refused kinds have their advice alone."""
    match code:
        case "unreachable":
            return (_leaving(at),)
        case "graduated":
            return (_moving(at), _retention(at))
        case "transfer_difficult" | "moved_away":
            return (_moving(at),)
        case _:
            return ()


def doors_of_obstacle(at: Standing) -> tuple[Door, ...]:
    """The way on for somebody who cannot be requested at all: a report-in that waits is withdrawn
    or returned (G 一.1, G 三.2)."""
    if at.status == Stage.SUBMITTED:
        return (Door("review", "去退回报到", {"member": at.member_id}, is_desk=True),)
    return ()


def doors_of_unfinished(at: Standing) -> tuple[Door, ...]:
    """Where a transfer that is not finished is brought to its end."""
    found = [_moving(at)]
    if at.graduation is not None:
        year, progress = at.graduation
        hint = {"year": year, "progress": progress}
        found.append(Door("graduates", "查看毕业生去向", hint, is_desk=True))
    return (*found, _retention(at))


def _moving(at: Standing) -> Door:
    """The transfer that is under way, or a new one."""
    if at.transfer_id is not None:
        return Door("transfers", "查看转接", {"transfer": at.transfer_id}, is_desk=True)
    return Door("transfer", "发起转接…", [at.member_id])


def _retention(at: Standing) -> Door:
    return Door("retention", "登记团籍保留…", [at.member_id])


def _leaving(at: Standing) -> Door:
    wish = {"ids": [at.member_id], "door": Stage.SELF_LEFT.value}
    return Door("leaving", "认定自行脱团…", wish)
