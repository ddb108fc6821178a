"""What the wizard asks about a list of organisations: what words mean, and which node a row is."""

from collections.abc import Callable, Mapping

from ..kit.import_adapter import Candidate, RowQuestion, ValueQuestion
from ..office.context import Context
from ..sheets.heading import Table
from ..sheets.prepared import written_values
from ..sheets.reader import Workbook
from ..sheets.reading import LEAVE, MEMBER, NEW, Reading
from .kinds import KINDS, SCHOOL_KINDS, guess_kind, guess_school_kind, kind_of
from .loading import listed_superiors
from .queries import Organization
from .reader import LABELS, org_table
from .service import OrgPlan

_SHOWN = ("code", "full_name", "short_name", "kind", "parent", "school_kind")
_MEMBERS = "团员人数"
_AS_NEW = (NEW, "是另一个，按新的组织登记")
_LEAVE = (LEAVE, "这一行不导入")

Said = Mapping[tuple[str, str], str]


def value_questions(
    context: Context, workbook: Workbook, reading: Reading
) -> tuple[ValueQuestion, ...]:
    """Kinds and kinds of schools not known exactly, superiors whom nobody knows by that name."""
    table = org_table(workbook, reading)
    said: Said = {(name, written): meant for name, written, meant in reading.values}
    kinds = tuple(KINDS.items())
    schools = tuple((one, one) for one in SCHOOL_KINDS)
    asked = [
        *_words(table, "kind", said, kinds, guess_kind, lambda text: kind_of(text) is not None),
        *_words(
            table,
            "school_kind",
            said,
            schools,
            guess_school_kind,
            lambda text: text in SCHOOL_KINDS,
        ),
        *_superiors(context, table, said),
    ]
    return tuple(sorted(asked, key=lambda one: one.score))


def _words(
    table: Table,
    name: str,
    said: Said,
    choices: tuple[tuple[str, str], ...],
    guess: Callable[[str], tuple[str, float]],
    is_known: Callable[[str], bool],
) -> list[ValueQuestion]:
    """A kind's meaning is the word on screen, for that is what a list may write."""
    words = dict(choices)
    asked = []
    for written, rows in written_values(table, name).most_common():
        if is_known(written):
            continue
        code, score = guess(written)
        meaning = words.get(code, "")
        if (name, written) in said:
            meaning, score = said[name, written], 1.0
        offered = [(one, one) for one in words.values()]
        offered.sort(key=lambda one: one[0] != meaning)
        asked.append(ValueQuestion(name, written, rows, meaning, meaning, score, tuple(offered)))
    return asked


def _superiors(context: Context, table: Table, said: Said) -> list[ValueQuestion]:
    name = "parent"
    counts = written_values(table, name)
    if not counts:
        return []
    asked = []
    for written, found in listed_superiors(context, table, counts).items():
        choices = tuple((code, f"{words}（{code}）") for code, words in found.units)
        meaning, score = (choices[0][0], found.score) if found.score else ("", 0.0)
        if (name, written) in said:
            meaning, score = said[name, written], 1.0
        elif found.sure:
            continue
        words = dict(choices).get(meaning, meaning)
        asked.append(ValueQuestion(name, written, counts[written], meaning, words, score, choices))
    return asked


def row_question(plan: OrgPlan, number: int) -> RowQuestion | None:
    """A row beside the nodes it may be: that of its code, those of its name."""
    doubt = plan.doubts.get(number)
    if doubt is None:
        return None
    row = doubt.row
    nodes = {node.id: node for node in plan.nodes.values()}
    candidates = []
    for one in doubt.candidates:
        node = nodes[one]
        above = nodes.get(node.parent_id or 0)
        values = (
            node.code,
            node.full_name,
            node.short_name,
            KINDS[node.kind],
            _as_written(row.parent or "", above),
            node.school_kind or "",
            str(node.members),
        )
        same = "编码相同" if node.code == row.code else "名称相同"
        title = f"{node.short_name}（{node.code}，{same}）"
        candidates.append(Candidate(f"{MEMBER}{node.id}", title, values))
    written = (
        row.listed or row.code,
        row.full_name,
        row.short_name,
        KINDS[row.kind],
        row.parent or "",
        row.school_kind or "",
        "",
    )
    return RowQuestion(
        number,
        (*(LABELS[name] for name in _SHOWN), _MEMBERS),
        written,
        tuple(candidates),
        (_AS_NEW, _LEAVE) if doubt.may_be_new else (_LEAVE,),
        doubt.decided,
        "是这个组织",
    )


def _as_written(written: str, above: Organization | None) -> str:
    """A superior in the way in which the list writes one: by code or by name."""
    if above is None:
        return ""
    return above.code if written.isascii() else above.short_name
