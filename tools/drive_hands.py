"""The hands of `tools.drive`: drive the program from outside, by the names a screen reader reads.

Runs on the system's Python (Debian's python3-pyatspi), inside the D-Bus session and on the X server
that `tools.drive` has made. Moves the pointer and presses keys with xdotool; a step that does not
come about within its time ends everything with a sentence.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

T = TypeVar("T")
PATIENCE = 20.0
_DEEP = ("table", "tree table", "tree", "list")
"""Roles whose children are data: asking for them one by one takes minutes."""


def within(seconds: float, what: str, question: Callable[[], T | None]) -> T:
    """Asks until there is an answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            answer = question()
        except GLib.GError:  # it went away while it was asked
            answer = None
        if answer:
            return answer
        time.sleep(0.1)
    sys.exit(f"not within {seconds:.0f} s: {what}")


class Hands:
    """Looks by AT-SPI, acts by xdotool."""

    def __init__(self, shots: Path, frame_buffer: Path) -> None:
        self._shots, self._frame_buffer = shots, frame_buffer
        self._taken = 0
        self.app: Any = None

    def find_app(self, process: int) -> None:
        """Waits until the program has told the accessibility bus of itself."""

        def found() -> Any:
            desktop = Atspi.get_desktop(0)
            for place in range(desktop.get_child_count()):
                one = desktop.get_child_at_index(place)
                if one is not None and one.get_process_id() == process:
                    return one
            return None

        self.app = within(60, "the program on the accessibility bus", found)

    def everything(self, top: Any = None) -> Iterator[Any]:
        """All objects in sight, from the outside inwards; tables are not entered."""
        waiting = [top or self.app]
        while waiting:
            one = waiting.pop(0)
            yield one
            if one.get_role_name() in _DEEP:
                continue
            for place in range(one.get_child_count()):
                child = one.get_child_at_index(place)
                if child is not None and (one is self.app or _showing(child)):
                    waiting.append(child)

    def find(self, name: str, *, role: str = "", top: Any = None) -> Any:
        """The object whose name begins so."""

        def found() -> Any:
            for one in self.everything(top):
                if (one.get_name() or "").startswith(name) and role in ("", one.get_role_name()):
                    return one
            return None

        return within(PATIENCE, f"“{name}” {role}", found)

    def text(self, name: str) -> str:
        """The whole name of the object that begins so."""
        return str(self.find(name).get_name())

    def click(self, name: str, *, role: str = "", times: int = 1) -> None:
        """Moves the pointer there and clicks, once it can be pressed."""
        found = self.find(name, role=role)
        pressable = Atspi.StateType.ENABLED
        within(PATIENCE, f"“{name}” alive", lambda: found.get_state_set().contains(pressable))
        self.click_at(*middle(found), times=times)

    def click_at(self, x: int, y: int, *, times: int = 1) -> None:
        """Clicks at a place of the screen."""
        xdotool("mousemove", x, y)
        time.sleep(0.15)
        xdotool("click", "--repeat", times, "--delay", 80, 1)
        time.sleep(0.25)

    def keys(self, *names: str) -> None:
        """Presses keys: Ctrl+d, Escape …"""
        xdotool("key", "--delay", 60, *names)
        time.sleep(0.25)

    def type(self, words: str) -> None:
        """Types where the cursor is."""
        xdotool("type", "--delay", 40, words)
        time.sleep(0.3)

    def to_window(self, title: str) -> None:
        """Gives a window the keyboard: no window manager does it after a dialog has closed."""
        xdotool("search", "--onlyvisible", "--name", title, "windowfocus")
        time.sleep(0.3)

    def shot(self, name: str) -> None:
        """Keeps what is on the screen."""
        time.sleep(0.4)
        self._taken += 1
        shutil.copy(self._frame_buffer, self._shots / f"{self._taken:02}-{name}.xwd")
        print(f"  {self._taken:02} {name}", flush=True)


def _showing(one: Any) -> bool:
    return bool(one.get_state_set().contains(Atspi.StateType.SHOWING))


def middle(one: Any) -> tuple[int, int]:
    """Where on the screen it is."""
    area = Atspi.Component.get_extents(one, Atspi.CoordType.SCREEN)
    return area.x + area.width // 2, area.y + area.height // 2


