"""What was said comes back from the office file as it went in."""

from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.kit.import_state import (
    ImportState,
    Meaning,
    read_state,
    state_text,
    values_of,
)
from tuanji_desktop.sheets.reading import Reading

_words = st.text(max_size=6)
_said = st.builds(
    Reading,
    sheet=st.none(),
    chosen=st.lists(st.tuples(_words, _words), max_size=3).map(tuple),
    heading=st.none() | st.tuples(st.integers(1, 9), st.integers(0, 4)),
    mended=st.lists(st.tuples(st.integers(1), st.integers(0), _words), max_size=3).map(tuple),
    decisions=st.lists(st.tuples(st.integers(1), _words), max_size=3).map(tuple),
    headings=st.lists(st.tuples(_words, st.integers(1), st.integers(0)), max_size=2).map(tuple),
)


@given(
    step=st.integers(0, 3),
    sheet=st.none() | _words,
    sheets=st.dictionaries(_words, _said, max_size=2),
    meanings=st.dictionaries(
        st.tuples(_words, _words), st.builds(Meaning, _words, _words), max_size=3
    ),
    policies=st.dictionaries(_words, _words, max_size=2),
    waiting=st.lists(_words, max_size=2).map(tuple),
)
def test_there_and_back(**parts: object) -> None:
    state = ImportState(**parts)  # type: ignore[arg-type]
    again = read_state(state_text(state))
    assert again is not None
    assert state_text(again) == state_text(state)
    assert again.meanings == state.meanings
    assert again.reading() == state.reading()


def test_the_reading_of_the_sheet_in_force() -> None:
    said = Reading("甲", (("电话", "mobile"),), (2, 1), mended=((3, 0, "张"),))
    state = ImportState(
        step=3,
        sheet="甲",
        sheets={"甲": said, "乙": Reading("乙", (("x", "name"),))},
        meanings={("destination", "上学"): Meaning("升学", "升学")},
        policies={"mobile": "fill"},
    )
    assert state.reading() == Reading(
        "甲",
        (("电话", "mobile"),),
        (2, 1),
        (("destination", "上学", "升学"),),
        (("mobile", "fill"),),
        ((3, 0, "张"),),
    )
    assert values_of(state.meanings) == state.reading().values


def test_what_makes_no_sense_is_none() -> None:
    for text in ("", "[]", "{}", '{"format": 2}', "null", '{"format": 1, "step": "x"}'):
        assert read_state(text) is None


def test_what_was_pasted_before_version_five_is_still_read() -> None:
    kept = state_text(ImportState(step=1))
    assert "pasted" not in kept
    found = read_state(kept[:-1] + ',"pasted":"姓名\\t电话"}')
    assert found is not None
    assert found.pasted == "姓名\t电话"
