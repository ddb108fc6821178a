"""Single acts on the practice county, each to be done later at its own moment.

They go through the services of the rooms wherever a room has one for it, so that every rule of
the house held for them, too.
"""

from collections.abc import Callable
from random import Random

from ..core.pinyin import name_keys
from ..deletion.chain import step_batch
from ..deletion.decisions import decide_batch
from ..deletion.reasons import Reason
from ..deletion.service import Attachment, create_batch, request_deletion
from ..members.service import add_member, report_in, save_member
from ..office.context import Context
from ..office.document_numbers import proposals
from ..review.service import decide_change
from ..rules.id_numbers import check_character
from .names import misheard
from .people import COLUMNS, Row
from .tree import Unit

Act = Callable[[Context], None]


def edit(member: int, values: dict[str, str], reason: str | None) -> Act:
    """An ordinary edit; review fields become a change request."""

    def act(context: Context) -> None:
        save_member(context, member_id=member, changes=values, reason=reason)

    return act


def overtake(member: int) -> Act:
    """The record changes while a change request waits: a conflict."""

    def act(context: Context) -> None:
        with context.database.read() as connection:
            name, status, income = connection.exec_driver_sql(
                "SELECT name, is_cadre, income FROM members WHERE id = ?", (member,)
            ).one()
        operation = context.operation(
            "member.correct", f"按学校来函登记 {name} 的团干情况和经济收入", document="来函 2 号"
        )
        cadre = "否" if status == "是" else "是"
        with context.database.write(operation) as writing:
            writing.connection.exec_driver_sql(
                "UPDATE members SET is_cadre = ?, income = ? WHERE id = ?",
                (cadre, "5000–8000" if income != "5000–8000" else "2000–5000", member),
            )

    return act


def decide(member: int, *, accept: bool) -> Act:
    """The reviewer's answer to what waits for this member."""

    def act(context: Context) -> None:
        with context.database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT r.id, f.field FROM change_requests AS r "
                "JOIN change_fields AS f ON f.request_id = r.id "
                "WHERE r.member_id = ? AND f.state = 'pending'",
                (member,),
            ).all()
        fields = [field for _, field in rows]
        if not rows:  # the proposed value was the recorded one
            return
        if accept:
            decide_change(context, request_id=rows[0][0], accept=fields)
        else:
            decide_change(
                context, request_id=rows[0][0], return_=fields, reason="请附证明材料后再提交"
            )

    return act


def newcomer(unit: Unit, row: Row, end: str) -> Act:
    """A report-in that ends as draft, submitted, returned or withdrawn."""
    derived = {"id", "branch_id", "status", "sex", "born_on", "missing", "name_pinyin"}
    values = {
        name: value
        for name, value in zip(COLUMNS, row, strict=True)
        if value is not None and name not in derived | {"name_initials"}
    }

    def act(context: Context) -> None:
        if end == "draft":
            partly = {name: value for name, value in values.items() if name != "household_place"}
            add_member(context, branch_id=unit.id, values=partly)
            return
        added = add_member(context, branch_id=unit.id, values=values, submit=True)
        if end == "return":
            report_in(
                context, member_id=added.id, act="return", reason="报错团支部，请向正确的支部报到"
            )
        elif end == "withdraw":
            report_in(context, member_id=added.id, act="withdraw")

    return act


def correct_name(member: int, number: int, seed: int) -> Act:
    """A wrong name corrected on a letter from above: the old one stays findable."""

    def act(context: Context) -> None:
        recorded = _value(context, member, "name")
        name = misheard(recorded, Random(seed))
        keys = name_keys(name)
        operation = context.operation(
            "member.correct",
            f"按上级批复更正姓名：{recorded} 改为 {name}",
            reason="姓名录入有误",
            document=f"团青字〔{context.today.year}〕{number}号",
        )
        with context.database.write(operation) as writing:
            writing.connection.exec_driver_sql(
                "UPDATE members SET name = ?, name_pinyin = ?, name_initials = ? WHERE id = ?",
                (name, keys.pinyin, keys.initials, member),
            )

    return act


def _value(context: Context, member: int, column: str) -> str:
    with context.database.read() as connection:
        sql = f"SELECT {column} FROM members WHERE id = ?"
        return str(connection.exec_driver_sql(sql, (member,)).scalar_one())


def request(member: int, reasons: list[Reason], *, mistaken: bool = False) -> Act:
    """A deletion request; a mistaken approval comes with its two papers (G 三.2)."""
    papers = (("statement", "情况说明"), ("self_criticism", "检讨")) if mistaken else ()

    def act(context: Context) -> None:
        attachments = [
            Attachment(
                kind=kind,
                content=f"{title}：{_value(context, member, 'name')} 报错团支部，本支部误审核通过。".encode(),
                file_name=f"{title}.txt",
            )
            for kind, title in papers
        ]
        request_deletion(
            context,
            member_id=member,
            reasons=reasons,
            note="已与团支部核实",
            attachments=attachments,
        )

    return act


def request_wrong_name(member: int, seed: int) -> Act:
    """A deletion request for a name that was typed wrongly."""

    def act(context: Context) -> None:
        right = misheard(_value(context, member, "name"), Random(seed))
        request_deletion(
            context,
            member_id=member,
            reasons=[Reason("wrong_name", right)],
            note="以身份证原件为准",
        )

    return act


def request_wrong_number(member: int) -> Act:
    """A deletion request for a wrong development number."""

    def act(context: Context) -> None:
        with context.database.read() as connection:
            recorded, joined = connection.exec_driver_sql(
                "SELECT development_number, joined_on FROM members WHERE id = ?", (member,)
            ).one()
        right = f"{joined[:4]}5299{member % 10_000:04d}"
        request_deletion(
            context,
            member_id=member,
            reasons=[Reason("wrong_number", right if right != recorded else right[:-1] + "0")],
            note="以入团志愿书为准",
        )

    return act


def request_wrong_id(member: int, *, duplicate: bool) -> Act:
    """A deletion request for a number whose check character is wrong, or for its twin."""

    def act(context: Context) -> None:
        number = _value(context, member, "id_number")
        reason = Reason("wrong_id", number[:17] + check_character(number[:17]))
        request_deletion(
            context,
            member_id=member,
            reasons=[Reason("duplicate")] if duplicate else [reason],
            note="已核对户口簿",
        )

    return act


def approved_batch(context: Context) -> None:
    """A batch on its whole way: gathered, sent with its letter, approved."""
    batch = create_batch(context, form="guangdong", org_id=1)
    step_batch(
        context,
        batch_id=batch.id,
        act="forward",
        document_number=str(proposals(context)[0]),
    )
    step_batch(context, batch_id=batch.id, act="endorse")
    step_batch(
        context,
        batch_id=batch.id,
        act="send",
        document_number=f"团市字〔{context.today.year}〕12号",
    )
    decide_batch(
        context,
        batch_id=batch.id,
        act="approve",
        document_number=f"团省函〔{context.today.year}〕31号",
    )


def printed_batch(org_id: int) -> Act:
    """A batch whose paper is filed and waits for the stamp."""

    def act(context: Context) -> None:
        create_batch(context, form="guangdong", org_id=org_id)

    return act
