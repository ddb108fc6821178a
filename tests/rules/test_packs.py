import copy
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.rules.conftest import PACKS
from tests.rules.test_describe import toml
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.rules.policy import Policy, Stage, Tier, find_packs, load_pack

HEAD = """\
id = "own"
title = "本县规则"
issuer = "青溪团县委"
document = "关于花名册的通知"
date = 2020-01-01
extends = "national"

[clauses]
"O 一" = "本县自己的规定。"
"""


def load(tmp_path: Path, body: str, head: str = HEAD) -> Policy:
    path = tmp_path / "own.toml"
    path.write_text(head + body, encoding="utf-8")
    return load_pack(path, directories=[PACKS])


def test_the_built_in_packs_are_found() -> None:
    packs = find_packs([PACKS])
    assert {pack.id for pack in packs} == {"national", "guangdong-2018", "qilu-2024"}
    assert {pack.extends for pack in packs} == {None, "national"}
    guangdong = next(pack for pack in packs if pack.id == "guangdong-2018")
    assert guangdong.issuer == "共青团广东省委办公室"
    assert guangdong.date.isoformat() == "2018-09-21"


def test_an_office_adds_a_pack_without_code(tmp_path: Path) -> None:
    policy = load(
        tmp_path,
        """
[tiers.mobile]
tier = "review"
clause = "O 一"
path = "change_request"
reason = "手机号码的修改须经审核。"

[required]
email = { clause = "O 一", when = [
  { field = "joined_on", at_least = "2018-01", at_most = "2018-12" },
  { field = "education", one_of = ["大专在读", "本科在读"] },
] }

[choices.post]
add = ["学习委员"]

[choices.cadre_kind]
only = ["兼职团干"]

[choices.destination]
add = ["支教"]

[deletion.reasons.test_record]
label = "测试记录"
accepted = true
phrase = "系统测试产生的记录"
clause = "O 一"
""",
    )
    assert policy.rules["mobile"].tier is Tier.REVIEW
    assert policy.choices("post")[-1] == "学习委员"
    assert policy.choices("cadre_kind") == ("兼职团干",)
    assert "支教" in policy.choices("destination")
    assert policy.deletion_reason("test_record").phrase() == "系统测试产生的记录"
    assert policy.deletion_reason("wrong_name").accepted
    assert policy.deletion.decide == ("county", "prefecture", "province")
    values = {"joined_on": "2018-05", "education": "本科在读"}
    assert "email" in policy.missing(values)
    assert "email" not in policy.missing(values | {"joined_on": "2019-05"})
    assert "email" not in policy.missing(values | {"education": "高中"})


RULE = 'clause = "O 一"\nreason = "理由。"\n'


