"""Who left, who is on the way, who stays a member elsewhere: by the rooms' own acts."""

from tuanji_desktop.demo import moves
from tuanji_desktop.office.context import Context

from .conftest import TODAY, Ask, asking
from .test_deeds import somebody


def test_the_register_of_departures_has_all_who_left_by_a_door(ask: Ask) -> None:
    out = ask("SELECT id FROM members WHERE status IN ('over_age', 'voluntarily_left') ORDER BY 1")
    assert len(out) >= 4
    assert ask("SELECT member_id FROM departures ORDER BY 1") == out


def test_a_party_member_does_not_leave_by_age(own_county: Context) -> None:
    member, ask = somebody(own_county), asking(own_county)
    moves.leave(member, "over_age")(own_county)  # not yet 28: transferred instead
    rows = ask("SELECT status, status_on FROM members WHERE id = ?", member)
    assert rows == [("transferred_out", TODAY.isoformat())]
    assert ask("SELECT state FROM transfers WHERE member_id = ?", member) == [("received",)]
    assert ask("SELECT count(*) FROM departures WHERE member_id = ?", member) == [(0,)]


def test_transfers_stand_everywhere_on_their_way(ask: Ask) -> None:
    states = {state for (state,) in ask("SELECT state FROM transfers")}
    assert {"started", "source_superior", "returned", "waiting", "received"} <= states
    late = ask("SELECT count(*) FROM transfers WHERE state = 'started' AND moved_on < '2018-08-10'")
    assert late > [(0,)]


def test_conscripts_stay_members(ask: Ask) -> None:
    rows = ask(
        "SELECT m.status, r.reason, r.review_on > r.retained_on FROM retentions AS r "
        "JOIN members AS m ON m.id = r.member_id"
    )
    assert rows
    assert set(rows) == {("retained", "参军入伍", 1)}


def test_a_verification_is_under_way(ask: Ask) -> None:
    assert ask("SELECT closed_on FROM campaigns") == [(None,)]
    assert ask("SELECT count(*) FROM campaign_checks WHERE result = 'right'") > [(20,)]
