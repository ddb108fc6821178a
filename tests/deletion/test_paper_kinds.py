"""The papers of the deletion desk as kinds: annexes, letter, the two papers of a mistake."""

import pytest

from tests.deletion.helpers import one, request
from tests.kinds import made, same_words, text_of
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.deletion.batches import create_batch
from tuanji_desktop.deletion.paper_kinds import PAPERS
from tuanji_desktop.office.context import Context


def batch(office: Context) -> str:
    request(office, 1)
    request(office, 5)
    return create_batch(office, org_id=1, form="guangdong").number


def test_either_form_of_a_batch_with_its_table(office: Context) -> None:
    number = batch(office)
    own = made(office, PAPERS, "deletion-guangdong", batch=number)
    same_words(own)
    assert own.grid is not None
    assert [row[1] for row in own.grid.rows] == ["张三", "龙𬱖"]
    assert own.number == number
    assert own.content_hash == one(office, "SELECT content_hash FROM deletion_batches")
    assert own.paper.sha256 == one(office, "SELECT sha256 FROM papers")
    other = made(office, PAPERS, "deletion-qilu", batch=number)
    same_words(other)
    assert other.owner == own.owner
    assert other.content_hash != own.content_hash
    with pytest.raises(NotFound):
        made(office, PAPERS, "deletion-qilu", batch="2018-999")


def test_a_changed_record_leaves_the_filed_paper_and_its_hash(office: Context) -> None:
    number = batch(office)
    before = made(office, PAPERS, "deletion-guangdong", batch=number)
    with office.database.write(office.operation("test", "改号")) as writing:
        writing.connection.exec_driver_sql("UPDATE members SET mobile = '13700000000' WHERE id = 1")
    after = made(office, PAPERS, "deletion-guangdong", batch=number)
    assert after.paper.pdf == before.paper.pdf
    assert after.content_hash == before.content_hash
    assert "batch.stale" in [found.code for found in after.paper.findings]


def test_the_letter_of_a_batch(office: Context) -> None:
    number = batch(office)
    letter = made(office, PAPERS, "letter", batch=number)
    assert (letter.number, letter.grid) == (number, None)
    assert "2名" in text_of(letter)


def test_both_papers_of_a_mistake(office: Context) -> None:
    for code in ("statement", "self-criticism"):
        paper = made(office, PAPERS, code, member=1, branch="青溪县第二中学", cause="同名")
        assert paper.owner == {"member_id": 1}
        assert paper.name.endswith("张三")
        for words in ("张三", "青溪县第二中学", "同名"):
            assert words in text_of(paper)
