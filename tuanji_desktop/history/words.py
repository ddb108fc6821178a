"""The journal's tables, columns and values in the words of the office."""

from collections.abc import Mapping

from ..core.masks import mask_id, mask_phone
from ..orgs.kinds import KINDS
from ..papers.letter_kinds import LETTER_KINDS
from ..rules.fields import FIELDS, Kind
from ..rules.lifecycle import ACTOR_LABELS, CHANGE_REQUEST, STAGE_LABELS
from ..rules.policy import Policy

Value = str | int | None

TABLES = {
    "members": "团员",
    "organizations": "团组织",
    "change_requests": "修改申请",
    "change_fields": "修改申请的字段",
    "deletion_requests": "删除申请",
    "deletion_reasons": "删除原因",
    "deletion_batches": "删除批次",
    "deletion_steps": "删除批次的办理",
    "deletion_attempts": "被拒的删除申请",
    "deletion_answers": "需核实的问题的答复",
    "papers": "纸件",
    "attachments": "附件",
    "prints": "打印",
    "spoiled_sheets": "作废纸张",
    "scans": "扫描件",
    "scan_pages": "扫描页",
    "document_numbers": "发文字号",
    "graduate_lists": "毕业生名单",
    "graduate_entries": "毕业生",
    "settings": "本单位设置",
    "operators": "操作员",
    "drafts": "草稿",
    "reveals": "查看完整号码",
    "correction_lists": "更正批次",
    "corrections": "行文更正",
    "correction_steps": "更正批次的办理",
    "departures": "离团登记",
    "distinct_persons": "核对过的疑似重复",
    "reentries": "重新录入保证",
    "transfers": "组织关系转接",
    "transfer_steps": "转接的办理",
    "introduction_letters": "介绍信",
    "retentions": "团籍保留",
    "retention_reviews": "团籍保留复核",
    "campaigns": "信息核对",
    "campaign_checks": "信息核对结果",
    "campaign_branches": "核对完成的团支部",
    "imported_lists": "导入过的名单",
    "import_recipes": "导入方案",
    "import_jobs": "没有做完的导入",
    "export_definitions": "导出方案",
    "comparisons": "名单比对",
    "comparison_rows": "比对出的差异",
}

SETTINGS = {
    "office.name": "单位名称",
    "office.policy": "规则包",
    "office.policy_digest": "规则包校验值",
    "office.policy_text": "自带规则包的文本",
    "office.policy_bases": "自带规则包所依据的文本",
    "office.contact": "联系人",
    "office.contact_phone": "联系电话",
    "office.superior": "上级团组织",
    "office.document_series": "发文字号格式",
    "office.signer": "签发人",
    "office.practice": "演示台账",
    "office.introduction_series": "介绍信编号格式",
    "office.introduction_first": "介绍信首号",
    "office.introduction_last": "介绍信末号",
    "office.introduction_days": "介绍信有效天数",
    "export.last_full": "最近一次导出完整号码",
    "backup.external_at": "备份到其他介质的时间",
    "backup.external_to": "备份到其他介质的位置",
    **{f"letter.{code}": f"公文模板（{one.title}）" for code, one in LETTER_KINDS.items()},
}

