"""What smells (G 三), asked: the question in words, exactly who is behind it, what was found.

Questions never refuse. The answers stay with the batch, on a paper of their own beside the form
and never on it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from ..core.errors import BadInput, NotFound
from ..office.archive import insert_row, keep_paper, kept_paper
from ..office.context import Context
from ..papers.kinds import MadePaper
from ..rules.policy import Policy
from .guards import SAME_REASON_MANY, SEASON, SMELL_DAYS, UNIT_MANY, unfinished_transfers
from .questions_paper import (
    FORM,
    TITLE,
    Asked,
    QuestionSheet,
    draw_questions,
    sheet_hash,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, by whom and when; `people` is how many stood behind the question then."""

    note: str
    by: str
    on: str
    people: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a batch or a request, and exactly the members behind it."""

    code: str
    org_id: int | None
    words: str
    members: tuple[int, ...]
    names: tuple[str, ...]
    answers: tuple[Answer, ...]

    @property
    def grown(self) -> int:
        """How many more there are than when it was answered last."""
        return max(0, len(self.members) - self.answers[-1].people) if self.answers else 0

    @property
    def open(self) -> bool:
        """Nobody has answered it, or there are more people behind it by now."""
        return not self.answers or self.grown > 0


def questions_about(
    context: Context, *, batch_id: int | None = None, request_id: int | None = None
) -> tuple[Question, ...]:
    """What to ask oneself about a batch, or about one request."""
    with context.database.read() as connection:
        return questions_of(connection, context.policy, batch_id=batch_id, request_id=request_id)


def answer_question(
    context: Context,
    *,
    code: str,
    note: str,
    batch_id: int | None = None,
    request_id: int | None = None,
    org_id: int | None = None,
) -> None:
    """Records what was found where a batch or a request makes one ask; the older answers stay."""
    clean = note.strip()
    if not clean:
        raise BadInput(
            "deletion.answer_missing", "请写明核实的情况，例如：逐人电话核实，均属重复录入。"
        )
    with context.database.read() as connection:
        asked = questions_of(connection, context.policy, batch_id=batch_id, request_id=request_id)
        about = _about(connection, batch_id, request_id)
    question = next((one for one in asked if (one.code, one.org_id) == (code, org_id)), None)
    if question is None:
        raise NotFound(
            "deletion.question_unknown", f"{about}没有这个需要核实的问题，可能已有变化。"
        )
    words = f"{about}的核实情况：{question.words}"
    operation = context.operation("deletion.answer", words, reason=clean)
    with context.database.write(operation) as writing:
        insert_row(
            writing.connection,
            "deletion_answers",
            batch_id=batch_id,
            request_id=request_id,
            code=code,
            org_id=org_id,
            people=len(question.members),
            note=clean,
            answered_by=context.operator,
            answered_on=context.today.isoformat(),
        )


def _about(connection: Connection, batch_id: int | None, request_id: int | None) -> str:
    if batch_id is None:
        return f"第 {request_id} 号删除申请"
    number = connection.exec_driver_sql(
        "SELECT number FROM deletion_batches WHERE id = ?", (batch_id,)
    ).scalar()
    return f"删除批次 {number} "


# ------------------------------------------------------------------ the questions
def questions_of(
    connection: Connection,
    policy: Policy,
    *,
    batch_id: int | None = None,
    request_id: int | None = None,
) -> tuple[Question, ...]:
    """The same on an open connection."""
    column, value = ("batch_id", batch_id) if batch_id is not None else ("id", request_id)
    ours = _lines(connection, f"r.{column} = ?", (value,))
    if not ours:
        return ()
    answers = _answers(connection, batch_id, request_id)
    found: list[tuple[str, int | None, str, dict[int, str]]] = []
    found += _unfinished(connection, policy, ours)
    units: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in ours:
        units[row.unit_id].append(row)
    for unit_id, rows in sorted(units.items()):
        found += _of_unit(connection, policy, unit_id, rows)
    return tuple(
        Question(
            code, org, words, tuple(people), tuple(people.values()), answers.get((code, org), ())
        )
        for code, org, words, people in found
    )


def _lines(connection: Connection, condition: str, parameters: Sequence[object]) -> list[Row[Any]]:
    return list(
        connection.exec_driver_sql(
            "SELECT r.id, r.member_id, m.name, r.requested_on, r.override_by, u.id AS unit_id, "
            "u.full_name AS unit, EXISTS (SELECT 1 FROM org_ancestors AS a JOIN organizations AS s "
            "ON s.id = a.ancestor_id WHERE a.org_id = m.branch_id AND (s.school_kind <> '' "
            "OR s.kind = 'graduate_branch')) AS of_school "
            "FROM deletion_requests AS r JOIN members AS m ON m.id = r.member_id "
            "JOIN organizations AS o ON o.id = m.branch_id "
            "JOIN organizations AS u ON u.id = coalesce(o.parent_id, o.id) "
            f"WHERE {condition} ORDER BY r.line, r.id",
            tuple(parameters),
        )
    )


def _unfinished(
    connection: Connection, policy: Policy, ours: Sequence[Row[Any]]
) -> list[tuple[str, int | None, str, dict[int, str]]]:
    """Graduates whose transfer is still open, and those admitted by a second operator."""
    names = {row.member_id: row.name or "" for row in ours}
    now = unfinished_transfers(connection, policy, names)
    found = set(now[1] if now else ()) | {row.member_id for row in ours if row.override_by}
    if not found:
        return []
    people = {member: name for member, name in names.items() if member in found}
    words = (
        f"{len(people)} 人的组织关系转接尚未完成或经特别办理，是否以删除代替转接？"
        "请逐人写明为什么确需删除。"
    )
    return [("unfinished_transfer", None, words, people)]


def _of_unit(
    connection: Connection, policy: Policy, unit_id: int, rows: Sequence[Row[Any]]
) -> list[tuple[str, int | None, str, dict[int, str]]]:
    """What smells in one unit within the month before the last of these requests."""
    last = max(str(row.requested_on) for row in rows)
    since = (date.fromisoformat(last) - timedelta(days=SMELL_DAYS)).isoformat()
    there = connection.exec_driver_sql(
        "SELECT r.id, r.member_id, m.name, d.code FROM deletion_requests AS r "
        "JOIN members AS m ON m.id = r.member_id "
        "JOIN deletion_reasons AS d ON d.request_id = r.id "
        "WHERE r.requested_on BETWEEN ? AND ? AND m.branch_id IN "
        "(SELECT org_id FROM org_ancestors WHERE ancestor_id = ?) ORDER BY r.id",
        (since, last, unit_id),
    ).all()
    unit, own = str(rows[0].unit), {row.id for row in rows}
    found: list[tuple[str, int | None, str, dict[int, str]]] = []
    everybody = {row.member_id: row.name or "" for row in there}
    requests = {row.id for row in there}
    if len(requests) >= UNIT_MANY:
        words = f"{unit}近{SMELL_DAYS}天内有 {len(requests)} 份删除申请，是否以删除代替转接？"
        found.append(("unit_many", unit_id, words, everybody))
    for code in dict.fromkeys(row.code for row in there if row.id in own):
        same = {row.member_id: row.name or "" for row in there if row.code == code}
        if len(same) >= SAME_REASON_MANY:
            kind = policy.reasons.get(code)
            words = (
                f"{unit}近{SMELL_DAYS}天内有 {len(same)} 份申请的原因都是"
                f"“{kind.label if kind else code}”，是否逐人核实过？"
            )
            found.append((f"same_reason_many.{code}", unit_id, words, same))
    season = {
        row.member_id: row.name or ""
        for row in rows
        if row.of_school and date.fromisoformat(row.requested_on).month in SEASON
    }
    if season:
        words = f"{unit}有 {len(season)} 份申请在毕业季提出，是否属于应当转接的毕业生团员？"
        found.append(("season", unit_id, words, season))
    return found


def _answers(
    connection: Connection, batch_id: int | None, request_id: int | None
) -> dict[tuple[str, int | None], tuple[Answer, ...]]:
    """Answers by question; what was found about a request counts for it alone."""
    column, value = ("batch_id", batch_id) if batch_id is not None else ("request_id", request_id)
    found: dict[tuple[str, int | None], tuple[Answer, ...]] = {}
    for code, org, note, by, on, people in connection.exec_driver_sql(
        "SELECT code, org_id, note, answered_by, answered_on, people FROM deletion_answers "
        f"WHERE {column} = ? ORDER BY id",
        (value,),
    ):
        found[code, org] = (*found.get((code, org), ()), Answer(note, by, on, people))
    return found


def hand_answers_on(connection: Connection, old_batch: int, new_batch: int) -> None:
    """What was found about a batch that is made anew holds for the one in its place: by whom, when
    and about how many stays as it was, so that a question that has grown since is open again."""
    connection.exec_driver_sql(
        "INSERT INTO deletion_answers "
        "(batch_id, code, org_id, people, note, answered_by, answered_on) "
        "SELECT ?, code, org_id, people, note, answered_by, answered_on FROM deletion_answers "
        "WHERE batch_id = ? ORDER BY id",
        (new_batch, old_batch),
    )


# ---------------------------------------------------------------------- on paper
def questions_paper(context: Context, *, batch_id: int) -> MadePaper:
    """What was asked and found about a batch, as it stands now."""
    with context.database.read() as connection:
        sheet = _sheet(connection, context, batch_id)
    return MadePaper(
        paper=draw_questions(sheet),
        name=f"{TITLE} {sheet.number}",
        owner={"batch_id": batch_id},
        number=sheet.number,
        content_hash=sheet_hash(sheet),
    )


def keep_questions(connection: Connection, context: Context, batch_id: int) -> None:
    """Keeps that paper beside the batch where there is anything to ask and it says something new;
    called inside the acts that move a batch on."""
    sheet = _sheet(connection, context, batch_id)
    if not sheet.asked and not sheet.overrides:
        return
    paper = draw_questions(sheet)
    kept = kept_paper(connection, form=FORM, batch_id=batch_id)
    if kept is not None and kept.sha256 == paper.sha256:
        return
    keep_paper(
        connection,
        paper.pdf,
        form=FORM,
        title=f"{TITLE} {sheet.number}",
        pages=paper.pages,
        made_at=context.stamp(),
        number=sheet.number,
        content_hash=sheet_hash(sheet),
        batch_id=batch_id,
    )


def _sheet(connection: Connection, context: Context, batch_id: int) -> QuestionSheet:
    row = connection.exec_driver_sql(
        "SELECT b.number, o.full_name FROM deletion_batches AS b JOIN organizations AS o "
        "ON o.id = b.org_id WHERE b.id = ?",
        (batch_id,),
    ).one_or_none()
    if row is None:
        raise NotFound("deletion.batch_unknown", f"没有序号为 {batch_id} 的删除批次。")
    overrides = connection.exec_driver_sql(
        "SELECT m.name, r.override_reason, r.requested_by, r.override_by FROM deletion_requests "
        "AS r JOIN members AS m ON m.id = r.member_id WHERE r.batch_id = ? AND r.override_by <> '' "
        "ORDER BY r.line",
        (batch_id,),
    ).all()
    asked = questions_of(connection, context.policy, batch_id=batch_id)
    return QuestionSheet(
        unit=row.full_name,
        number=row.number,
        asked=tuple(
            Asked(
                one.words,
                one.names,
                tuple(f"{answer.on} {answer.by}：{answer.note}" for answer in one.answers),
            )
            for one in asked
        ),
        overrides=tuple(
            f"{name}：{reason}（经办 {by}，第二操作员 {second}）"
            for name, reason, by, second in overrides
        ),
    )
