"""What is wrong with a paper before it is printed, in words the clerk can act on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.text import clean


@dataclass(frozen=True, slots=True)
class PaperFinding:
    """One thing to put right; `record` is the id of the member, None for the form itself.

    Codes: `glyph.missing` a character that no font has, `field.missing` an empty field that
    the form must show, `cell.overflow` a number that had to be broken or a cell taller than
    a page, `rows.empty` a form without a single row.
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