_COLUMNS: Mapping[str, str] = {
    "reasons": "原因",
    "refusal": "拒绝的理由",
    "tried_by": "提出人",
    "tried_on": "提出日期",
    "comparison_id": "名单比对",
    "compared_by": "比对人",
    "compared_on": "比对日期",
    "here": "本台账",
    "there": "官方系统",
    "settled": "处理",
    "settled_by": "处理人",
    "settled_on": "处理日期",
    "definition": "导出内容",
    "saved_by": "保存人",
    "path": "文件位置",
    "layout": "版式",
    "recipe": "导入方案",
    "used_at": "最近使用",
    "imported_by": "导入人",
    "rows": "行数",
    "sheet": "工作表",
    "status": "状态",
    "status_reason": "状态说明",
    "status_on": "状态日期",
    "branch_id": "所在团支部",
    "full_name": "组织全称",
    "short_name": "组织简称",
    "match_name": "核对用名称",
    "code": "编码",
    "kind": "类别",
    "parent_id": "上级组织",
    "school_kind": "学校类别",
    "branch_sort": "团支部种类",
    "secretary": "团组织书记",
    "contact": "联系人",
    "contact_phone": "联系电话",
    "built_on": "成立日期",
    "dissolved_on": "撤销日期",
    "value": "值",
    "key": "项目",
    "state": "状态",
    "new_value": "申请改为",
    "base_value": "申请时的值",
    "field": "字段",
    "clause": "依据条款",
    "decided_by": "审核人",
    "decided_at": "审核时间",
    "decided_on": "审批日期",
    "decision_reason": "审核意见",
    "proposed_by": "申请人",
    "proposed_at": "申请时间",
    "requested_by": "申请人",
    "requested_on": "申请日期",
    "previous_id": "上一次申请",
    "reason": "原因",
    "basis": "依据",
    "corrected": "正确的值",
    "flags": "需核实的情况",
    "line": "表中行号",
    "lines": "所涉行号",
    "act": "办理",
    "level": "办理单位",
    "done_by": "经办人",
    "done_on": "办理日期",
    "created_by": "编制人",
    "created_on": "编制日期",
    "content_hash": "内容校验码",
    "org_id": "组织",
    "member_id": "团员",
    "request_id": "申请",
    "batch_id": "批次",
    "list_id": "名单",
    "number": "批号",
    "document_number": "文号",
    "form": "表式",
    "title": "名称",
    "pages": "页数",
    "sha256": "内容校验码",
    "file_sha256": "文件校验码",
    "file_name": "文件名",
    "made_at": "制作时间",
    "imported_at": "导入时间",
    "year": "年份",
    "school_id": "学校",
    "row_number": "名单行号",
    "in_province": "是否在省内",
    "source": "来自单位",
    "progress": "办理情况",
    "match": "核对结果",
    "destination": "毕业去向",
    "target": "去往单位",
    "note": "备注",
    "role": "角色",
    "active": "在用",
    "operator": "操作员",
    "content": "内容",
    "saved_at": "保存时间",
    "at": "时间",
    "missing": "缺填项",
    "graduating_year": "毕业年份",
    "decision_number": "批复文号",
    "sender": "发文单位",
    "addressee": "主送单位",
    "opened_by": "提出人",
    "opened_on": "提出日期",
    "verified_by": "核实人",
    "verified_on": "核实日期",
    "finding": "核实情况",
    "correction_id": "更正",
    "correction_list_id": "更正批次",
    "departure_id": "离团登记",
    "door": "离团方式",
    "was": "原状态",
    "left_on": "离团日期",
    "recorded_by": "登记人",
    "recorded_on": "登记日期",
    "restored_on": "恢复日期",
    "restored_reason": "恢复原因",
    "restored_document": "恢复文号",
    "other_id": "另一人",
    "override_reason": "特批原因",
    "override_by": "特批人",
    "owed_on": "承诺日期",
    "due_on": "应录入日期",
    "paid_member_id": "重新录入的团员",
    "paid_on": "重新录入日期",
    "waived_reason": "免予录入的原因",
    "waived_by": "免予录入经办人",
    "waived_on": "免予录入日期",
    "machine": "办理流程",
    "source_id": "转出组织",
    "target_id": "转入组织",
    "target_kind": "转入组织的类别",
    "started_by": "发起人",
    "started_on": "发起日期",
    "moved_on": "上一步办理日期",
    "waiting_since": "开始等待日期",
    "asked_on": "询问日期",
    "finished_on": "办结日期",
    "paper_only": "只走纸质",
    "entry_id": "毕业生名单行",
    "transfer_id": "转接",
    "issued_on": "开具日期",
    "issued_by": "开具人",
    "void_reason": "作废原因",
    "void_on": "作废日期",
    "cause": "具体情况",
    "retained_on": "保留日期",
    "review_on": "复核日期",
    "from_branch_id": "原团支部",
    "ended_on": "结束日期",
    "end_reason": "结束原因",
    "ended_by": "结束经办人",
    "retention_id": "团籍保留",
    "reviewed_on": "复核日期",
    "next_on": "下次复核日期",
    "reviewed_by": "复核人",
    "first_on": "开始日期",
    "last_on": "截止日期",
    "branches_done_by": "团支部完成期限",
    "forms_due": "表格上报期限",
    "closed_on": "结束日期",
    "closed_by": "结束经办人",
    "campaign_id": "信息核对",
    "result": "核对结果",
    "fields": "有误的项目",
    "checked_by": "核对人",
    "checked_on": "核对日期",
    "paper_id": "纸件",
    "paper_page": "纸件页码",
    "page": "页码",
    "copies": "份数",
    "printer": "打印机",
    "printed_by": "打印人",
    "printed_at": "打印时间",
    "voided_by": "作废经办人",
    "voided_on": "作废日期",
    "print_id": "作废前的打印",
    "scan_id": "扫描件",
    "read_by": "归档人",
    "read_at": "归档时间",
    "told_by": "识别方式",
    "replaced_by": "改编为",
    "decided_level": "审批单位",
    "people": "涉及人数",
    "answered_by": "答复人",
    "answered_on": "答复日期",
    "series": "字号",
    "subject": "事由",
    "taken_by": "取号人",
    "taken_on": "取号日期",
    "used_for": "用于",
    "said_by": "核对人",
    "said_on": "核对日期",
}
ROLES = {"admin": "管理员", "clerk": "干事", "reviewer": "审核人"}

