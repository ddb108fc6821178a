"""What can be said of which line, and where each state is shown."""

from tuanji_desktop.comparison.kinds import (
    ASIDE,
    CORRECT_THERE,
    DIFFERS,
    DOUBLE,
    FILTERS,
    HERE,
    KINDS,
    NOT_OURS,
    SAID,
    STATES,
    THERE,
    UNSURE,
    can_be_said,
)


def test_only_somebody_of_the_list_alone_can_be_no_member_of_ours() -> None:
    assert [kind for kind in KINDS if can_be_said(NOT_OURS, kind)] == [THERE]
    assert {kind for kind in KINDS if can_be_said(CORRECT_THERE, kind)} == {
        DIFFERS, THERE, HERE, DOUBLE,
    }  # fmt: skip
    assert [said for said in SAID if can_be_said(said, UNSURE)] == [ASIDE]
    assert not can_be_said("agreed", DIFFERS)


def test_each_state_is_shown_by_one_filter_beside_all() -> None:
    shown = [state for key, (_, some) in FILTERS.items() if key != "all" for state in some]
    assert sorted(shown) == sorted(STATES)
    assert FILTERS["all"][1] == frozenset(STATES)