def xdotool(*words: object) -> None:
    """One command to the X server."""
    subprocess.run(["xdotool", *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def row_of(table: Any, row: int) -> Any:
    """The first cell of a row."""
    return Atspi.Table.get_accessible_at(table, row, 0)


def unnamed(hands: Hands, where: str) -> list[str]:
    """What can have the keyboard and tells a screen reader nothing."""
    found = []
    for one in hands.everything():
        states = one.get_state_set()
        if (
            states.contains(Atspi.StateType.FOCUSABLE)
            and not one.get_name()
            and one.get_role_name() not in ("scroll pane", "scroll bar", "filler", "split pane")
        ):
            found.append(f"{where}: {one.get_role_name()} {one.get_accessible_id() or '?'}")
    return found


def meet_the_lock(hands: Hands, *, initials: str, name: str) -> list[str]:
    """Finds a member by initials, opens the card and the dialog, asks why the name is locked."""
    silent = []
    hands.find("查找团员")
    hands.shot("window")
    silent += unnamed(hands, "window")
    hands.click("查找团员")
    hands.type(initials)
    hands.find("查找：")
    table = hands.find("团员列表")
    within(PATIENCE, "one answer", lambda: Atspi.Table.get_n_rows(table) == 1)
    hands.shot("found")

    hands.click_at(*middle(row_of(table, 0)))
    hands.find(name)  # the card beside the list
    hands.shot("card")
    hands.click_at(*middle(row_of(table, 0)), times=2)
    dialog = hands.find("团员资料")
    hands.shot("dialog")
    silent += unnamed(hands, "member dialog")
    lock = hands.find("姓名：不可修改", top=dialog)
    hands.click_at(*middle(lock))
    hands.shot("lock")
    if "G 一.2" not in lock.get_description():
        sys.exit(f"the lock does not say where it stands: {lock.get_description()}")
    hands.keys("Escape")
    hands.click("关闭（Esc）")
    return silent


def make_the_paper(hands: Hands, *, out: Path) -> list[str]:
    """Asks for the deletion of who is chosen, makes a batch, saves its paper, ends the program."""
    silent = []
    hands.to_window("团籍台账")
    hands.keys("ctrl+d")
    hands.click("无团籍人员")
    hands.shot("request")
    silent += unnamed(hands, "request dialog")
    hands.click("提出申请", role="push button")
    hands.shot("requested")
    hands.click("到删除申请里查看")
    hands.shot("deletion desk")
    silent += unnamed(hands, "deletion desk")
    hands.click("编批打印", role="push button")
    hands.shot("batch")
    hands.click("编成批次并生成申请表")
    hands.find("打印预览")
    hands.shot("paper")
    silent += unnamed(hands, "preview")
    hands.click("保存…")
    time.sleep(1)
    hands.shot("save")
    hands.keys("ctrl+a")
    hands.type(str(out))
    hands.keys("Return")
    hands.find(f"已保存：{out.name}")
    hands.shot("saved")
    hands.to_window("团籍台账")
    hands.keys("ctrl+q")
    return silent


def main() -> None:
    """Starts the program and drives it; the exit code says whether everything came about."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--office", type=Path, required=True)
    parser.add_argument("--today", required=True)
    parser.add_argument("--initials", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shots", type=Path, required=True)
    parser.add_argument("--frame-buffer", type=Path, required=True)
    wanted = parser.parse_args()
    hands = Hands(wanted.shots, wanted.frame_buffer)
    command = [wanted.program, str(wanted.office), "--today", wanted.today]
    with subprocess.Popen(
        command, env=os.environ | {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    ) as it:
        try:
            hands.find_app(it.pid)
            silent = meet_the_lock(hands, initials=wanted.initials, name=wanted.name)
            silent += make_the_paper(hands, out=wanted.out)
            code = it.wait(timeout=PATIENCE)
        except BaseException:
            hands.shot("failed")
            it.kill()
            raise
    for words in silent:
        print(f"  says nothing to a screen reader: {words}")
    if code or silent:
        sys.exit(f"exit code {code}, {len(silent)} widgets without a name")


if __name__ == "__main__":
    main()