@pytest.mark.parametrize(
    ("body", "line", "reason"),
    [
        ("[tiers.mobile\n", 10, "方括号"),
        ("[tiers.mobile]\ntier = locked\n", 11, "加引号"),
        ('[tiers.mobile]\ntier = "lock\n', 11, "引号"),
        ('[tiers.mobile]\ntier = "locked"\ntier = "free"\n', 12, "两次"),
        (f'[tiers.mobile]\n{RULE}tier = "closed"\n', 13, "“closed”不在允许的范围"),
        (f"[tiers.mobile]\n{RULE}", 10, "“tier”：缺少这个键"),
        (f'[tiers.phone]\n{RULE}tier = "free"\n', 10, "没有名为“phone”的字段"),
        (f'[tiers.mobile]\n{RULE}tier = "free"\ncolour = "red"\n', 14, "“colour”：不认识的键"),
        (
            '[tiers.mobile]\ntier = "free"\nclause = "O 二"\nreason = "理由。"\n',
            12,
            "条款“O 二”没有列在",
        ),
        (
            f'[[windows]]\nfield = "joined_on"\nfrom = 2020-02-01\nto = 2020-01-01\n'
            f'tier = "review"\n{RULE}',
            10,
            "截止日期早于起始日期",
        ),
        (
            f'[[windows]]\nfield = "joined_on"\nfrom = "2020-02-01"\ntier = "review"\n{RULE}',
            12,
            "应为日期",
        ),
        (
            f'[[windows]]\nfield = "joined_on"\nfrom = 2020-02-01\ntier = "review"\n{RULE}'
            f'[[windows]]\nfield = "joined"\nfrom = 2020-02-01\ntier = "review"\n{RULE}',
            17,
            "没有名为“joined”的字段",
        ),
        ('[required]\nemail = { clause = "O 一", when = { field = "sex" } }\n', 11, "条件没有写"),
        ('[deletion.reasons.x]\nlabel = "x"\naccepted = true\nclause = "O 一"\n', 10, "phrase"),
        ('[deletion.reasons.x]\nlabel = "x"\naccepted = false\nclause = "O 一"\n', 10, "advice"),
        (
            '[deletion.reasons.x]\nlabel = "x"\naccepted = true\nclause = "O 一"\n'
            'phrase = "应为{value}"\n',
            10,
            "{value}",
        ),
        ('[deletion]\ndecide = ["county"]\n', 10, "审批层级须同时写明"),
        (
            '[[milestones]]\nlabel = "x"\non = "6-31"\nrate = "started"\nclause = "O 一"\n',
            12,
            "09-30",
        ),
        ('[choices.colour]\nadd = ["红"]\n', 10, "没有名为“colour”的选项表"),
        ("[submission]\nincomplete_keeps_draft = 1\n", 11, "true 或 false"),
    ],
)
def test_a_broken_pack_is_refused_with_line_and_reason(
    tmp_path: Path, body: str, line: int, reason: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        load(tmp_path, body)
    assert refusal.value.code == "policy.invalid"
    assert f"第 {line} 行" in refusal.value.message
    assert reason in refusal.value.message
    assert not re.search(r"[A-Za-z]{3,} [A-Za-z]{3,}", refusal.value.message)


def test_a_clause_belongs_to_the_document_it_was_written_in(tmp_path: Path) -> None:
    own = load(tmp_path, "")
    assert own.document_of("O 一").document == "关于花名册的通知"
    assert own.document_of("N 二.1").id == "national"
    assert own.document_of("nowhere") is own.info


def test_a_pack_must_be_whole_or_extend_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="extends"):
        load(tmp_path, "", head=HEAD.replace('extends = "national"\n', ""))
    with pytest.raises(BadInput, match="第 6 行有误：找不到所引用的规则包“atlantis”"):
        load(tmp_path, "", head=HEAD.replace("national", "atlantis"))
    with pytest.raises(BadInput, match="互相引用"):
        load(tmp_path, "", head=HEAD.replace("national", "own"))
    with pytest.raises(BadInput, match="“issuer”：缺少这个键"):
        load(tmp_path, "", head=HEAD.replace('issuer = "青溪团县委"\n', ""))


def test_files_that_are_no_packs(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b'id = "own"\ntitle = "' + "规则".encode("gb18030") + b'"\n')
    with pytest.raises(BadInput, match="第 2 行有误：文件不是 UTF-8"):
        load_pack(path, directories=[])
    path.write_bytes(b"#" * 2_000_000)
    with pytest.raises(BadInput, match="太大"):
        load_pack(path, directories=[])
    with pytest.raises(BadInput, match="读不出来"):
        load_pack(tmp_path / "none.toml", directories=[])
    assert find_packs([tmp_path]) == ()


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 5_000, HEAD.replace('"own"', "[]"), HEAD.replace('"own"', "7")]
)
def test_a_file_that_is_hostile_hides_no_other_pack(tmp_path: Path, text: str) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    assert len(find_packs([PACKS, tmp_path])) == 3
    with pytest.raises(BadInput) as refused:
        load_pack(tmp_path / "own.toml", directories=[PACKS])
    assert refused.value.code == "policy.invalid"