_CODES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("members", "status"): {stage.value: label for stage, label in STAGE_LABELS.items()},
    ("organizations", "status"): {"active": "在用", "dissolved": "已撤销"},
    ("organizations", "kind"): KINDS,
    ("change_fields", "state"): {**CHANGE_REQUEST.states, "withdrawn": "已撤回"},
    ("deletion_requests", "decided_level"): {
        actor.value: label for actor, label in ACTOR_LABELS.items()
    },
    ("deletion_steps", "level"): {actor.value: label for actor, label in ACTOR_LABELS.items()},
    ("correction_steps", "level"): {actor.value: label for actor, label in ACTOR_LABELS.items()},
    ("departures", "door"): {stage.value: label for stage, label in STAGE_LABELS.items()},
    ("departures", "was"): {stage.value: label for stage, label in STAGE_LABELS.items()},
    ("deletion_batches", "form"): {"guangdong": "广东表", "qilu": "齐鲁表"},
    ("papers", "form"): {
        "guangdong": "广东表",
        "qilu": "齐鲁表",
        "report-in-notice": "报到更正通知单",
        "correction-list": "更正清单",
        "correction-letter": "更正的正式行文",
        "leaving-list": "超龄离团团员名册",
        "deletion-guangdong": "广东“删除团员”申请表",
        "deletion-qilu": "后台删除团员登记表",
        "deletion-letter": "删除申请的正式行文",
        "letter": "正式行文",
        "statement": "情况说明",
        "self-criticism": "检讨",
        "retention": "团籍保留登记表",
        "change-slip": "团员信息修改审核单",
        "age-approval": "共青团员身份审核认定表",
        "introduction": "团员组织关系介绍信",
        "introduction-stubs": "介绍信存根簿",
        "roster": "团员花名册",
        "member-file": "团员档案",
        "reminder": "催办函",
        "party-notice": "通报高校党委",
        "information-reminder": "补充更正信息的催办函",
        "graduates-reminder": "催办函",
        "graduates-party-notice": "通报高校党委",
    },
    ("scan_pages", "told_by"): {"code": "二维码", "typed": "手工录入编号"},
    ("attachments", "kind"): {
        "statement": "情况说明",
        "self_criticism": "检讨",
        "incoming_letter": "转入介绍信",
        "other": "其他材料",
    },
    ("graduate_entries", "match"): {
        "matched": "在册",
        "new": "不在册",
        "ambiguous": "待确认",
    },
    ("graduate_entries", "progress"): {
        "unsettled": "去向未定",
        "due": "待转出",
        "waiting": "等待新生团支部",
        "started": "已发起转接",
        "received": "已转入",
        "excluded": "不计入",
    },
    ("campaign_checks", "result"): {
        "right": "核对无误",
        "wrong": "信息有误",
        "not_a_member": "无团籍人员",
        "transfer": "需转接",
        "retention": "团籍保留",
        "incomplete": "信息不全",
        "unlisted": "未录入系统",
    },
    ("comparison_rows", "kind"): {
        "here": "仅台账有",
        "there": "仅名单有",
        "differs": "内容不同",
        "unsure": "待认人",
        "double": "名单重复",
    },
    ("comparison_rows", "settled"): {
        "correct_there": "待系统更正",
        "not_ours": "非本单位",
        "aside": "已搁置",
        "decided": "已认人",
    },
    ("operators", "role"): ROLES,
    ("operators", "active"): {"1": "是", "0": "否"},
    ("settings", "key"): SETTINGS,
}


