"""Version 1 → 2: corrections by formal letter, leaving, doubles looked at, graduating branches."""

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
ALTER TABLE organizations ADD COLUMN graduating_year INTEGER;
ALTER TABLE papers ADD COLUMN correction_list_id INTEGER REFERENCES correction_lists (id);
CREATE INDEX papers_by_correction_list ON papers (correction_list_id);
ALTER TABLE attachments ADD COLUMN correction_id INTEGER REFERENCES corrections (id);
ALTER TABLE attachments ADD COLUMN departure_id INTEGER REFERENCES departures (id);
CREATE INDEX attachments_by_correction ON attachments (correction_id);
CREATE INDEX attachments_by_departure ON attachments (departure_id)
"""


def upgrade(connection: Connection) -> None:
    """Adds what version 2 has; no record changes."""
    for statement in _STATEMENTS.split(";"):
        connection.exec_driver_sql(statement.strip())
