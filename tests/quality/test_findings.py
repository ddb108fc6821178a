from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.quality import findings as room
from tuanji_desktop.quality.findings import Alike, Findings, Marked

ACTS = st.lists(
    st.tuples(st.sampled_from(["put", "drop"]), st.integers(1, 12), st.integers(1, 3)), max_size=40
)


@given(ACTS)
def test_marked_members_are_a_sorted_dictionary(acts: list[tuple[str, int, int]]) -> None:
    marked, plain = Marked(), dict[int, int]()
    for act, member, branch in acts:
        if act == "put":
            marked.put(member, branch)
            plain[member] = branch
        else:
            marked.drop(member)
            plain.pop(member, None)
        assert list(zip(marked.ids, marked.branches, strict=True)) == sorted(plain.items())
        assert sum(marked.by_branch().values()) == len(plain)
    wanted = frozenset({1, 2})
    assert set(marked.within(wanted)) == {one for one, at in plain.items() if at in wanted}
    assert list(marked.within(None)) == sorted(plain)


def test_a_million_members_take_sixteen_bytes_each() -> None:
    marked = Marked()
    for one in range(1, 1_001):
        marked.put(one, 7)
    assert marked.ids.itemsize + marked.branches.itemsize == 16


def test_members_are_taken_out_of_what_a_judge_found_only() -> None:
    found = Findings()
    found.put({"red", "drafts"}, 1, 3)
    found.put({"red"}, 2, 3)
    found.drop([1], keep=frozenset({"drafts"}))
    assert list(found.members("red").ids) == [2]
    assert list(found.members("drafts").ids) == [1]
    found.clear(keep=frozenset({"drafts"}))
    assert not found.members("red").ids
    found.replace("drafts", [(5, 4), (4, 4)])
    assert list(found.members("drafts").ids) == [4, 5]


def test_values_looked_up_again_replace_their_sharers() -> None:
    found = Findings()
    found.share("mobile_shared", [("138", 1, 3), ("138", 2, 3), ("139", 5, 4), ("139", 6, 4)])
    assert found.values_of("mobile_shared", [1, 9]) == {"138"}
    found.share_anew("mobile_shared", {"138", "150"}, [("150", 1, 3), ("150", 7, 4)])
    assert list(found.members("mobile_shared").ids) == [1, 5, 6, 7]
    assert found.sharers("mobile_shared") == {1: "150", 5: "139", 6: "139", 7: "150"}


def test_pairs_count_where_either_is_and_go_when_said_distinct() -> None:
    found = Findings()
    found.pair((1, 2), Alike("pair_namesake", (3, 4)))
    found.pair((2, 9), Alike("pair_namesake", (4, 5)))
    assert found.pairs("pair_namesake", frozenset({3})) == [(1, 2)]
    assert found.pairs("pair_namesake", frozenset({4})) == [(1, 2), (2, 9)]
    assert found.pairs("pair_number") == []
    found.set_distinct([(1, 2)])
    assert found.pairs("pair_namesake") == [(2, 9)]
    assert list(found.open_pairs()) == [(2, 9)]
    found.set_distinct([])
    found.part([9])
    assert found.pairs("pair_namesake") == [(1, 2)]
    found.part([1, 2])
    assert found.pairs("pair_namesake") == []


def test_test_data_does_not_fill_the_memory(monkeypatch: object) -> None:
    found = Findings()
    for one in range(3):
        found.pair((one, one + 1), Alike("pair_namesake", (3, 3)))
    assert room.MOST_PAIRS >= 100_000
    found.part_all()
    assert found.pairs("pair_namesake") == []
