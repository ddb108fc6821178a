"""Every table of the office file, on this page and the next two (`case_tables`, `list_tables`).

Three sorts of tables: *records* (written by services, journalled row by row), the *journal*
itself, and *derived* ones that triggers keep (counts, closure of the tree, search), which can
be rebuilt from the records at any time. Values of members are text: months `YYYY-MM`, days
`YYYY-MM-DD`, yes/no 是/否, empty = NULL. Dates of acts are ISO 8601.
"""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)

from . import case_tables, list_tables  # noqa: F401 - makes their tables
from .columns import id_column as _id
from .columns import reference as _ref
from .columns import table as _table
from .columns import text_column as _text

metadata = case_tables.transfers.metadata  # all tables of the three pages are in it

SCHEMA_VERSION = 5
APPLICATION_ID = 0x544A5A31  # "TJZ1"

ON_ROSTER = "status IN ('active', 'retained')"
"""Who counts as a member of a branch; indexes are partial on exactly these words."""
COUNTED = ("sex", "education", "ethnicity", "political_status", "occupation")
"""Values of which the file keeps how many there are; it does the same for the days of birth."""
BORN_UNNUMBERED = "(id_kind = '境外证件' OR id_number IS NULL)"
"""Whose number does not tell the date of birth; an index is partial on exactly these words."""


def _key(name: str) -> Column[object]:
    return Column(name, Text, primary_key=True)


def _members() -> tuple[Column[object], Column[object]]:
    """How many, and how many of them lack a starred field."""
    return (
        Column("members", Integer, nullable=False, server_default=text("0")),
        Column("incomplete", Integer, nullable=False, server_default=text("0")),
    )


# ------------------------------------------------------------------ the office
settings = _table(
    "settings", _id(), Column("key", Text, unique=True, nullable=False), _text("value")
)
operators = _table(
    "operators",
    _id(),
    Column("name", Text, unique=True, nullable=False),
    _text("role", null=False),  # admin | clerk | reviewer
    Column("active", Integer, nullable=False, server_default=text("1")),
)

# -------------------------------------------------------------------- the tree
organizations = _table(
    "organizations",
    _id(),
    Column("code", Text, unique=True, nullable=False),
    _text("full_name", null=False),  # as imported, never generated: forms print it exactly
    _text("short_name", null=False),
    _text("kind", null=False),  # orgs.kinds
    _ref("parent_id", "organizations", null=True),
    _text("school_kind"),
    _text("branch_sort"),  # student, staff, village …
    _text("status", null=False, default="active"),  # active | dissolved
    _text("secretary"),
    _text("contact"),
    _text("contact_phone"),
    _text("built_on"),
    _text("dissolved_on"),
    _text("notes"),
    _text("match_name", null=False),  # normalised for matching lists (domain.md §3)
    Column("graduating_year", Integer),  # marked: turns into a graduate branch on 1 June
    Index("organizations_by_parent", "parent_id", "code"),
    Index("organizations_by_match_name", "match_name"),
)

# ----------------------------------------------------------------- the members
MEMBER_VALUES = (
    "name id_kind id_number sex born_on ethnicity mobile joined_on development_number joined_at "
    "household_place address political_status party_joined_on income is_cadre post post_since "
    "cadre_kind occupation study_status education work_unit applied_party applied_party_on "
    "volunteer volunteer_since counsellor counsellor_mobile other_contact email qq wechat "
    "student_number class_name grade major graduation_year destination target rewards penalties notes"
).split()
"""The value columns of a member (domain.md §4) in the order of the field table."""

members = _table(
    "members",
    _id(),
    _ref("branch_id", "organizations"),
    _text("status", null=False),  # rules.lifecycle.Stage
    _text("status_reason"),
    _text("status_on"),
    *(_text(name) for name in MEMBER_VALUES),
    # kept beside the values so that lists need no rules: derived at every save
    _text("missing", null=False, default=""),  # names of empty starred fields, by comma
    _text("name_pinyin", null=False, default=""),
    _text("name_initials", null=False, default=""),
    Index("members_by_branch", "branch_id", "name_pinyin", "status"),
    Index("members_on_roster", "name_pinyin", sqlite_where=text(ON_ROSTER)),
    Index(
        "members_not_on_roster", "status", "name_pinyin", sqlite_where=text(f"NOT ({ON_ROSTER})")
    ),
    Index("members_incomplete", "branch_id", sqlite_where=text("missing <> ''")),
    Index("members_by_name", "name"),
    Index("members_by_initials", "name_initials", "name"),  # the name for 王wh
    Index("members_by_pinyin", text("replace(name_pinyin, ' ', '')"), "name"),
    Index("members_by_id_number", "id_number"),
    Index("members_by_id_tail", text("substr(id_number, -4)")),
    Index("members_by_birth", text("substr(id_number, 7, 8)")),
    Index("members_born_unnumbered", "born_on", sqlite_where=text(BORN_UNNUMBERED)),
    Index("members_by_mobile", "mobile"),
    Index("members_by_mobile_tail", text("substr(mobile, -4)")),
    Index("members_by_development_number", "development_number"),
)

