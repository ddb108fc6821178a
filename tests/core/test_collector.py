"""The collector rests only as long as it is told."""

import gc
import threading

import pytest

from tuanji_desktop.core import collector
from tuanji_desktop.core.collector import collector_resting, left_behind, let_go


def test_it_rests_and_goes_on() -> None:
    assert gc.isenabled()
    with collector_resting():
        assert not gc.isenabled()
        with collector_resting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_was_made_meanwhile_is_old_at_a_stroke() -> None:
    with collector_resting():
        made: list[object] = [[] for _ in range(2_000)]
    assert any(one is made[0] for one in gc.get_objects(generation=2))
    assert gc.get_freeze_count() == 0


def test_it_goes_on_after_a_failure() -> None:
    @collector_resting()
    def fails() -> None:
        assert not gc.isenabled()
        raise ValueError

    for _ in range(2):
        with pytest.raises(ValueError):
            fails()
        assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        with collector_resting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def over() -> None:
    for thread in threading.enumerate():
        if thread.name == "let-go":
            thread.join(10)


def test_what_is_left_behind_is_emptied_elsewhere_and_what_is_short_is_not() -> None:
    rows, known, short = list(range(5_000)), dict.fromkeys(range(5_000)), [1, 2]
    with pytest.raises(ValueError), left_behind() as behind:
        behind += [rows, known]
        raise ValueError
    let_go(short)
    over()
    assert (rows, known, short) == ([], {}, [1, 2])


def test_others_have_their_turn_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "_FEW", 0)

    class Row:
        def __del__(self) -> None:
            seen.append((threading.current_thread().name, len(rows) // 250))

    seen: list[tuple[str, int]] = []
    rows = [Row() for _ in range(1_000)]
    let_go(rows)
    over()
    assert seen == [("let-go", left) for left in (3, 2, 1, 0) for _ in range(250)]
