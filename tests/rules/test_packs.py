import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.conftest import PACKS
from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.rules.policy import Policy, Tier, find_packs, load_pack

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
