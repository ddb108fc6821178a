"""What the settings room shows: the office's own words, operators, packs, backups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..office.backups import External, backups_of, external_backup
from ..office.context import Context
from ..office.service import pack, pack_directories, packs
from ..rules.policy import PackInfo
from ..rules.policy_parts import RuleLine
from ..store.backup import BackupFile, automatic_folder
from ..store.copies import contents_in

OFFICE_FIELDS: Mapping[str, str] = {
    "office.name": "单位名称",
    "office.contact": "联系人",
    "office.contact_phone": "联系电话",
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
    """A rule pack this machine knows; `own`: brought by the office, not shipped."""

    id: str
    title: str
    issuer: str
    document: str
    date: date
    own: bool
    in_force: bool


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
    """All packs, the one in force first."""
    own = pack_directories()[-1]
    found = [_pack(info, info.path.parent == own, context.policy.id) for info in packs()]
    return tuple(sorted(found, key=lambda row: (not row.in_force, row.own, row.id)))


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


def load_rules(pack_id: str) -> tuple[RuleLine, ...]:
    """A pack in words."""
    return pack(pack_id).describe()


def _pack(info: PackInfo, own: bool, in_force: str) -> PackRow:
    document = (
        f"{info.document}（{info.document_number}）" if info.document_number else info.document
    )
    return PackRow(info.id, info.title, info.issuer, document, info.date, own, info.id == in_force)
