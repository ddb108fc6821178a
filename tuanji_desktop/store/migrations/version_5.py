"""Version 4 → 5: the file keeps how many members have which values, for the board."""

from sqlalchemy import Connection

from ..connection import raw
from ..tallies import counted

_STATEMENTS = """
CREATE TABLE roster_values (
  sex TEXT NOT NULL,
  education TEXT NOT NULL,
  ethnicity TEXT NOT NULL,
  political_status TEXT NOT NULL,
  occupation TEXT NOT NULL,
  members INTEGER DEFAULT 0 NOT NULL,
  incomplete INTEGER DEFAULT 0 NOT NULL,
  PRIMARY KEY (sex, education, ethnicity, political_status, occupation)
) STRICT, WITHOUT ROWID;
CREATE TABLE roster_births (
  born_on TEXT NOT NULL,
  members INTEGER DEFAULT 0 NOT NULL,
  incomplete INTEGER DEFAULT 0 NOT NULL,
  PRIMARY KEY (born_on)
) STRICT, WITHOUT ROWID
"""


def upgrade(connection: Connection) -> None:
    """Adds the two summaries and fills them; no record changes."""
    for statement in _STATEMENTS.split(";"):
        connection.exec_driver_sql(statement.strip())
    driver = raw(connection)
    values, births = counted(driver)
    for table, width, found in (("roster_values", 7, values), ("roster_births", 3, births)):
        driver.executemany(
            f"INSERT INTO {table} VALUES ({', '.join('?' * width)})",
            [(*key, *counts) for key, counts in sorted(found.items())],
        )
