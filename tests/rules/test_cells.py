from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import pack
from tests.rules.people import id_number, id_numbers
from tuanji_desktop.rules.cells import Normalised, normalise
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.policy import Policy

GOOD = id_number(date(2000, 5, 25), order=345)


def read(policy: Policy, field: str, raw: object) -> tuple[str | None, list[str]]:
    value, findings = normalise(field, raw, policy=policy)
    return value, [f"{finding.level} {finding.code}" for finding in findings]


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("name", " 张　三\n", "张三"),
        ("name", "张\u200b三", "张三"),
        ("name", "阿不都・买买提", "阿不都·买买提"),
        ("name", "阿不都.买买提", "阿不都·买买提"),
        ("name", "阿不都 • 买买提", "阿不都·买买提"),
        ("name", "MARY  JANE", "MARY JANE"),
        ("name", "𬱖䶮㛃𠮷", "𬱖䶮㛃𠮷"),
        ("name", "\ufa0c\uf9dc", "\ufa0c\uf9dc"),
        ("mobile", 13800138000.0, "13800138000"),
        ("mobile", "13800138000.0", "13800138000"),
        ("mobile", "+86 138-0013-8000", "13800138000"),
        ("mobile", "８６１３８００１３８０００", "13800138000"),
        ("mobile", "013800138000", "13800138000"),
        ("counsellor_mobile", "0856-1234567", "08561234567"),
        ("development_number", 201852000001.0, "201852000001"),
        ("development_number", " 2018 5200 0001 ", "201852000001"),
        ("development_number", "2015161234567890", "2015161234567890"),
        ("joined_on", "2018年9月1日", "2018-09"),
        ("joined_on", 43344.0, "2018-09"),
        ("joined_on", "２０１８．９", "2018-09"),
        ("party_joined_on", datetime(2018, 7, 1), "2018-07-01"),  # noqa: DTZ001
        ("sex", 1.0, "男"),
        ("is_cadre", True, "是"),
        ("ethnicity", 1, "汉族"),
        ("income", "2000-5000", "2000–5000"),
        ("graduation_year", "2018届", "2018"),
        ("graduation_year", 2018.0, "2018"),
        ("graduation_year", "2018-07", "2018"),
        ("graduation_year", "201807", "2018"),
        ("graduation_year", date(2018, 7, 1), "2018"),
        ("grade", "２０１５级", "2015级"),
        ("grade", 2015.0, "2015"),
        ("student_number", 20150101.0, "20150101"),
        ("household_place", "青溪县（河西镇）\n青龙村", "青溪县（河西镇）青龙村"),
        ("household_place", "'青溪县  河西镇", "青溪县 河西镇"),
        ("notes", "第一行\n 第二行 ", "第一行\n第二行"),
        ("mobile", None, None),
        ("name", "", None),
        ("name", " \u200b", None),
        ("id_number", "　", None),
    ],
)
def test_clean_readings(guangdong: Policy, field: str, raw: object, value: str | None) -> None:
    assert normalise(field, raw, policy=guangdong) == (value, ())


@pytest.mark.parametrize(
    "raw",
    [
        GOOD,
        f"'{GOOD}",
        f" {GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}\n",
        f"\t{GOOD}",
        f"{GOOD[:6]}-{GOOD[6:14]}-{GOOD[14:]}",
        GOOD.replace("0", "O"),
        "".join(chr(ord(sign) + 0xFEE0) for sign in GOOD),
        "\u200e" + GOOD,
    ],
)
def test_id_numbers_that_only_look_wrong(guangdong: Policy, raw: str) -> None:
    assert normalise("id_number", raw, policy=guangdong) == (GOOD, ())


@given(st.dates(date(1950, 1, 1), date(2018, 12, 31)), st.sampled_from("xXｘＸ×"))
def test_every_x_is_an_x(guangdong: Policy, born: date, cross: str) -> None:
    numbers = (id_number(born, order=order) for order in range(1000))
    number = next(one for one in numbers if one.endswith("X"))
    assert normalise("id_number", number[:17] + cross, policy=guangdong) == (number, ())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (5.20628200011227e17, "id.precision_lost"),
        (520628200011227123, "id.precision_lost"),
        (float("inf"), "id.precision_lost"),
        ("5.20628200011227E+17", "id.precision_lost"),
        ("1.23e+17", "id.precision_lost"),
        ("520628200011227000", "id.precision_lost"),
        ("520628200011227000.0", "id.precision_lost"),
        ("52062820001122700", "id.precision_lost"),
        ("52062820010311823", "id.length"),
        ("5206282001031182345", "id.length"),
        ("无", "id.length"),
        ("520628200013453456", "id.birth_date"),
        (GOOD[:17] + ("1" if GOOD[17] != "1" else "2"), "id.checksum"),
        ("52062820A00525345X", "id.checksum"),
        ("520628********345X", "id.checksum"),
        ("5206****345X", "id.checksum"),
    ],
)
def test_id_numbers_that_are_wrong(guangdong: Policy, raw: object, code: str) -> None:
    _, findings = normalise("id_number", raw, policy=guangdong)
    assert [(one.level, one.code) for one in findings] == [("error", code)]
    assert findings[0].suggestion is None


