"""Two packs side by side."""

from itertools import product
from pathlib import Path

import pytest

from tests.rules.conftest import PACKS, built_in
from tuanji_desktop.rules.compare import SILENT, Difference, Kind, compare
from tuanji_desktop.rules.policy import Policy, load_pack

JIANGNAN = Path(__file__).parent / "packs" / "jiangnan-2025.toml"


@pytest.fixture(scope="module")
def jiangnan() -> Policy:
    return load_pack(JIANGNAN, directories=[PACKS])


@pytest.fixture
def found(guangdong: Policy, qilu: Policy) -> dict[str, Difference]:
    return {row.key: row for row in compare(guangdong, qilu)}


@pytest.mark.parametrize(
    ("key", "kind", "first", "second", "clauses"),
    [
        ("tier.name", Kind.WORDING, "不可修改", "不可修改", ("G 一.2", "Q 三.1")),
        ("tier.sex", Kind.CHANGED, "可直接修改", "不可修改", ("G 一.4", "Q 三.1")),
        ("tier.joined_on", Kind.CHANGED, "不可修改", "修改须审核", ("G 一.2", "N 一.3")),
        ("tier.income", Kind.CHANGED, "修改须审核", "可直接修改", ("G 一.3", "N 一.5")),
        ("stage.submitted", Kind.WORDING, "不可修改", "不可修改", ("G 一.1", "N 一.1")),
        ("stage.expelled", Kind.SAME, "不可修改", "不可修改", ("N 三.1", "N 三.1")),
        ("submission", Kind.CHANGED, "照常保存", "存为草稿", ("", "Q 五.2")),
        ("window.joined_on.2018-09-28", Kind.ONLY_FIRST, "2018-11-30", "", ("G 二", "")),
        ("required.income", Kind.ONLY_FIRST, "必填", "", ("G 一.3", "")),
        ("required.post", Kind.ONLY_SECOND, "", "是否为团干为“是”", ("", "Q 四.4")),
        ("expected.occupation.青年学生", Kind.ONLY_SECOND, "", "应为", ("", "Q 四.1")),
        ("choices.destination", Kind.CHANGED, "8 个", "休学、退学", ("", "")),
        ("numbers.digits", Kind.SAME, "12位", "12位", ("N 二.3", "N 二.3")),
        ("ages.joining", Kind.SAME, "14周岁", "28周岁", ("N 二.4", "N 二.4")),
        ("deletion.decide", Kind.CHANGED, "团省委", "基层团委", ("G 三.1", "Q 五.4")),
        ("deletion.letter_required", Kind.CHANGED, "文号", "不要求", ("G 三.1", "Q 五.4")),
        ("reason.graduated", Kind.WORDING, "不予受理", "不予受理", ("G 三", "N 三.6")),
        ("transfer.overdue_days", Kind.SAME, "10日", "10日", ("N 四.1", "N 四.1")),
        ("destination.休学", Kind.ONLY_SECOND, "", "保留团籍", ("", "Q 三.4")),
        ("destination.参军入伍", Kind.CHANGED, "保留团籍", "应转出", ("N 四.2", "Q 三.4")),
        ("milestone.2018-09-30.completion.高校", Kind.ONLY_FIRST, "100%", "", ("G 四", "")),
        ("campaign.days", Kind.ONLY_SECOND, "", "2024-04-01", ("", "Q 五.4")),
        ("review.two_persons", Kind.SAME, "自己也可以", "自己也可以", ("N 一.6", "N 一.6")),
        ("correction.decide", Kind.ONLY_FIRST, "团省委", "", ("G 二", "")),
        ("leaving.over_age", Kind.SAME, "年满28", "年满28", ("N 三.3", "N 三.3")),
        ("tree.sizes.branch", Kind.CHANGED, "3至30人", "3至50人", ("N 二.5", "N 二.5")),
    ],
)
def test_guangdong_and_qilu(
    found: dict[str, Difference],
    key: str,
    kind: Kind,
    first: str,
    second: str,
    clauses: tuple[str, str],
) -> None:
    row = found[key]
    assert row.kind is kind
    assert first in row.first.words
    assert second in row.second.words
    assert (row.first.clause, row.second.clause) == clauses


def test_a_pack_does_not_differ_from_itself(jiangnan: Policy) -> None:
    rows = compare(jiangnan, load_pack(JIANGNAN, directories=[PACKS]))
    assert {row.kind for row in rows} == {Kind.SAME}
    assert {row.key for row in rows} == {line.key for line in jiangnan.describe()}


def test_the_comparison_is_even_handed(jiangnan: Policy) -> None:
    turned = {
        Kind.ONLY_FIRST: Kind.ONLY_SECOND,
        Kind.ONLY_SECOND: Kind.ONLY_FIRST,
        **{kind: kind for kind in (Kind.SAME, Kind.CHANGED, Kind.WORDING)},
    }
    names = ("national", "guangdong-2018", "qilu-2024")
    for one, other in product([*map(built_in, names), jiangnan], repeat=2):
        there = {(row.key, row.kind) for row in compare(one, other)}
        back = {(row.key, turned[row.kind]) for row in compare(other, one)}
        assert there == back


def test_what_is_no_rule_is_left_out(found: dict[str, Difference]) -> None:
    quoted = [row for row in found.values() if row.key.startswith("clause.")]
    assert quoted
    assert all(SILENT not in (row.first, row.second) for row in quoted)
    # neither rules it by itself: the line of the general rule says what changed
    assert "tier.qq" not in found
    assert found["default"].kind is Kind.WORDING


def test_an_own_pack_differs_in_what_it_wrote(jiangnan: Policy, national: Policy) -> None:
    rows = {row.key: row for row in compare(national, jiangnan)}
    differing = {key for key, row in rows.items() if row.kind is not Kind.SAME}
    assert {
        "tier.ethnicity", "tier.mobile", "window.joined_on.2025-04-01", "required.student_number",
        "choices.post", "choices.cadre_kind", "review.two_persons", "correction.many",
        "deletion.reentry_days", "reason.wrong_ethnicity", "reason.duplicate", "tree.hollow",
        "transfer.stay", "destination.暂缓就业", "campaign.title", "retention_reasons",
    } <= differing  # fmt: skip
    untouched = ("tier.name", "ages.joining", "leaving.expelled", "reason.wrong_name", "forms")
    assert {rows[key].kind for key in untouched} == {Kind.SAME}
