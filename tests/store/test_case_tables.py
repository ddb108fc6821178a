from tuanji_desktop.store import case_tables
from tuanji_desktop.store.schema import RECORDS


def test_what_is_done_with_a_membership_is_journalled_like_everything_else() -> None:
    names = {table.name for table in RECORDS}
    assert {
        case_tables.transfers.name, case_tables.retentions.name, case_tables.departures.name,
        case_tables.corrections.name, case_tables.campaigns.name,
    } <= names  # fmt: skip


def test_a_record_is_there_before_what_is_said_of_it() -> None:
    places = [table.name for table in RECORDS]
    for parent, child in (
        ("transfers", "transfer_steps"), ("retentions", "retention_reviews"),
        ("campaigns", "campaign_checks"), ("members", "departures"),
    ):  # fmt: skip
        assert places.index(parent) < places.index(child)