def test_a_parent_is_found_by_its_id_in_any_file(tmp_path: Path) -> None:
    text = (PACKS / "national.toml").read_text(encoding="utf-8")
    (tmp_path / "base-2025.toml").write_text(
        text.replace('id = "national"', 'id = "base"'), encoding="utf-8"
    )
    policy = load(tmp_path, "", head=HEAD.replace('"national"', '"base"'))
    assert policy.info.extends == "base"
    assert {pack.id for pack in find_packs([tmp_path])} == {"base", "own"}


def test_a_trusted_pack_is_loaded_without_the_validator(guangdong: Policy) -> None:
    path = PACKS / "guangdong-2018.toml"
    script = (
        "import sys; from pathlib import Path\n"
        "from tuanji_desktop.rules.policy import load_pack\n"
        f"policy = load_pack(Path({str(path)!r}), directories=[], trusted={guangdong.digest!r})\n"
        "assert 'pydantic' not in sys.modules\n"
        "assert policy.digest == sys.argv[1]\n"
    )
    subprocess.run([sys.executable, "-c", script, guangdong.digest], check=True)


def test_a_changed_text_is_not_trusted(tmp_path: Path, guangdong: Policy) -> None:
    path = tmp_path / "own.toml"
    path.write_text(HEAD + "[tiers.phone]\n", encoding="utf-8")
    with pytest.raises(BadInput):
        load_pack(path, directories=[PACKS], trusted=guangdong.digest)


def window(days: str, tier: str = "review") -> str:
    path = "change_request" if tier == "review" else "none"
    return f'[[windows]]\nfield = "joined_on"\n{days}\ntier = "{tier}"\npath = "{path}"\n{RULE}'


def correction(more: str) -> str:
    levels = "".join(f'{key} = ["county"]\n' for key in ("gather", "verify", "send", "decide"))
    return f'[correction]\nfields = ["joined_on"]\nclause = "O 一"\n{levels}{more}\n'


def milestone(more: str) -> str:
    return (
        f'[[milestones]]\nlabel = "完成"\non = "06-30"\nrate = "started"\nclause = "O 一"\n{more}\n'
    )


def test_a_window_of_ones_own_goes_before_that_of_the_base(tmp_path: Path) -> None:
    """Guangdong shut joined_on for good from 2018-12-01; a later document may open it again."""
    head = HEAD.replace("national", "guangdong-2018")
    policy = load(tmp_path, window("from = 2025-03-01\nto = 2025-03-31"), head=head)

    def tier(day: date) -> tuple[Tier, str]:
        found = policy.field_state("joined_on", stage=Stage.ACTIVE, values={}, today=day)
        return found.tier, found.clause

    assert tier(date(2025, 2, 28)) == (Tier.LOCKED, "G 二")
    assert tier(date(2025, 3, 1)) == tier(date(2025, 3, 31)) == (Tier.REVIEW, "O 一")
    assert tier(date(2025, 4, 1)) == (Tier.LOCKED, "G 二")
    assert tier(date(2018, 10, 1)) == (Tier.REVIEW, "G 二")
    locked = policy.field_state("joined_on", stage=Stage.ACTIVE, values={}, today=date(2018, 9, 1))
    assert "2018-09-28至2018-11-30将临时开放" in locked.reason  # the next one, not the first listed


def test_an_expectation_of_ones_own_replaces_that_of_the_base(tmp_path: Path) -> None:
    head = HEAD.replace("national", "qilu-2024")
    body = '[[expected]]\nfield = "occupation"\nvalue = "学生"\nclause = "O 一"\n'
    policy = load(tmp_path, body, head=head)
    expected = {row.field: row.value for row in policy.expected}
    assert expected == {
        "study_status": "本科或专科在读",
        "cadre_kind": "兼职团干",
        "occupation": "学生",
    }
    assert len(policy.expected) == 3


