"""A table of the office file is strict, and an id is never given to a second record."""

import pytest
from sqlalchemy import Column, Integer, create_engine
from sqlalchemy.exc import IntegrityError

from tuanji_desktop.store.columns import id_column, metadata, table, text_column


def test_ids_are_never_given_twice_and_types_are_kept() -> None:
    made = table("test_table", id_column(), text_column("name", null=False), Column("n", Integer))
    try:
        engine = create_engine("sqlite://")
        with engine.begin() as connection:
            made.create(connection)
            connection.exec_driver_sql("INSERT INTO test_table (name) VALUES ('甲'), ('乙')")
            connection.exec_driver_sql("DELETE FROM test_table WHERE name = '乙'")
            connection.exec_driver_sql("INSERT INTO test_table (name) VALUES ('丙')")
            ids = connection.exec_driver_sql("SELECT id FROM test_table ORDER BY id").scalars()
            assert list(ids) == [1, 3]
            with pytest.raises(IntegrityError, match="cannot store TEXT value in INTEGER column"):
                connection.exec_driver_sql("INSERT INTO test_table (name, n) VALUES ('丁', 'x')")
        engine.dispose()
    finally:
        metadata.remove(made)
