"""What is wrong with a paper before it is printed, in words the clerk can act on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.text import clean

_TOLD = 5


@dataclass(frozen=True, slots=True)
class PaperFinding:
    """One thing to put right; `record` is the id of the member, None for the form itself.

    Codes: `glyph.missing` a character that no font has, `field.missing` an empty field that
    the form must show, `cell.overflow` a number that had to be broken or a cell taller than
    a page, `rows.empty` a form without a single row, `kind.refused` a request for a reason that the
    rules in force refuse. Questions only: `name.red` starred fields that
    are empty where the paper shows them as such, `age.unquestioned` an approval nobody asked for.
    """

    code: str
    message: str
    record: int | None
    field: str


def glyph_findings(
    text: str, *, record: int | None, field: str, label: str
) -> tuple[PaperFinding, ...]:
    """One finding for each character that would not print."""
    if fonts.font_for(text) is not None:
        return ()
    shown = clean(text)
    if fonts.MISSING not in shown:
        return ()
    return tuple(
        PaperFinding(
            "glyph.missing",
            f"“{label}”中有打印不出的字：U+{ord(one):04X}（{one}），纸上以“{fonts.MISSING}”代替。"
            "请核对该字，或打印后手写补上。",
            record,
            field,
        )
        for one in fonts.missing_glyphs(text)
        if fonts.MISSING in clean(one)
    )


def required_findings(
    values: Mapping[str, str], labels: Mapping[str, str], *, record: int | None
) -> tuple[PaperFinding, ...]:
    """One finding for each empty value; the keys of `values` are the fields."""
    return tuple(
        PaperFinding("field.missing", f"“{labels[field]}”没有填写。", record, field)
        for field, value in values.items()
        if not value.strip()
    )


def empty_form(count: int) -> tuple[PaperFinding, ...]:
    """The finding of a form that names nobody."""
    if count:
        return ()
    return (PaperFinding("rows.empty", "表中没有一名团员，打印出来是空表。", None, "rows"),)


def in_order(findings: Iterable[PaperFinding]) -> tuple[PaperFinding, ...]:
    """Findings of the form first, then those of its rows, without repetition."""
    return tuple(dict.fromkeys(sorted(findings, key=lambda finding: finding.record is not None)))


def blocking(
    findings: Iterable[PaperFinding],
    *,
    by_hand: Collection[str] = (),
    head: Collection[str] | None = None,
) -> tuple[PaperFinding, ...]:
    """Those with which no paper goes out: a form that names nobody or whose batch was voided, an
    empty cell to be filled.

    What may stay empty is the form's own affair: `by_hand` are its fields that are written in by
    hand or printed as recorded even where nothing is; `head` the fields above the table that must
    be filled, None for all of them. A character that no font has is named before printing and
    written over its 〓 by hand; a text that needed more lines stands there whole; neither keeps
    anybody's paper back.
    """
    return tuple(
        one
        for one in findings
        if one.code in ("rows.empty", "batch.voided", "kind.refused")
        or (
            one.code == "field.missing"
            and one.field not in by_hand
            and (one.record is not None or head is None or one.field in head)
        )
    )


def told(faults: Sequence[PaperFinding], names: Mapping[int, str]) -> str:
    """The first few faults in one sentence, with the names of those they speak of."""
    found = "".join(
        f"{names[one.record]}：{one.message}"
        if one.record is not None and one.record in names
        else one.message
        for one in faults[:_TOLD]
    )
    return found + (f"（共 {len(faults)} 处）" if len(faults) > _TOLD else "")