@given(id_numbers())
def test_a_number_that_a_spreadsheet_rounded_is_never_mended(
    guangdong: Policy, number: str
) -> None:
    if number.endswith("X"):
        return
    for raw in (float(number), f"{float(number):.14E}"):
        value, findings = normalise("id_number", raw, policy=guangdong)
        assert [one.code for one in findings] == ["id.precision_lost"]
        assert value is not None
        assert value[:14] == f"{float(number):.14e}"[:15].replace(".", "")


def test_a_valid_number_may_end_in_zeros(guangdong: Policy) -> None:
    numbers = (id_number(date(2000, 1, day), order=order) for day in range(1, 29)
               for order in (100, 200, 300))  # fmt: skip
    number = next(one for one in numbers if one.endswith("000"))
    assert normalise("id_number", number, policy=guangdong) == (number, ())


def test_a_legacy_number_is_proposed_not_taken(guangdong: Policy) -> None:
    value, (finding,) = normalise("id_number", "520628850525345", policy=guangdong)
    assert (value, finding.level, finding.code) == ("520628850525345", "error", "id.length")
    assert finding.suggestion is not None
    assert finding.suggestion.startswith("52062819850525345")


@pytest.mark.parametrize("kind", ["境外证件", "护照", " 外国护照", "港澳居民来往内地通行证"])
def test_a_foreign_document_is_not_checked(guangdong: Policy, kind: str) -> None:
    result = normalise("id_number", " h1234567 ", policy=guangdong, id_kind=kind)
    assert result == ("H1234567", ())


@pytest.mark.parametrize("kind", ["居民身份证", "居住证", "军官证", None])
def test_every_other_document_is(guangdong: Policy, kind: str | None) -> None:
    _, (finding,) = normalise("id_number", "H1234567", policy=guangdong, id_kind=kind)
    assert (finding.level, finding.code) == ("error", "id.length")


@pytest.mark.parametrize(
    ("field", "raw", "value", "found"),
    [
        ("name", "张三1", "张三1", "error name.digits"),
        ("name", "张三１", "张三1", "error name.digits"),
        ("name", 12.0, "12", "error name.digits"),
        ("mobile", "1385623", "1385623", "warning mobile.format"),
        ("mobile", "23800138000", "23800138000", "warning mobile.format"),
        ("mobile", "0856-1234567", "0856-1234567", "warning mobile.format"),
        ("development_number", "12345678", "12345678", "error development_number.format"),
        ("development_number", "2018520000AB", "2018520000AB", "error development_number.format"),
        ("development_number", "2018161234567890", None, "error development_number.format"),
        ("development_number", "2.01852E+11", "2.01852E+11", "error development_number.format"),
        ("development_number", 2015161234567890.0, None, "error development_number.format"),
        ("joined_on", "9月", None, "error date.unreadable"),
        ("joined_on", 2018.1, None, "error date.unreadable"),
        ("party_joined_on", "2018-07", None, "warning date.unreadable"),
        ("graduation_year", "明年", None, "error date.unreadable"),
        ("destination", "去向不明待核", "去向不明待核", "warning choice.unknown"),
        ("ethnicity", "穿青人", "穿青人", "warning choice.unknown"),
        ("joined_at", "校" * 30, "校" * 30, "error text.too_long"),
        ("work_unit", "厂" * 65, "厂" * 65, "error text.too_long"),
    ],
)
def test_findings(
    guangdong: Policy, field: str, raw: object, value: str | None, found: str
) -> None:
    result, codes = read(guangdong, field, raw)
    assert codes == [found]
    if value is not None or "date" in found:
        assert result == value


@given(
    st.sampled_from(sorted(FIELDS)),
    st.one_of(
        st.none(),
        st.text(max_size=30),
        st.integers(),
        st.floats(),
        st.booleans(),
        st.dates(),
        st.datetimes(),
    ),
)
def test_reading_is_total_and_settles(guangdong: Policy, field: str, raw: object) -> None:
    """Any cell is read; what was read without a finding reads as itself."""
    value, findings = normalise(field, raw, policy=guangdong)
    assert value is None or value != ""
    if not findings and value is not None:
        assert normalise(field, value, policy=guangdong) == Normalised(value)


def test_messages_are_for_the_clerk(guangdong: Policy) -> None:
    _, (finding,) = normalise("id_number", 5.2e17, policy=guangdong)
    assert "文本格式" in finding.message
    assert finding.value == "5.2e+17"


