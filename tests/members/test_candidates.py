"""A row beside the members it may mean."""

from tuanji_desktop.members import queries
from tuanji_desktop.members.candidates import BESIDE, candidate, incoming
from tuanji_desktop.office.context import Context


def test_the_same_values_stand_side_by_side(office: Context) -> None:
    with office.database.read() as connection:
        member = queries.member(connection, 1)
    found = candidate(member)
    assert (found.decision, found.title) == ("member:1", "张三（高三（1）班）")
    assert dict(zip(BESIDE, found.values, strict=True))["手机号码"] == "13800138001"
    assert found.values[-1] == "高三（1）班"
    written = incoming({"name": "张三丰", "branch": "三1班"})
    assert (written[0], written[-1], len(written)) == ("张三丰", "三1班", len(BESIDE))