def test_the_clause_of_the_tree_is_that_of_the_keys_beside_it(tmp_path: Path) -> None:
    """Who moves only the day of turning says nothing of hollow branches, and the other way."""

    def cited(body: str) -> tuple[str, str]:
        tree = load(tmp_path, body).tree
        lines = {line.key: line.clause for line in load(tmp_path, body).describe()}
        assert (lines["tree.hollow"], lines["tree.turn_on"]) == (tree.clause, tree.turn_clause)
        return tree.clause, tree.turn_clause

    assert cited("") == ("N 二.5", "N 二.6")
    assert cited('[tree]\nturn_on = "05-20"\nclause = "O 一"\n') == ("N 二.5", "O 一")
    assert cited('[tree]\nturn_on = "05-20"\nturn_clause = "O 一"\n') == ("N 二.5", "O 一")
    assert cited('[tree]\nhollow = 5\nclause = "O 一"\n') == ("O 一", "N 二.6")
    both = '[tree]\nhollow = 5\nturn_on = "05-20"\nclause = "O 一"\n'
    assert cited(both) == ("O 一", "O 一")
    assert cited(both + 'turn_clause = "N 一.1"\n') == ("O 一", "N 一.1")
    with pytest.raises(BadInput, match="第 14 行有误：条款“O 二”没有列在"):
        load(tmp_path, both.replace('clause = "O 一"\n', 'clause = "O 一"\nturn_clause = "O 二"\n'))


def test_a_field_must_be_on_the_desk_that_it_is_sent_to(tmp_path: Path) -> None:
    """On top of a base the lines of the pack itself are named, and its base's rules stay good."""
    locked = f'[tiers.household_place]\ntier = "locked"\npath = "correction_letter"\n{RULE}'
    with pytest.raises(BadInput, match=r"第 12 行有误：“户籍地址”要行文更正.*也没有写"):
        load(tmp_path, locked)
    fields = correction("").replace("joined_on", "household_place")
    assert load(tmp_path, locked + fields).correction is not None
    guangdong = HEAD.replace("national", "guangdong-2018")
    with pytest.raises(BadInput, match="第 11 行有误：“入团年月”要行文更正"):  # since 2018-12-01
        load(tmp_path, fields + locked, head=guangdong)
    both = fields.replace('["household_place"]', '["joined_on", "household_place"]')
    assert load(tmp_path, both + locked, head=guangdong).rules["household_place"].tier is (
        Tier.LOCKED
    )
    hidden = window("from = 2018-12-01")  # the base's window never holds any more
    assert load(tmp_path, fields + locked + hidden, head=guangdong).info.extends
    assert load(tmp_path, hidden, head=guangdong).correction is not None, "the base's own list"
    with pytest.raises(BadInput, match=r"第 11 行有误：“入团年月”列在 \[correction\] 的 fields 里"):
        load(tmp_path, correction(""))
    assert load(tmp_path, correction(""), head=guangdong).correction is not None


def test_a_field_to_be_entered_again_must_have_its_reason(tmp_path: Path) -> None:
    locked = f'[tiers.ethnicity]\ntier = "locked"\npath = "deletion_reentry"\n{RULE}'
    with pytest.raises(BadInput, match="第 12 行有误：“民族”要申请删除后重新录入"):
        load(tmp_path, locked)
    reason = (
        '[deletion.reasons.wrong_ethnicity]\nlabel = "民族错误"\naccepted = true\n'
        'field = "ethnicity"\nphrase = "应为{value}"\nclause = "O 一"\n'
    )
    assert load(tmp_path, locked + reason).rules["ethnicity"].tier is Tier.LOCKED
    shut = '[deletion.reasons.wrong_id]\nlabel = "证号错误"\naccepted = false\nadvice = "不删。"\n'
    with pytest.raises(BadInput) as refused:
        load(tmp_path, shut + 'clause = "O 一"\n')
    assert "第 10 行有误：“证件类型”要申请删除后重新录入" in refused.value.message
    assert "第 10 行，“身份证号”" in refused.value.message, "the kind goes with the number"


