"""The office file as a whole: made, opened, closed; its settings, its pack, its operators."""

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from ..core.errors import BadInput, NotFound, OfficeLocked
from ..core.paths import resource_dir, user_data_dir
from ..rules.policy import PackInfo, Policy, find_packs, load_pack
from ..store.backup import automatic_folder
from ..store.changes import Operation
from ..store.database import create, open_database
from ..store.vault import RECOVERY, DataKey, Envelope, new_recovery_code
from .context import Context

DEFAULT_OPERATOR = "管理员"
DEFAULT_POLICY = "guangdong-2018"


@dataclass(frozen=True, slots=True)
class Created:
    """A new office file; the recovery code is shown this once and printed."""

    path: Path
    recovery_code: str | None


def pack_directories() -> tuple[Path, ...]:
    """Where packs are looked for: shipped ones first, then those the office brought."""
    return (resource_dir() / "policies", user_data_dir() / "policies")


def packs() -> tuple[PackInfo, ...]:
    """All packs this machine knows."""
    return find_packs([folder for folder in pack_directories() if folder.is_dir()])


def pack(pack_id: str, *, trusted: str | None = None) -> Policy:
    """The pack with this id; NotFound names the known ones.

    `trusted` is the digest of the pack as it was put in force: the same text is not validated again.
    """
    known = packs()
    for info in known:
        if info.id == pack_id:
            return load_pack(info.path, directories=pack_directories(), trusted=trusted or "")
    names = "、".join(info.id for info in known)
    raise NotFound("policy.unknown", f"没有编号为“{pack_id}”的规则包。可用的有：{names}。")


def create_office(
    path: Path,
    *,
    name: str,
    policy_id: str = DEFAULT_POLICY,
    operator: str = DEFAULT_OPERATOR,
    password: str | None = None,
    now: datetime,
    today: date,
) -> Created:
    """A new office file with its first operator, encrypted where a password is given."""
    if not name.strip():
        raise BadInput("office.name", "请填写本单位的名称，例如“青溪团县委”。")
    policy = pack(policy_id)
    key = envelope = code = None
    if password:
        key, code = DataKey.new(), new_recovery_code()
        envelope = Envelope(()).with_secret(key, "operator", operator, password)
        envelope = envelope.with_secret(key, RECOVERY, "", code)

    def fill(draft: Path) -> None:
        database = open_database(draft, secret=password, now=now)
        try:
            with database.write(first) as writing:
                put_setting(writing.connection, "office.name", name.strip())
                put_policy(writing.connection, policy)
                writing.connection.exec_driver_sql(
                    "INSERT INTO operators (name, role) VALUES (?, 'admin')", (operator,)
                )
        finally:
            database.close()

    first = Operation(
        kind="office.create",
        words=f"建立台账：{name.strip()}",
        actor=operator,
        at=now.astimezone(),
        day=today,
    )
    # A power cut must not leave an encrypted file whose recovery code nobody has seen.
    create(path, key=key, envelope=envelope, fill=fill)
    return Created(path, code)


def open_office(
    path: Path,
    *,
    secret: str | None = None,
    operator: str | None = None,
    clock: Callable[[], datetime],
    fixed_day: date | None = None,
    read_only: bool = False,
) -> Context:
    """Opens a file with the pack it names; the operator must be one of the office's."""
    database = open_database(
        path,
        secret=secret,
        operator=operator,
        now=clock(),
        read_only=read_only,
        backup_folder=automatic_folder(path),
    )
    try:
        with database.read() as connection:
            policy = pack_in_force(connection)
            names = operators(connection)
        if operator is not None and operator not in names:
            raise NotFound(
                "office.operator", f"没有名为“{operator}”的操作员。已有：{'、'.join(names)}。"
            )
        return Context(
            database=database,
            policy=policy,
            operator=operator or (names[0] if names else DEFAULT_OPERATOR),
            clock=clock,
            fixed_day=fixed_day,
        )
    except BaseException:
        database.close()
        raise


def renewed(context: Context, *, operator: str | None = None) -> Context:
    """The same opened file with the pack that is now in force, or with another operator."""
    with context.database.read() as connection:
        policy = pack_in_force(connection)
    return replace(context, policy=policy, operator=operator or context.operator)


