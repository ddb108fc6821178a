"""What the wizard asks about lists of transfers: reasons nobody knows, names that may be our units."""

from collections.abc import Mapping, Sequence

from ..core.progress import Progress
from ..kit.import_adapter import ValueQuestion
from ..office.context import Context
from ..rules.destination_words import guess_destination
from ..sheets.heading import Table
from ..sheets.prepared import written_values
from ..sheets.reading import Reading
from .kinds import kinds
from .reader import in_province_written, kind_written
from .target_names import TargetNames, load_target_names

OTHER_UNIT = "选择本台账的组织…"
_NEAR = 0.6
"""From here on a name of elsewhere is so like one of ours that it is asked about."""
_UNSURE = 0.85
"""However like it is: where somebody goes is not guessed."""
_VERY_NEAR = 0.75
"""And from here on ours is what is proposed."""

_NOBODY_KNOWS = ("", "", 0.0)

Said = Mapping[tuple[str, str], str]


def outgoing_questions(
    context: Context, table: Table, reading: Reading, progress: Progress
) -> tuple[ValueQuestion, ...]:
    """Reasons that are not the pack's, targets that may be units of this office, odd answers."""
    said: Said = {(name, written): meant for name, written, meant in reading.values}
    asked = [*_kinds(context, table, said), *_answers(context, table, said)]
    names = load_target_names(context)
    for written, rows in written_values(table, "target").most_common():
        progress.stop_if_cancelled()
        question = _target(names, written, rows, said)
        if question is not None:
            asked.append(question)
    return tuple(sorted(asked, key=lambda one: one.score))


def incoming_questions(
    context: Context, table: Table, reading: Reading, unit_id: int | None, progress: Progress
) -> tuple[ValueQuestion, ...]:
    """Units into which somebody comes and which are not surely one of ours."""
    said: Said = {(name, written): meant for name, written, meant in reading.values}
    names = load_target_names(context, within=unit_id)
    asked = []
    for written, rows in written_values(table, "target").most_common():
        progress.stop_if_cancelled()
        if not names.is_sure(written):
            choices = names.like(written)
            best = choices[0] if _stands_out(choices) else _NOBODY_KNOWS
            asked.append(
                _question(
                    "target", written, rows, best, [one[:2] for one in choices], said, OTHER_UNIT
                )
            )
    return tuple(sorted(asked, key=lambda one: one.score))


def _kinds(context: Context, table: Table, said: Said) -> list[ValueQuestion]:
    policy = context.policy
    known = kinds(policy)
    asked = []
    for written, rows in written_values(table, "kind").most_common():
        word = kind_written(written, policy)
        if word in known or word in policy.destinations:
            continue
        meaning, score = guess_destination(written, known)
        choices = [(one, one) for one in known]
        asked.append(_question("kind", written, rows, (meaning, meaning, score), choices, said))
    return asked


def _answers(context: Context, table: Table, said: Said) -> list[ValueQuestion]:
    asked = []
    choices = [("是", "是，在省内"), ("否", "否，在省外")]
    for written, rows in written_values(table, "in_province").most_common():
        if in_province_written(written, context.policy)[1] is not None:
            asked.append(_question("in_province", written, rows, ("", "", 0.0), choices, said))
    return asked


def _target(names: TargetNames, written: str, rows: int, said: Said) -> ValueQuestion | None:
    """A name that two of our units have, or that is very like one of ours."""
    if names.is_ours(written):
        return None
    near = [one for one in names.like(written) if one[2] >= _NEAR]
    like = [(code, words, min(score, _UNSURE)) for code, words, score in near]
    doubtful = names.is_doubtful(written)
    if not like and not doubtful:
        return None
    choices = [one[:2] for one in like]
    if doubtful:
        best = (*like[0][:2], 0.5) if _stands_out(near) else _NOBODY_KNOWS
        return _question("target", written, rows, best, choices, said, OTHER_UNIT)
    outside = (written, f"外单位：{written}")
    best = like[0] if like[0][2] >= _VERY_NEAR else (*outside, round(1 - like[0][2], 2))
    return _question("target", written, rows, best, [outside, *choices], said, OTHER_UNIT)


def _stands_out(like: Sequence[tuple[str, str, float]]) -> bool:
    """Whether the first is likelier than the next. 2017级2班 is a class of every school: to propose
    one of them would be to guess, and a clerk who takes all that is proposed would take it."""
    return bool(like) and (len(like) == 1 or like[0][2] > like[1][2])


def _question(
    name: str,
    written: str,
    rows: int,
    best: tuple[str, str, float],
    choices: list[tuple[str, str]],
    said: Said,
    other: str = "",
) -> ValueQuestion:
    meaning, words, score = best
    if (name, written) in said:
        meaning, score = said[name, written], 1.0
        words = dict(choices).get(meaning, meaning)
    first = [one for one in choices if one[0] == meaning]
    others = [one for one in choices if one[0] != meaning]
    return ValueQuestion(name, written, rows, meaning, words, score, (*first, *others), other)
