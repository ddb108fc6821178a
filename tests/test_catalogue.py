"""The catalogue: every paper of domain.md §12 in its order, then what the rooms have besides."""

from pathlib import Path

import pytest

from tests.builders import make_office
from tests.corrections.conftest import DAY
from tests.corrections.helpers import one, sent
from tuanji_desktop.catalogue import KINDS, kind_of, kinds_of
from tuanji_desktop.core.errors import NotFound
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
