"""What changed in the records since a batch was printed."""

from tests.deletion.helpers import COUNTY, request
from tuanji_desktop.deletion.batches import create_batch
from tuanji_desktop.deletion.stale import StaleField, stale_fields
from tuanji_desktop.office.context import Context


def changed(context: Context, batch_id: int) -> list[str]:
    with context.database.read() as connection:
        return [one.words for one in stale_fields(connection, batch_id)]


def write(context: Context, sql: str) -> None:
    with context.database.write(context.operation("test", "修改")) as writing:
        writing.connection.exec_driver_sql(sql)


def test_each_printed_value_is_told_old_and_new_with_its_line(office: Context) -> None:
    for member in (1, 4):
        request(office, member)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    assert changed(office, made.id) == []
    write(office, "UPDATE members SET mobile = '13900139000' WHERE id = 1")
    write(office, "UPDATE members SET mobile = '13700137000', qq = '12345' WHERE id = 1")
    write(office, "UPDATE members SET name = '单熊' WHERE id = 4")
    assert changed(office, made.id) == [
        "第 1 行 张三：手机号码 138****8001 → 137****7000",
        "第 2 行 单熊：姓名 单雄 → 单熊",
    ]


def test_a_renamed_unit_and_a_moved_member_are_told(office: Context) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    write(office, "UPDATE organizations SET full_name = '共青团新溪县委员会' WHERE id = 1")
    write(office, "UPDATE organizations SET full_name = '高三（1）班团支部' WHERE id = 3")
    write(office, "UPDATE members SET branch_id = 4 WHERE id = 1")
    unit, branch = changed(office, made.id)
    assert unit == "填报单位 中国共产主义青年团青溪县委员会 → 共青团新溪县委员会"
    assert "所在团支部 中国共产主义青年团青溪县第一中学高三（1）班支部委员会 →" in branch
    assert branch.endswith("高三（2）班支部委员会")


def test_what_is_put_back_is_no_change(office: Context) -> None:
    request(office, 1)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    write(office, "UPDATE members SET mobile = '13900139000' WHERE id = 1")
    write(office, "UPDATE members SET mobile = '13800138001' WHERE id = 1")
    assert changed(office, made.id) == []
    assert changed(office, 99) == []


def test_an_emptied_value_is_called_so() -> None:
    assert (
        StaleField(3, 1, "张三", "mobile", "手机号码", "", "138").words
        == "第 3 行 张三：手机号码 空 → 138"
    )