change_requests = _table(
    "change_requests",
    _id(),
    _ref("member_id", "members"),
    _text("proposed_by", null=False),
    _text("proposed_at", null=False),
    _text("reason"),
    _text("basis"),
    Index("change_requests_by_member", "member_id"),
)
change_fields = _table(
    "change_fields",
    _id(),
    _ref("request_id", "change_requests"),
    _text("field", null=False),
    _text("base_value"),
    _text("new_value"),
    _text("clause"),
    _text("state", null=False, default="pending"),  # pending accepted returned withdrawn
    _text("decided_by"),
    _text("decided_at"),
    _text("decision_reason"),
    Index("change_fields_by_request", "request_id"),
    Index("change_fields_pending", "request_id", sqlite_where=text("state = 'pending'")),
    Index("change_fields_decided", "decided_at", sqlite_where=text("state <> 'pending'")),
    Index("change_fields_by_field", "field", "state", "request_id"),  # what a window let in
)

drafts = _table(  # a card that may not be submitted yet (Q 五.2) or was open at a crash
    "drafts",
    _id(),
    _ref("member_id", "members", null=True),
    _ref("branch_id", "organizations", null=True),
    _text("operator", null=False),
    _text("content", null=False),  # JSON: field → text as typed
    _text("saved_at", null=False),
    Index("drafts_by_member", "member_id"),
)

reveals = _table(  # who saw a masked number whole, and when (domain.md §13)
    "reveals",
    _id(),
    Column("member_id", Integer, nullable=False),  # no reference: it outlives an undone member
    _text("field", null=False),
    _text("operator", null=False),
    _text("at", null=False),
    Index("reveals_by_member", "member_id"),
)

