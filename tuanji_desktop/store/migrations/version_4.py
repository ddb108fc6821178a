"""Version 3 → 4: imported lists, recipes and unfinished imports, export definitions, comparisons,
and who wanted a graduate deleted who was to be transferred."""

from sqlalchemy import Connection

_STATEMENTS = """
CREATE TABLE deletion_attempts (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER NOT NULL,
  reasons TEXT NOT NULL,
  refusal TEXT NOT NULL,
  tried_by TEXT NOT NULL,
  tried_on TEXT NOT NULL
) STRICT;
CREATE INDEX deletion_attempts_by_member ON deletion_attempts (member_id);
CREATE TABLE imported_lists (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  sheet TEXT NOT NULL,
  layout TEXT NOT NULL,
  rows INTEGER NOT NULL,
  imported_by TEXT NOT NULL,
  imported_at TEXT NOT NULL
) STRICT;
CREATE INDEX imported_lists_by_sha256 ON imported_lists (sha256, kind);
CREATE TABLE import_recipes (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  layout TEXT NOT NULL,
  name TEXT NOT NULL,
  recipe TEXT NOT NULL,
  used_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX import_recipes_by_layout ON import_recipes (kind, layout);
CREATE TABLE import_jobs (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  operator TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  content TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT;
CREATE INDEX import_jobs_by_operator ON import_jobs (operator, kind);
CREATE TABLE export_definitions (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX export_definitions_by_name ON export_definitions (kind, name);
CREATE TABLE comparisons (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  org_id INTEGER,
  rows INTEGER NOT NULL,
  compared_by TEXT NOT NULL,
  compared_on TEXT NOT NULL,
  closed_on TEXT,
  FOREIGN KEY(org_id) REFERENCES organizations (id)
) STRICT;
CREATE TABLE comparison_rows (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  comparison_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  row_number INTEGER,
  member_id INTEGER,
  name TEXT NOT NULL,
  id_number TEXT,
  branch_id INTEGER,
  branch TEXT,
  field TEXT,
  here TEXT,
  there TEXT,
  content TEXT,
  settled TEXT,
  settled_by TEXT,
  settled_on TEXT,
  note TEXT,
  FOREIGN KEY(comparison_id) REFERENCES comparisons (id),
  FOREIGN KEY(member_id) REFERENCES members (id),
  FOREIGN KEY(branch_id) REFERENCES organizations (id)
) STRICT;
CREATE INDEX comparison_rows_by_comparison ON comparison_rows (comparison_id, kind, field);
CREATE INDEX comparison_rows_by_member ON comparison_rows (member_id);
CREATE INDEX comparison_rows_open ON comparison_rows (comparison_id) WHERE settled IS NULL
"""


def upgrade(connection: Connection) -> None:
    """Adds what version 4 has."""
    for statement in _STATEMENTS.split(";"):
        connection.exec_driver_sql(statement.strip())
