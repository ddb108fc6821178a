"""What another pack means for one record."""

from datetime import date
from pathlib import Path

import pytest

from tests.builders import pack, packs
from tests.rules.people import member
from tuanji_desktop.members.policy_effects import Effects, Judged, tier_words
from tuanji_desktop.rules.lifecycle import Stage
from tuanji_desktop.rules.policy import Policy, Tier, load_pack

DAY = date(2018, 8, 1)
JIANGNAN = Path(__file__).parents[1] / "rules" / "packs" / "jiangnan-2025.toml"


@pytest.fixture
def jiangnan() -> Policy:
    return load_pack(JIANGNAN, directories=[packs()])


@pytest.fixture
def effects() -> Effects:
    return Effects(pack("guangdong-2018"), pack("qilu-2024"), today=DAY)


def judged(effects: Effects, status: str = "active", /, **changes: str | None) -> Judged:
    """A complete member under the old pack, with some changes."""
    values = member(**{"study_status": "本科或专科在读", **changes})
    missing = ",".join(effects.old.missing(values))
    flags = [bool(values.get(name)) for name in effects.starred if name != "branch"]
    cells = (status, missing, *flags, *(values.get(name) for name in effects.whole))
    assert len(cells) == len(effects.columns())
    found = effects.judge(cells, values.get("id_number"))
    assert found.missing == ",".join(effects.new.missing(values))
    return found


def keys(
    effects: Effects, status: str = "active", /, **changes: str | None
) -> set[tuple[str, ...]]:
    return set(judged(effects, status, **changes).keys)


def test_what_is_lacked_newly_and_no_longer(effects: Effects) -> None:
    assert keys(effects) == set()
    assert keys(effects, income=None) == {("lacked", "income")}
    assert keys(effects, volunteer="是") == {("lacks", "volunteer_since")}
    assert keys(effects, is_cadre="是") == {
        ("lacks", "post"),
        ("lacks", "post_since"),
        ("lacks", "cadre_kind"),
    }


def test_those_who_left_lack_nothing(effects: Effects) -> None:
    found = judged(effects, "expelled", income=None, volunteer=None)
    assert (found.keys, found.on_roster) == ((), False)
    assert found.missing == "volunteer", "but the column is kept in step"


def test_what_is_expected_is_told_once(effects: Effects) -> None:
    found = keys(effects, occupation="农民")
    assert found == {("expected", "occupation", "青年学生")}
    again = Effects(effects.new, effects.new, today=DAY)
    assert keys(again, occupation="农民") == set()


def test_sex_is_asked_apart_where_the_number_does_not_give_it(effects: Effects) -> None:
    changes = {(one.field, one.stage, one.given): (one.before, one.after) for one in effects.tiers}
    assert changes["sex", Stage.ACTIVE, False] == (Tier.FREE, Tier.LOCKED)
    assert ("sex", Stage.ACTIVE, True) not in changes
    foreign = {"id_kind": "境外证件", "id_number": "H1234567", "sex": "男", "born_on": "2001-01-01"}
    assert ("not_given", "active") in keys(effects, **foreign)
    words = [tier_words(one).subject for one in effects.tiers if one.field == "sex"]
    assert words == ["性别（在册，身份证号得不出的）", "性别（团籍保留，身份证号得不出的）"]


def test_a_broken_number_gives_neither_sex_nor_birth(effects: Effects) -> None:
    empty: dict[str, str | None] = {"sex": None, "born_on": None}
    assert keys(effects, **empty) == set()
    broken = judged(effects, **empty, id_number="110105194912310021")
    assert broken.missing == "sex,born_on"


def test_choices_that_go(jiangnan: Policy) -> None:
    effects = Effects(pack("national"), jiangnan, today=DAY)
    assert ("choice", "cadre_kind", "挂职团干") in keys(effects, cadre_kind="挂职团干")
    assert ("choice", "cadre_kind", "挂职团干") in keys(effects, "draft", cadre_kind="挂职团干")
    assert keys(effects, "deleted", cadre_kind="挂职团干") == set()
    assert not any(key[0] == "choice" for key in keys(effects, cadre_kind="专职团干"))
    assert effects.words(("choice", "cadre_kind", "挂职团干")).subject == "团干部性质“挂职团干”"


def test_checks_are_made_where_numbers_or_ages_change(tmp_path: Path) -> None:
    text = (packs() / "national.toml").read_text(encoding="utf-8")
    text = text.replace('id = "national"', 'id = "strict"').replace(
        "youngest = 14", "youngest = 17"
    )
    text = text.replace(r"'^1\d{10}$'", r"'^139\d{8}$'")
    (tmp_path / "strict.toml").write_text(text, encoding="utf-8")
    strict = load_pack(tmp_path / "strict.toml", directories=[])
    effects = Effects(pack("national"), strict, today=DAY)
    assert keys(effects, mobile="13900138000") == {("check", "joined_on.age")}  # 15 in 2018
    assert keys(effects) == {("check", "joined_on.age"), ("check", "mobile.format")}
    assert effects.words(("check", "mobile.format")).section == "核对"
    back = Effects(strict, pack("national"), today=DAY)
    assert keys(back) == set(), "the other way round nothing is newly wrong"


def test_the_words_name_both_rules(effects: Effects) -> None:
    words = effects.words(("lacks", "post"))
    assert (words.section, words.subject, words.before) == ("必填", "团内现任职务", "不必填")
    assert words.after == "必填（是否为团干为“是”时），现为空"
    assert words.clause == "Q 四.4"
    assert effects.words(("lacked", "income")).before == "必填，现为空"
    assert effects.words(("expected", "occupation", "青年学生")).clause == "Q 四.1"


def test_a_condition_is_judged_by_the_value(effects: Effects) -> None:
    for month, missing in (("2016-12", ""), ("2017-01", "development_number")):
        assert judged(effects, development_number=None, joined_on=month).missing == missing
