"""What a form says, line by line: to be laid beside the document that it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from tuanji_desktop.papers.form_draw import empty_sample, signature_left
from tuanji_desktop.papers.form_keys import BLANK, KINDS, NUMBER, SOURCES, row_fields
from tuanji_desktop.papers.frame import MM
from tuanji_desktop.papers.table_form import TableForm

_KEEPS = {"whole": "缩小成一行", "line": "先缩小再折行", "flow": "折行"}
_ALIGNS = {"left": "左对齐", "center": "居中", "right": "右对齐"}
_TOO_LONG = "要印成一页：改低行高、表中的字写小、签字并成几行、说明的字写小，或者少留空行"


@dataclass(frozen=True, slots=True)
class FormLine:
    """One thing of a form: its part, its words as they are printed, what stands there."""

    part: str
    words: str
    about: str = ""


def describe(form: TableForm) -> tuple[FormLine, ...]:
    """Everything that a form says, from top to bottom."""
    return tuple(_lines(form))


def _lines(form: TableForm) -> Iterator[FormLine]:
    if form.annex:
        yield FormLine("附件标记", form.annex)
    yield FormLine("标题", form.title.replace("\n", ""))
    source = f"{form.issuer}《{form.document}》{form.document_number}"
    yield FormLine("出处", source, form.clause)
    side = "横放" if form.landscape else "竖放"
    table = form.table
    shape = (
        f"{side}，至少 {table.least_rows} 行，行高 {_mm(table.row_height)}，字 {table.size:g} 磅"
    )
    yield FormLine("内容", KINDS[form.rows], shape)
    for item in form.head:
        seal = "，盖章" if item.sealed else ""
        yield FormLine("表头", item.label, SOURCES[item.source] + seal)
    fields = row_fields(form.rows)
    for column in table.columns:
        about = [
            fields[column.field],
            f"{column.width / MM:.1f} 毫米",
            _KEEPS[column.keep],
            _ALIGNS[column.align],
        ]
        if column.field not in (NUMBER, BLANK):
            about.append("必须有" if column.field in form.must else "可以空着")
        yield FormLine("列", column.heading.replace("\n", ""), "，".join(about))
    if form.promise is not None:
        yield FormLine("框内", form.promise.text, f"至少高 {_mm(form.promise.height)}")
        for words in form.promise.signatures:
            yield FormLine("签字", words, f"离左边 {_mm(signature_left(form))}")
    for note in form.notes:
        yield FormLine("说明", note.text, f"{note.size:g} 磅{'，黑体' if note.bold else ''}")
    pages = empty_sample(form).pages
    yield FormLine("空表", f"{pages} 页", _TOO_LONG if pages > 1 else "")


def _mm(points: float) -> str:
    return f"{round(points / MM, 1):g} 毫米"
