"""What the settings room shows: the office's own words, operators, packs, backups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..core.errors import BadInput
from ..office.backups import External, backups_of, external_backup
from ..office.context import Context
from ..office.service import get_setting, pack_directories, packs
from ..rules.policy import PackInfo, Policy, load_pack
from ..rules.policy_parts import RuleLine
from ..store.backup import BackupFile, automatic_folder
from ..store.copies import contents_in

OFFICE_FIELDS: Mapping[str, str] = {
    "office.name": "单位名称",
    "office.contact": "联系人",
    "office.contact_phone": "联系电话",
    "office.superior": "上级团组织",
    "office.signer": "签发人",
    "office.document_series": "发文字号格式",
}
_SETTINGS = "SELECT key, value FROM settings"
ROLES: Mapping[str, str] = {"admin": "管理员", "clerk": "干事", "reviewer": "审核人"}


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """An operator of the office; `slot`: they have a password of their own."""

    name: str
    role: str
    active: bool
    slot: bool


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The office file as the sections 本单位, 操作员 and 安全 show it."""

    values: Mapping[str, str]
    operators: tuple[OperatorRow, ...]
    encrypted: bool
    read_only: bool
    size: int


@dataclass(frozen=True, slots=True)
class PackRow:
    """A rule pack this machine knows; `own`: brought by the office, not shipped.

    `fault` says why a file cannot be used (its `id` is then ''). `stale`: the text on this machine
    is not the one that was put in force, or not what the red names were reckoned with.
    """

    id: str
    title: str
    issuer: str
    document: str
    date: date | None
    own: bool
    in_force: bool
    file: Path
    stale: bool = False
    fault: str = ""

    @property
    def state(self) -> str:
        """How it stands, in a word."""
        if self.fault:
            return "有误"
        if self.in_force:
            return "须重新核对" if self.stale else "使用中"
        return "新版本" if self.stale else ""

    @property
    def usable(self) -> bool:
        """Whether it can be put in force."""
        return not self.fault and (self.stale or not self.in_force)


@dataclass(frozen=True, slots=True)
class Backups:
    """The program's own backups, and the last one elsewhere."""

    folder: str
    files: tuple[BackupFile, ...]
    external: External


def load_office(context: Context) -> OfficeFacts:
    """The office's own words and its operators."""
    database = context.database
    database.still_in_place()
    slots = {
        slot.name
        for slot in (database.envelope.slots if database.envelope else ())
        if slot.kind == "operator"
    }
    with database.read() as connection:
        kept = {key: value or "" for key, value in connection.exec_driver_sql(_SETTINGS)}
        rows = connection.exec_driver_sql(
            "SELECT name, role, active FROM operators ORDER BY active DESC, id"
        ).all()
    return OfficeFacts(
        values={key: kept.get(key, "") for key in OFFICE_FIELDS},
        operators=tuple(
            OperatorRow(name, role, bool(active), name in slots) for name, role, active in rows
        ),
        encrypted=database.encrypted,
        read_only=database.read_only,
        size=database.path.stat().st_size,
    )


def load_packs(context: Context) -> tuple[PackRow, ...]:
    """All packs, the one in force first, files that cannot be used last with their fault.

    An own pack in force holds as the office file carries it; another text of it on this machine
    is a row of its own.
    """
    shipped, own = pack_directories()
    with context.database.read() as connection:
        digest = get_setting(connection, "office.policy_digest")
    now = context.policy
    rows = []
    ids: dict[str, str] = {}
    for info in packs():
        if info.path.parent == shipped:
            in_force = now.info.path == info.path
            stale = in_force and digest is not None and digest != now.digest
            rows.append(_pack(info, own=False, in_force=in_force, stale=stale))
            ids[info.id] = "随程序提供的规则包"
    if now.info.path.parent != shipped:
        rows.append(_pack(now.info, own=True, in_force=True))
    for file in sorted(own.glob("*.toml")):
        found = _own_pack(file, ids)
        if isinstance(found, str):
            rows.append(PackRow("", file.stem, "", "", None, True, False, file, fault=found))
        elif found.id != now.id or found.digest != now.digest:
            rows.append(_pack(found.info, own=True, in_force=False, stale=found.id == now.id))
    return tuple(sorted(rows, key=lambda row: (bool(row.fault), not row.in_force, row.own, row.id)))


def _own_pack(file: Path, ids: dict[str, str]) -> Policy | str:
    """A pack of the office's own, or why its file cannot be used."""
    try:
        found = load_pack(file, directories=pack_directories())
    except BadInput as error:
        return error.message
    if found.id in ids:
        return f"编号“{found.id}”与{ids[found.id]}相同，这个文件不会采用。请改用别的编号（id）。"
    ids[found.id] = f"文件“{file.name}”"
    return found


def load_backups(context: Context) -> Backups:
    """The list of backups and how old the last one elsewhere is."""
    return Backups(
        folder=str(automatic_folder(context.database.path)),
        files=backups_of(context),
        external=external_backup(context),
    )


def load_backup_members(context: Context, files: Sequence[BackupFile]) -> dict[str, int]:
    """How many members each backup holds, by file name; one that cannot be read is left out."""
    key = context.database.key
    found = {one.path.name: contents_in(one.path, key) for one in files if one.whole}
    return {name: contents.members for name, contents in found.items() if contents is not None}


def load_rules(context: Context, row: PackRow) -> tuple[RuleLine, ...]:
    """A pack in words; of a file with a fault nothing."""
    return () if row.fault else load_policy(context, row).describe()


def load_policy(context: Context, row: PackRow) -> Policy:
    """The rules behind a row: those in force, or those of the file."""
    if row.in_force:
        return context.policy
    return load_pack(row.file, directories=pack_directories())


def _pack(info: PackInfo, *, own: bool, in_force: bool, stale: bool = False) -> PackRow:
    document = (
        f"{info.document}（{info.document_number}）" if info.document_number else info.document
    )
    return PackRow(
        info.id, info.title, info.issuer, document, info.date, own, in_force, info.path, stale
    )