_LIST_ACTS = {"gather": "编成更正清单", "renew": "重新编制清单"}


def column_label(table: str, column: str) -> str:
    """The Chinese name of a column."""
    if table == "members" and column in FIELDS:
        return FIELDS[column].label
    if table == "operators" and column == "name":
        return "操作员"
    return _COLUMNS.get(column) or (FIELDS[column].label if column in FIELDS else column)


def _proof_words(policy: Policy, kind: str) -> str:
    """What the pack calls a proof of a door, of the way back or of a correction."""
    code = kind.removeprefix("restored_")
    doors = [door for key, door in policy.doors.items() if (key == "restored") == (code != kind)]
    proofs = [proof for door in doors for proof in door.proofs]
    proofs += policy.correction.proofs if policy.correction and code == kind else ()
    return next((one.label for one in proofs if one.code == code and code != "other"), "")


def _campaign_words(table: str, column: str, text: str) -> str | None:
    if column in ("form", "kind") and text.startswith("campaign-report-"):
        return "信息核对总结"
    if (table, column) == ("campaign_checks", "fields"):
        return "、".join(FIELDS[name].label for name in text.split(",") if name in FIELDS)
    return None


def value_words(
    table: str, column: str, value: Value, *, policy: Policy | None = None
) -> str | None:
    """A recorded value as the screen says it, codes in words; None where there was none."""
    if value is None:
        return None
    text = str(value)
    if column == "field" and text in FIELDS:
        return FIELDS[text].label
    if (found := _campaign_words(table, column, text)) is not None:
        return found
    if policy is not None and table.startswith("deletion_"):
        if column == "state":
            return {**policy.deletion_machine.states, "voided": "已作废"}.get(text, text)
        if column == "code" and text in policy.reasons:
            return policy.reasons[text].label
        if column == "act":
            steps = {one.act: one.label for one in policy.deletion_machine.transitions}
            return {**steps, "void": "作废重编"}.get(text, "编成批次")
    if policy is not None and (table, column) == ("attachments", "kind"):
        named = _proof_words(policy, text)
        if named:
            return named
    if policy is not None and policy.correction_machine and table.startswith("correction"):
        machine = policy.correction_machine
        if column == "state":
            return machine.states.get(text, text)
        if column == "act":
            acts = {step.act: step.label for step in machine.transitions}
            return {**_LIST_ACTS, **acts}.get(text, text)
    return _CODES.get((table, column), {}).get(text) or _form_words(table, column, text)


def _form_words(table: str, column: str, text: str) -> str:
    """The setting that keeps a form of the office; any other text as it is."""
    if (table, column) == ("settings", "key") and text.startswith("form."):
        return f"本单位的表格（{text.removeprefix('form.')}）"
    return text


def masked(field: str, text: str | None) -> str | None:
    """ID and phone numbers with their ends only (domain.md §13); anything else as it is."""
    if not text:
        return text
    kind = FIELDS[field].kind if field in FIELDS else None
    if kind is Kind.ID_NUMBER:
        return mask_id(text)
    return mask_phone(text) if kind is Kind.MOBILE or field == "contact_phone" else text
