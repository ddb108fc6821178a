"""A pack in words: every rule it has as a line with its clause.

`describe` is what the settings room and `policy check` show; `rules.compare` lays two such lists
side by side. Whatever a pack can say has its line here (`tests/rules/test_describe.py` changes
every key of a pack and looks for the difference).
"""

from collections.abc import Iterable, Iterator

from tuanji_desktop.rules.choices import CHOICES
from tuanji_desktop.rules.fields import FIELDS, label_of
from tuanji_desktop.rules.lifecycle import ACTOR_LABELS, STAGE_LABELS, Actor, Stage
from tuanji_desktop.rules.policy import Policy
from tuanji_desktop.rules.policy_parts import (
    PATH_LABELS,
    TIER_LABELS,
    Condition,
    DeletionReason,
    Milestone,
    NumberYears,
    Proof,
    Rule,
    RuleLine,
)

SECTIONS: tuple[str, ...] = (
    "规则包", "报到与档案", "字段修改", "临时开放", "修改审核", "行文更正", "必填", "应填的值", "选项",
    "编号与手机号", "年龄", "删除", "离团与恢复", "团组织", "组织关系转接", "毕业去向", "时间节点",
    "信息核对", "团籍保留", "表格", "条款原文",
)  # fmt: skip
"""The parts of a described pack, in their order."""

CHOICE_LABELS = {row.choices: row.label for row in reversed(tuple(FIELDS.values())) if row.choices}
CHOICE_LABELS["yes_no"] = "是或否"
UNIT_LABELS = {
    "county": "团县委",
    "committee": "团委",
    "work_committee": "团工委",
    "general_branch": "团总支",
    "branch": "团支部",
    "graduate_branch": "毕业班团支部",
    "waiting_branch": "待接转团支部",
    "mobile_branch": "流动团员团支部",
}
_ATTACHMENTS = {"statement": "情况说明", "self_criticism": "检讨", "other": "其他材料"}
_TREATMENTS = {
    "transfer": "应转出，计入应转接人数",
    "retain": "保留团籍并登记",
    "exempt": "保留团籍，不计入当年应转接人数",
}
_RATES = {"started": "发起率", "completion": "完成率", "employer": "转入工作单位的比率"}
FORM_LABELS = {
    "deletion-guangdong": "广东“删除团员”申请表",
    "deletion-qilu": "要求后台删除团员登记表",
    "retention": "毕业生团籍保留登记表",
    "letter": "正式行文",
    "statement": "情况说明",
    "self-criticism": "检讨",
    "change-slip": "信息修改单",
    "age-approval": "共青团员身份审核认定表",
    "introduction": "组织关系介绍信",
    "reminder": "催办函",
    "roster": "花名册",
    "member-file": "团员档案",
}
_MACHINE_STATES = {"requested": "支部申请后", "endorsed": "汇总核定后", "sent": "上报后"}


def describe(policy: Policy) -> tuple[RuleLine, ...]:
    """Every rule of the pack, by section."""
    parts = (
        _head, _stages, _fields, _windows, _review, _correction, _required, _expected, _choices,
        _numbers, _ages, _deletion, _leaving, _tree, _transfer, _destinations, _milestones,
        _campaign, _rest, _clauses,
    )  # fmt: skip
    return tuple(line for part in parts for line in part(policy))


def when_words(conditions: Iterable[Condition]) -> str:
    """Conditions in words, '' where there are none: （是否为团干为“是”时）."""
    words = [_condition(row) for row in conditions]
    return f"（{'，且'.join(words)}时）" if words else ""


def rule_words(rule: Rule) -> str:
    """How a field may be changed, and by which path."""
    path = PATH_LABELS[rule.path]
    return f"{TIER_LABELS[rule.tier]}（途径：{path}）" if path else TIER_LABELS[rule.tier]


def levels_words(levels: Iterable[str]) -> str:
    """Levels of the League in words."""
    return "、".join(ACTOR_LABELS[Actor(level)] for level in levels) or "无"


def _condition(row: Condition) -> str:
    label, words = label_of(row.field), []
    if row.equals is not None:
        words.append(f"{label}为“{row.equals}”")
    if row.one_of:
        words.append(f"{label}为“{'”或“'.join(row.one_of)}”")
    if row.at_least is not None:
        words.append(f"{label}不早于{row.at_least}")
    if row.at_most is not None:
        words.append(f"{label}不晚于{row.at_most}")
    return "，且".join(words)


