"""Version 1 → 2: corrections by letter, leaving, re-entries, transfers, retention, campaigns."""

from sqlalchemy import Connection

_STATEMENTS = """
CREATE TABLE correction_lists (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL,
  org_id INTEGER NOT NULL,
  state TEXT NOT NULL,
  document_number TEXT,
  decision_number TEXT,
  created_by TEXT NOT NULL,
  created_on TEXT NOT NULL,
  content_hash TEXT,
  contact TEXT,
  contact_phone TEXT,
  sender TEXT,
  addressee TEXT,
  UNIQUE (number),
  FOREIGN KEY(org_id) REFERENCES organizations (id)
) STRICT;
CREATE TABLE corrections (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER NOT NULL,
  list_id INTEGER,
  line INTEGER,
  field TEXT NOT NULL,
  base_value TEXT,
  new_value TEXT,
  reason TEXT NOT NULL,
  clause TEXT,
  state TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  verified_by TEXT,
  verified_on TEXT,
  finding TEXT,
  decided_on TEXT,
  decision_number TEXT,
  decision_reason TEXT,
  FOREIGN KEY(member_id) REFERENCES members (id),
  FOREIGN KEY(list_id) REFERENCES correction_lists (id)
) STRICT;
CREATE INDEX corrections_by_list ON corrections (list_id, line);
CREATE INDEX corrections_by_member ON corrections (member_id);
CREATE INDEX corrections_by_state ON corrections (state);
CREATE TABLE correction_steps (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  list_id INTEGER NOT NULL,
  act TEXT NOT NULL,
  level TEXT NOT NULL,
  lines TEXT,
  document_number TEXT,
  reason TEXT,
  done_by TEXT NOT NULL,
  done_on TEXT NOT NULL,
  FOREIGN KEY(list_id) REFERENCES correction_lists (id)
) STRICT;
CREATE INDEX correction_steps_by_list ON correction_steps (list_id);
CREATE TABLE departures (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER NOT NULL,
  door TEXT NOT NULL,
  was TEXT NOT NULL,
  left_on TEXT NOT NULL,
  reason TEXT,
  decided_by TEXT,
  document_number TEXT,
  recorded_by TEXT NOT NULL,
  recorded_on TEXT NOT NULL,
  restored_on TEXT,
  restored_reason TEXT,
  restored_document TEXT,
  FOREIGN KEY(member_id) REFERENCES members (id)
) STRICT;
CREATE INDEX departures_by_door ON departures (door, left_on);
CREATE INDEX departures_by_member ON departures (member_id);
CREATE INDEX departures_by_day ON departures (left_on);
CREATE UNIQUE INDEX departures_open ON departures (member_id) WHERE restored_on IS NULL;
CREATE INDEX members_born_unnumbered ON members (born_on) WHERE (id_kind = '境外证件' OR id_number IS NULL);
CREATE TABLE distinct_persons (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER NOT NULL,
  other_id INTEGER NOT NULL,
  reason TEXT,
  said_by TEXT NOT NULL,
  said_on TEXT NOT NULL,
  FOREIGN KEY(member_id) REFERENCES members (id),
  FOREIGN KEY(other_id) REFERENCES members (id)
) STRICT;
CREATE INDEX distinct_persons_by_other ON distinct_persons (other_id);
CREATE UNIQUE INDEX distinct_persons_pair ON distinct_persons (member_id, other_id);
CREATE TABLE reentries (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  request_id INTEGER NOT NULL,
  name TEXT,
  id_number TEXT,
  development_number TEXT,
  owed_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  paid_member_id INTEGER,
  paid_on TEXT,
  waived_reason TEXT,
  waived_by TEXT,
  waived_on TEXT,
  FOREIGN KEY(request_id) REFERENCES deletion_requests (id),
  FOREIGN KEY(paid_member_id) REFERENCES members (id)
) STRICT;
CREATE INDEX reentries_by_id_number ON reentries (id_number);
CREATE INDEX reentries_by_paid_member ON reentries (paid_member_id);
CREATE INDEX reentries_by_request ON reentries (request_id);
CREATE INDEX reentries_open ON reentries (due_on) WHERE paid_on IS NULL AND waived_on IS NULL;
CREATE TABLE transfers (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER,
  kind TEXT NOT NULL,
  machine TEXT NOT NULL,
  state TEXT NOT NULL,
  source_id INTEGER,
  target_id INTEGER,
  target TEXT DEFAULT '' NOT NULL,
  target_kind TEXT,
  in_province TEXT,
  started_by TEXT NOT NULL,
  started_on TEXT NOT NULL,
  moved_on TEXT NOT NULL,
  waiting_since TEXT,
  asked_on TEXT,
  finished_on TEXT,
  reason TEXT,
  paper_only TEXT,
  name TEXT,
  id_number TEXT,
  mobile TEXT,
  recorded_by TEXT NOT NULL,
  entry_id INTEGER,
  FOREIGN KEY(member_id) REFERENCES members (id),
  FOREIGN KEY(source_id) REFERENCES organizations (id),
  FOREIGN KEY(target_id) REFERENCES organizations (id),
  FOREIGN KEY(entry_id) REFERENCES graduate_entries (id)
) STRICT;
CREATE INDEX transfers_by_entry ON transfers (entry_id);
CREATE INDEX transfers_by_member ON transfers (member_id);
CREATE INDEX transfers_by_source ON transfers (source_id, state);
CREATE INDEX transfers_by_state ON transfers (state, moved_on);
CREATE INDEX transfers_by_target ON transfers (target_id, state);
CREATE TABLE transfer_steps (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  transfer_id INTEGER NOT NULL,
  act TEXT NOT NULL,
  level TEXT NOT NULL,
  reason TEXT,
  done_by TEXT NOT NULL,
  done_on TEXT NOT NULL,
  FOREIGN KEY(transfer_id) REFERENCES transfers (id)
) STRICT;
CREATE INDEX transfer_steps_by_transfer ON transfer_steps (transfer_id);
CREATE TABLE introduction_letters (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL,
  transfer_id INTEGER NOT NULL,
  issued_on TEXT NOT NULL,
  issued_by TEXT NOT NULL,
  void_reason TEXT,
  void_on TEXT,
  UNIQUE (number),
  FOREIGN KEY(transfer_id) REFERENCES transfers (id)
) STRICT;
CREATE INDEX introduction_letters_by_transfer ON introduction_letters (transfer_id);
CREATE TABLE retentions (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER NOT NULL,
  reason TEXT NOT NULL,
  cause TEXT,
  retained_on TEXT NOT NULL,
  review_on TEXT,
  from_branch_id INTEGER,
  branch_id INTEGER,
  recorded_by TEXT NOT NULL,
  recorded_on TEXT NOT NULL,
  ended_on TEXT,
  end_reason TEXT,
  ended_by TEXT,
  FOREIGN KEY(member_id) REFERENCES members (id),
  FOREIGN KEY(from_branch_id) REFERENCES organizations (id),
  FOREIGN KEY(branch_id) REFERENCES organizations (id)
) STRICT;
CREATE INDEX retentions_by_member ON retentions (member_id);
CREATE INDEX retentions_open ON retentions (review_on) WHERE ended_on IS NULL;
CREATE TABLE retention_reviews (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  retention_id INTEGER NOT NULL,
  reviewed_on TEXT NOT NULL,
  finding TEXT NOT NULL,
  next_on TEXT,
  reviewed_by TEXT NOT NULL,
  FOREIGN KEY(retention_id) REFERENCES retentions (id)
) STRICT;
CREATE INDEX retention_reviews_by_retention ON retention_reviews (retention_id);
CREATE TABLE campaigns (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  org_id INTEGER,
  first_on TEXT NOT NULL,
  last_on TEXT NOT NULL,
  branches_done_by TEXT,
  forms_due TEXT,
  clause TEXT,
  opened_by TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  closed_on TEXT,
  closed_by TEXT,
  FOREIGN KEY(org_id) REFERENCES organizations (id)
) STRICT;
CREATE TABLE campaign_checks (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  campaign_id INTEGER NOT NULL,
  branch_id INTEGER NOT NULL,
  member_id INTEGER,
  result TEXT NOT NULL,
  fields TEXT,
  note TEXT,
  name TEXT,
  id_number TEXT,
  checked_by TEXT NOT NULL,
  checked_on TEXT NOT NULL,
  FOREIGN KEY(campaign_id) REFERENCES campaigns (id),
  FOREIGN KEY(branch_id) REFERENCES organizations (id),
  FOREIGN KEY(member_id) REFERENCES members (id)
) STRICT;
CREATE INDEX campaign_checks_by_branch ON campaign_checks (campaign_id, branch_id, result);
CREATE INDEX campaign_checks_by_member ON campaign_checks (member_id, campaign_id);
CREATE TABLE campaign_branches (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  campaign_id INTEGER NOT NULL,
  branch_id INTEGER NOT NULL,
  done_on TEXT NOT NULL,
  done_by TEXT NOT NULL,
  FOREIGN KEY(campaign_id) REFERENCES campaigns (id),
  FOREIGN KEY(branch_id) REFERENCES organizations (id)
) STRICT;
CREATE UNIQUE INDEX campaign_branches_pair ON campaign_branches (campaign_id, branch_id);
ALTER TABLE organizations ADD COLUMN graduating_year INTEGER;
ALTER TABLE papers ADD COLUMN correction_list_id INTEGER REFERENCES correction_lists (id);
ALTER TABLE papers ADD COLUMN org_id INTEGER REFERENCES organizations (id);
CREATE INDEX papers_by_correction_list ON papers (correction_list_id);
CREATE INDEX papers_by_org ON papers (org_id);
ALTER TABLE attachments ADD COLUMN correction_id INTEGER REFERENCES corrections (id);
ALTER TABLE attachments ADD COLUMN departure_id INTEGER REFERENCES departures (id);
ALTER TABLE attachments ADD COLUMN transfer_id INTEGER REFERENCES transfers (id);
ALTER TABLE attachments ADD COLUMN retention_id INTEGER REFERENCES retentions (id);
CREATE INDEX attachments_by_correction ON attachments (correction_id);
CREATE INDEX attachments_by_departure ON attachments (departure_id);
CREATE INDEX attachments_by_transfer ON attachments (transfer_id);
CREATE INDEX attachments_by_retention ON attachments (retention_id);
CREATE INDEX change_fields_by_field ON change_fields (field, state, request_id);
CREATE INDEX change_fields_decided ON change_fields (decided_at) WHERE state <> 'pending';
ALTER TABLE deletion_requests ADD COLUMN override_reason TEXT;
ALTER TABLE deletion_requests ADD COLUMN override_by TEXT
"""


def upgrade(connection: Connection) -> None:
    """Adds what version 2 has; no record changes."""
    for statement in _STATEMENTS.split(";"):
        connection.exec_driver_sql(statement.strip())
