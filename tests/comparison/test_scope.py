"""What a list covers: named, or taken from its rows."""

from tests.comparison.helpers import CLASS_1, CLASS_2, SCHOOL
from tuanji_desktop.comparison.scope import Tree, chosen_scope, guessed_scope
from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs import queries as orgs


def tree(office: Context) -> Tree:
    with office.database.read() as connection:
        return Tree(orgs.every(connection))


def test_a_named_scope_is_everything_below(office: Context) -> None:
    scope = chosen_scope(tree(office), SCHOOL)
    assert (scope.org_id, scope.guessed, scope.silent) == (SCHOOL, False, frozenset())
    assert scope.branches >= {CLASS_1, CLASS_2}
    assert chosen_scope(tree(office), None).branches >= {1, SCHOOL, CLASS_1, CLASS_2}
    assert chosen_scope(tree(office), None).name == "全部团组织"


def test_a_guessed_scope_is_the_branches_that_are_named(office: Context) -> None:
    one = guessed_scope(tree(office), {CLASS_1: 5}, {CLASS_1: 5})
    assert (one.org_id, one.branches, one.silent) == (CLASS_1, frozenset({CLASS_1}), frozenset())
    both = guessed_scope(tree(office), {CLASS_1: 5, CLASS_2: 4}, {})
    assert (both.org_id, both.branches) == (SCHOOL, frozenset({CLASS_1, CLASS_2}))


def test_where_no_branch_is_named_the_persons_tell(office: Context) -> None:
    scope = guessed_scope(tree(office), {}, {CLASS_1: 2, CLASS_2: 3})
    assert (scope.org_id, scope.branches) == (SCHOOL, frozenset({CLASS_1, CLASS_2}))
    assert guessed_scope(tree(office), {}, {}).branches == frozenset()


def test_a_stray_does_not_widen_it_and_the_silent_are_known(office: Context) -> None:
    scope = guessed_scope(tree(office), {CLASS_1: 40, CLASS_2: 1}, {})
    assert (scope.org_id, scope.branches) == (CLASS_1, frozenset({CLASS_1}))
    with office.database.write(office.operation("org.add", "建")) as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO organizations (code, full_name, short_name, kind, parent_id, match_name) "
            "VALUES ('QX0103', '高三（3）班团支部', '高三（3）班', 'branch', 2, '高三(3)班团支部')"
        )
    scope = guessed_scope(tree(office), {CLASS_1: 4, CLASS_2: 4}, {})
    assert (scope.org_id, len(scope.silent)) == (SCHOOL, 1)
