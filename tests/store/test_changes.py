import pytest

from tuanji_desktop.store.changes import Changes

from .helpers import act


def test_a_view_asks_whether_it_is_touched() -> None:
    changes = Changes(7, "导入", {"members": frozenset({1}), "papers": frozenset()})
    assert changes.touches("members") and changes.touches("organizations", "members")
    assert not changes.touches("papers") and not changes.touches("organizations")
    assert not changes.touches()


def test_an_operation_is_told_by_name_and_never_changed() -> None:
    operation = act("member.edit")
    assert (operation.reason, operation.document, operation.undoes) == (None, None, None)
    with pytest.raises(AttributeError):
        operation.words = "别的"  # type: ignore[misc]
