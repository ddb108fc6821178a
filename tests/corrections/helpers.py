"""Short words for the tests of the corrections' desk."""

from dataclasses import replace
from datetime import date
from typing import Any

from tuanji_desktop.corrections import service
from tuanji_desktop.history import service as history
from tuanji_desktop.office.archive import Attachment
from tuanji_desktop.office.context import Context

COUNTY, SCHOOL, CLASS_1, CLASS_2 = 1, 2, 3, 4
PROOF = (Attachment("volume", b"%PDF-1.4 volume", "入团志愿书.pdf"),)
WHY = "把递交申请书的时间填成了入团年月"
FOUND = "与入团志愿书一致，2017年5月4日支部大会表决通过"
LETTER, DECISION = "团梅字〔2019〕12号", "粤团函〔2019〕8号"


def on_day(context: Context, day: date) -> Context:
    """The same office on another day."""
    return replace(context, fixed_day=day)


def opened(
    context: Context, member_id: int = 1, new: str = "2017-05", *, proved: bool = True
) -> int:
    """A case of a member's joined_on."""
    return service.open_correction(
        context,
        member_id=member_id,
        field="joined_on",
        new_value=new,
        reason=WHY,
        proofs=PROOF if proved else (),
    ).id


def verified(context: Context, member_id: int = 1, new: str = "2017-05") -> int:
    """A case that was looked into."""
    case = opened(context, member_id, new)
    service.verify_correction(context, correction_id=case, finding=FOUND)
    return case


def listed(context: Context, *members: int) -> int:
    """A numbered list of some members' cases."""
    for member_id in members or (1,):
        verified(context, member_id)
    return service.create_list(
        context,
        org_id=COUNTY,
        contact="刘书记",
        contact_phone="0753-1234567",
        sender="共青团梅岭市委员会",
    ).id


def sent(context: Context, *members: int) -> int:
    """A list whose letter went out."""
    list_id = listed(context, *members)
    service.send_list(context, list_id=list_id, document_number=LETTER)
    return list_id


def approve(context: Context, list_id: int, *lines: int) -> service.Decided:
    """The province's yes."""
    return service.decide_list(
        context,
        list_id=list_id,
        act="approve",
        lines=lines or None,
        document_number=DECISION,
    )


def select(context: Context, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Rows of the file as they are."""
    with context.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql, tuple(parameters))]


def one(context: Context, sql: str, *parameters: object) -> Any:
    """The one value that a statement gives."""
    ((value,),) = select(context, sql, *parameters)
    return value


def joined(context: Context, member_id: int = 1) -> str:
    """What the record says."""
    return str(one(context, "SELECT joined_on FROM members WHERE id = ?", member_id))


def write(context: Context, sql: str) -> None:
    """A change that came from elsewhere."""
    with context.database.write(context.operation("test", "别处的修改")) as writing:
        writing.connection.exec_driver_sql(sql)


def operations(context: Context) -> int:
    """How many operations the journal has."""
    return int(one(context, "SELECT count(*) FROM journal_operations"))


def undo(context: Context) -> None:
    """Takes the last operation back."""
    number = int(one(context, "SELECT max(number) FROM journal_operations"))
    history.undo(context, number=number)
