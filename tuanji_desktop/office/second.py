"""The second operator: some acts are answered for by two (domain.md §7)."""

from ..core.errors import BadInput, OfficeLocked, RuleRefused
from ..store.vault import RECOVERY, Envelope
from .context import Context
from .service import operators


def other_operators(context: Context) -> tuple[str, ...]:
    """Active operators other than the one who works: any of them may be the second one."""
    with context.database.read() as connection:
        return tuple(name for name in operators(connection) if name != context.operator)


def require_second_operator(context: Context, *, name: str, password: str | None = None) -> str:
    """The name of the second operator, who confirms by their own password.

    A file without a password cannot prove who it is: there the name alone is recorded. Raises
    `RuleRefused` for the operator who works, `BadInput` for an unknown one, `OfficeLocked` for a
    wrong password – another operator's and the recovery code do not do either.
    """
    second = name.strip()
    if second == context.operator:
        raise RuleRefused(
            "operator.second_same",
            f"{second} 正在办理这件事，不能同时作为第二操作员。请由另一名操作员确认。",
        )
    others = other_operators(context)
    if second not in others:
        known = f"可以确认的有：{'、'.join(others)}。" if others else "请先在设置里增加操作员。"
        raise BadInput("operator.second_unknown", f"没有名为“{second}”的在用操作员。{known}")
    envelope = context.database.envelope
    if envelope is None:
        return second
    if not password:
        raise BadInput("operator.second_password", f"请由 {second} 本人输入密码确认。")
    own = Envelope(
        tuple(one for one in envelope.slots if one.kind != RECOVERY and one.name == second)
    )
    try:
        own.open(password, operator=second)
    except OfficeLocked as error:
        raise OfficeLocked(
            "operator.second_password", f"密码不正确，{second} 没有确认。请由本人重新输入。"
        ) from error
    return second
