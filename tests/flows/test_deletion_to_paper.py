"""A wrong name: request, batch, preview, the file that is saved – the same bytes all the way."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from tests.flows.conftest import Clerk
from tests.papers.reading import whole_text


def test_from_the_request_to_the_saved_file(
    open_office_file: Callable[..., Clerk], small_office: Path, tmp_path: Path
) -> None:
    clerk = open_office_file(small_office)
    roster = clerk.desk("roster")
    roster.table.choose([5])  # 龙𬱖
    clerk.command("delete_member")
    dialog = clerk.dialog("deletion_request_dialog")
    clerk.press("reason_wrong_name", dialog)
    clerk.find(QLineEdit, "corrected_wrong_name", dialog).setText("龙䶮")
    assert "姓名错误，正确姓名为：龙䶮" in clerk.texts(dialog)
    clerk.press("request_submit", dialog)
    clerk.press("request_show", dialog)
    page = clerk.window.desk
    assert page.key == "deletion"
    assert list(page.requests.rows) == [1]  # type: ignore[attr-defined]

    clerk.press("deletion_make_batch", page)
    batch = clerk.dialog("batch_dialog")
    for name, words in (("batch_contact", "王干事"), ("batch_phone", "13900139000")):
        clerk.find(QLineEdit, name, batch).setText(words)
    clerk.press("batch_make", batch)
    shown = page.preview.data  # type: ignore[attr-defined]
    sha256 = clerk.value("SELECT sha256 FROM papers")
    assert clerk.value("SELECT content FROM blobs WHERE sha256 = ?", sha256) == shown
    text = whole_text(shown)
    for words in ("龙𬱖", "姓名错误，正确姓名为：龙䶮", "13800138005", "王干事"):
        assert words in text

    saved = tmp_path / "申请表.pdf"
    page.preview.save_to(saved)  # type: ignore[attr-defined]
    clerk.wait()
    assert saved.read_bytes() == shown
    page.close_paper()  # type: ignore[attr-defined]
    clerk.wait()
    assert clerk.value("SELECT status FROM members WHERE id = 5") == "active"


def test_a_second_request_is_refused_in_words(
    open_office_file: Callable[..., Clerk], small_office: Path
) -> None:
    clerk = open_office_file(small_office)
    for _ in range(2):
        clerk.desk("roster").table.choose([1])
        clerk.command("delete_member")
        dialog = clerk.dialog("deletion_request_dialog")
        if "不能重复申请" in clerk.texts(dialog):
            break
        clerk.press("reason_not_a_member", dialog)
        clerk.press("request_submit", dialog)
        clerk.press("request_close", dialog)
    assert "不能重复申请" in clerk.texts(dialog)
    dialog.reject()
    assert clerk.value("SELECT count(*) FROM deletion_requests") == 1