# ----------------------------------------------------------- deletion and paper
deletion_batches = _table(
    "deletion_batches",
    _id(),
    Column("number", Text, unique=True, nullable=False),
    _text("form", null=False),  # guangdong | qilu
    _ref("org_id", "organizations"),
    _text("state", null=False),
    _text("document_number"),
    _text("created_by", null=False),
    _text("created_on", null=False),
    _text("content_hash"),
    _text("contact"),
    _text("contact_phone"),
    _ref("replaced_by", "deletion_batches", null=True),  # voided, made again under that number
    Index("deletion_batches_by_replaced_by", "replaced_by"),
)
deletion_requests = _table(
    "deletion_requests",
    _id(),
    _ref("member_id", "members"),
    _ref("batch_id", "deletion_batches", null=True),
    Column("line", Integer),
    _text("state", null=False),
    _text("note"),
    _text("flags", null=False, default=""),
    _text("requested_by", null=False),
    _text("requested_on", null=False),
    _text("decided_on"),
    _text("decision_reason"),
    _ref("previous_id", "deletion_requests", null=True),
    _text("override_reason"),
    _text("override_by"),  # the second operator who answers for it
    _text("verified_by"),  # 认真核查 before a returned one is asked again (G 三.3)
    _text("verified_on"),
    _text("decided_by"),
    _text("decided_level"),  # rules.lifecycle.Actor
    Index("deletion_requests_by_member", "member_id"),
    Index("deletion_requests_by_batch", "batch_id", "line"),
    Index("deletion_requests_by_state", "state"),
    Index("deletion_requests_by_previous", "previous_id"),
)
deletion_reasons = _table(
    "deletion_reasons",
    _id(),
    _ref("request_id", "deletion_requests"),
    _text("code", null=False),
    _text("corrected"),
    Index("deletion_reasons_by_request", "request_id"),
)
reentries = _table(  # 删除后重新录入系统保证: owed with the deletion, paid by the new record
    "reentries",
    _id(),
    _ref("request_id", "deletion_requests"),
    _text("name"),  # as they must be entered
    _text("id_number"),
    _text("development_number"),
    _text("owed_on", null=False),
    _text("due_on", null=False),
    _ref("paid_member_id", "members", null=True),
    _text("paid_on"),
    _text("waived_reason"),
    _text("waived_by"),
    _text("waived_on"),
    Index("reentries_by_request", "request_id"),
    Index("reentries_by_paid_member", "paid_member_id"),
    Index("reentries_by_id_number", "id_number"),
    Index("reentries_open", "due_on", sqlite_where=text("paid_on IS NULL AND waived_on IS NULL")),
)
deletion_steps = _table(  # what happened to a batch, by which level, on which paper (G 三.1)
    "deletion_steps",
    _id(),
    _ref("batch_id", "deletion_batches"),
    _text("act", null=False),  # gather forward endorse send approve return
    _text("level", null=False),  # rules.lifecycle.Actor
    _text("lines"),  # by comma, where a decision takes single ones
    _text("document_number"),
    _text("reason"),
    _text("done_by", null=False),
    _text("done_on", null=False),
    Index("deletion_steps_by_batch", "batch_id"),
)
deletion_answers = _table(  # what the office found where a request smells (G 三)
    "deletion_answers",
    _id(),
    _ref("batch_id", "deletion_batches", null=True),
    _ref("request_id", "deletion_requests", null=True),  # one of the two
    _text("code", null=False),
    _ref("org_id", "organizations", null=True),  # the unit that is asked about
    Column("people", Integer, nullable=False),  # how many stood behind the question then
    _text("note", null=False),
    _text("answered_by", null=False),
    _text("answered_on", null=False),
    Index("deletion_answers_by_batch", "batch_id"),
    Index("deletion_answers_by_request", "request_id"),
    Index("deletion_answers_by_org", "org_id"),
)
papers = _table(
    "papers",
    _id(),
    _text("form", null=False),
    _text("title", null=False),
    _ref("batch_id", "deletion_batches", null=True),
    _ref("member_id", "members", null=True),
    Column("pages", Integer, nullable=False),
    _text("sha256", null=False),  # key into `blobs`
    _text("made_at", null=False),
    _ref("correction_list_id", "correction_lists", null=True),
    _ref("org_id", "organizations", null=True),
    _text("number"),  # ours, as the code on its pages has it
    _text("content_hash"),  # of what it says; its head stands in the code
    _ref("transfer_id", "transfers", null=True),
    Index("papers_by_batch", "batch_id"),
    Index("papers_by_member", "member_id"),
    Index("papers_by_correction_list", "correction_list_id"),
    Index("papers_by_org", "org_id"),
    Index("papers_by_number", "number"),
    Index("papers_by_transfer", "transfer_id"),
    Index("papers_by_day", "made_at"),
)
prints = _table(  # what went to which printer
    "prints",
    _id(),
    _ref("paper_id", "papers"),
    _text("pages", null=False),  # 1-3,5
    Column("copies", Integer, nullable=False),
    _text("printer", null=False),
    _text("printed_by", null=False),
    _text("printed_at", null=False),
    Index("prints_by_paper", "paper_id"),
)
spoiled_sheets = _table(  # a sheet that must not go out: printed again under the same number
    "spoiled_sheets",
    _id(),
    _ref("paper_id", "papers"),
    Column("page", Integer),  # empty: the whole paper
    _text("reason", null=False),
    _text("voided_by", null=False),
    _text("voided_on", null=False),
    _ref("print_id", "prints", null=True),  # the last print before: a later one replaces the sheet
    Index("spoiled_sheets_by_paper", "paper_id"),
)
scans = _table(  # the stamped paper as it came back
    "scans",
    _id(),
    _text("file_name", null=False),
    _text("sha256", null=False),  # key into `blobs`
    Column("pages", Integer, nullable=False),
    _text("read_by", null=False),
    _text("read_at", null=False),
    Index("scans_by_sha256", "sha256"),
)
scan_pages = _table(  # which sheet of which paper a page of a scan is
    "scan_pages",
    _id(),
    _ref("scan_id", "scans"),
    Column("page", Integer, nullable=False),  # of the scan, from 1
    _ref("paper_id", "papers"),
    Column("paper_page", Integer, nullable=False),
    _text("told_by", null=False),  # code | typed
    Index("scan_pages_by_scan", "scan_id", "page"),
    Index("scan_pages_by_paper", "paper_id", "paper_page"),
)
document_numbers = _table(  # 文号 that the office gave to its letters
    "document_numbers",
    _id(),
    _text("series", null=False),  # 青团字
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    _text("subject", null=False),
    _text("taken_by", null=False),
    _text("taken_on", null=False),
    _text("void_reason"),
    _text("used_for"),  # the paper that bears it; empty: only reserved, a paper may yet take it
    UniqueConstraint("series", "year", "number"),
)
attachments = _table(
    "attachments",
    _id(),
    _ref("request_id", "deletion_requests", null=True),
    _ref("member_id", "members", null=True),
    _text("kind", null=False),
    _text("file_name", null=False),
    _text("sha256", null=False),
    _ref("correction_id", "corrections", null=True),
    _ref("departure_id", "departures", null=True),
    _ref("transfer_id", "transfers", null=True),
    _ref("retention_id", "retentions", null=True),
    Index("attachments_by_request", "request_id"),
    Index("attachments_by_member", "member_id"),
    Index("attachments_by_correction", "correction_id"),
    Index("attachments_by_departure", "departure_id"),
    Index("attachments_by_transfer", "transfer_id"),
    Index("attachments_by_retention", "retention_id"),
)

