"""Own rule packs on this machine: checked, taken in, written out to be edited, removed.

The folder of own packs is this machine's, not the office file's: nothing here is journalled, and
the pack in force does not change by it (the office file carries its text).
"""

import re
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import BadInput, FileRefused
from ..core.paths import resource_dir
from ..office.context import Context
from ..office.service import pack_directories, packs
from ..rules.policy import PackInfo, Policy, load_pack
from ..sheets.target import refused_by_system, whole_file

TEMPLATE = "policy-template.toml"


@dataclass(frozen=True, slots=True)
class Installed:
    """An own rule pack that this machine now knows; `replaced`: an older text of it was here."""

    info: PackInfo
    replaced: bool


def check_pack(path: Path) -> Policy:
    """A pack file as it would be taken in; writes nothing.

    Raises `BadInput` with the line and the reason (`policy.invalid`), or where it would take the
    place of a shipped one (`policy.shipped`).
    """
    shipped, own = pack_directories()
    policy = load_pack(path, directories=(shipped, own))
    if (shipped / f"{policy.id}.toml").is_file() and path.resolve().parent != shipped.resolve():
        raise BadInput(
            "policy.shipped",
            f"编号“{policy.id}”是随程序提供的规则包，不能替换。请在文件中改用别的编号（id）。",
        )
    return policy


def install_pack(path: Path) -> Installed:
    """Takes an own rule pack into the machine's folder, once it has been found sound.

    Raises as `check_pack`, `policy.base` where the pack it extends is not here, and `FileRefused`
    where the folder cannot be written. A file that was taken in before is replaced; the rules in
    force stay as they are until the new text is put in force.
    """
    policy = check_pack(path)
    shipped, own = pack_directories()
    if policy.info.path.resolve().parent == shipped.resolve():
        raise BadInput("policy.shipped", f"“{policy.title}”是随程序提供的规则包，不用导入。")
    known = {info.id: info for info in packs()}
    if policy.info.extends and policy.info.extends not in known:
        raise BadInput(
            "policy.base",
            f"它所依据的规则包“{policy.info.extends}”还没有导入。请先导入那一个。",
        )
    at_hand = known.get(policy.id)
    target = at_hand.path if at_hand is not None else own / f"{policy.id}.toml"
    if not target.exists() or path.resolve() != target.resolve():
        _write(target, policy.texts[0].text)
    return Installed(policy.info, at_hand is not None)


def remove_pack(context: Context, file: Path) -> None:
    """Takes an own pack, or a spoilt file, off this machine; the one in force stays."""
    own = pack_directories()[-1]
    if file.parent != own or not file.is_file():
        raise BadInput("policy.unknown", f"没有名为“{file.name}”的本单位规则包。")
    try:
        policy = load_pack(file, directories=pack_directories())
    except BadInput:
        policy = None
    if policy is not None:
        now = context.policy
        if policy.id in {one.id for one in now.texts} and policy.digest == now.digest:
            raise BadInput(
                "policy.in_force",
                f"“{policy.title}”正在使用，不能移除。请先启用别的规则包。",
            )
        _require_unused(policy, file, now)
    try:
        file.unlink()
    except OSError as error:
        raise refused_by_system(file, error) from error


def _require_unused(policy: Policy, file: Path, now: Policy) -> None:
    upon = [info.title for info in packs() if info.extends == policy.id and info.path != file]
    if now.info.extends == policy.id and now.title not in upon:
        upon.append(now.title)
    if upon:
        raise BadInput(
            "policy.base_of",
            f"{'、'.join(f'“{title}”' for title in upon)}以“{policy.title}”为依据，不能移除。"
            "请先移除或改写它们。",
        )


def export_pack(policy: Policy, path: Path) -> None:
    """Writes a pack's text to a file to be edited and taken in again.

    A copy of a shipped one gets an id and a title of its own, for with the old id it would be
    refused.
    """
    text = policy.texts[0].text
    if policy.info.path.parent == pack_directories()[0]:
        text = re.sub(r'(?m)^id = "(.*)"$', r'id = "\1-own"', text, count=1)
        text = re.sub(r'(?m)^title = "(.*)"$', r'title = "\1（本单位）"', text, count=1)
    _write(path, text)


def write_pack_template(path: Path) -> None:
    """Writes the commented template of a pack."""
    _write(path, (resource_dir() / TEMPLATE).read_text(encoding="utf-8"))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileRefused(
            "file.disk", f"无法写入文件夹 {path.parent}：{error.strerror}。请检查磁盘和权限。"
        ) from error
    with whole_file(path) as beside:
        # as it stands, so that the text is the same on every system
        beside.write_bytes(text.encode("utf-8"))
