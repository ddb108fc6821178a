"""One member's whole file, from the records and the journal: for whoever asks years later."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from ..core.masks import mask_id, mask_phone
from ..members import queries as members
from ..members.reveal import MASKED_FIELDS
from ..members.standing import steps_of
from ..office.context import Context
from ..orgs.queries import path
from ..rules.fields import FIELDS, GROUPS, Kind
from ..rules.lifecycle import STAGE_LABELS, TRANSFERS
from ..store import journal
from ..store.journal import JournalRow
from . import records
from .member_file_form import FileField, FileGroup, FileSection, MemberFile
from .words import column_label, value_words

_ID = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![0-9A-Za-z])1[0-9]{10}(?![0-9A-Za-z])")
_REVEAL = "member.reveal_file"
_HIDDEN = frozenset({"draft.keep", "draft.drop"})
_OF_MEMBER = (
    ("change_requests", "member_id = :id"),
    ("change_fields", "request_id IN (SELECT id FROM change_requests WHERE member_id = :id)"),
    ("corrections", "member_id = :id"),
    ("deletion_requests", "member_id = :id"),
    ("deletion_reasons", "request_id IN (SELECT id FROM deletion_requests WHERE member_id = :id)"),
    ("reentries", "request_id IN (SELECT id FROM deletion_requests WHERE member_id = :id)"),
    ("transfers", "member_id = :id"),
    ("transfer_steps", "transfer_id IN (SELECT id FROM transfers WHERE member_id = :id)"),
    ("introduction_letters", "transfer_id IN (SELECT id FROM transfers WHERE member_id = :id)"),
    ("retentions", "member_id = :id"),
    ("retention_reviews", "retention_id IN (SELECT id FROM retentions WHERE member_id = :id)"),
    ("departures", "member_id = :id"),
    ("campaign_checks", "member_id = :id"),
    ("graduate_entries", "member_id = :id"),
    ("papers", "member_id = :id"),
    ("attachments", "member_id = :id"),
)
"""Whose rows in the journal are about a member, besides the member's own record."""

_BATCHES = "SELECT batch_id FROM deletion_requests WHERE member_id = :id AND batch_id IS NOT NULL"
_LISTS = "SELECT list_id FROM corrections WHERE member_id = :id AND list_id IS NOT NULL"
_PAPERS = (
    f"p.member_id = :id OR p.batch_id IN ({_BATCHES}) OR p.correction_list_id IN ({_LISTS}) "
    "OR p.transfer_id IN (SELECT id FROM transfers WHERE member_id = :id)"
)


def member_file(context: Context, *, member_id: int, full: bool = False) -> MemberFile:
    """The file as of now. Whole numbers are shown on purpose only: `log_full` writes it down."""
    with context.database.read() as connection:
        member = members.member(connection, member_id)
        orgs = path(connection, member.branch_id)
        teller = _Teller(connection, context, member_id, full)
        sections = teller.sections()
    return MemberFile(
        member_id=member_id,
        name=member.name,
        status="，".join(filter(None, (STAGE_LABELS[member.status], member.status_reason))),
        path=tuple(one.short_name for one in orgs),
        printed_on=context.today,
        printed_by=context.operator,
        masked=not full,
        missing=tuple(FIELDS[one].label for one in member.missing if one in FIELDS),
        groups=tuple(_groups(member, full)),
        sections=sections,
    )


def log_full(context: Context, *, member_id: int) -> None:
    """Writes down, once a day, that somebody had all numbers of a member whole (domain.md §13).

    In a file that is open for reading only nothing can be written, so nothing is shown.
    """
    if context.database.read_only:
        raise context.database.refusal()
    with context.database.read() as connection:
        member = members.member(connection, member_id)
        last: str | None = connection.exec_driver_sql(
            "SELECT max(o.day) FROM journal_operations AS o JOIN journal_rows AS r "
            "ON r.operation = o.number JOIN reveals AS v ON v.id = r.row_id "
            "WHERE r.table_name = 'reveals' AND o.kind = ? AND v.member_id = ? AND v.operator = ?",
            (_REVEAL, member_id, context.operator),
        ).scalar()
    if last == context.today.isoformat():
        return
    shown = [one for one in FIELDS if one in MASKED_FIELDS and member.values.get(one)]
    at = context.clock().astimezone().isoformat(timespec="seconds")
    words = f"出具 {member.name} 的档案，含完整证件号和手机号"
    with context.database.write(context.operation(_REVEAL, words)) as writing:
        for field in shown:
            writing.connection.exec_driver_sql(
                "INSERT INTO reveals (member_id, field, operator, at) VALUES (?, ?, ?, ?)",
                (member_id, field, context.operator, at),
            )


