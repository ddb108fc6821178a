"""Exports that are saved are there for every clerk, under one name each."""

from dataclasses import replace

import pytest

from tuanji_desktop.core.errors import BadInput, NotFound
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.export_definitions import (
    definition,
    delete_definition,
    list_definitions,
    rename_definition,
    save_definition,
)


def test_a_definition_is_saved_for_all_and_saved_again(office: Context) -> None:
    save_definition(office, kind="roster", name=" 上报 用 ", text="{}")
    other = replace(office, operator="赵副书记")
    saved = save_definition(other, kind="roster", name="上报 用", text='{"a": 1}')
    assert (saved.name, saved.text, saved.saved_by) == ("上报 用", '{"a": 1}', "赵副书记")
    save_definition(office, kind="graduates", name="上报 用", text="{}")
    assert [one.kind for one in list_definitions(office)] == ["graduates", "roster"]
    assert list_definitions(office, kind="roster") == (saved,)


def test_a_definition_is_renamed_but_never_over_another(office: Context) -> None:
    save_definition(office, kind="roster", name="甲", text="1")
    save_definition(office, kind="roster", name="乙", text="2")
    assert rename_definition(office, kind="roster", name="甲", new_name="丙").text == "1"
    with pytest.raises(BadInput) as caught:
        rename_definition(office, kind="roster", name="丙", new_name="乙")
    assert caught.value.code == "definition.taken"
    assert rename_definition(office, kind="roster", name="丙", new_name="丙").name == "丙"
    delete_definition(office, kind="roster", name="丙")
    assert [one.name for one in list_definitions(office)] == ["乙"]


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_a_name_is_needed_and_not_too_long(office: Context, name: str) -> None:
    with pytest.raises(BadInput) as caught:
        save_definition(office, kind="roster", name=name, text="{}")
    assert caught.value.code == "definition.name"


def test_an_unknown_name_is_told_with_those_there_are(office: Context) -> None:
    with pytest.raises(NotFound, match="还没有"):
        definition(office, kind="roster", name="甲")
    save_definition(office, kind="roster", name="乙", text="2")
    for act in (
        lambda: delete_definition(office, kind="roster", name="甲"),
        lambda: rename_definition(office, kind="roster", name="甲", new_name="丙"),
    ):
        with pytest.raises(NotFound, match="“乙”") as caught:
            act()
        assert caught.value.code == "definition.unknown"
