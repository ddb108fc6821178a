"""What is wrong with a paper before it is printed, in words the clerk can act on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tuanji_desktop.core.by_hand import by_hand_way, named
from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.text import clean

_TOLD = 5
_OUTDATED = frozenset({"batch.voided", "batch.stale", "list.stale"})
_ALWAYS = _OUTDATED | {"rows.empty", "kind.refused"}
_BY_HAND = frozenset({"id_number", "counsellor", "counsellor_mobile", "other_contact"})
"""An ID number prints as recorded, also when there is none (Q 填写要求 2); the last three columns
of Q 附件3 come from fields that no rule stars and are often written in by the school."""
_HEAD = ("number",)


@dataclass(frozen=True, slots=True)
class PaperFinding:
    """One thing to put right; `record` is the id of the member, None for the form itself.

    Codes: `glyph.missing` a character that no font has (`character`), `field.missing` an empty
    field that the form must show, `cell.overflow` a number that had to be broken or a cell taller
    than a page, `rows.empty` a form without a single row, `kind.refused` a request for a reason
    that the rules in force refuse, `batch.voided` a paper in whose place another came,
    `batch.stale` and `list.stale` a record that changed after the paper was made. Questions only:
    `name.red` starred fields that are empty where the paper shows them as such, `line.returned` a
    line that went back, `age.unquestioned` an approval nobody asked for.
    """

    code: str
    message: str
    record: int | None
    field: str
    character: str = ""


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
            f"“{label}”中有打印不出的字：{named(one)}，纸上是“{fonts.MISSING}”。"
            "请核对该字，有误的更正记录；无误的，勾选打印后手写。",
            record,
            field,
            one,
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
    written: Collection[str] = (),
) -> tuple[PaperFinding, ...]:
    """Those with which no paper goes out: a form that names nobody or whose batch was voided, an
    empty cell to be filled, a character that no font has, values that the record has no more.

    What may stay empty is the form's own affair: `by_hand` are its fields that are written in by
    hand or printed as recorded even where nothing is; `head` the fields above the table that must
    be filled, None for all of them. `written` are the characters that the clerk undertook to write
    over their 〓. A text that needed more lines stands there whole and keeps nobody's paper back.
    """
    return tuple(
        one
        for one in findings
        if one.code in _ALWAYS
        or (one.code == "glyph.missing" and one.character not in written)
        or (
            one.code == "field.missing"
            and one.field not in by_hand
            and (one.record is not None or head is None or one.field in head)
        )
    )


def kept_back(
    findings: Iterable[PaperFinding], *, written: Collection[str] = (), blank: bool = False
) -> tuple[PaperFinding, ...]:
    """The same for any paper that is made to be printed: it needs its number and its cells, but for
    what is written in by hand, as the rest of its head is. `blank`: a form without a row and a draft
    without its number may be had as a file; nothing wrong stands on them."""
    faults = blocking(findings, by_hand=_BY_HAND, head=() if blank else _HEAD, written=written)
    return tuple(one for one in faults if not (blank and one.code == "rows.empty"))


def outdated(findings: Iterable[PaperFinding]) -> tuple[PaperFinding, ...]:
    """Those for which the electronic table is kept back as well: it has no fonts and no cells to be
    filled, but it must not say otherwise than the paper of its number."""
    return tuple(one for one in findings if one.code in _OUTDATED)


def require_ready(
    findings: Sequence[PaperFinding],
    what: str,
    *,
    names: Mapping[int, str] | None = None,
    written: Collection[str] = (),
    blank: bool = False,
) -> tuple[str, ...]:
    """Refuses a paper that is kept back, told as `what`; the characters of it that are `written` by
    hand."""
    faults = kept_back(findings, written=written, blank=blank)
    if faults:
        raise RuleRefused(
            "paper.preflight",
            f"“{what}”还不能打印，没有生成。{told(faults, names or {})}"
            f"{by_hand_way(without_glyph(faults))}",
        )
    return tuple(one for one in without_glyph(findings) if one in written)


def without_glyph(findings: Iterable[PaperFinding]) -> tuple[str, ...]:
    """The characters that no font has, each once: what can only be written by hand."""
    return tuple(dict.fromkeys(one.character for one in findings if one.character))


def told(faults: Sequence[PaperFinding], names: Mapping[int, str]) -> str:
    """The first few faults in one sentence, with the names of those they speak of."""
    found = "".join(
        f"{names[one.record]}：{one.message}"
        if one.record is not None and one.record in names
        else one.message
        for one in faults[:_TOLD]
    )
    return found + (f"（共 {len(faults)} 处）" if len(faults) > _TOLD else "")
