"""Every command of the menus does something, under a key of its own."""

from collections import Counter
from collections.abc import Callable

import pytest

from tuanji_desktop.kit.desks import Desk
from tuanji_desktop.kit.page import Page
from tuanji_desktop.main_window import Command
from tuanji_desktop.menus import menus


class _Noting(dict[str, Callable[[], None]]):
    """An act for every name, which notes that it was done."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def __missing__(self, name: str) -> Callable[[], None]:
        return lambda: self.done.append(name)


def no_page() -> Page:
    raise AssertionError("a menu must not build a desk")


def made(acts: _Noting, desks: int = 12) -> list[Command]:
    found = [Desk(f"d{place}", f"台{place}", "home", no_page) for place in range(desks)]
    listed = menus(acts, found, lambda key: acts.done.append(f"to {key}"))
    return [command for _, commands in listed for command in commands if command is not None]


def test_each_command_does_what_its_name_says() -> None:
    acts = _Noting()
    commands = made(acts)
    for command in commands:
        command.act()
    expected = [name.replace("go_", "to ") for name in (command.name for command in commands)]
    assert acts.done == expected


def test_no_key_is_given_twice_and_only_nine_desks_have_a_number() -> None:
    keys = Counter(command.keys for command in made(_Noting()) if command.keys)
    assert [key for key, times in keys.items() if times > 1] == []
    assert "Ctrl+9" in keys
    assert "Ctrl+10" not in keys


@pytest.mark.parametrize("name", ["bulk_edit", "leave", "roll_over", "import_roster", "undo"])
def test_what_writes_is_not_offered_in_a_file_that_is_only_read(name: str) -> None:
    assert next(one for one in made(_Noting()) if one.name == name).write


def test_help_comes_last() -> None:
    titles = [title for title, _ in menus(_Noting(), [], lambda _key: None)]
    assert titles[-2:] == ["前往(&G)", "帮助(&H)"]
