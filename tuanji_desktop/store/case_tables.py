"""The tables of what is done with a membership: corrections by letter, leaving, transfers, retention,
verification. `schema.py` has all others and names these too.
"""

from sqlalchemy import Column, Index, Integer, Text, text

from .columns import id_column as _id
from .columns import reference as _ref
from .columns import table as _table
from .columns import text_column as _text

# ------------------------------------- corrections by formal letter, leaving, doubles
correction_lists = _table(  # what one letter of the prefecture carries upwards (G 二)
    "correction_lists",
    _id(),
    Column("number", Text, unique=True, nullable=False),
    _ref("org_id", "organizations"),
    _text("state", null=False),
    _text("document_number"),  # of the letter upwards
    _text("decision_number"),  # of the province's answer
    _text("created_by", null=False),
    _text("created_on", null=False),
    _text("content_hash"),
    _text("contact"),
    _text("contact_phone"),
    _text("sender"),  # who signs the letter
    _text("addressee"),
)
corrections = _table(
    "corrections",
    _id(),
    _ref("member_id", "members"),
    _ref("list_id", "correction_lists", null=True),
    Column("line", Integer),
    _text("field", null=False),
    _text("base_value"),
    _text("new_value"),
    _text("reason", null=False),
    _text("clause"),
    _text("state", null=False),  # rules.lifecycle.correction_machine
    _text("opened_by", null=False),
    _text("opened_on", null=False),
    _text("verified_by"),
    _text("verified_on"),
    _text("finding"),  # what the verification found, in words
    _text("decided_on"),
    _text("decision_number"),
    _text("decision_reason"),
    Index("corrections_by_member", "member_id"),
    Index("corrections_by_list", "list_id", "line"),
    Index("corrections_by_state", "state"),
)
correction_steps = _table(
    "correction_steps",
    _id(),
    _ref("list_id", "correction_lists"),
    _text("act", null=False),
    _text("level", null=False),  # rules.lifecycle.Actor
    _text("lines"),
    _text("document_number"),
    _text("reason"),
    _text("done_by", null=False),
    _text("done_on", null=False),
    Index("correction_steps_by_list", "list_id"),
)
departures = _table(  # who left by which door, on which paper, and came back (domain.md §5.3)
    "departures",
    _id(),
    _ref("member_id", "members"),
    _text("door", null=False),  # over_age self_left voluntarily_left expelled
    _text("was", null=False),  # the status before: active | retained
    _text("left_on", null=False),
    _text("reason"),
    _text("decided_by"),  # the body that decided, in words
    _text("document_number"),
    _text("recorded_by", null=False),
    _text("recorded_on", null=False),
    _text("restored_on"),
    _text("restored_reason"),
    _text("restored_document"),
    Index("departures_by_member", "member_id"),
    Index("departures_by_door", "door", "left_on"),
    Index("departures_by_day", "left_on"),
    Index(  # nobody is out by two doors at once
        "departures_open", "member_id", unique=True, sqlite_where=text("restored_on IS NULL")
    ),
)
distinct_persons = _table(  # looked alike, were looked at: not the same person
    "distinct_persons",
    _id(),
    _ref("member_id", "members"),
    _ref("other_id", "members"),  # the greater id of the two
    _text("reason"),
    _text("said_by", null=False),
    _text("said_on", null=False),
    Index("distinct_persons_pair", "member_id", "other_id", unique=True),
    Index("distinct_persons_by_other", "other_id"),
)

