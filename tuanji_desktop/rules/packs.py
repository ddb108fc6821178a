"""Reading policy packs: TOML files, each extending at most one other, refused with the line.

A pack that extends another replaces what it names (a tier, a starred field, a reason, a stage)
and adds windows, expectations and choices; whole lists (milestones, forms) replace whole lists.
Of two windows of a field the pack's own goes before the one of the pack it extends.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.core.toml_lines import Location, line_of, placed, syntax_fault
from tuanji_desktop.rules.choices import CHOICES
from tuanji_desktop.rules.lifecycle import ON_ROSTER, Stage
from tuanji_desktop.rules.pack_build import Data, build
from tuanji_desktop.rules.pack_values import value_faults
from tuanji_desktop.rules.policy import PackInfo, PackText, Policy

_BY_KEY = ("clauses", "stages", "tiers", "required", "destinations", "leaving")
_NEEDED = (
    "stages", "default", "derived", "numbers", "ages", "deletion", "transfer", "destinations",
    "forms", "retention_reasons",
)  # fmt: skip
_TOO_LARGE = 1_000_000
_MOST_FAULTS = 8


def find(directories: Sequence[Path]) -> tuple[PackInfo, ...]:
    """The packs that can be read, by id; see `policy.find_packs`."""
    found: dict[str, PackInfo] = {}
    for directory in directories:
        for path in sorted(directory.glob("*.toml")):
            try:
                info = _info(path, *_parse(path))
            except BadInput:
                continue
            found.setdefault(info.id, info)
    return tuple(found.values())


def load(
    path: Path,
    *,
    directories: Sequence[Path],
    trusted: str = "",
    carried: Mapping[Path, str] = MappingProxyType({}),
) -> Policy:
    """One pack with all it extends; see `policy.load_pack`."""
    chain = _chain(path, directories, carried)
    digest = hashlib.sha256("\0".join(text for _, text, _ in chain).encode()).hexdigest()
    if digest != trusted:
        from tuanji_desktop.rules.pack_schema import faults

        for source, text, data in reversed(chain):
            _refuse_all(source, text, faults(data))
    merged: Data = {}
    sources: dict[str, PackInfo] = {}
    for source, text, data in reversed(chain):
        base, merged = merged, _merged(merged, data)
        sources |= dict.fromkeys(data.get("clauses", {}), _info(source, text, data))
        if digest != trusted:
            found = [*_clause_faults(data, merged), *value_faults(data, merged, base)]
            _refuse_all(source, text, found)
    path, text, data = chain[0]
    for key in _lacking(merged):
        _refuse(path, text, (), f'缺少“{key}”。单独的规则包须写全；也可以写 extends = "national"')
    texts = tuple(PackText(data["id"], source, text) for source, text, data in chain)
    return build(_info(path, text, data), digest, merged, sources, texts)


def _lacking(merged: Data) -> Iterator[str]:
    """What a pack must have, by itself or from the one it extends, and has not."""
    yield from (key for key in _NEEDED if key not in merged)
    if "decide" not in merged["deletion"]:
        yield "deletion.decide"
    yield from (
        f"stages.{stage}" for stage in Stage if stage not in {*ON_ROSTER, *merged["stages"]}
    )


def _chain(
    path: Path, directories: Sequence[Path], carried: Mapping[Path, str]
) -> list[tuple[Path, str, Data]]:
    chain: list[tuple[Path, str, Data]] = []
    seen: set[str] = set()
    wanted: Path | None = path
    while wanted is not None:
        text, data = _parse(wanted, carried.get(wanted))
        chain.append((wanted, text, data))
        seen.add(str(data.get("id")))
        parent = data.get("extends")
        if parent is None:
            break
        if not isinstance(parent, str):
            _refuse(wanted, text, ("extends",), "“extends”应是文字，要加引号")
        if parent in seen:
            _refuse(wanted, text, ("extends",), f"“{parent}”与本规则包互相引用")
        # Nothing beside a pack stands in for a shipped one of the same id.
        wanted = _find_parent(parent, (*directories, path.parent), carried)
        if wanted is None:
            _refuse(chain[-1][0], text, ("extends",), f"找不到所引用的规则包“{parent}”")
    return chain


def _find_parent(
    pack_id: str, directories: Sequence[Path], carried: Mapping[Path, str]
) -> Path | None:
    for directory in directories:
        named = directory / f"{pack_id}.toml"
        if named in carried:
            return named
        for path in (named, *sorted(directory.glob("*.toml"))):
            if path.is_file() and _id_of(path) == pack_id:
                return path
    return None


def _id_of(path: Path) -> str:
    try:
        return _info(path, *_parse(path)).id
    except BadInput:
        return ""


def _parse(path: Path, text: str | None = None) -> tuple[str, Data]:
    text = _text_of(path) if text is None else text
    try:
        return text, _loaded(text)
    except tomllib.TOMLDecodeError as error:
        _say(path, *syntax_fault(text, error))
    except RecursionError:
        _say(path, 1, "方括号或花括号套得太深")


@lru_cache(maxsize=32)
def _loaded(text: str) -> Data:
    """The data of a text. Opening a file asks for each pack several times; nobody changes them."""
    return tomllib.loads(text)


def _text_of(path: Path) -> str:
    try:
        large = path.stat().st_size > _TOO_LARGE
        raw = b"" if large else path.read_bytes()
    except OSError as error:
        message = f"规则包“{path.name}”读不出来，请检查文件是否存在、是否有权限。"
        raise BadInput("policy.invalid", message) from error
    if large:
        raise BadInput("policy.invalid", f"规则包“{path.name}”太大，不是规则包文件。")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        _say(path, line, "文件不是 UTF-8 编码，请另存为 UTF-8")


def _say(path: Path, line: int, reason: str, others: Sequence[tuple[int, str]] = ()) -> NoReturn:
    message = f"规则包“{path.name}”第 {line} 行有误：{reason}。"
    if others:
        listed = "；".join(f"第 {at} 行，{why}" for at, why in others[:_MOST_FAULTS])
        more = "等" if len(others) > _MOST_FAULTS else ""
        message += f"另有 {len(others)} 处：{listed}{more}。"
    raise BadInput("policy.invalid", f"{message}该规则包没有启用，请改正后再试。")


def _refuse(path: Path, text: str, where: Location, reason: str) -> NoReturn:
    _say(path, line_of(text, where), reason)


def _refuse_all(path: Path, text: str, found: Sequence[tuple[Location, str]]) -> None:
    """Refuses a pack with all its faults in the order of their lines; nothing where none is."""
    if found:
        (line, reason), *others = placed(text, found)
        _say(path, line, reason, others)


def _merged(base: Data, own: Data) -> Data:
    result = base | own
    for key in _BY_KEY:
        result[key] = base.get(key, {}) | own.get(key, {})
    result["windows"] = [*own.get("windows", []), *base.get("windows", [])]
    ours = own.get("expected", [])
    named = {row["field"] for row in ours}
    theirs = [row for row in base.get("expected", []) if row["field"] not in named]
    result["expected"] = [*theirs, *ours]
    choices = dict(base.get("choices", {}))
    for name, change in own.get("choices", {}).items():
        listed = change.get("only") or choices.get(name) or list(CHOICES[name])
        choices[name] = list(dict.fromkeys([*listed, *change.get("add", [])]))
    result["choices"] = choices
    if "tree" in own:
        result["tree"] = _merged_tree(base.get("tree", {}), own["tree"])
    if "deletion" in base and "deletion" in own:
        chain = own["deletion"]
        if "decide" not in chain:  # single keys are changed; a chain of one's own is whole
            chain = base["deletion"] | chain
        reasons = base["deletion"].get("reasons", {}) | own["deletion"].get("reasons", {})
        result["deletion"] = chain | {"reasons": reasons}
    return result


def _merged_tree(base: Data, own: Data) -> Data:
    """A clause is that of the keys beside it: who writes one of them cites no other anew."""
    cited = {key: own["clause"] for key in ("hollow", "turn_on") if key in own and "clause" in own}
    result = base | {key: own[key] for key in ("hollow", "turn_on") if key in own}
    if "hollow" in cited:
        result["clause"] = cited["hollow"]
    if turning := own.get("turn_clause", cited.get("turn_on")):
        result["turn_clause"] = turning
    return result | {"sizes": base.get("sizes", {}) | own.get("sizes", {})}


def _clause_faults(data: Data, merged: Data) -> Iterator[tuple[Location, str]]:
    known = merged["clauses"]
    for where, clause in _clauses(data, ()):
        if clause not in known:
            yield where, f"条款“{clause}”没有列在 [clauses] 里"


def _clauses(part: object, where: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in {
                "clause",
                "turn_clause",
                "waiting_clause",
                "approvals_clause",
                "paper_clause",
            }:
                yield (*where, key), value
            elif (*where, key) != ("clauses",):
                yield from _clauses(value, (*where, key))
    elif isinstance(part, list):
        for place, value in enumerate(part):
            yield from _clauses(value, (*where, place))


def _info(path: Path, text: str, data: Data) -> PackInfo:
    for key in ("id", "title", "issuer", "document", "date"):
        if key not in data:
            _refuse(path, text, (), f"缺少“{key}”")
        if key != "date" and not isinstance(data[key], str):
            _refuse(path, text, (key,), f"“{key}”应是文字，要加引号")
    if not isinstance(data["date"], date) or isinstance(data["date"], datetime):
        _refuse(path, text, ("date",), "“date”应为日期，如 2018-09-28（不加引号）")
    for key in ("document_number", "extends"):
        if not isinstance(data.get(key, ""), str):
            _refuse(path, text, (key,), f"“{key}”应是文字，要加引号")
    return PackInfo(
        data["id"],
        data["title"],
        data["issuer"],
        data["document"],
        data.get("document_number", ""),
        data["date"],
        data.get("extends"),
        path,
    )
