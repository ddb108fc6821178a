"""Whom a list of corrections is about that says otherwise than the records."""

import pytest

from tests.corrections.helpers import LETTER, listed, sent, write
from tuanji_desktop.core.errors import RuleRefused
from tuanji_desktop.corrections import papers, service
from tuanji_desktop.corrections.stale import moved_since, named
from tuanji_desktop.office.context import Context


def moved(context: Context, list_id: int) -> list[tuple[int | None, str]]:
    with context.database.read() as connection:
        return [(one.member_id, one.words) for one in moved_since(connection, list_id)]


def test_each_value_that_moved_is_told_with_its_member(office: Context) -> None:
    list_id = sent(office, 1, 2)
    assert moved(office, list_id) == []
    write(office, "UPDATE members SET name = '张珊' WHERE id = 1")
    write(office, "UPDATE members SET id_number = '110101200501010015' WHERE id = 2")
    (second, words), first = moved(office, list_id)  # 李小梅 stands before 张珊
    assert first == (1, "姓名由“张三”改为“张珊”")
    assert second == 2
    assert words.endswith("改为“110***********0015”") and "110101200501010015" not in words
    found = papers.list_paper(office, list_id=list_id, kind="list").findings
    assert [(one.code, one.record, one.field) for one in found] == [
        ("list.stale", 2, "id_number"),
        ("list.stale", 1, "name"),
    ]
    assert "清单 GZ-2019-001 编成之后，姓名由“张三”改为“张珊”，" in found[1].message


def test_a_line_that_went_back_and_a_renamed_unit_are_told(office: Context) -> None:
    list_id = listed(office, 1, 2)
    service.return_correction(office, correction_id=1, reason="材料不实")
    write(office, "UPDATE organizations SET full_name = full_name || '甲' WHERE id = 1")
    unit, line, *rest = moved(office, list_id)
    assert unit[0] is None and unit[1].startswith("填报单位由“") and unit[1].endswith("甲”")
    assert line == (1, "这一行已被退回")
    assert not rest
    with pytest.raises(RuleRefused, match="张三：这一行已被退回") as caught:
        service.send_list(office, list_id=list_id, document_number=LETTER)
    assert caught.value.code == "correction.stale"
    service.renew_list(office, list_id=list_id)
    assert moved(office, list_id) == []


def test_a_moved_member_and_many_of_them(office: Context) -> None:
    list_id = sent(office, 1, 2)
    write(office, "UPDATE members SET branch_id = 4 WHERE id = 1")
    ((member, words),) = moved(office, list_id)
    assert member == 1 and words.startswith("所在团支部由“")
    with office.database.read() as connection:
        assert named(moved_since(connection, list_id) * 6).endswith("（共 6 处）")