def _groups(member: members.Member, full: bool) -> Iterable[FileGroup]:
    for name in GROUPS:
        fields = tuple(
            FileField(
                field.name,
                field.label,
                _shown(field.name, member.values.get(field.name), full),
                field.name in member.missing,
            )
            for field in FIELDS.values()
            if field.group == name
        )
        yield FileGroup(name, fields)


def _shown(field: str, value: str | None, full: bool) -> str:
    if not value or full:
        return value or ""
    kind = FIELDS[field].kind if field in FIELDS else None
    if kind is Kind.ID_NUMBER:
        return mask_id(value)
    return mask_phone(value) if kind is Kind.MOBILE else value


class _Teller:
    """Tells the sections of one member's file, numbers with stars unless they are to be whole."""

    def __init__(
        self, connection: Connection, context: Context, member_id: int, full: bool
    ) -> None:
        self._connection, self._policy = connection, context.policy
        self._id, self._full = member_id, full

    def sections(self) -> tuple[FileSection, ...]:
        """All sections in the order of a life: how it stands, what was asked, where it went."""
        return (
            self._standing(),
            self._changes(),
            self._corrections(),
            self._deletions(),
            self._transfers(),
            self._letters(),
            self._retentions(),
            self._departures(),
            self._campaigns(),
            self._graduations(),
            self._papers(),
            self._files(),
            self._reveals(),
            self._operations(),
        )

    def _rows(self, sql: str) -> list[Any]:
        return list(self._connection.exec_driver_sql(sql.replace(":id", str(int(self._id)))))

    def _words(self, table: str, column: str, value: object) -> str:
        shown = value if isinstance(value, int) else None if value is None else str(value)
        return value_words(table, column, shown, policy=self._policy) or ""

    def _section(
        self, title: str, columns: str, shares: str, rows: Iterable[Iterable[str | None]]
    ) -> FileSection:
        names = tuple(zip(columns.split(), map(float, shares.split()), strict=True))
        return FileSection(title, names, tuple(tuple(map(self._safe, row)) for row in rows))

    def _safe(self, text: str | None) -> str:
        """Free words may hold numbers too."""
        if not text or self._full:
            return text or ""
        shown = _ID.sub(lambda found: mask_id(found[0]), text)
        return _PHONE.sub(lambda found: mask_phone(found[0]), shown)

    # --------------------------------------------------------------------- the parts
    def _standing(self) -> FileSection:
        rows = (
            (one.day.isoformat(), one.label, one.branch, one.actor, one.reason)
            for one in steps_of(self._connection, self._id)
        )
        return self._section("状态变化", "日期 办理 团支部 经办人 原因", "22 36 48 20 30", rows)

    def _changes(self) -> FileSection:
        rows = self._rows(
            "SELECT r.proposed_at, r.proposed_by, r.reason, f.field, f.base_value, f.new_value, "
            "f.clause, r.basis, f.state, f.decided_by, f.decided_at, f.decision_reason "
            "FROM change_requests AS r JOIN change_fields AS f ON f.request_id = r.id "
            "WHERE r.member_id = :id ORDER BY f.id"
        )
        return self._section(
            "修改申请",
            "提出 项目 原值 申请改为 原因和依据 结果",
            "24 22 26 26 28 30",
            (
                (
                    _lines(one.proposed_at[:10], one.proposed_by),
                    FIELDS[one.field].label if one.field in FIELDS else one.field,
                    _shown(one.field, one.base_value, self._full),
                    _shown(one.field, one.new_value, self._full),
                    _lines(one.reason, one.clause, one.basis),
                    _lines(
                        self._words("change_fields", "state", one.state),
                        one.decided_by,
                        (one.decided_at or "")[:10],
                        one.decision_reason,
                    ),
                )
                for one in rows
            ),
        )

    def _corrections(self) -> FileSection:
        rows = self._rows(
            "SELECT c.field, c.base_value, c.new_value, c.reason, c.clause, c.state, c.opened_by, "
            "c.opened_on, c.finding, c.decided_on, c.decision_number, c.decision_reason, l.number, "
            "l.document_number FROM corrections AS c "
            "LEFT JOIN correction_lists AS l ON l.id = c.list_id "
            "WHERE c.member_id = :id ORDER BY c.id"
        )
        return self._section(
            "行文更正",
            "提出 项目 原值 更正为 原因和核实 清单和文号 结果",
            "22 18 20 20 28 24 24",
            (
                (
                    _lines(one.opened_on, one.opened_by),
                    FIELDS[one.field].label,
                    _shown(one.field, one.base_value, self._full),
                    _shown(one.field, one.new_value, self._full),
                    _lines(one.reason, one.clause, one.finding),
                    _lines(one.number, one.document_number, one.decision_number),
                    _lines(
                        self._words("corrections", "state", one.state),
                        one.decided_on,
                        one.decision_reason,
                    ),
                )
                for one in rows
            ),
        )

    def _deletions(self) -> FileSection:
        rows = self._rows(
            "SELECT r.id, r.requested_on, r.requested_by, r.note, r.state, r.decided_on, "
            "r.decision_reason, r.line, b.number, b.document_number, "
            "(SELECT group_concat(d.code, ',') FROM deletion_reasons AS d WHERE d.request_id = r.id)"
            " AS reasons, (SELECT e.due_on || coalesce('，已于' || e.paid_on || '重新录入', "
            "'，免予录入：' || e.waived_reason, '') FROM reentries AS e "
            "WHERE e.request_id = r.id ORDER BY e.id DESC LIMIT 1) AS owed "
            "FROM deletion_requests AS r LEFT JOIN deletion_batches AS b ON b.id = r.batch_id "
            "WHERE r.member_id = :id ORDER BY r.id"
        )
        return self._section(
            "删除申请",
            "申请 原因 批次和文号 结果 重新录入期限",
            "26 46 30 30 24",
            (
                (
                    _lines(one.requested_on, one.requested_by),
                    _lines(
                        "、".join(
                            self._words("deletion_reasons", "code", code)
                            for code in (one.reasons or "").split(",")
                            if code
                        ),
                        one.note,
                    ),
                    _lines(
                        f"{one.number} 第{one.line}行" if one.number else "", one.document_number
                    ),
                    _lines(
                        self._words("deletion_requests", "state", one.state),
                        one.decided_on,
                        one.decision_reason,
                    ),
                    one.owed,
                )
                for one in rows
            ),
        )

    def _transfers(self) -> FileSection:
        rows = self._rows(
            "SELECT t.id, t.kind, t.machine, t.state, t.started_on, t.recorded_by, t.target, "
            "t.reason, o.short_name FROM transfers AS t LEFT JOIN organizations AS o "
            "ON o.id = t.source_id WHERE t.member_id = :id ORDER BY t.id"
        )
        steps = self._rows(
            "SELECT s.transfer_id, s.act, s.level, s.reason, s.done_by, s.done_on "
            "FROM transfer_steps AS s JOIN transfers AS t ON t.id = s.transfer_id "
            "WHERE t.member_id = :id ORDER BY s.id"
        )
        return self._section(
            "组织关系转接",
            "编号 发起 种类 从 到 办理",
            "12 24 20 26 36 38",
            (
                (
                    str(one.id),
                    _lines(one.started_on, one.recorded_by),
                    _lines(one.kind, one.reason),
                    one.short_name,
                    one.target,
                    _lines(
                        *(_step(one.machine, step) for step in steps if step.transfer_id == one.id),
                        f"现为：{TRANSFERS[one.machine].states[one.state]}",
                    ),
                )
                for one in rows
            ),
        )

    def _letters(self) -> FileSection:
        rows = self._rows(
            "SELECT l.number, l.issued_on, l.issued_by, l.transfer_id, l.void_on, l.void_reason "
            "FROM introduction_letters AS l JOIN transfers AS t ON t.id = l.transfer_id "
            "WHERE t.member_id = :id ORDER BY l.id"
        )
        return self._section(
            "介绍信",
            "编号 开具 转接编号 作废",
            "40 40 26 50",
            (
                (
                    one.number,
                    _lines(one.issued_on, one.issued_by),
                    str(one.transfer_id),
                    _lines(one.void_on, one.void_reason),
                )
                for one in rows
            ),
        )

    def _retentions(self) -> FileSection:
        rows = self._rows(
            "SELECT k.id, k.reason, k.retained_on, k.recorded_by, k.review_on, k.ended_on, "
            "k.end_reason, (SELECT group_concat(v.reviewed_on || ' ' || v.finding, char(10)) "
            "FROM retention_reviews AS v WHERE v.retention_id = k.id) AS reviews "
            "FROM retentions AS k WHERE k.member_id = :id ORDER BY k.id"
        )
        return self._section(
            "团籍保留",
            "登记 原因 复核 下次复核 结束",
            "28 34 44 22 28",
            (
                (
                    _lines(one.retained_on, one.recorded_by),
                    one.reason,
                    one.reviews,
                    one.review_on,
                    _lines(one.ended_on, one.end_reason),
                )
                for one in rows
            ),
        )

    def _departures(self) -> FileSection:
        rows = self._rows("SELECT * FROM departures WHERE member_id = :id ORDER BY id")
        return self._section(
            "离团登记",
            "离团日期 方式 原因 决定和文号 恢复",
            "24 26 40 38 28",
            (
                (
                    one.left_on,
                    self._words("departures", "door", one.door),
                    one.reason,
                    _lines(one.decided_by, one.document_number),
                    _lines(one.restored_on, one.restored_reason, one.restored_document),
                )
                for one in rows
            ),
        )

    def _campaigns(self) -> FileSection:
        rows = self._rows(
            "SELECT g.title, c.result, c.fields, c.note, c.checked_by, c.checked_on "
            "FROM campaign_checks AS c JOIN campaigns AS g ON g.id = c.campaign_id "
            "WHERE c.member_id = :id ORDER BY c.id"
        )
        return self._section(
            "信息核对",
            "核对 结果 有误的项目 备注 核对人",
            "44 24 34 28 26",
            (
                (
                    one.title,
                    self._words("campaign_checks", "result", one.result),
                    self._words("campaign_checks", "fields", one.fields),
                    one.note,
                    _lines(one.checked_on, one.checked_by),
                )
                for one in rows
            ),
        )

    def _graduations(self) -> FileSection:
        rows = self._rows(
            "SELECT e.year, l.file_name, e.row_number, e.destination, e.target, e.progress, e.note "
            "FROM graduate_entries AS e JOIN graduate_lists AS l ON l.id = e.list_id "
            "WHERE e.member_id = :id ORDER BY e.id"
        )
        return self._section(
            "毕业生名单",
            "年份 名单 去向 去往单位 办理情况",
            "16 44 22 44 30",
            (
                (
                    str(one.year),
                    f"{one.file_name} 第{one.row_number}行",
                    one.destination,
                    _lines(one.target, one.note),
                    self._words("graduate_entries", "progress", one.progress),
                )
                for one in rows
            ),
        )

    def _papers(self) -> FileSection:
        rows = self._rows(
            "SELECT p.made_at, p.title, p.number, p.pages, "
            "(SELECT count(*) FROM prints AS t WHERE t.paper_id = p.id) AS prints, "
            "(SELECT group_concat(coalesce('第' || s.page || '页', '整份') || s.reason, '；') "
            "FROM spoiled_sheets AS s WHERE s.paper_id = p.id) AS spoiled "
            f"FROM papers AS p WHERE {_PAPERS} ORDER BY p.id"
        )
        return self._section(
            "纸件",
            "制作 名称 编号 页数 打印次数 作废",
            "26 54 24 12 16 24",
            (
                (
                    one.made_at[:10],
                    one.title,
                    one.number,
                    str(one.pages),
                    str(one.prints),
                    one.spoiled,
                )
                for one in rows
            ),
        )

    def _files(self) -> FileSection:
        proofs = self._rows(
            "SELECT a.kind, a.file_name FROM attachments AS a WHERE a.member_id = :id OR "
            "a.request_id IN (SELECT id FROM deletion_requests WHERE member_id = :id) OR "
            "a.correction_id IN (SELECT id FROM corrections WHERE member_id = :id) OR "
            "a.departure_id IN (SELECT id FROM departures WHERE member_id = :id) OR "
            "a.transfer_id IN (SELECT id FROM transfers WHERE member_id = :id) OR "
            "a.retention_id IN (SELECT id FROM retentions WHERE member_id = :id) ORDER BY a.id"
        )
        scans = self._rows(
            "SELECT DISTINCT s.file_name, s.read_at, p.title FROM scans AS s "
            "JOIN scan_pages AS g ON g.scan_id = s.id JOIN papers AS p ON p.id = g.paper_id "
            f"WHERE {_PAPERS} ORDER BY s.id"
        )
        rows = [
            *((self._words("attachments", "kind", one.kind), one.file_name, "") for one in proofs),
            *(("盖章扫描件", one.file_name, f"{one.title}（{one.read_at[:10]}）") for one in scans),
        ]
        return self._section("附件和扫描件", "种类 文件 说明", "36 60 60", rows)

    def _reveals(self) -> FileSection:
        rows = self._rows(
            "SELECT at, operator, field FROM reveals WHERE member_id = :id ORDER BY id"
        )
        return self._section(
            "查看完整号码",
            "时间 操作员 项目",
            "50 50 56",
            ((one.at[:16].replace("T", " "), one.operator, self._label(one.field)) for one in rows),
        )

    def _label(self, field: str) -> str:
        return FIELDS[field].label if field in FIELDS else column_label("members", field)

    def _operations(self) -> FileSection:
        """Every act that wrote something of this member: who, when, on what paper, what."""
        found = sorted(self._journal(), key=lambda row: (row.operation, row.id))
        names = records.names_for(self._connection, found)
        rows = []
        for number, group in groupby(found, key=lambda row: row.operation):
            one = journal.operation(self._connection, number)
            if one is None or one.kind in _HIDDEN:
                continue
            told = records.record_changes(list(group), names, self._policy, whole=self._full)
            rows.append(
                (
                    str(number),
                    _lines(one.at[:10], one.at[11:16], one.actor),
                    _lines(one.words, f"原因：{one.reason}" if one.reason else ""),
                    one.document,
                    "\n".join(
                        f"{field.label}：{field.before or '空'} → {field.after or '空'}"
                        for record in told
                        if record.act == "修改"
                        for field in record.fields
                    ),
                )
            )
        return self._section("操作记录", "序号 时间 操作 文件 改动", "12 22 46 26 50", rows)

    def _journal(self) -> list[JournalRow]:
        found = list(journal.rows_of_record(self._connection, "members", self._id))
        for table, where in _OF_MEMBER:
            for (row_id,) in self._rows(f"SELECT id FROM {table} WHERE {where}"):
                found += journal.rows_of_record(self._connection, table, row_id)
        return found


def _step(machine: str, step: Any) -> str:
    """A step of a transfer in words: 2018-07-02 王干事 转出支部审核通过."""
    labels = {(one.act, one.actor.value): one.label for one in TRANSFERS[machine].transitions}
    usual = {"start": "发起转接", "withdraw": "撤回转接"}
    act = labels.get((step.act, step.level)) or usual.get(step.act, step.act)
    why = f"（{step.reason}）" if step.reason else ""
    return f"{step.done_on} {step.done_by} {act}{why}"


def _lines(*parts: str | None) -> str:
    return "\n".join(filter(None, parts))
