"""The register form of retention as a kind of paper."""

from datetime import date

from tests.kinds import made, same_words
from tuanji_desktop.office.context import Context
from tuanji_desktop.retention.paper_kinds import PAPERS


def retain(office: Context, member_id: int) -> None:
    with office.database.write(office.operation("retention.register", "登记保留")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO retentions (member_id, reason, retained_on, recorded_by, recorded_on) "
            "VALUES (?, '参军入伍', ?, '王干事', ?)",
            (member_id, date(2018, 7, 1).isoformat(), "2018-07-01"),
        )


def test_the_register_of_everybody_or_of_one_branch(office: Context) -> None:
    retain(office, 1)
    retain(office, 5)
    whole = made(office, PAPERS, "retention")
    same_words(whole)
    assert whole.grid is not None
    assert {row[3] for row in whole.grid.rows} == {"张三", "龙𬱖"}
    branch = made(office, PAPERS, "retention", org=4)
    assert branch.grid is not None
    assert [row[3] for row in branch.grid.rows] == ["龙𬱖"]
    assert branch.owner == {"org_id": 4}
    records = {one.record for one in branch.paper.findings if one.code == "field.missing"}
    assert records == {5}  # neither a 辅导员 nor another way to reach her


def test_nobody_is_an_empty_form(office: Context) -> None:
    assert "rows.empty" in [one.code for one in made(office, PAPERS, "retention").paper.findings]
