"""What the wizard asks about a graduate list: what written words mean, and who a row is."""

from collections import Counter
from collections.abc import Mapping

from ..kit.import_adapter import RowQuestion, ValueQuestion
from ..members.candidates import AS_NEW, BESIDE, LEAVE_OUT, candidate, incoming
from ..members.homes import SPEAK_OF_BRANCH
from ..office.context import Context
from ..orgs.places import Cells
from ..rules.choices import resolve
from ..rules.destination_words import guess_destination, with_detail
from ..sheets.heading import Table
from ..sheets.prepared import text_of, written_values
from ..sheets.reading import Reading
from .loading import like_branches
from .matching import GraduatePlan, class_day

_MOST_BRANCHES = 200
_ASKED = frozenset({"id_number", *SPEAK_OF_BRANCH})


def value_questions(
    context: Context, table: Table, reading: Reading, school_id: int | None, *, year: int
) -> tuple[ValueQuestion, ...]:
    """Destinations that are not the pack's words, and branches of rows without a number; those
    that nobody knows first. `year`: of which the graduates are."""
    said = {(name, written): meant for name, written, meant in reading.values}
    asked = [
        *_destinations(context, table, said),
        *_branches(context, table, said, school_id, year),
    ]
    return tuple(sorted(asked, key=lambda one: one.score))


def _destinations(
    context: Context, table: Table, said: Mapping[tuple[str, str], str]
) -> list[ValueQuestion]:
    policy, name = context.policy, "destination"
    known = policy.choices(name)
    choices = tuple((one, one) for one in known)
    asked = []
    for written, rows in written_values(table, name).most_common():
        if resolve(name, written, policy)[0] is not None:
            continue
        if (name, written) not in said and with_detail(written, policy) is not None:
            continue
        if (name, written) in said:
            meaning, score = said[name, written], 1.0
        else:
            meaning, score = guess_destination(written, known)
        first = tuple(one for one in choices if one[0] == meaning)
        others = tuple(one for one in choices if one[0] != meaning)
        asked.append(ValueQuestion(name, written, rows, meaning, meaning, score, (*first, *others)))
    return asked


def _branches(
    context: Context,
    table: Table,
    said: Mapping[tuple[str, str], str],
    school_id: int | None,
    year: int,
) -> list[ValueQuestion]:
    """The branch or class matters only where no number says who somebody is."""
    name = "branch" if "branch" in table.columns else "class_name"
    if name not in table.columns:
        return []
    asked: dict[str, Counter[Cells]] = {}
    numbers: dict[str, list[str]] = {}
    for row in table.rows:
        cells = {one: text_of(row.cell(at)) for one, at in table.columns.items() if one in _ASKED}
        number = "".join(cells.pop("id_number", "").upper().split())
        if written := cells[name]:
            if number:
                numbers.setdefault(written, []).append(number)
            else:
                place = (
                    Cells(written, cells.get("superior", ""))
                    if name == "branch"
                    else Cells(**cells)
                )
                asked.setdefault(written, Counter())[place] += 1
    questions = []
    ways = {
        written: [one for one, _rows in found.most_common()] for written, found in asked.items()
    }
    like_each = like_branches(context, ways, school_id, day=class_day(year), numbers=numbers)
    for written, like in like_each.items():
        # what the list writes of a class is kept with the entry: a class stays a short name
        choices = tuple(
            (full if name == "branch" else short, short)
            for full, short in like.names[:_MOST_BRANCHES]
        )
        meaning, score = (choices[0][0], like.score) if like.score and choices else ("", 0.0)
        if (name, written) in said:
            meaning, score = said[name, written], 1.0
        elif like.sure or not choices:
            continue
        words = dict(choices).get(meaning, meaning)
        rows = asked[written].total()
        questions.append(ValueQuestion(name, written, rows, meaning, words, score, choices))
    return questions


def row_question(plan: GraduatePlan, place: int) -> RowQuestion | None:
    """The row at a place of the plan beside those it may mean; None where nothing is open."""
    row = plan.rows[place]
    if not row.candidates:
        return None
    return RowQuestion(
        row.number,
        BESIDE,
        incoming(row.written),
        tuple(candidate(plan.people[one]) for one in row.candidates if one in plan.people),
        (AS_NEW, LEAVE_OUT) if row.may_be_new else (LEAVE_OUT,),
        row.decided,
    )
