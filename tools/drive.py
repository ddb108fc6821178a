"""`make drive`: the real program on a real X server, driven from outside by its accessible names.

Not part of `make test`: it needs an X server, xdotool and the accessibility bus, which a bare
machine has not. What is missing is said, with the line that installs it; nothing is skipped.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHOTS = ROOT / "build" / "drive"
SYSTEM_PYTHON = "/usr/bin/python3"
INSTALL = "sudo apt-get install xvfb xdotool dbus at-spi2-core python3-pyatspi gir1.2-atspi-2.0"
SCREEN = "1366x768x24"
TODAY = date(2018, 8, 15)
NOW = datetime(2018, 8, 15, 10, 30, tzinfo=timezone(timedelta(hours=8)))
_COMPLETE = (
    "SELECT name, name_initials FROM members m WHERE status = 'active' AND missing = '' AND "
    "id NOT IN (SELECT member_id FROM deletion_requests) AND id NOT IN (SELECT member_id FROM "
    "graduate_entries WHERE member_id IS NOT NULL) AND (SELECT count(*) FROM members o WHERE "
    "o.name_initials LIKE m.name_initials || '%') = 1 AND length(name) = 3 ORDER BY id LIMIT 1"
)
"""Somebody with initials of their own, in whose way nothing stands."""


def missing() -> list[str]:
    """What of the tools is not installed."""
    names = [one for one in ("Xvfb", "xdotool", "dbus-run-session") if shutil.which(one) is None]
    asked = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if (
        not Path(SYSTEM_PYTHON).exists()
        or subprocess.run([SYSTEM_PYTHON, "-c", asked], capture_output=True, check=False).returncode
    ):
        names.append("Atspi for the system's Python")
    return names


def make_county(path: Path) -> tuple[str, str]:
    """A small practice county; name and initials of the member who is looked for."""
    from tuanji_desktop.demo.service import make_practice_county
    from tuanji_desktop.office.service import open_office

    make_practice_county(path, members=400, now=NOW, today=TODAY)
    context = open_office(path, clock=lambda: NOW, fixed_day=TODAY)
    try:
        with context.database.read() as connection:
            row = connection.exec_driver_sql(_COMPLETE).fetchone()
    finally:
        context.database.close()
    if row is None:
        sys.exit("the practice county has nobody with initials of their own")
    return str(row[0]), str(row[1]).split()[0]


@contextmanager
def x_server(folder: Path) -> Iterator[tuple[str, Path]]:
    """A screen that nobody sees: its display, and the file that holds its picture."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-fbdir", str(folder)]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as answer:
            display = answer.readline().strip()
        if not display:
            sys.exit("Xvfb did not start")
        try:
            yield f":{display}", folder / "Xvfb_screen0"
        finally:
            server.terminate()


def develop(folder: Path) -> None:
    """Turns the copies of the frame buffer (XWD) into PNGs."""
    from PIL import Image

    for file in sorted(folder.glob("*.xwd")):
        data = file.read_bytes()
        words = [int.from_bytes(data[at : at + 4], "big") for at in range(0, 100, 4)]
        start, width, height, stride, colours = words[0], words[4], words[5], words[12], words[19]
        pixels = data[start + colours * 12 :]
        picture = Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", stride, 1)
        picture.save(file.with_suffix(".png"))
        file.unlink()


def text_of(pdf: Path) -> str:
    """What a PDF says."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def main() -> None:
    """Drives, develops the pictures, reads the paper."""
    absent = missing()
    if absent:
        sys.exit(f"missing: {', '.join(absent)}. On Debian 12: {INSTALL}")
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        office, paper = folder / "drive.tuanji", folder / "paper.pdf"
        name, initials = make_county(office)
        with x_server(folder) as (display, frame_buffer):
            environment = os.environ | {
                "DISPLAY": display,
                "QT_QPA_PLATFORM": "xcb",
                "TUANJI_HOME": str(folder / "home"),
            }
            environment.pop("WAYLAND_DISPLAY", None)
            hands = [
                "dbus-run-session", "--", SYSTEM_PYTHON, str(ROOT / "tools" / "drive_hands.py"),
                "--program", str(ROOT / ".venv" / "bin" / "tuanji-desktop"),
                "--office", str(office), "--today", TODAY.isoformat(),
                "--initials", initials, "--name", name, "--out", str(paper),
                "--shots", str(SHOTS), "--frame-buffer", str(frame_buffer),
            ]  # fmt: skip
            done = subprocess.run(hands, env=environment, check=False)
        develop(SHOTS)
        if done.returncode:
            sys.exit("the window could not be driven to the end; build/drive shows how far")
        if name not in text_of(paper):
            sys.exit(f"the paper does not name {name}")
    print(f"driven in {time.monotonic() - started:.0f} s; the paper names {name}; see build/drive")


if __name__ == "__main__":
    main()