def operators(connection: Connection) -> list[str]:
    """Names of the active operators, the first one first."""
    rows = connection.exec_driver_sql("SELECT name FROM operators WHERE active = 1 ORDER BY id")
    return [name for (name,) in rows]


def add_operator(context: Context, *, name: str, role: str, password: str | None = None) -> None:
    """A further operator, with a password of their own where the file is encrypted."""
    clean = name.strip()
    database = context.database
    if not clean:
        raise BadInput("operator.name", "请填写操作员姓名。")
    if role not in ("admin", "clerk", "reviewer"):
        raise BadInput("operator.role", "角色只能是 admin、clerk、reviewer 之一。")
    if database.encrypted and not password:
        raise BadInput("operator.password", "文件已加密，新操作员需要设置密码。")
    with database.read() as connection:
        known = connection.exec_driver_sql("SELECT name FROM operators").scalars().all()
    if clean in known:
        raise BadInput("operator.taken", f"已有名为“{clean}”的操作员。")
    with database.write(context.operation("operator.add", f"增加操作员 {clean}")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO operators (name, role) VALUES (?, ?)", (clean, role)
        )
    if password:
        set_password(context, operator=clean, password=password)


def set_password(context: Context, *, operator: str, password: str) -> None:
    """Gives an operator of an encrypted file a (new) password; the data stay as they are."""
    database = context.database
    if database.key is None or database.envelope is None:
        raise OfficeLocked("office.plain", "这个文件没有加密，不需要密码。")
    if len(password) < 6:
        raise BadInput("operator.password", "密码至少 6 个字符。")
    database.set_envelope(
        database.envelope.with_secret(database.key, "operator", operator, password)
    )


def get_setting(connection: Connection, key: str) -> str | None:
    """A setting of the office, or None."""
    value: str | None = connection.exec_driver_sql(
        "SELECT value FROM settings WHERE key = ?", (key,)
    ).scalar()
    return value


def put_setting(connection: Connection, key: str, value: str | None) -> None:
    """Writes a setting inside an operation."""
    connection.exec_driver_sql(
        "INSERT INTO settings (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def put_policy(connection: Connection, policy: Policy) -> None:
    """Writes inside an operation which pack is in force, and that its text was validated.

    The texts that the office brought are kept in the file: they hold exactly as they were put in
    force, whatever becomes of the files on this machine, and the file opens on another one.
    """
    put_setting(connection, "office.policy", policy.id)
    put_setting(connection, "office.policy_digest", policy.digest)
    shipped = resource_dir() / "policies"
    own = {one.id: one.text for one in policy.texts if one.path.parent != shipped}
    text = own.pop(policy.id, None)
    bases = json.dumps(own, ensure_ascii=False) if own else None
    for key, value in (("office.policy_text", text), ("office.policy_bases", bases)):
        if value is not None or get_setting(connection, key) is not None:
            put_setting(connection, key, value)


def pack_in_force(connection: Connection) -> Policy:
    """The rules that the file names, as this connection sees them."""
    pack_id = get_setting(connection, "office.policy") or DEFAULT_POLICY
    trusted = get_setting(connection, "office.policy_digest")
    text = get_setting(connection, "office.policy_text")
    if text is not None:
        bases = json.loads(get_setting(connection, "office.policy_bases") or "{}")
        carried = _carried_pack(pack_id, {**bases, pack_id: text}, trusted)
        if carried is not None:
            return carried
    return pack(pack_id, trusted=trusted)


def _carried_pack(pack_id: str, texts: Mapping[str, str], trusted: str | None) -> Policy | None:
    """The own pack that the office file carries; it is brought to this machine where it is not
    known. None where the text is another pack's: older files kept it after a change of packs."""
    own = pack_directories()[-1]
    files = {own / f"{one}.toml": text for one, text in texts.items()}
    policy = load_pack(
        own / f"{pack_id}.toml",
        directories=pack_directories(),
        trusted=trusted or "",
        carried=files,
    )
    if policy.id != pack_id:
        return None
    with contextlib.suppress(OSError):
        own.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            if not path.exists():
                path.write_text(text, encoding="utf-8")
    return policy


def save_settings(context: Context, values: Sequence[tuple[str, str | None]]) -> None:
    """Settings of the office in one operation."""
    operation = context.operation("office.settings", "修改本单位设置")
    with context.database.write(operation) as writing:
        for key, value in values:
            put_setting(writing.connection, key, value)