def _proofs(proofs: Iterable[Proof]) -> str:
    words = [one.label if one.required else f"{one.label}（可以没有）" for one in proofs]
    return "、".join(words) or "不需要"


# ---- the parts ----


def _head(policy: Policy) -> Iterator[RuleLine]:
    info = policy.info
    base = f"在“{info.extends}”之上" if info.extends else "独立的规则包"
    for key, subject, text in (
        ("title", "名称", info.title),
        ("issuer", "发文单位", info.issuer),
        ("document", "文件", info.document),
        ("document_number", "文号", info.document_number or "无"),
        ("date", "日期", info.date.isoformat()),
        ("id", "编号", f"{info.id}（{base}）"),
    ):
        yield RuleLine(SECTIONS[0], f"head.{key}", subject, text, "")


def _stages(policy: Policy) -> Iterator[RuleLine]:
    for stage in Stage:
        rule = policy.stages.get(stage)
        if rule is not None:
            subject = f"{STAGE_LABELS[stage]}的档案"
            yield _rule("报到与档案", f"stage.{stage}", subject, rule)
    words = "存为草稿，原有信息不变" if policy.incomplete_keeps_draft else "照常保存，姓名标红"
    yield RuleLine(
        "报到与档案",
        "submission",
        "必填项没有填齐的档案",
        f"在册团员的档案保存时{words}",
        policy.incomplete_clause,
    )


def _rule(section: str, key: str, subject: str, rule: Rule) -> RuleLine:
    return RuleLine(section, key, subject, rule_words(rule), rule.clause, rule.reason)


def _fields(policy: Policy) -> Iterator[RuleLine]:
    for name, row in FIELDS.items():
        rule = policy.rules.get(name, policy.default)
        given = row.derived and not policy.rules_lock(name)
        subject = f"{row.label}（身份证号得不出时）" if given else row.label
        yield _rule("字段修改", f"tier.{name}", subject, rule)
    derived = "、".join(row.label for row in FIELDS.values() if row.derived)
    yield _rule("字段修改", "derived", f"{derived}（身份证号得出时）", policy.derived)
    yield _rule("字段修改", "default", "没有单独规定的字段", policy.default)


def _windows(policy: Policy) -> Iterator[RuleLine]:
    for row in policy.windows:
        key = f"window.{row.field}.{row.first.isoformat()}"
        last = row.last.isoformat() if row.last else "不再变化"
        yield RuleLine(
            "临时开放",
            key,
            f"{label_of(row.field)}（{row.span}）",
            f"{row.first.isoformat()} 至 {last}：{rule_words(row.rule)}",
            row.rule.clause,
            row.rule.reason,
        )


def _review(policy: Policy) -> Iterator[RuleLine]:
    rule = policy.review
    who = "须由申请人以外的人审核" if rule.two_persons else "申请人自己也可以审核"
    yield RuleLine("修改审核", "review.two_persons", "由谁审核", who, rule.clause)
    yield RuleLine(
        "修改审核", "review.overdue_days", "期限", f"应在{rule.overdue_days}日内办结", rule.clause
    )


def _correction(policy: Policy) -> Iterator[RuleLine]:
    rule = policy.correction
    if rule is None:
        return
    fields = "、".join(map(label_of, rule.fields))
    for key, subject, text in (
        ("fields", "可以行文更正的字段", fields),
        ("gather", "收集材料", levels_words(rule.gather)),
        ("verify", "逐案核实", levels_words(rule.verify)),
        ("send", "正式行文", levels_words(rule.send)),
        ("decide", "批复", levels_words(rule.decide)),
        ("proofs", "证明材料", _proofs(rule.proofs)),
        (
            "many",
            "大批量误填",
            f"一个团支部达到{rule.many_count}人，或达到团员数的{rule.many_share:.0%}，即提示",
        ),
    ):
        yield RuleLine("行文更正", f"correction.{key}", subject, text, rule.clause)


def _required(policy: Policy) -> Iterator[RuleLine]:
    for row in policy.requirements:
        text = f"必填{when_words(row.when)}"
        yield RuleLine("必填", f"required.{row.field}", label_of(row.field), text, row.clause)


def _expected(policy: Policy) -> Iterator[RuleLine]:
    for row in policy.expected:
        yield RuleLine(
            "应填的值",
            f"expected.{row.field}.{row.value}",
            label_of(row.field),
            f"应为“{row.value}”{when_words(row.when)}",
            row.clause,
        )


def _choices(policy: Policy) -> Iterator[RuleLine]:
    for name in CHOICES:
        values = policy.choice_lists[name]
        text = f"{'、'.join(values)}（{len(values)} 个）"
        yield RuleLine("选项", f"choices.{name}", f"{CHOICE_LABELS[name]}的选项", text, "")


