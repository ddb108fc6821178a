"""Reading the tree."""

import pytest

from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries


def test_nodes_with_counts_of_their_subtree(context: Context) -> None:
    with context.database.read() as connection:
        (root,) = queries.children(connection, None)
        assert (root.code, root.members, root.children) == ("QX", 6, 1)
        (school,) = queries.children(connection, root.id)
        assert [node.members for node in queries.children(connection, school.id)] == [3, 3]
        assert [node.code for node in queries.path(connection, 4)] == ["QX", "QX01", "QX0102"]
        assert queries.subtree_ids(connection, school.id) == {2, 3, 4}
        assert [node.code for node in queries.every(connection)] == [
            "QX", "QX01", "QX0101", "QX0102",
        ]  # fmt: skip


def test_one_node(context: Context) -> None:
    with context.database.read() as connection:
        node = queries.by_code(connection, "QX0101")
        assert queries.by_id(connection, node.id) == node
        assert queries.by_ids(connection, [node.id]) == {node.id: node}
        assert queries.by_name_or_code(connection, node.full_name) == node
        assert queries.by_name_or_code(connection, "QX0101") == node
        with pytest.raises(NotFound):
            queries.by_code(connection, "无")
        with pytest.raises(NotFound):
            queries.by_id(connection, 99)
        with pytest.raises(NotFound):
            queries.by_name_or_code(connection, "无")


def test_filter_keeps_the_superiors(context: Context) -> None:
    with context.database.read() as connection:
        nodes, hits = queries.filtered(connection, "（2）")
        assert [node.code for node in nodes] == ["QX", "QX01", "QX0102"]
        assert hits == {4}
        assert queries.filtered(connection, "qx0101")[1] == {3}
        assert queries.filtered(connection, "没有") == ([], set())


def test_a_node_carries_its_data(context: Context) -> None:
    with context.database.write(context.operation("test", "资料")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET graduating_year = 2019, branch_sort = 'student', "
            "contact = '李老师', contact_phone = '0856-1' WHERE id = 3"
        )
    with context.database.read() as connection:
        node = queries.by_id(connection, 3)
    assert (node.graduating_year, node.branch_sort) == (2019, "student")
    assert (node.contact, node.contact_phone, node.held) == ("李老师", "0856-1", 0)
