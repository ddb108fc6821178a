"""What a written target means: ours by its normalised name, else somebody else's."""

import pytest

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.service import add_organization
from tuanji_desktop.transfers.targets import Doubtful, Target, own_unit, understand


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("中国共产主义青年团青溪县第一中学委员会", 2),
        ("共青团青溪县第一中学委员会", 2),
        ("青溪县第一中学团委", 2),
        ("青溪县第一中学", 2),
        ("青溪县第一中学高三(1)班团支部", 3),
        ("高三（1）班", None),  # a short name: many schools have one
        ("共青团贵州大学委员会", None),
        ("第一中学", None),
    ],
)
def test_names_are_normalised(office: Context, text: str, unit: int | None) -> None:
    with office.database.read() as connection:
        found = understand(connection, [text, " "])
    assert list(found) == [text]
    target = found[text]
    assert isinstance(target, Target)
    assert (target.unit_id, target.own) == (unit, unit is not None)
    assert target.name == (text if unit is None else target.name)
    assert target.branch is (unit == 3)


def test_a_name_that_two_have_is_doubtful_unless_it_is_exact(office: Context) -> None:
    for code, name in (("QX02", "共青团青溪县一小委员会"), ("QX03", "青溪县一小团委")):
        add_organization(
            office, code=code, full_name=name, short_name="一小", kind="committee", parent_id=1
        )
    with office.database.read() as connection:
        found = understand(connection, ["青溪县一小", "共青团青溪县一小委员会"])
    doubtful, exact = found["青溪县一小"], found["共青团青溪县一小委员会"]
    assert isinstance(doubtful, Doubtful)
    assert "QX02、QX03" in doubtful.words
    assert isinstance(exact, Target)
    assert exact.own


def test_a_picked_unit_must_be_in_use(office: Context) -> None:
    with office.database.read() as connection:
        assert own_unit(connection, 2).shown == "一中团委"
    empty = add_organization(
        office, code="QX0103", full_name="高三（3）班团支部", short_name="3班", kind="branch",
        parent_id=2,
    )  # fmt: skip
    with office.database.write(office.operation("org.dissolve", "撤销")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET status = 'dissolved' WHERE id = ?", (empty,)
        )
    with office.database.read() as connection, pytest.raises(BadInput, match="已撤销"):
        own_unit(connection, empty)
