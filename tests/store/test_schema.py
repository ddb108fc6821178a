from tuanji_desktop.store import schema
from tuanji_desktop.store.database import Database

from .helpers import rows


def test_every_reference_to_a_member_has_an_index() -> None:
    """Taking back an import of 20,000 asks each referring table 20,000 times."""
    bare = [
        f"{table.name}.{column.name}"
        for table in schema.RECORDS
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname == "members.id"
        and not any(
            next(iter(index.columns), None) is column
            and index.dialect_options["sqlite"]["where"] is None
            for index in table.indexes
        )
    ]
    assert bare == []


def test_a_record_has_one_integer_id_that_is_never_reused() -> None:
    for table in schema.RECORDS:
        assert next(iter(table.columns)).name == "id", table.name
        assert table.dialect_options["sqlite"]["autoincrement"], table.name


def test_who_counts_is_one_rule(office: Database) -> None:
    """The partial indexes are used only if queries repeat exactly these words."""
    ((sql,),) = rows(office, "SELECT sql FROM sqlite_schema WHERE name = 'members_on_roster'")
    assert schema.ON_ROSTER in sql
    plan = rows(
        office,
        f"EXPLAIN QUERY PLAN SELECT id FROM members WHERE {schema.ON_ROSTER} ORDER BY name_pinyin",
    )
    assert "members_on_roster" in plan[0][3]


def test_derived_columns_exist() -> None:
    for table, names in schema.DERIVED_COLUMNS.items():
        assert names <= set(schema.metadata.tables[table].columns.keys())
    assert set(schema.MEMBER_VALUES) <= set(schema.members.columns.keys())
