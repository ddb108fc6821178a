"""文号: patterns, the next number, a register in which no number stands twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.builders import make_office
from tuanji_desktop.core.errors import BadInput, NotFound, RuleRefused, TuanjiError
from tuanji_desktop.history.service import undo
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.document_numbers import (
    DocumentNumber,
    gaps_between,
    hand_number_on,
    judge,
    load_register,
    parse_number,
    proper,
    proposals,
    read_series,
    refused_words,
    reserve_number,
    series_of,
    take_number,
    use_number,
    void_number,
    written_series,
    years,
)
from tuanji_desktop.office.service import save_settings


@pytest.fixture
def numbered(office: Context) -> Context:
    """An office with two series."""
    save_settings(office, [("office.document_series", "青团字〔年〕号；青团函〔年〕号")])
    return office


def use(context: Context, text: str, used_for: str = "批次 1", subject: str = "请示") -> None:
    with context.database.write(context.operation("deletion.send", "行文")) as writing:
        use_number(writing.connection, context, text, subject=subject, used_for=used_for)


def refused(act: Callable[[], object]) -> TuanjiError:
    with pytest.raises(TuanjiError) as found:
        act()
    return found.value


# ------------------------------------------------------------------ the series
@pytest.mark.parametrize(
    ("text", "series"),
    [
        ("青团字〔年〕号", ("青团字",)),
        ("青团字〔{年}〕{号}号", ("青团字",)),
        (" 青团字[年]号 ; 青团函（2018）12号、 青团办〔××××〕×号", ("青团字", "青团函", "青团办")),
        ("青团字〔年〕号；青团字〔年〕号", ("青团字",)),
        ("", ()),
    ],
)
def test_series_are_read_from_patterns(text: str, series: tuple[str, ...]) -> None:
    assert read_series(text) == series
    assert read_series(written_series(series)) == series


@pytest.mark.parametrize(
    "text", ["青团字", "青团字2018号", "〔年〕号", "青团字〔月〕号", "字" * 21 + "〔年〕号"]
)
def test_what_is_no_pattern_is_refused(text: str) -> None:
    assert refused(lambda: read_series(text)).code == "document_number.series"


def test_the_standard_has_no_di() -> None:
    assert "不写“第”" in refused(lambda: read_series("青团字〔年〕第号")).message


def test_a_pattern_of_an_older_program_holds_nothing_up(office: Context) -> None:
    save_settings(office, [("office.document_series", "随便写的")])
    with office.database.read() as connection:
        assert series_of(connection) == ()
    assert proposals(office) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("青团字〔2018〕12号", DocumentNumber("青团字", 2018, 12)),
        (" 青团字（２０１８）第012 号", DocumentNumber("青团字", 2018, 12)),
        ("青团字[2018]0号", None),
        ("青团字〔18〕1号", None),
        ("粤团办发2018年12号", None),
        ("", None),
    ],
)
def test_a_number_is_read_however_it_was_typed(text: str, number: DocumentNumber | None) -> None:
    assert parse_number(text) == number
    if number is not None:
        assert str(number) == "青团字〔2018〕12号"


def test_ours_is_printed_by_the_standard_and_others_as_typed(numbered: Context) -> None:
    with numbered.database.read() as connection:
        assert proper(connection, "青团字(2018)012号") == "青团字〔2018〕12号"
        assert proper(connection, " 团市字(2018)012号 ") == "团市字(2018)012号"
        assert proper(connection, None) == ""


# --------------------------------------------------------------------- taking
def test_numbers_follow_each_other_by_series_and_year(numbered: Context) -> None:
    assert str(reserve_number(numbered, subject="甲", series="青团字")) == "青团字〔2018〕1号"
    assert (
        str(reserve_number(numbered, subject="乙", series="青团字〔年〕号")) == "青团字〔2018〕2号"
    )
    assert str(reserve_number(numbered, subject="丙", series="青团函")) == "青团函〔2018〕1号"
    assert [str(one) for one in proposals(numbered)] == ["青团字〔2018〕3号", "青团函〔2018〕2号"]
    later = replace(numbered, fixed_day=date(2019, 1, 2))
    assert [str(one) for one in proposals(later)] == ["青团字〔2019〕1号", "青团函〔2019〕1号"]
    assert years(later) == (2019, 2018)


def test_which_series_must_be_known(numbered: Context) -> None:
    assert "请指明一种" in refused(lambda: reserve_number(numbered, subject="甲")).message
    code = refused(lambda: reserve_number(numbered, subject="甲", series="团市字")).code
    assert code == "document_number.series_unknown"
    code = refused(lambda: reserve_number(numbered, subject="甲", number="团市字〔2018〕1号")).code
    assert code == "document_number.not_ours"
    assert refused(lambda: reserve_number(numbered, subject=" ")).code == "document_number.subject"
    save_settings(numbered, [("office.document_series", None)])
    assert (
        refused(lambda: reserve_number(numbered, subject="甲")).code == "document_number.no_series"
    )


def test_a_paper_takes_its_number_and_no_other_may_have_it(numbered: Context) -> None:
    use(numbered, "青团字(2018)05号")
    use(numbered, "青团字〔2018〕5号")  # the same paper, at its next step
    (held,) = load_register(numbered).taken
    assert (str(held.number), held.used_for, held.state) == ("青团字〔2018〕5号", "批次 1", "已用")
    error = refused(lambda: use(numbered, "青团字〔2018〕5号", "批次 2"))
    assert error.code == "document_number.taken"
    assert "批次 1" in error.message
    assert "青团字〔2018〕6号" in error.message
    assert refused_words(numbered, "青团字〔2018〕5号", used_for="批次 2") == error.message
    assert refused_words(numbered, "青团字〔2018〕5号", used_for="批次 1") == ""
    assert refused_words(numbered, "团市字〔2018〕5号", used_for="批次 2") == ""


def test_another_office_s_number_is_left_alone(numbered: Context) -> None:
    use(numbered, "团市字〔2018〕5号")
    use(numbered, "")
    assert load_register(numbered).taken == ()


def test_a_reserved_number_is_used_by_one_paper(numbered: Context) -> None:
    reserve_number(numbered, subject="请示", number="青团字〔2018〕3号")
    assert (
        refused(lambda: reserve_number(numbered, subject="别的", number="青团字〔2018〕3号")).code
        == "document_number.taken"
    )
    use(numbered, "青团字〔2018〕3号", "批次 1")
    (held,) = load_register(numbered).taken
    assert (held.subject, held.used_for) == ("请示", "批次 1")
    assert (
        refused(lambda: use(numbered, "青团字〔2018〕3号", "批次 2")).code
        == "document_number.taken"
    )


def test_a_paper_made_anew_keeps_its_number(numbered: Context) -> None:
    use(numbered, "青团字〔2018〕3号", "批次 1")
    with numbered.database.write(numbered.operation("deletion.remake", "重编")) as writing:
        hand_number_on(writing.connection, "批次 1", "批次 2")
    use(numbered, "青团字〔2018〕3号", "批次 2")
    assert load_register(numbered).taken[0].used_for == "批次 2"


def test_a_voided_number_stays_and_is_never_used_again(numbered: Context) -> None:
    reserve_number(numbered, subject="请示", series="青团字")
    void_number(numbered, number="青团字(2018)1号", reason="未发出")
    (held,) = load_register(numbered).taken
    assert (held.state, held.void_reason) == ("作废", "未发出")
    assert str(proposals(numbered)[0]) == "青团字〔2018〕2号"
    assert refused(lambda: use(numbered, "青团字〔2018〕1号")).code == "document_number.void"
    again = refused(lambda: void_number(numbered, number="青团字〔2018〕1号", reason="再"))
    assert isinstance(again, RuleRefused)
    assert isinstance(
        refused(lambda: void_number(numbered, number="青团字〔2018〕9号", reason="无")), NotFound
    )
    assert isinstance(
        refused(lambda: void_number(numbered, number="青团字〔2018〕1号", reason=" ")), BadInput
    )


def test_a_year_to_come_is_a_slip(numbered: Context) -> None:
    assert refused(lambda: use(numbered, "青团字〔2108〕1号")).code == "document_number.year"
    assert "还没有到" in judge(numbered, "青团字〔2019〕1号")


def test_gaps_lie_between_not_before() -> None:
    numbers = [DocumentNumber("字", 2018, one) for one in (7, 4, 5, 9)]
    other = [DocumentNumber("函", 2018, 30), DocumentNumber("字", 2019, 30)]
    assert [one.number for one in gaps_between([*numbers, *other])] == [6, 8]


def test_typing_is_judged(numbered: Context) -> None:
    assert judge(numbered, "青团字〔2018〕40号") == ""  # the program begins in mid-year
    reserve_number(numbered, subject="请示", number="青团字〔2018〕2号")
    use(numbered, "青团字〔2018〕3号")
    assert "已预留给“请示”" in judge(numbered, "青团字〔2018〕2号")
    assert "已用于批次 1" in judge(numbered, "青团字〔2018〕3号")
    assert judge(numbered, "青团字〔2018〕4号") == ""
    assert judge(numbered, "青团字〔2018〕5号") == "跳过了 青团字〔2018〕4号，登记簿里会有空号。"
    assert judge(numbered, "青团字〔2018〕6号").startswith("跳过了 青团字〔2018〕4号 至 5号")
    assert "登记簿里没有" in judge(numbered, "青团字〔2018〕1号")
    assert judge(numbered, "团市字〔2018〕1号") == ""
    void_number(numbered, number="青团字〔2018〕2号", reason="错号")
    assert "已作废（错号）" in judge(numbered, "青团字〔2018〕2号")


def test_what_was_undone_is_not_proposed_again_but_may_be_typed(numbered: Context) -> None:
    use(numbered, "青团字〔2018〕1号")
    with numbered.database.read() as connection:
        number = connection.exec_driver_sql("SELECT max(number) FROM journal_operations").scalar()
    undo(numbered, number=int(number or 0))
    assert load_register(numbered).taken == ()
    assert str(proposals(numbered)[0]) == "青团字〔2018〕2号"
    use(numbered, "青团字〔2018〕1号", "批次 2")
    assert load_register(numbered).taken[0].used_for == "批次 2"


def test_a_refused_act_takes_no_number(numbered: Context) -> None:
    wanted = DocumentNumber("青团字", 2018, 1)
    operation = numbered.operation("deletion.send", "行文")
    with pytest.raises(ZeroDivisionError), numbered.database.write(operation) as writing:
        take_number(writing.connection, numbered, wanted, subject="请示")
        raise ZeroDivisionError
    assert str(proposals(numbered)[0]) == str(wanted)


class Numbering(RuleBasedStateMachine):
    """Whatever is taken, voided and undone in whatever order: no number is given twice."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.context = make_office(Path(self.folder.name))
        save_settings(self.context, [("office.document_series", "青团字〔年〕号；青团函〔年〕号")])
        self.given: list[DocumentNumber] = []
        self.acts: list[int] = []

    def teardown(self) -> None:
        self.context.database.close()
        self.folder.cleanup()

    def _last(self) -> int:
        with self.context.database.read() as connection:
            return int(
                connection.exec_driver_sql(
                    "SELECT max(number) FROM journal_operations"
                ).scalar_one()
            )

    @initialize()
    def begin(self) -> None:
        assert load_register(self.context).taken == ()

    @rule(series=st.sampled_from(["青团字", "青团函"]))
    def take_next(self, series: str) -> None:
        number = reserve_number(self.context, subject="请示", series=series)
        assert number not in self.given, "a number was given twice"
        self.given.append(number)
        self.acts.append(self._last())

    @rule(place=st.integers(1, 12), paper=st.integers(1, 3))
    def type_a_number(self, place: int, paper: int) -> None:
        held = {one.number: one for one in load_register(self.context).taken}
        number = DocumentNumber("青团字", 2018, place)
        owner = held.get(number)
        free = owner is None or (not owner.void and owner.used_for in ("", f"批次 {paper}"))
        try:
            use(self.context, str(number), f"批次 {paper}")
        except RuleRefused:
            assert not free
        else:
            assert free
            self.given.append(number)
            self.acts.append(self._last())

    @precondition(lambda self: bool(load_register(self.context).taken))
    @rule(data=st.data())
    def void(self, data: Any) -> None:
        held = data.draw(st.sampled_from(load_register(self.context).taken))
        if not held.void:
            void_number(self.context, number=str(held.number), reason="作废")
            self.acts.append(self._last())

    @precondition(lambda self: self.acts)
    @rule(data=st.data())
    def undo_one(self, data: Any) -> None:
        act = data.draw(st.sampled_from(self.acts))
        self.acts.remove(act)
        try:
            undo(self.context, number=act)
        except TuanjiError:
            return
        self.acts.append(self._last())

    @invariant()
    def numbers_stand_once_and_the_next_is_new(self) -> None:
        found = load_register(self.context)
        numbers = [one.number for one in found.taken]
        assert len(set(numbers)) == len(numbers)
        assert not set(found.next) & {*numbers, *self.given}


TestNumbering = Numbering.TestCase
TestNumbering.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