@pytest.mark.parametrize("written", ["其他人员", "身份证号", "必填", "男"])
def test_a_word_that_lists_have_between_names_is_nobody(written: str) -> None:
    read = normalise("name", written, policy=pack("guangdong-2018"))
    assert [one.code for one in read.findings] == ["name.not_a_name"]


@pytest.mark.parametrize("written", ["张三*", "★张三", "张三 ※", "▲张 三", "12.张三", "3、张三"])
def test_a_mark_beside_a_name_is_none_of_it(written: str) -> None:
    assert normalise("name", written, policy=pack("guangdong-2018")) == ("张三", ())
    assert normalise("name", "*", policy=pack("guangdong-2018")).value is None


@pytest.mark.parametrize("written", ["张*", "张**", "*明", "**明", "欧阳**", "李*明", "＊明"])
def test_a_name_with_stars_is_not_the_rest_of_it(written: str) -> None:
    value, (finding,) = normalise("name", written, policy=pack("guangdong-2018"))
    assert (value, finding.level) == (written, "warning")
    assert "打了码" in finding.message


@pytest.mark.parametrize("written", ["王□", "王小□", "李○○", "计", "王总", "其其格", "张性"])
def test_what_stands_for_a_character_of_a_name_is_kept(written: str) -> None:
    assert normalise("name", written, policy=pack("guangdong-2018")) == (written, ())


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张三（女）", "张三"),
        ("王五(团支书)", "王五"),
        ("李小梅（曾用名：李梅）", "李小梅"),
        ("李小梅 曾用名 李梅", "李小梅"),
        ("买买提·艾力（男）", "买买提·艾力"),
        ("李 明（1班）", "李明"),
    ],
)
def test_what_stands_behind_a_name_is_told_and_not_taken(written: str, name: str) -> None:
    read = normalise("name", written, policy=pack("guangdong-2018"))
    assert read.value == name
    assert [(one.level, one.code) for one in read.findings] == [("warning", "name.note")]


@pytest.mark.parametrize(
    "written",
    [
        "{}、", "{}，", "“{}”", "身份证：{}", "{}（本人）", "`{}", "{};", "居民身份证{}", "{}.",
    ],
)  # fmt: skip
def test_a_number_that_is_whole_is_taken_out_of_what_stands_round_it(written: str) -> None:
    number = id_number(date(2001, 3, 5))
    read = normalise("id_number", written.format(number), policy=pack("guangdong-2018"))
    assert (read.value, read.findings) == (number, ())


def test_letters_that_can_only_be_ones() -> None:
    policy, number = pack("guangdong-2018"), id_number(date(2001, 3, 11))
    assert "1" in number
    assert normalise("id_number", number.replace("1", "l", 1), policy=policy).value == number
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    read = normalise("id_number", wrong.replace("1", "l", 1), policy=policy)
    assert [one.code for one in read.findings] == ["id.checksum"]


@pytest.mark.parametrize("written", ["{0}、{1}", "{0}{1}", "{0} 2"])
def test_two_numbers_are_none(written: str) -> None:
    numbers = id_number(date(2001, 3, 5)), id_number(date(2001, 3, 6))
    read = normalise("id_number", written.format(*numbers), policy=pack("guangdong-2018"))
    assert [one.level for one in read.findings] == ["error"]


@pytest.mark.parametrize("digits", ["520628010305003", "520628200103050"])
def test_fifteen_digits_of_this_century_name_the_standard_and_propose_nobody(digits: str) -> None:
    (found,) = normalise("id_number", digits, policy=pack("guangdong-2018")).findings
    assert (found.code, found.suggestion) == ("id.length", None)
    assert "GB 11643" in found.message


def test_a_passport_is_told_from_a_slip() -> None:
    (found,) = normalise("id_number", "G12345678", policy=pack("guangdong-2018")).findings
    assert "境外证件" in found.message


@pytest.mark.parametrize(
    ("written", "mobile"),
    [
        ("手机：13800138000", "13800138000"),
        ("13800138000（微信同号）", "13800138000"),
        ("13800138000、", "13800138000"),
        ("13800138000/13900139000", "13800138000"),
        ("13800138000（家长）", "13800138000(家长)"),
    ],
)
def test_phones_among_words(written: str, mobile: str) -> None:
    assert normalise("mobile", written, policy=pack("guangdong-2018")).value == mobile


@pytest.mark.parametrize(
    ("written", "proposal"),
    [
        ("98年5月", "1998-05"),
        ("22.5", "2022-05"),
        ("05-6-1", "2005-06"),
        ("98年", None),
        ("5月", None),
    ],
)
def test_a_year_of_two_digits_is_proposed_never_taken(written: str, proposal: str | None) -> None:
    read = normalise("joined_on", written, policy=pack("guangdong-2018"))
    assert read.value is None
    (found,) = read.findings
    assert found.suggestion == proposal
