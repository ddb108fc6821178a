"""The catalogue: every paper of domain.md §12 in its order, then what the rooms have besides."""

from pathlib import Path

import pytest

from tests.builders import make_office
from tests.corrections.conftest import DAY
from tests.corrections.helpers import one, sent
from tests.deletion.helpers import rename, request
from tuanji_desktop.catalogue import KINDS, kind_of, kinds_of, standing
from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.deletion.service import create_batch, return_all
from tuanji_desktop.papers.kinds import PaperWish

WANTED = (
    "deletion-guangdong deletion-qilu retention letter statement self-criticism change-slip "
    "age-approval introduction reminder roster member-file"
).split()


def test_the_papers_of_the_domain_stand_first_and_in_order() -> None:
    assert [kind.code for kind in KINDS][: len(WANTED)] == WANTED
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes)
    assert {"correction-list", "correction-letter", "leaving-list", "report-in-notice",
            "party-notice", "campaign-report", "introduction-stubs", "information-reminder"} <= set(codes)  # fmt: skip


def test_every_kind_names_what_a_wish_can_hold() -> None:
    fields = set(PaperWish.__dataclass_fields__)
    for kind in KINDS:
        assert kind.title
        assert {name for group in kind.needs for name in group} | set(kind.may) <= fields


def test_a_kind_by_its_code() -> None:
    found = kind_of("roster")
    assert found is not None
    assert found.title == "团员花名册"
    assert kind_of("nonsense") is None


def test_the_letter_is_of_a_batch_or_of_a_correction_list(tmp_path: Path) -> None:
    office = make_office(tmp_path, today=DAY)
    sent(office, 1)
    number = str(one(office, "SELECT number FROM correction_lists"))
    letter = kind_of("letter", kinds_of(office))
    assert letter is not None
    assert letter.make(office, PaperWish(batch=number)).number == f"{number}-H"
    with pytest.raises(NotFound) as caught:
        letter.make(office, PaperWish(batch="2018-1"))
    assert caught.value.code == "deletion.batch_unknown"
    office.database.close()


def test_a_kept_paper_of_an_open_batch_or_list_stands_as_long_as_its_records_do(
    tmp_path: Path,
) -> None:
    office = make_office(tmp_path, today=DAY)
    request(office, 1)
    batch = {"batch_id": create_batch(office, form="guangdong", org_id=2).id}
    assert standing(office, "deletion-guangdong", batch) == ()
    rename(office, 1, "张珊")
    (found,) = standing(office, "deletion-guangdong", batch)
    assert (found.code, found.record, found.field) == ("batch.stale", 1, "name")
    assert standing(office, "letter", batch) == ()
    assert standing(office, "roster", {"org_id": 2}) == ()
    return_all(office, reason="核查")
    assert standing(office, "deletion-guangdong", batch) == ()
    wanted = {"correction_list_id": sent(office, 1, 2)}
    assert standing(office, "correction-list", wanted) == ()
    rename(office, 1, "张三")
    (found,) = standing(office, "correction-list", wanted)
    assert found.code == "list.stale"
    office.database.close()