def test_single_keys_of_the_deletion_chain_are_changed(tmp_path: Path) -> None:
    policy = load(tmp_path, "[deletion]\nletter_required = true\nreentry_days = 7\n")
    assert (policy.deletion.letter_required, policy.deletion.reentry_days) == (True, 7)
    assert policy.deletion.forward == ("general_branch",)
    assert policy.deletion.clause == "N 三.7"
    body = (
        '[deletion]\nendorse = ["county"]\nsend = ["county"]\ndecide = ["prefecture"]\n'
        'clause = "O 一"\n[deletion.states]\nrequested = "甲"\nendorsed = "乙"\nsent = "丙"\n'
        'approved = "丁"\n'
    )
    policy = load(tmp_path, body)
    assert policy.deletion.forward == (), "a chain of one's own is whole"
    assert policy.deletion_reason("wrong_name").accepted


def test_all_faults_are_said_in_the_order_of_their_lines(tmp_path: Path) -> None:
    body = f'[tiers.mobile]\n{RULE}tier = "no"\n[tiers.phone]\n{RULE}tier = "free"\n'
    with pytest.raises(BadInput) as refusal:
        load(tmp_path, body + "[review]\ntwo_persons = 1\n")
    message = refusal.value.message
    assert message.startswith("规则包“own.toml”第 13 行有误：“tier”")
    assert "另有 4 处：第 14 行，“phone”" in message
    assert "第 19 行，“two_persons”：应为 true 或 false" in message
    with pytest.raises(BadInput, match="另有 1 处：第 12 行，“政治面貌”没有"):
        load(
            tmp_path,
            '[required]\nqq = { clause = "O 二" }\nwechat = { clause = "O 一", when = '
            '{ field = "political_status", equals = "党" } }\n'.replace("\nqq", " \nqq"),
        )


def test_nothing_beside_a_pack_stands_in_for_a_shipped_one(tmp_path: Path) -> None:
    text = (PACKS / "national.toml").read_text(encoding="utf-8")
    (tmp_path / "national.toml").write_text(
        text.replace("two_persons = false", "two_persons = true"), encoding="utf-8"
    )
    assert not load(tmp_path, "").review.two_persons


def test_a_file_is_what_its_id_says_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(HEAD.replace('"own"', '"other"'), encoding="utf-8")
    with pytest.raises(BadInput, match="找不到所引用的规则包“base”"):
        load(tmp_path, "", head=HEAD.replace('"national"', '"base"'))


