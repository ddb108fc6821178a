"""A form's head and rows with what is wrong in them, and the hash of what a form says."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from tuanji_desktop.papers.frame import Flow
from tuanji_desktop.papers.preflight import (
    PaperFinding,
    empty_form,
    glyph_findings,
    required_findings,
)
from tuanji_desktop.papers.table import Row, Table, TableFlow


def content_hash(data: Any) -> str:
    """SHA-256 of what a form says, before any layout: a new font does not change it.

    `data` is a frozen data class whose `rows` are frozen data classes of one kind.
    """
    plain = {one.name: getattr(data, one.name) for one in fields(data) if one.name != "rows"}
    names = [one.name for one in fields(data.rows[0])] if data.rows else []
    plain["rows"] = [[getattr(row, name) for name in names] for row in data.rows]
    plain["form"] = type(data).__name__
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, default=date.isoformat)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def whole_hash(data: Any) -> str:
    """SHA-256 of what a paper without a list says; `data` is a frozen data class of any depth."""
    plain = asdict(data) | {"form": type(data).__name__}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, default=date.isoformat)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def head_findings(
    head: Mapping[str, str], labels: Mapping[str, str], count: int
) -> list[PaperFinding]:
    """What is empty or cannot be printed above the table, and a table without a row."""
    found = [*empty_form(count), *required_findings(head, labels, record=None)]
    for field, text in head.items():
        found += glyph_findings(text, record=None, field=field, label=labels[field])
    return found


def write_rows(flow: Flow, table: Table, rows: Sequence[Row]) -> TableFlow:
    """The table, and what is empty or cannot be printed in its rows."""
    labels = {one.field: one.heading.partition("\n")[0] for one in table.columns}
    for row in rows:
        values = dict(zip(labels, row.cells, strict=True))
        flow.findings += required_findings(values, labels, record=row.record)
        for field, text in values.items():
            flow.findings += glyph_findings(
                text, record=row.record, field=field, label=labels[field]
            )
    written = TableFlow(flow, table)
    written.rows(rows)
    return written
