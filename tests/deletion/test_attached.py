"""The papers of a request are found again."""

from tests.deletion.helpers import request
from tuanji_desktop.deletion.attached import attached_content, attached_files
from tuanji_desktop.deletion.reasons import Reason
from tuanji_desktop.deletion.service import Attachment, request_deletion
from tuanji_desktop.office.context import Context


def test_each_with_its_kind_name_and_bytes(office: Context) -> None:
    done = request_deletion(
        office,
        member_id=1,
        reasons=(Reason("wrong_branch"),),
        attachments=(
            Attachment("statement", b"%PDF 1", "说明.PDF"),
            Attachment("self_criticism", b"two", "检讨.docx"),
        ),
    )
    files = attached_files(office, request_id=done.request_id)
    assert [(one.label, one.file_name, one.is_pdf) for one in files] == [
        ("情况说明", "说明.PDF", True),
        ("检讨", "检讨.docx", False),
    ]
    assert attached_content(office, attachment_id=files[1].id) == b"two"
    assert attached_files(office, request_id=request(office, 2)) == ()
