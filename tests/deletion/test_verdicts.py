"""What stands on the paper, line by line."""

from tests.deletion.helpers import COUNTY, request
from tuanji_desktop.deletion.batches import create_batch
from tuanji_desktop.deletion.queries import batch_detail
from tuanji_desktop.deletion.verdicts import APPROVE, RETURN, Verdicts
from tuanji_desktop.office.context import Context


def test_lines_are_marked_and_taken_back(office: Context) -> None:
    for member in (1, 4, 5):
        request(office, member)
    made = create_batch(office, form="guangdong", org_id=COUNTY)
    verdicts = Verdicts(batch_detail(office, batch_id=made.id).lines)
    first, second, third = verdicts.lines
    assert verdicts.open_ids == [first, second, third]
    verdicts.mark([first, second, 99], APPROVE)
    verdicts.mark([second], RETURN, "材料不足")
    assert (verdicts.approved, verdicts.returned) == ((1,), {2: "材料不足"})
    assert verdicts.open_ids == [third]
    assert [one.label for one in verdicts.lines.values()] == ["批准", "退回", "待登记"]
    verdicts.mark([first, second], "")
    assert verdicts.open_ids == [first, second, third]
    assert verdicts.lines[second].why == ""
