"""What other desks have about a member, as the card says it."""

import pytest

from tuanji_desktop.members.under_way import under_way
from tuanji_desktop.office.context import Context


def said(office: Context, statement: str) -> tuple[str, ...]:
    with office.database.write(office.operation("test", "测试")) as writing:
        writing.connection.exec_driver_sql(statement)
    with office.database.read() as connection:
        assert under_way(connection, office.policy, 2) == ()
        return under_way(connection, office.policy, 1)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "INSERT INTO deletion_requests (member_id, state, requested_by, requested_on) "
            "VALUES (1, 'sent', '王', '2018-07-01')",
            "2018-07-01 提出删除申请，现为“已正式行文，待团省委审批”",
        ),
        (
            "INSERT INTO corrections (member_id, field, reason, state, opened_by, opened_on) "
            "VALUES (1, 'joined_on', '误填', 'gathered', '王', '2018-12-02')",
            "2018-12-02 提出入团年月的行文更正，现为“材料已收集，待核实”",
        ),
        (
            "INSERT INTO transfers (member_id, kind, machine, state, target, started_by, "
            "started_on, moved_on, recorded_by) VALUES (1, '升学', 'transfer', 'waiting', "
            "'贵州大学团委', 'branch', '2018-07-01', '2018-07-01', '王')",
            "2018-07-01 发起转接（升学）到贵州大学团委，现为“待新生支部建立”",
        ),
        (
            "INSERT INTO retentions (member_id, reason, retained_on, review_on, recorded_by, "
            "recorded_on) VALUES (1, '参军入伍', '2018-07-01', '2019-07-01', '王', '2018-07-01')",
            "2018-07-01 起团籍保留：参军入伍，2019-07-01 复核",
        ),
        (
            "INSERT INTO departures (member_id, door, was, left_on, document_number, recorded_by, "
            "recorded_on, restored_on, restored_document) VALUES (1, 'expelled', 'active', "
            "'2017-05-04', '团处〔2017〕1号', '王', '2017-05-04', '2018-01-05', '团恢〔2018〕1号')",
            "2017-05-04 开除（团处〔2017〕1号），2018-01-05 恢复团籍（团恢〔2018〕1号）",
        ),
    ],
)
def test_each_desk_in_a_sentence(office: Context, statement: str, words: str) -> None:
    assert said(office, statement) == (words,)


def test_what_is_settled_is_not_said(office: Context) -> None:
    assert (
        said(
            office,
            "INSERT INTO corrections (member_id, field, reason, state, opened_by, opened_on) VALUES "
            "(1, 'joined_on', '误填', 'approved', '王', '2018-12-02')",
        )
        == ()
    )
