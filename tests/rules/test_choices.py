import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanji_desktop.rules.choices import CHOICES, ETHNICITIES, ethnicity_code, resolve
from tuanji_desktop.rules.fields import FIELDS
from tuanji_desktop.rules.policy import Policy


def test_there_are_56_ethnicities_with_their_codes() -> None:
    assert [code for code, _, _ in ETHNICITIES] == [f"{number:02d}" for number in range(1, 57)]
    assert len({letters for _, letters, _ in ETHNICITIES}) == 56
    assert len({name for _, _, name in ETHNICITIES}) == 56
    assert ethnicity_code("傈僳族") == "20"
    assert ethnicity_code("其他") is None


@pytest.mark.parametrize(
    ("field", "raw", "canonical"),
    [
        ("ethnicity", "汉", "汉族"),
        ("ethnicity", "01", "汉族"),
        ("ethnicity", "1", "汉族"),
        ("ethnicity", "HA", "汉族"),
        ("ethnicity", "哈呢族", "哈尼族"),
        ("ethnicity", "僳僳族", "傈僳族"),
        ("ethnicity", "土 家 族", "土家族"),
        ("ethnicity", "畬族", "畲族"),
        ("ethnicity", "其它", "其他"),
        ("sex", "M", "男"),
        ("sex", "2", "女"),
        ("political_status", "团员", "共青团员"),
        ("political_status", "03", "共青团员"),
        ("political_status", "党员", "中共党员"),
        ("political_status", "民革党员", "民革党员"),
        ("political_status", "13", "群众"),
        ("income", "5000-8000", "5000–8000"),
        ("income", "5000—8000", "5000–8000"),
        ("income", "5000~8000元", "5000–8000"),
        ("income", "5000元至8000元", "5000–8000"),
        ("income", "2000元以下", "≤2000"),
        ("income", "10000以上", ">10000"),
        ("income", "＞10000", ">10000"),
        ("is_cadre", "Y", "是"),
        ("is_cadre", "√", "是"),
        ("is_cadre", "0", "否"),
        ("post", "团支部书记", "书记"),
        ("cadre_kind", "兼职团干部", "兼职团干"),
        ("study_status", "大专在读", "本科或专科在读"),
        ("education", "专科", "大专"),
        ("destination", "出国(境)", "出国（境）"),
        ("destination", "应征入伍", "参军入伍"),
        ("id_kind", "身份证", "居民身份证"),
    ],
)
def test_spellings_of_lists(guangdong: Policy, field: str, raw: str, canonical: str) -> None:
    assert resolve(field, raw, guangdong) == (canonical, canonical == raw)


@pytest.mark.parametrize(
    ("field", "raw"), [("destination", "去向不明待核"), ("ethnicity", "穿青人"), ("name", "张三")]
)
def test_unknown_spellings(guangdong: Policy, field: str, raw: str) -> None:
    assert resolve(field, raw, guangdong) == (None, False)


@given(st.sampled_from([name for name, row in FIELDS.items() if row.choices]), st.data())
def test_what_is_offered_is_read_as_it_stands(
    guangdong: Policy, field: str, data: st.DataObject
) -> None:
    value = data.draw(st.sampled_from(guangdong.choices(field)))
    assert resolve(field, value, guangdong) == (value, True)


def test_a_pack_adds_to_a_list(guangdong: Policy, qilu: Policy) -> None:
    assert resolve("destination", "休学", guangdong) == (None, False)
    assert resolve("destination", "休学", qilu) == ("休学", True)
    assert set(CHOICES["destination"]) < set(qilu.choices("destination"))