def _numbers(policy: Policy) -> Iterator[RuleLine]:
    rule = policy.numbers
    long = "、".join(rule.long_prefixes)
    for key, subject, text in (
        ("mobile", "手机号码的写法", policy.mobile_pattern),
        (
            "digits",
            "发展团员编号的位数",
            f"{rule.digits}位；以{long or '（无）'}开头的可以是{rule.long_digits}位",
        ),
        ("provinces", "发展团员编号第5、6位（省份代码）", "、".join(sorted(rule.provinces))),
    ):
        yield RuleLine("编号与手机号", f"numbers.{key}", subject, text, rule.clause)
    for place, row in enumerate(rule.years):
        key = f"numbers.years.{row.first or ''}-{row.last or ''}"
        subject = f"{_years(row)}入团的发展团员编号"
        # of two rows the first that covers a year decides, so the place is part of the rule
        text = f"{_year_rule(row)}（第{place + 1}条）"
        yield RuleLine("编号与手机号", key, subject, text, rule.clause)


def _years(row: NumberYears) -> str:
    if row.first is not None and row.last is not None:
        return f"{row.first}年" if row.first == row.last else f"{row.first}年至{row.last}年"
    if row.first is not None:
        return f"{row.first}年以后"
    return f"{row.last}年以前" if row.last is not None else "各年"


def _year_rule(row: NumberYears) -> str:
    words = ["必填" if row.required else "可以不填"]
    if row.year_prefix:
        words.append("前4位为入团年份")
    elif row.prefixes:
        words.append(f"以{'或'.join(row.prefixes)}开头")
    return "，".join(words)


def _ages(policy: Policy) -> Iterator[RuleLine]:
    rule = policy.ages
    for key, subject, text in (
        ("joining", "入团年龄", f"{rule.youngest}周岁以上、{rule.oldest}周岁以下，超出的提示核对"),
        ("party", "入党年龄", f"{rule.party}周岁以上"),
        ("leaving", "超龄", f"年满{rule.leaving}周岁"),
    ):
        yield RuleLine("年龄", f"ages.{key}", subject, text, rule.clause)
    for row in rule.floors:
        first, last = row.first or "", row.last or ""
        if first and last:
            span = f"{first}至{last}"
        else:
            span = f"{first}以后" if first else f"{last}以前" if last else "任何时候"
        yield RuleLine(
            "年龄",
            f"ages.floors.{first}-{last}",
            f"{span}入团的最低年龄",
            f"不满{row.age}周岁的不予认定",
            rule.clause,
        )


def _deletion(policy: Policy) -> Iterator[RuleLine]:
    rule = policy.deletion
    letter = "须登记正式行文的文号" if rule.letter_required else "不要求文号"
    for key, subject, text in (
        ("forward", "核对并上报", levels_words(rule.forward)),
        ("endorse", "汇总核定", levels_words(rule.endorse)),
        ("send", "正式上报", levels_words(rule.send)),
        ("decide", "审批", levels_words(rule.decide)),
        ("letter_required", "审批以前", letter),
        ("reentry_days", "删除后重新录入", f"批准后{rule.reentry_days}日内"),
    ):
        yield RuleLine("删除", f"deletion.{key}", f"删除申请：{subject}", text, rule.clause)
    for state, label in rule.states.items():
        when = _MACHINE_STATES.get(state, "批准后")
        subject = f"删除申请：{when}的状态"
        yield RuleLine("删除", f"deletion.states.{state}", subject, f"“{label}”", rule.clause)
    for reason in policy.reasons.values():
        yield RuleLine(
            "删除",
            f"reason.{reason.code}",
            f"删除原因：{reason.label}",
            _reason_words(reason),
            reason.clause,
            reason.advice,
        )


def _reason_words(reason: DeletionReason) -> str:
    if not reason.accepted:
        return "不予受理"
    words = [f"可以受理，表上写“{reason.template.replace('{value}', '××')}”"]
    if reason.field is not None:
        words.append(f"须填写正确的{label_of(reason.field)}")
    if named := "、".join(_ATTACHMENTS[one] for one in reason.attachments):
        words.append(f"须附{named}")
    if reason.reentry:
        words.append("删除后须重新录入")
    return "，".join(words)


