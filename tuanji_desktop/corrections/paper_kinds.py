"""The papers of a correction list: the list itself and the letter that carries it (G 二)."""

from ..office.context import Context
from ..papers.grid import grid_of
from ..papers.kinds import Grid, MadePaper, PaperKind, PaperWish
from ..papers.letter import chinese_date
from .form import NOTE, ListForm, content_hash, list_title, table_of
from .papers import KINDS, letter_code, list_form, list_head, list_paper
from .queries import find_list

LIST = "correction-list"
LETTER = "correction-letter"


def list_grid(data: ListForm) -> Grid:
    """The electronic table of a list, with the same content."""
    head = (
        f"填报单位（盖章）：{data.unit}",
        f"填报时间：{chinese_date(data.filled_on)}",
        f"联系人：{data.contact}",
        f"联系方式：{data.contact_phone}",
    )
    return grid_of(
        list_title(data.label),
        table_of(data.label),
        [
            (
                str(number),
                one.name,
                one.id_number,
                one.branch,
                one.before,
                one.after,
                one.reason,
                one.proofs,
                one.finding,
            )
            for number, one in enumerate(data.rows, start=1)
        ],
        above=["　".join(head), NOTE],
        landscape=True,
    )


def make_list(context: Context, wish: PaperWish) -> MadePaper:
    """A list: as it was kept, byte for byte."""
    list_id = find_list(context, number=wish.batch)
    with context.database.read() as connection:
        data = list_form(connection, context.policy, list_id)
        kept: str | None = connection.exec_driver_sql(
            "SELECT content_hash FROM correction_lists WHERE id = ?", (list_id,)
        ).scalar()
    return MadePaper(
        paper=list_paper(context, list_id=list_id, kind="list"),
        name=f"{KINDS['list']} {data.number}",
        owner={"correction_list_id": list_id},
        number=data.number,
        content_hash=kept or content_hash(data),
        grid=list_grid(data),
    )


def make_letter(context: Context, wish: PaperWish) -> MadePaper:
    """The letter of a list: as it was sent, before that a draft of today."""
    list_id = find_list(context, number=wish.batch)
    with context.database.read() as connection:
        head = list_head(connection, list_id)
        data = list_form(connection, context.policy, list_id)
    return MadePaper(
        paper=list_paper(context, list_id=list_id, kind="letter"),
        name=f"{KINDS['letter']} {head.number}",
        owner={"correction_list_id": list_id},
        number=letter_code(head.number),
        content_hash=content_hash(data),
        grid=list_grid(data),
    )


PAPERS = (
    PaperKind(LIST, "误填更正清单", (("batch",),), make_list),
    PaperKind(LETTER, "更正的正式行文", (("batch",),), make_letter),
)
