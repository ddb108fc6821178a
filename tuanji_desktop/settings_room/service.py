"""Acts of the settings room that concern the office as a whole."""

from collections.abc import Mapping

from ..core.errors import BadInput, OfficeLocked
from ..office.context import Context
from ..office.document_numbers import SETTING, read_series, written_series
from ..office.service import put_setting, set_password
from .queries import OFFICE_FIELDS, load_office


def save_office(context: Context, *, values: Mapping[str, str]) -> int:
    """The office's own words; returns how many changed. An unchanged form writes nothing.

    Raises `BadInput` for an office without a name and for a 发文字号 that is no pattern.
    """
    known = load_office(context).values
    clean = {key: " ".join(text.split()) for key, text in values.items() if key in OFFICE_FIELDS}
    if not clean.get("office.name", known["office.name"]):
        raise BadInput("office.name", "请填写本单位的名称，例如“青溪团县委”。")
    if clean.get(SETTING, known[SETTING]) != known[SETTING]:
        clean[SETTING] = written_series(read_series(clean[SETTING]))
    changed = {key: text for key, text in clean.items() if text != known[key]}
    if changed:
        labels = "、".join(OFFICE_FIELDS[key] for key in changed)
        operation = context.operation("office.settings", f"修改本单位设置：{labels}")
        with context.database.write(operation) as writing:
            for key, text in changed.items():
                put_setting(writing.connection, key, text or None)
    return len(changed)


def deactivate_operator(context: Context, *, name: str) -> None:
    """An operator who works here no longer: their records stay, their password opens nothing."""
    active = [one for one in load_office(context).operators if one.active]
    found = next((one for one in active if one.name == name), None)
    if found is None:
        raise BadInput("operator.unknown", f"没有在用的操作员“{name}”。")
    if name == context.operator:
        raise BadInput("operator.self", "不能停用正在使用的操作员。请换一位操作员登录后再停用。")
    if found.role == "admin" and sum(one.role == "admin" for one in active) == 1:
        raise BadInput("operator.last_admin", "至少要保留一位管理员。请先增加另一位管理员。")
    database = context.database
    with database.write(context.operation("operator.remove", f"停用操作员 {name}")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE operators SET active = 0 WHERE name = ?", (name,)
        )
    if database.envelope is not None and found.slot:
        database.set_envelope(database.envelope.without("operator", name))


def change_password(context: Context, *, operator: str, old: str, new: str, again: str) -> None:
    """Gives an operator another password; the old one, or the recovery code, proves who asks."""
    if context.database.envelope is None:
        raise OfficeLocked("office.plain", "这个文件没有加密，不需要密码。")
    if new != again:
        raise BadInput("operator.password", "两次输入的新密码不一样，请重新输入。")
    prove_operator(context, operator=operator, secret=old)
    set_password(context, operator=operator, password=new)


def prove_operator(context: Context, *, operator: str, secret: str) -> None:
    """Whether this operator is who they say: by their own password, or by the recovery code."""
    envelope = context.database.envelope
    if envelope is None:
        return
    try:
        envelope.proving(operator).open(secret, operator=operator)
    except OfficeLocked as error:
        if error.code != "office.password":
            raise
        raise BadInput(
            "operator.password",
            f"“{operator}”的密码不正确，什么也没有改动。请核对大小写，或用恢复码代替密码。",
        ) from error
