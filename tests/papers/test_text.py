"""Lines: where they may break, how small they may get."""

from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.papers import fonts
from tuanji_desktop.papers.text import break_lines, clean, fit

ID = "52062820001017727X"


def lines_of(text: str, width: float) -> tuple[str, ...]:
    return break_lines(text, width, faces=("Body",), size=10)[0]


def test_punctuation_stays_with_its_word() -> None:
    assert lines_of("正确姓名为：张三", 60) == ("正确姓名", "为：张三") or lines_of(
        "正确姓名，张三", 40
    ) == ("正确姓", "名，张三")
    for line in lines_of("甲乙丙丁，戊己庚辛（壬癸）子丑寅卯。", 41):
        assert line[0] not in "，）。"
        assert line[-1] not in "（"


def test_numbers_are_not_broken() -> None:
    for width in range(110, 200, 7):
        lines = lines_of(f"身份证号码错误，正确身份证号码为：{ID}；手机13800138000无误", width)
        assert any(ID in line for line in lines)
        assert any("13800138000" in line for line in lines)


def test_a_number_shrinks_before_it_breaks() -> None:
    whole = fit(ID, 80, size=10.5, least=7, keep="whole")
    assert whole.lines == (ID,)
    assert 7 <= whole.size < 10.5
    assert whole.intact
    broken = fit(ID * 2, 80, size=10.5, least=7, keep="whole")
    assert "".join(broken.lines) == ID * 2
    assert not broken.intact


def test_long_text_takes_more_lines_not_tiny_ones() -> None:
    setting = fit("很长的原因" * 40, 100, size=10.5, least=7)
    assert setting.size == 9
    assert setting.intact
    assert "".join(setting.lines) == "很长的原因" * 40


def test_a_name_prefers_one_line() -> None:
    assert len(fit("阿依古丽·买买提", 75, size=10.5, least=7, keep="line").lines) == 1
    assert len(fit("阿依古丽·买买提·买买提", 75, size=10.5, least=7, keep="line").lines) == 2


def test_line_breaks_of_the_text_are_kept() -> None:
    assert fit("姓名\n（系统）", 100, size=10, least=7).lines == ("姓名", "（系统）")


def test_what_cannot_be_seen_is_not_printed() -> None:
    assert clean("张\u200b三\ufeff\t李\u00a0四\ufe00") == "张三 李 四"
    assert clean("王\ue000") == "王〓"
    assert clean("阿·𠮷") == "阿·𠮷"


@given(text=st.text("团员甲乙（），。：；“”《》19X·-. ", max_size=60), width=st.floats(25, 300))
def test_nothing_is_lost_and_nothing_sticks_out(text: str, width: float) -> None:
    lines, _ = break_lines(text, width, faces=("Body",), size=10)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) == 1 or fonts.width(line, ("Body",), 10) <= width + 0.01 for line in lines)
