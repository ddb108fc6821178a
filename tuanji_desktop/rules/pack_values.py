"""What the shape of a pack does not show: values that no member can have, days that cross.

Such a rule would never hold, or hide another, without a word; a pack that has one is refused.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from tuanji_desktop.rules.choices import CHOICES, RECOGNISED
from tuanji_desktop.rules.fields import FIELDS, Kind, label_of

Data = Mapping[str, Any]
Fault = tuple[tuple[str | int, ...], str]

_WRITTEN = {
    Kind.MONTH: (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), '年月应写作 "2018-09"'),
    Kind.DATE: (re.compile(r"\d{4}-(0[1-9]|1[0-2])-\d{2}"), '日期应写作 "2018-09-28"'),
}


def value_faults(data: Data, merged: Data) -> Iterator[Fault]:
    """The faults of a pack whose shape is right; `merged` is the pack with what it extends."""
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


def _choice_lists(merged: Data) -> dict[str, tuple[str, ...]]:
    lists = {
        name: (*merged["choices"].get(name, values), *RECOGNISED.get(name, ()))
        for name, values in CHOICES.items()
    }
    lists["destination"] = (*lists["destination"], *merged.get("destinations", {}))
    return lists


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
