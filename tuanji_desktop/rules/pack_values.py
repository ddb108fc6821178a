"""What the shape of a pack does not show: values that no member can have, days that cross, ways
that lead nowhere.

Such a rule would never hold, hide another, or send the clerk to a desk that refuses, without a
word; a pack that has one is refused.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from tuanji_desktop.rules.choices import CHOICES, RECOGNISED
from tuanji_desktop.rules.fields import FIELDS, Kind, label_of

Data = Mapping[str, Any]
Where = tuple[str | int, ...]
Fault = tuple[Where, str]

_WRITTEN = {
    Kind.MONTH: (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), '年月应写作 "2018-09"'),
    Kind.DATE: (re.compile(r"\d{4}-(0[1-9]|1[0-2])-\d{2}"), '日期应写作 "2018-09-28"'),
}


def value_faults(data: Data, merged: Data, base: Data = MappingProxyType({})) -> Iterator[Fault]:
    """The faults of a pack whose shape is right.

    `base` is what it extends, whole; `merged` is that with the pack on top.
    """
    yield from _window_faults(data.get("windows", []))
    lists = _choice_lists(merged)
    for where, row in _conditions(data):
        yield from _condition_faults(where, row, lists)
    for place, row in enumerate(data.get("expected", [])):
        yield from _choice_faults(("expected", place, "value"), row["field"], [row["value"]], lists)
    if "transfer" in data:
        where = ("transfer", "waiting_destinations")
        yield from _choice_faults(
            where, "destination", data["transfer"]["waiting_destinations"], lists
        )
    for code, row in data.get("deletion", {}).get("reasons", {}).items():
        if row.get("field") == "branch":
            where = ("deletion", "reasons", code, "field")
            yield where, "所在团支部不能作为更正的字段"
    for place, name in enumerate(data.get("correction", {}).get("fields", [])):
        if name == "branch":
            yield ("correction", "fields", place), "所在团支部不能行文更正，只能转接"
    yield from _letter_faults(data, merged)
    yield from _reentry_faults(data, merged, base)


def _choice_lists(merged: Data) -> dict[str, tuple[str, ...]]:
    lists = {
        name: (*merged["choices"].get(name, values), *RECOGNISED.get(name, ()))
        for name, values in CHOICES.items()
    }
    lists["destination"] = (*lists["destination"], *merged.get("destinations", {}))
    return lists


# ---- ways that lead nowhere ----


def _rules(data: Data) -> Iterator[tuple[str, Where, Data]]:
    """The rules of single fields with their places: tiers, and windows that can ever hold."""
    for name, row in data.get("tiers", {}).items():
        yield name, ("tiers", name), row
    rows = data.get("windows", [])
    for place, row in enumerate(rows):
        if not any(_hides(earlier, row) for earlier in rows[:place]):
            yield row["field"], ("windows", place), row


def _hides(one: Data, other: Data) -> bool:
    """Whether a window goes before another on all its days: a pack's own, before its base's."""
    last = other.get("to", date.max)
    return bool(
        one["field"] == other["field"]
        and one["from"] <= other["from"]
        and last <= one.get("to", date.max)
    )


def _with_path(data: Data, path: str) -> dict[str, Where]:
    """The fields whose way that is, each with the first place that says so."""
    found: dict[str, Where] = {}
    for name, where, row in _rules(data):
        if row.get("path") == path:
            found.setdefault(name, (*where, "path"))
    return found


def _letter_faults(data: Data, merged: Data) -> Iterator[Fault]:
    """The letter corrects the fields of `[correction]`, and these only where nothing is easier."""
    rule = merged.get("correction", {})
    own, needed = _with_path(data, "correction_letter"), _with_path(merged, "correction_letter")
    for name in needed:
        if name not in rule.get("fields", ()) and (name in own or "correction" in data):
            words = f"“{label_of(name)}”要行文更正（correction_letter），却没有列在"
            yield (
                own.get(name, ("correction", "fields")),
                f"{words} [correction] 的 fields 里" + ("" if rule else "；[correction] 也没有写"),
            )
    default = merged.get("default", {}).get("path") == "correction_letter"
    for place, name in enumerate(data.get("correction", {}).get("fields", [])):
        by_default = default and name not in merged.get("tiers", {})
        if name != "branch" and name not in needed and not by_default:
            yield (
                ("correction", "fields", place),
                f"“{label_of(name)}”列在 [correction] 的 fields 里，却没有一处规定它要行文更正："
                f'在 [tiers.{name}] 写 tier = "locked"、path = "correction_letter"',
            )


def _reentry_faults(data: Data, merged: Data, base: Data) -> Iterator[Fault]:
    """Who is to be deleted and entered again needs a reason that the desk of deletions takes."""
    accepted = _corrected(merged)
    own = _with_path(data, "deletion_reentry")
    changed = data.get("deletion", {}).get("reasons", {})
    for name in _with_path(merged, "deletion_reentry"):
        if name in accepted:
            continue
        words = f"“{label_of(name)}”要申请删除后重新录入（deletion_reentry），却没有受理的删除原因"
        hint = f'[deletion.reasons.…] 要有一个 accepted = true、field = "{name}"'
        theirs = base.get("deletion", {}).get("reasons", {})
        taken = [code for code in changed if name in _corrected_by(theirs.get(code, {}))]
        if name in own:
            yield own[name], f"{words}：{hint}"
        elif taken:
            yield ("deletion", "reasons", taken[0]), f"{words}：{hint}"


def _corrected(data: Data) -> set[str]:
    rows = data.get("deletion", {}).get("reasons", {}).values()
    return {name for row in rows for name in _corrected_by(row)}


def _corrected_by(reason: Data) -> tuple[str, ...]:
    """What a reason for deletion puts right; the kind of document goes with its number."""
    field = reason.get("field")
    if not reason.get("accepted") or field is None:
        return ()
    return ("id_number", "id_kind") if field == "id_number" else (field,)


def _window_faults(rows: list[Data]) -> Iterator[Fault]:
    for place, row in enumerate(rows):
        for earlier in rows[:place]:
            if earlier["field"] == row["field"] and _cross(earlier, row):
                words = f"与{earlier['from'].isoformat()}起的那段时间重叠"
                yield ("windows", place, "from"), f"“{label_of(row['field'])}”的这段时间{words}"


def _cross(one: Data, other: Data) -> bool:
    return bool(
        one["from"] <= other.get("to", date.max) and other["from"] <= one.get("to", date.max)
    )


def _conditions(data: Data) -> Iterator[tuple[tuple[str | int, ...], Data]]:
    """Every condition of the pack with its place."""
    for name, row in data.get("required", {}).items():
        yield from _listed(("required", name, "when"), row.get("when", []))
    for place, row in enumerate(data.get("expected", [])):
        yield from _listed(("expected", place, "when"), row.get("when", []))
    for code, row in data.get("leaving", {}).items():
        yield from _listed(("leaving", code, "unless"), row.get("unless", []))


def _listed(where: tuple[str | int, ...], rows: object) -> Iterator[tuple[Any, Data]]:
    if isinstance(rows, Mapping):
        yield where, rows
    elif isinstance(rows, list):
        for place, row in enumerate(rows):
            yield (*where, place), row


def _condition_faults(
    where: tuple[str | int, ...], row: Data, lists: Mapping[str, tuple[str, ...]]
) -> Iterator[Fault]:
    field = row["field"]
    if field == "branch":
        yield (*where, "field"), "条件不能写所在团支部"
    values = [*([row["equals"]] if "equals" in row else []), *row.get("one_of", [])]
    yield from _choice_faults((*where, "field"), field, values, lists)
    written = _WRITTEN.get(FIELDS[field].kind)
    bounds = [row[key] for key in ("at_least", "at_most") if key in row]
    if written is not None:
        pattern, words = written
        if not all(pattern.fullmatch(value) for value in [*values, *bounds]):
            yield (*where, "field"), f"“{label_of(field)}”的{words}"
    elif FIELDS[field].choices and bounds:
        yield (*where, "field"), f"“{label_of(field)}”不能比较早晚，请用 equals 或 one_of"


def _choice_faults(
    where: tuple[str | int, ...],
    field: str,
    values: Iterable[str],
    lists: Mapping[str, tuple[str, ...]],
) -> Iterator[Fault]:
    known = lists.get(FIELDS[field].choices or "")
    for value in values:
        if known is not None and value not in known:
            yield where, f"“{label_of(field)}”没有“{value}”这个选项"