# ---------------------------------------------------- transfers, retention, campaigns
transfers = _table(
    "transfers",
    _id(),
    _ref("member_id", "members", null=True),  # empty: somebody who comes in, not yet in the roster
    _text("kind", null=False),  # what moves the member: transfers.kinds
    _text("machine", null=False),  # rules.lifecycle: transfer | major_change
    _text("state", null=False),
    _ref("source_id", "organizations", null=True),
    _ref("target_id", "organizations", null=True),  # where it is a unit of this office
    _text("target", null=False, default=""),  # its full name, as the paper has it
    _text("target_kind"),  # school | employer | residence | household | mobile | army …
    _text("in_province"),  # 是 | 否 | NULL: asked
    _text("started_by", null=False),  # rules.lifecycle.Actor
    _text("started_on", null=False),
    _text("moved_on", null=False),  # the last act: the clock counts from here
    _text("waiting_since"),
    _text("asked_on"),  # when the university was asked for its branch
    _text("finished_on"),
    _text("reason"),
    _text("paper_only"),  # 是: goes on paper, outside the system
    _text("name"),  # of somebody who comes in
    _text("id_number"),
    _text("mobile"),
    _text("recorded_by", null=False),
    _ref("entry_id", "graduate_entries", null=True),
    _text("source"),  # where somebody who comes in is from: a unit of elsewhere
    Index("transfers_by_member", "member_id"),
    Index("transfers_by_state", "state", "moved_on"),
    Index("transfers_by_entry", "entry_id"),
    Index("transfers_by_source", "source_id", "state"),
    Index("transfers_by_target", "target_id", "state"),
)
transfer_steps = _table(
    "transfer_steps",
    _id(),
    _ref("transfer_id", "transfers"),
    _text("act", null=False),
    _text("level", null=False),
    _text("reason"),
    _text("done_by", null=False),
    _text("done_on", null=False),
    Index("transfer_steps_by_transfer", "transfer_id"),
)
introduction_letters = _table(  # the stub book
    "introduction_letters",
    _id(),
    Column("number", Text, unique=True, nullable=False),
    _ref("transfer_id", "transfers"),
    _text("issued_on", null=False),
    _text("issued_by", null=False),
    _text("void_reason"),
    _text("void_on"),
    Index("introduction_letters_by_transfer", "transfer_id"),
)
deletion_attempts = _table(  # who wanted a graduate deleted who was to be transferred (G 三)
    "deletion_attempts",
    _id(),
    Column("member_id", Integer, nullable=False),  # no reference: it outlives an undone member
    _text("reasons", null=False),  # codes by comma
    _text("refusal", null=False),  # what was answered
    _text("tried_by", null=False),
    _text("tried_on", null=False),
    Index("deletion_attempts_by_member", "member_id"),
)
retentions = _table(
    "retentions",
    _id(),
    _ref("member_id", "members"),
    _text("reason", null=False),  # of the pack's list, or the true other one in words (Q 附件3)
    _text("cause"),  # study break, army, abroad, delayed …: what the record says besides
    _text("retained_on", null=False),
    _text("review_on"),
    _ref("from_branch_id", "organizations", null=True),
    _ref("branch_id", "organizations", null=True),  # the retention branch (Q 三.4)
    _text("recorded_by", null=False),
    _text("recorded_on", null=False),
    _text("ended_on"),
    _text("end_reason"),
    _text("ended_by"),
    Index("retentions_by_member", "member_id"),
    Index("retentions_open", "review_on", sqlite_where=text("ended_on IS NULL")),
)
retention_reviews = _table(
    "retention_reviews",
    _id(),
    _ref("retention_id", "retentions"),
    _text("reviewed_on", null=False),
    _text("finding", null=False),
    _text("next_on"),
    _text("reviewed_by", null=False),
    Index("retention_reviews_by_retention", "retention_id"),
)
campaigns = _table(
    "campaigns",
    _id(),
    _text("title", null=False),
    _ref("org_id", "organizations", null=True),  # the scope; empty: the whole office
    _text("first_on", null=False),
    _text("last_on", null=False),
    _text("branches_done_by"),
    _text("forms_due"),
    _text("clause"),
    _text("opened_by", null=False),
    _text("opened_on", null=False),
    _text("closed_on"),
    _text("closed_by"),
)
campaign_checks = _table(  # the last word on a member, or on somebody who is not in the system
    "campaign_checks",
    _id(),
    _ref("campaign_id", "campaigns"),
    _ref("branch_id", "organizations"),
    _ref("member_id", "members", null=True),
    _text("result", null=False),  # campaigns.results
    _text("fields"),  # by comma, what is wrong (Q 三.1)
    _text("note"),
    _text("name"),
    _text("id_number"),
    _text("checked_by", null=False),
    _text("checked_on", null=False),
    Index("campaign_checks_by_branch", "campaign_id", "branch_id", "result"),
    Index("campaign_checks_by_member", "member_id", "campaign_id"),
)
campaign_branches = _table(  # branches that reported themselves done
    "campaign_branches",
    _id(),
    _ref("campaign_id", "campaigns"),
    _ref("branch_id", "organizations"),
    _text("done_on", null=False),
    _text("done_by", null=False),
    Index("campaign_branches_pair", "campaign_id", "branch_id", unique=True),
)