def test_two_packs_that_extend_each_other(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(
        HEAD.replace('"own"', '"base"').replace('"national"', '"own"'), encoding="utf-8"
    )
    with pytest.raises(BadInput, match="互相引用"):
        load(tmp_path, "", head=HEAD.replace('"national"', '"base"'))


def test_texts_that_are_carried_stand_in_for_files(tmp_path: Path) -> None:
    carried = {
        tmp_path / "own.toml": HEAD.replace('"national"', '"base"'),
        tmp_path / "base.toml": HEAD.replace('"own"', '"base"'),
    }
    policy = load_pack(tmp_path / "own.toml", directories=[PACKS, tmp_path], carried=carried)
    assert [one.id for one in policy.texts] == ["own", "base", "national"]
    assert policy.texts[0].text == carried[tmp_path / "own.toml"]
    assert not list(tmp_path.iterdir())


def test_line_ends_and_a_mark_at_the_start_make_no_other_pack(tmp_path: Path) -> None:
    """Windows' own editor writes both."""
    plain = load(tmp_path, "")
    windows = HEAD.replace("\n", "\r\n").encode("utf-8-sig")
    (tmp_path / "own.toml").write_bytes(windows)
    assert load_pack(tmp_path / "own.toml", directories=[PACKS]).digest == plain.digest


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("date = 2020-01-01", 'date = "2020-01-01"', "第 5 行有误：“date”：应为日期"),
        ("date = 2020-01-01", "date = 2020-01-01T08:00:00", "第 5 行有误：“date”：应为日期"),
        ('extends = "national"', "extends = []", "第 6 行有误：“extends”应是文字"),
        ('id = "own"', 'id = "../own"', "写法不合要求"),
        ("[clauses]", 'forms = ["x"]\n[clauses]', "第 8 行有误：“forms”：取值“x”不在允许的范围"),
    ],
)
def test_a_head_with_a_fault(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        load(tmp_path, "", head=HEAD.replace(old, new))
    (tmp_path / "own.toml").write_text(HEAD.replace(old, new), encoding="utf-8")
    assert all(isinstance(info.date, date) for info in find_packs([tmp_path]))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (f'[tiers.qq]\n{RULE}tier = "free"\npath = "transfer"\n', "不写 path"),
        (f'[tiers.qq]\n{RULE}tier = "review"\npath = "transfer"\n', '只能是 "change_request"'),
        (f'[tiers.qq]\n{RULE}tier = "locked"\npath = "change_request"\n', "不能是"),
        ('[tree]\nturn_on = "02-29"\n', '加引号，如 "06-01"'),
        ('[tree]\nturn_on = "W01-1"\n', '加引号，如 "06-01"'),
        ("[tree]\nturn_on = 2026-05-20\n", '第 11 行有误：“turn_on”：应写.*如 "06-01"'),
        ('[tree]\nturn_on = "05-20"\n', "第 10 行.*须写明依据的条款"),
        ('[tree]\nhollow = 5\nturn_clause = "O 一"\n', "第 10 行.*须写明依据的条款"),
        (correction("many_share = 20"), "第 17 行有误：“many_share”：.*80% 写 0.8"),
        (milestone("target = 90"), "第 15 行有误：“target”：数值太大。成数写小数，80% 写 0.8"),
        (milestone('target = "90%"'), "第 15 行有误：“target”：应为数字。成数写小数，80% 写 0.8"),
        (
            correction("").replace("[correction]", "[[correction]]"),
            r"第 10 行有误：“correction”：应写 \[correction\]，只用一层方括号",
        ),
        (f'[[tiers.qq]]\n{RULE}tier = "free"\n', r"第 10 行有误：“qq”：应写 \[tiers.qq\]"),
        ("[[required]]\nqq = 1\n", r"第 10 行有误：“required”：应写 \[required\]"),
        ('[review]\ntwo_persons = true\noverdue_days = 99999999\nclause = "O 一"\n', "太大"),
        (window("from = 2020-01-01") + window("from = 2021-01-01"), "重叠"),
        ('[required]\nqq = { clause = "O 一", when = 3 }\n', "应为一张表"),
    ],
)
def test_what_would_never_work_is_refused(tmp_path: Path, body: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        load(tmp_path, body)


def paths(data: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for key, value in data.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, below) for below in value)


def test_a_whole_pack_that_lacks_something_is_refused_or_works(tmp_path: Path) -> None:
    """Whatever is taken out of a pack that stands alone: a line and a reason, never a crash."""
    data = tomllib.loads((PACKS / "national.toml").read_text(encoding="utf-8"))
    data["id"] = "alone"
    refused = set()
    for path in paths(data):
        trial = copy.deepcopy(data)
        table = trial if len(path) == 1 else trial[path[0]]
        del table[path[-1]]
        file = tmp_path / "alone.toml"
        file.write_text(
            "".join(f"{key} = {toml(value)}\n" for key, value in trial.items()), "utf-8"
        )
        try:
            policy = load_pack(file, directories=[PACKS])
        except BadInput as error:
            assert "行有误" in error.message
            refused.add(".".join(path))
            continue
        assert policy.describe()
        for stage in Stage:
            policy.field_state("name", stage=stage, values={}, today=date(2020, 1, 1))
    assert {"stages", "stages.expelled", "deletion.decide", "numbers.years", "forms"} <= refused
    assert not refused & {"campaign", "review", "correction", "leaving", "tree", "milestones"}
