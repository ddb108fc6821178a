"""What comes back is matched page by page, filed once, and never wrongly."""

from pathlib import Path

import pytest

from tests.builders import make_office
from tests.desks import office
from tests.papers.scans import sheet
from tests.paperwork.scan_helpers import (
    DPI,
    blank,
    head,
    kept,
    make_batch,
    rows,
    scan_file,
    send,
    told,
    value,
)
from tuanji_desktop.core.errors import BadInput, FileRefused
from tuanji_desktop.deletion.scans import batch_scans
from tuanji_desktop.members.paper_trail import paper_trail
from tuanji_desktop.office.context import Context
from tuanji_desktop.paperwork.scanning import (
    ScanPlan,
    Typed,
    file_scans,
    plan_scans,
    read_files,
    read_scans,
)
from tuanji_desktop.paperwork.service import void_sheet

__all__ = ["office"]


def verdicts(plan: ScanPlan) -> list[str]:
    return [one.why or one.verdict for one in plan.pages]


def test_a_stamped_batch_is_read_and_filed(office: Context, tmp_path: Path) -> None:
    number = make_batch(office, more=16)
    pdf = kept(office)
    pages = [sheet(pdf, one, DPI) for one in range(2)]
    file = scan_file(tmp_path, "盖章件.pdf", [pages[1].rotate(180), pages[0], blank(pdf)])
    plan = read_scans(office, [file])
    assert verdicts(plan) == ["matched", "matched", "no_code"]
    assert [one.sheet.page for one in plan.to_file if one.sheet] == [2, 1]
    (paper,) = plan.papers
    assert (paper.number, paper.complete, paper.here) == (number, True, (2, 1))
    assert "页序" in paper.warnings[0]
    assert rows(office, "SELECT * FROM scans") == []

    done = file_scans(office, plan)
    assert (done.pages, done.left) == (2, 1)
    assert rows(office, "SELECT page, paper_id, paper_page, told_by FROM scan_pages") == [
        (1, 1, 2, "code"),
        (2, 1, 1, "code"),
    ]
    assert value(office, "SELECT kind FROM journal_operations ORDER BY number DESC LIMIT 1") == (
        "paper.scan"
    )
    kept_scan = value(office, "SELECT content FROM blobs JOIN scans USING (sha256)")
    assert kept_scan == file.read_bytes()
    assert [one.file_name for one in batch_scans(office, batch_id=1)] == ["盖章件.pdf"]
    assert paper_trail(office, 1)[0].kind == "scan"
    again = read_scans(office, [file], again=True)
    assert verdicts(again) == ["filed", "filed", "no_code"]
    with pytest.raises(BadInput) as nothing:
        file_scans(office, again)
    assert nothing.value.code == "scan.nothing"


def test_nothing_but_the_same_content_of_a_known_number_is_matched(office: Context) -> None:
    number = make_batch(office)
    right = head(office)
    other = ("0" if right[0] != "0" else "1") + right[1:]
    plan = plan_scans(
        office,
        [
            told(
                f"{number}:1:{right}",
                f"{number}:1:{other}",
                f"2018-999:1:{right}",
                f"{number}:9:{right}",
                f"{number}:1:{right}",
            )
        ],
    )
    assert verdicts(plan) == ["matched", "hash", "unknown", "page", "twice"]
    assert "按另一个时候的记录" in plan.pages[1].words
    assert "2018-999" in plan.pages[2].words
    assert [one.page for one in plan.to_file] == [1]


def test_form_and_letter_share_a_number_and_are_told_apart(office: Context) -> None:
    number = make_batch(office)
    send(office)
    letter = value(office, "SELECT id FROM papers WHERE form = 'deletion-letter'")
    assert head(office, 1) != head(office, letter)
    plan = plan_scans(
        office, [told(f"{number}:1:{head(office, letter)}", f"{number}:1:{head(office, 1)}")]
    )
    assert [one.sheet.paper_id for one in plan.pages if one.sheet] == [letter, 1]
    assert all(one.decidable for one in plan.papers)
    unclear = plan_scans(office, [told(None)], typed={(0, 1): Typed(f"{number} 1", True)})
    assert verdicts(unclear) == ["several_papers"]


def test_a_typed_code_counts_and_number_with_page_needs_the_eye(office: Context) -> None:
    number = make_batch(office)
    line = f"{number}:1:{head(office)}"
    scan = told(None)

    def plan(text: str, *, confirmed: bool = False) -> ScanPlan:
        return plan_scans(office, [scan], typed={(0, 1): Typed(text, confirmed)})

    assert verdicts(plan(line.lower().replace("0", "o").replace(":", " ： "))) == ["matched"]
    assert verdicts(plan(line[:-1] + ("0" if line[-1] != "0" else "1"))) == ["hash"]
    assert verdicts(plan("看不清")) == ["typed"]
    assert verdicts(plan(f"{number} 1")) == ["confirm"]
    assert plan(f"{number} 1").to_file == ()
    sure = plan(f"{number}第1页", confirmed=True)
    assert verdicts(sure) == ["matched"]
    file_scans(office, sure)
    assert rows(office, "SELECT told_by FROM scan_pages") == [("typed",)]