# ------------------------------------------------------------------- graduates
graduate_lists = _table(
    "graduate_lists",
    _id(),
    Column("year", Integer, nullable=False),
    _ref("school_id", "organizations", null=True),
    _text("file_name", null=False),
    _text("file_sha256", null=False),
    _text("imported_at", null=False),
    Index("graduate_lists_by_year", "year", "school_id"),
)
graduate_entries = _table(
    "graduate_entries",
    _id(),
    _ref("list_id", "graduate_lists"),
    Column("year", Integer, nullable=False),
    _ref("school_id", "organizations", null=True),
    Column("row_number", Integer, nullable=False),
    _text("match", null=False),  # matched | new | ambiguous
    _ref("member_id", "members", null=True),
    _text("name"),
    _text("id_number"),
    _text("sex"),
    _text("mobile"),
    _text("class_name"),
    _text("destination"),
    _text("target"),
    _text("note"),
    _text("in_province"),  # 是 | 否 | NULL: asked (domain.md §8)
    _text("progress", null=False, default="unsettled"),  # graduates.states
    Index("graduate_entries_by_school", "year", "school_id", "progress"),
    Index("graduate_entries_by_member", "member_id"),
    Index("graduate_entries_by_list", "list_id"),
    Index("graduate_entries_by_id_number", "year", "id_number"),
)

# ----------------------------------------- the content store: immutable, by hash
blobs = _table(
    "blobs",
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

# ----------------------------------------------------------------- the journal
journal_operations = _table(
    "journal_operations",
    Column("number", Integer, primary_key=True),
    _text("kind", null=False),
    _text("words", null=False),  # as they were then
    _text("actor", null=False),
    _text("at", null=False),
    _text("day", null=False),  # the day the rules used
    _text("reason"),
    _text("document"),
    Column("undoes", Integer),
    Column("first_row", Integer),
    Column("last_row", Integer),
    _text("hash"),
)
journal_rows = _table(
    "journal_rows",
    _id(),
    Column("operation", Integer, nullable=False),
    _text("table_name", null=False),
    Column("row_id", Integer, nullable=False),
    _text("before"),  # JSON without NULLs; NULL = the row was not there
    _text("after"),
    Index("journal_rows_by_row", "table_name", "row_id"),
)
journal_head = _table(
    "journal_head", _id(), Column("number", Integer, nullable=False), _text("hash", null=False)
)

# ----------------------------------------------------------- derived, by trigger
org_ancestors = _table(
    "org_ancestors",
    Column("org_id", Integer, primary_key=True),
    Column("ancestor_id", Integer, primary_key=True),
    Column("depth", Integer, nullable=False),
    Index("org_ancestors_down", "ancestor_id", "org_id"),
)
org_counts = _table(  # of the whole subtree
    "org_counts",
    Column("org_id", Integer, primary_key=True),
    *_members(),
    Column("children", Integer, nullable=False, server_default=text("0")),  # direct, not dissolved
)
roster_values = _table(  # how many on the roster have exactly these values; '' = empty
    "roster_values",
    *(_key(name) for name in COUNTED),
    *_members(),
    rowid=False,
)
roster_births = _table(  # how many on the roster were born on a day; '' = nobody knows
    "roster_births", _key("born_on"), *_members(), rowid=False
)
former_values = _table(
    "former_values",
    _id(),
    Column("member_id", Integer, nullable=False),
    _text("field", null=False),
    _text("value", null=False),
    Index("former_values_by_value", "value"),
    Index("former_values_by_member", "member_id"),
)

JOURNAL = (journal_operations, journal_rows, journal_head)
DERIVED = (org_ancestors, org_counts, roster_values, roster_births, former_values)
RECORDS = tuple(
    table for table in metadata.sorted_tables if table not in (*JOURNAL, *DERIVED, blobs)
)
"""The journalled tables, parents before children."""

DERIVED_COLUMNS = {"members": frozenset({"missing", "name_pinyin", "name_initials"})}
"""Columns that follow from others: they never make a row count as "changed later" in an undo."""
