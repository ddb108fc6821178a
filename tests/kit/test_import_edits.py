"""Mended cells, their way back, and what a spreadsheet puts on the clipboard."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanji_desktop.kit.import_edits import Cell, Change, Edits, is_same_text, pasted_block

FILE = {(2, 1): "张三", (3, 1): "李四"}


def original(cell: Cell) -> str:
    return FILE.get(cell, "")


def test_an_edit_is_undone_and_done_again() -> None:
    edits = Edits()
    assert edits.put({(2, 1): "张珊", (3, 1): "李思"}, original) == {(2, 1), (3, 1)}
    assert edits.put({(2, 1): "张山"}, original) == {(2, 1)}
    assert edits.mended() == ((2, 1, "张山"), (3, 1, "李思"))
    assert edits.undo() == {(2, 1)}
    assert edits.mended() == ((2, 1, "张珊"), (3, 1, "李思"))
    assert edits.undo() == {(2, 1), (3, 1)}
    assert (edits.mended(), edits.may_undo) == ((), False)
    assert edits.undo() == set()
    assert edits.redo() == {(2, 1), (3, 1)}
    assert edits.mended() == ((2, 1, "张珊"), (3, 1, "李思"))


def test_the_text_of_the_file_is_no_edit() -> None:
    edits = Edits()
    edits.put({(2, 1): "张珊"}, original)
    assert edits.put({(2, 1): "张珊"}, original) == set()
    assert edits.put({(2, 1): "张三"}, original) == {(2, 1)}
    assert edits.cells == {}
    edits.undo()
    assert edits.cells == {(2, 1): "张珊"}
    edits.put({(2, 1): None}, original)
    assert edits.cells == {}


def test_an_emptied_cell_is_an_edit() -> None:
    edits = Edits()
    edits.put({(2, 1): ""}, original)
    assert edits.mended() == ((2, 1, ""),)


def test_what_was_mended_elsewhere_has_no_way_back() -> None:
    edits = Edits()
    edits.put({(2, 1): "张珊"}, original)
    edits.take_up([(3, 1, "李思")])
    assert (edits.mended(), edits.may_undo) == (((3, 1, "李思"),), False)


@settings(max_examples=40)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([(2, 1), (3, 1), (3, 2)]),
            st.sampled_from([None, "", "张三", "李四", "王五"]),
            min_size=1,
        )
    )
)
def test_every_act_can_be_taken_back(acts: list[Change]) -> None:
    edits = Edits()
    states = [dict(edits.cells)]
    for act in acts:
        if edits.put(act, original):
            states.append(dict(edits.cells))
    for state in reversed(states[:-1]):
        edits.undo()
        assert edits.cells == state
    assert not edits.may_undo


@pytest.mark.parametrize(
    ("written", "suggested", "same"),
    [
        ("１３８００１３８００１", "13800138001", True),
        (" 52062820010614063x", "52062820010614063X", True),
        ("138-0013-8001", "13800138001", True),
        ("520628010614063", "520628200106140632", False),
        ("5.20628E+17", "520628200106140632", False),
        ("520628200106140000", "520628200106140632", False),
        ("", "男", False),
    ],
)
def test_only_another_way_of_writing_is_certain(written: str, suggested: str, same: bool) -> None:
    assert is_same_text(written, suggested) is same


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("", []),
        ("张三", [["张三"]]),
        ("张三\r\n李四\r\n", [["张三"], ["李四"]]),
        ("张三\t1\n李四\t2\n", [["张三", "1"], ["李四", "2"]]),
        ('"一村\n二组"\t1\n\t2\n', [["一村\n二组", "1"], ["", "2"]]),
        ("\n", [[""]]),
    ],
)
def test_a_block_from_a_spreadsheet(text: str, block: list[list[str]]) -> None:
    assert pasted_block(text) == block
