"""Version 2 → 3: what was printed and spoiled, scans of stamped papers, 文号 of the office."""

from sqlalchemy import Connection

_STATEMENTS = """
ALTER TABLE papers ADD COLUMN number TEXT;
ALTER TABLE papers ADD COLUMN content_hash TEXT;
ALTER TABLE papers ADD COLUMN transfer_id INTEGER REFERENCES transfers (id);
ALTER TABLE transfers ADD COLUMN source TEXT;
CREATE INDEX papers_by_number ON papers (number);
CREATE INDEX papers_by_transfer ON papers (transfer_id);
CREATE INDEX papers_by_day ON papers (made_at);
CREATE TABLE prints (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  paper_id INTEGER NOT NULL,
  pages TEXT NOT NULL,
  copies INTEGER NOT NULL,
  printer TEXT NOT NULL,
  printed_by TEXT NOT NULL,
  printed_at TEXT NOT NULL,
  FOREIGN KEY(paper_id) REFERENCES papers (id)
) STRICT;
CREATE INDEX prints_by_paper ON prints (paper_id);
CREATE TABLE spoiled_sheets (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  paper_id INTEGER NOT NULL,
  page INTEGER,
  reason TEXT NOT NULL,
  voided_by TEXT NOT NULL,
  voided_on TEXT NOT NULL,
  print_id INTEGER,
  FOREIGN KEY(paper_id) REFERENCES papers (id),
  FOREIGN KEY(print_id) REFERENCES prints (id)
) STRICT;
CREATE INDEX spoiled_sheets_by_paper ON spoiled_sheets (paper_id);
CREATE TABLE scans (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  pages INTEGER NOT NULL,
  read_by TEXT NOT NULL,
  read_at TEXT NOT NULL
) STRICT;
CREATE INDEX scans_by_sha256 ON scans (sha256);
CREATE TABLE scan_pages (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  scan_id INTEGER NOT NULL,
  page INTEGER NOT NULL,
  paper_id INTEGER NOT NULL,
  paper_page INTEGER NOT NULL,
  told_by TEXT NOT NULL,
  FOREIGN KEY(scan_id) REFERENCES scans (id),
  FOREIGN KEY(paper_id) REFERENCES papers (id)
) STRICT;
CREATE INDEX scan_pages_by_scan ON scan_pages (scan_id, page);
CREATE INDEX scan_pages_by_paper ON scan_pages (paper_id, paper_page);
ALTER TABLE deletion_batches ADD COLUMN replaced_by INTEGER REFERENCES deletion_batches (id);
CREATE INDEX deletion_batches_by_replaced_by ON deletion_batches (replaced_by);
ALTER TABLE deletion_requests ADD COLUMN verified_by TEXT;
ALTER TABLE deletion_requests ADD COLUMN verified_on TEXT;
ALTER TABLE deletion_requests ADD COLUMN decided_by TEXT;
ALTER TABLE deletion_requests ADD COLUMN decided_level TEXT;
CREATE TABLE deletion_answers (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  batch_id INTEGER,
  request_id INTEGER,
  code TEXT NOT NULL,
  org_id INTEGER,
  people INTEGER NOT NULL,
  note TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answered_on TEXT NOT NULL,
  FOREIGN KEY(batch_id) REFERENCES deletion_batches (id),
  FOREIGN KEY(request_id) REFERENCES deletion_requests (id),
  FOREIGN KEY(org_id) REFERENCES organizations (id)
) STRICT;
CREATE INDEX deletion_answers_by_batch ON deletion_answers (batch_id);
CREATE INDEX deletion_answers_by_request ON deletion_answers (request_id);
CREATE INDEX deletion_answers_by_org ON deletion_answers (org_id);
CREATE TABLE document_numbers (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  series TEXT NOT NULL,
  year INTEGER NOT NULL,
  number INTEGER NOT NULL,
  subject TEXT NOT NULL,
  taken_by TEXT NOT NULL,
  taken_on TEXT NOT NULL,
  void_reason TEXT,
  used_for TEXT,
  UNIQUE (series, year, number)
) STRICT
"""


def upgrade(connection: Connection) -> None:
    """Adds what version 3 has. The number of an older paper is looked up in its batch or list."""
    for statement in _STATEMENTS.split(";"):
        connection.exec_driver_sql(statement.strip())