def _leaving(policy: Policy) -> Iterator[RuleLine]:
    for door in policy.doors.values():
        words = [f"{door.act}；材料：{_proofs(door.proofs)}"]
        if door.document_required:
            words.append("须登记文号")
        if door.age:
            words.append(f"年满{door.age}周岁")
        if door.unless:
            kept = "；".join(_condition(row) for row in door.unless)
            words.append(f"不办理的：{kept}")
        yield RuleLine(
            "离团与恢复",
            f"leaving.{door.code}",
            door.label,
            "；".join(words),
            door.clause,
            door.advice,
        )


def _tree(policy: Policy) -> Iterator[RuleLine]:
    rule = policy.tree
    for kind, size in rule.sizes.items():
        most = f"至{size.at_most}人" if size.at_most is not None else "人以上"
        yield RuleLine(
            "团组织",
            f"tree.sizes.{kind}",
            f"{UNIT_LABELS[kind]}的人数",
            f"{size.at_least}{most}",
            size.clause,
        )
    hollow = f"不足{rule.hollow}人的团支部"
    yield RuleLine("团组织", "tree.hollow", "空心团支部", hollow, rule.clause)
    turn = f"每年{rule.turn_month}月{rule.turn_day}日"
    yield RuleLine("团组织", "tree.turn_on", "毕业班团支部的转换", turn, rule.turn_clause)


def _transfer(policy: Policy) -> Iterator[RuleLine]:
    rule = policy.transfer
    stay = f"{rule.stay_months}个月，最长{rule.stay_months_at_most}个月"
    desks = "转出、转入双方的团支部及其上级" if rule.approvals == 4 else "转出、转入双方的上级"
    for key, subject, text, clause in (
        ("overdue_days", "每一环节的期限", f"{rule.overdue_days}日", rule.clause),
        ("approvals", "审核环节", f"{rule.approvals}次：{desks}", rule.approvals_clause),
        (
            "paper_only",
            "只凭纸质介绍信转接的",
            "、".join(rule.paper_only) or "（无）",
            rule.paper_clause,
        ),
        ("stay", "未就业的可以暂留", stay, rule.clause),
        (
            "waiting",
            "等待新生团支部建立的",
            f"{'、'.join(rule.waiting_school_kinds) or '（无）'}毕业、去向为"
            f"{'、'.join(rule.waiting_destinations) or '（无）'}的",
            rule.waiting_clause,
        ),
    ):
        yield RuleLine("组织关系转接", f"transfer.{key}", subject, text, clause)


def _destinations(policy: Policy) -> Iterator[RuleLine]:
    for row in policy.destinations.values():
        yield RuleLine(
            "毕业去向",
            f"destination.{row.label}",
            f"毕业去向：{row.label}",
            _TREATMENTS[row.treatment],
            row.clause,
            row.route,
        )


def _milestones(policy: Policy) -> Iterator[RuleLine]:
    for row in policy.milestones:
        day = f"{row.year or '每年'}-{row.month:02d}-{row.day:02d}"
        key = f"milestone.{day}.{row.rate}.{','.join(row.school_kinds)}"
        text = f"{row.label}；{_goal(row)}"
        yield RuleLine("时间节点", key, f"节点：{day}", text, row.clause)


def _goal(row: Milestone) -> str:
    goal = _RATES[row.rate] + (f"达到{row.target:.0%}" if row.target is not None else "")
    return f"{goal}（{'、'.join(row.school_kinds)}）" if row.school_kinds else goal


def _campaign(policy: Policy) -> Iterator[RuleLine]:
    rule = policy.campaign
    if rule is None:
        return
    for key, subject, text in (
        ("title", "名称", rule.title),
        ("days", "时间", f"{rule.first.isoformat()} 至 {rule.last.isoformat()}"),
        ("branches_done_by", "团支部完成期限", _day(rule.branches_done_by)),
        ("forms_due", "删除登记表上报期限", _day(rule.forms_due)),
    ):
        yield RuleLine("信息核对", f"campaign.{key}", subject, text, rule.clause)


def _day(day: object) -> str:
    return str(day) if day else "没有规定"


def _rest(policy: Policy) -> Iterator[RuleLine]:
    reasons = "、".join(policy.retention_reasons)
    yield RuleLine("团籍保留", "retention_reasons", "保留原因", reasons, "")
    forms = "、".join(FORM_LABELS.get(form, form) for form in policy.forms)
    yield RuleLine("表格", "forms", "使用的表格", forms, "")


def _clauses(policy: Policy) -> Iterator[RuleLine]:
    for clause, text in policy.clauses.items():
        yield RuleLine("条款原文", f"clause.{clause}", clause, text, clause)
