"""What the columns of a form show of members."""

from tests.builders import ORGANIZATIONS
from tuanji_desktop.members.form_rows import columns_of, member_values, values_of
from tuanji_desktop.office.context import Context
from tuanji_desktop.papers.table_form import TableForm, read_form

FULL = {code: full for code, full, *_ in ORGANIZATIONS}
FIELDS = (
    "number",
    "name",
    "sex",
    "branch",
    "branch_short_name",
    "general_branch",
    "email",
    "blank",
)


def form(*fields: str) -> TableForm:
    head = 'code = "a"\ntitle = "表"\nissuer = "一"\ndocument = "二"\nrows = "members"\n'
    columns = "".join(
        f'[[columns]]\nheading = "{one}"\nfield = "{one}"\nshare = 1\n' for one in fields
    )
    return read_form(head + columns, name="a.toml")


def test_a_column_has_its_value_and_the_units_above(office: Context) -> None:
    shown = form(*FIELDS)
    with office.database.read() as connection:
        found = member_values(connection, shown, [2, 5])
    assert shown.cells(1, found[2]) == (
        "1", "李小梅", "女", FULL["QX0101"], "高三（1）班", "一中团委", "", "",
    )  # fmt: skip
    assert found[5]["branch_short_name"] == "高三（2）班"


def test_more_members_than_a_statement_takes(office: Context) -> None:
    with office.database.read() as connection:
        found = member_values(connection, form("name"), [*range(1, 1200), 1, 2])
    assert {number: one["name"] for number, one in found.items()}[6] == "欧阳文静"
    assert len(found) == 6


def test_only_what_is_known_is_asked_for() -> None:
    shown = form("number", "name", "blank", "mobile")
    assert columns_of(shown, {"reason": "k.reason"}) == {"name": "m.name", "mobile": "m.mobile"}
    assert values_of({"name": "m.name", "sex": "m.sex"}, ["张三", None]) == {
        "name": "张三",
        "sex": "",
    }