def test_what_was_typed_never_overrules_a_code(office: Context) -> None:
    number = make_batch(office, more=16)
    scan = told(f"{number}:2:{head(office)}")
    plan = plan_scans(office, [scan], typed={(0, 1): Typed(f"{number}:1:{head(office)}")})
    assert plan.pages[0].sheet is not None
    assert plan.pages[0].sheet.page == 2


def test_missing_pages_and_those_that_came_before(office: Context) -> None:
    number = make_batch(office, more=16)
    code = head(office)
    first = plan_scans(office, [told(f"{number}:2:{code}", name="二.pdf")])
    assert first.papers[0].missing == (1,)
    assert "还缺第 1 页" in first.papers[0].words
    file_scans(office, first)
    both = told(f"{number}:1:{code}", f"{number}:2:{code}", name="全.pdf", content=b"%PDF-2")
    second = plan_scans(office, [both])
    assert verdicts(second) == ["matched", "again"]
    assert second.papers[0].complete
    stamped_again = plan_scans(office, [both], again=True)
    assert verdicts(stamped_again) == ["matched", "matched"]
    file_scans(office, stamped_again)
    assert value(office, "SELECT count(*) FROM scan_pages") == 3


def test_pages_of_two_papers_in_each_other_are_told(office: Context) -> None:
    one = make_batch(office, members=1, more=16)
    office_members = value(office, "SELECT max(id) FROM members")
    assert office_members > 6
    two = _second_batch(office)
    a, b = head(office, 1), head(office, 2)
    plan = plan_scans(office, [told(f"{one}:1:{a}", f"{two}:1:{b}", f"{one}:2:{a}")])
    assert len(plan.papers) == 2
    assert "混在一起" in plan.warnings[0]
    tidy = plan_scans(office, [told(f"{one}:1:{a}", f"{one}:2:{a}", f"{two}:1:{b}")])
    assert tidy.warnings == ()


def _second_batch(office: Context) -> str:
    from tuanji_desktop.deletion.reasons import Reason
    from tuanji_desktop.deletion.service import create_batch, request_deletion

    request_deletion(office, member_id=4, reasons=(Reason("not_a_member"),))
    return create_batch(office, form="guangdong", org_id=1).number


def test_a_voided_sheet_is_warned_of(office: Context) -> None:
    number = make_batch(office, more=16)
    void_sheet(office, paper_id=1, page=2, reason="卡纸")
    plan = plan_scans(office, [told(f"{number}:1:{head(office)}", f"{number}:2:{head(office)}")])
    assert plan.pages[0].warning == ""
    assert "卡纸" in plan.pages[1].warning


def test_a_plan_that_is_no_longer_true_writes_nothing(office: Context) -> None:
    number = make_batch(office)
    plan = plan_scans(office, [told(f"{number}:1:{head(office)}")])
    file_scans(office, plan)
    with pytest.raises(BadInput) as stale:
        file_scans(office, plan)
    assert stale.value.code == "scan.stale"
    assert value(office, "SELECT count(*) FROM scan_pages") == 1


def test_a_batch_that_was_not_sent_waits_for_no_decision(office: Context) -> None:
    number = make_batch(office)
    plan = plan_scans(office, [told(f"{number}:1:{head(office)}")])
    assert not plan.papers[0].decidable
    send(office)
    done = file_scans(office, plan_scans(office, [told(f"{number}:1:{head(office)}")]))
    assert done.decidable == {1: number}


def test_a_paper_of_an_older_file_is_known_by_the_code_on_its_pages(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    number = make_batch(office)
    code = head(office)
    with office.database.write(office.operation("test.old", "改成旧版的样子")) as writing:
        writing.connection.exec_driver_sql("UPDATE papers SET number = NULL, content_hash = NULL")
    plan = plan_scans(office, [told(f"{number}:1:{code}")])
    assert verdicts(plan) == ["matched"]
    wrong = plan_scans(office, [told(f"{number}:1:ABCDEF0123")])
    assert verdicts(wrong) == ["hash"]
    office.database.close()


def test_one_bad_file_keeps_none_back(office: Context, tmp_path: Path) -> None:
    make_batch(office)
    good = scan_file(tmp_path, "好.pdf", [sheet(kept(office), 0, DPI)])
    (tmp_path / "坏.jpg").write_bytes(b"not a picture")
    scans, refused = read_files([tmp_path / "坏.jpg", good])
    assert [one.file_name for one in scans] == ["好.pdf"]
    assert [one.code for one in refused] == ["file.unreadable"]
    with pytest.raises(FileRefused):
        read_scans(office, [tmp_path / "坏.jpg", good])
