"""`make dist`: the onedir program, and the proof that it runs.

Builds `dist/tuanji-desktop/` from build.spec, lets its own command line make the practice county
and read a school's list, opens the county in its window on a virtual screen of 1366×768, keeps a
picture in `dist/tuanji-desktop.png`, and prints size, start-up time and the highest glibc version
asked for.
"""

import os
import re
import shutil
import struct
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops

from tools.setup import ROOT, apt_install, install_line, say

DIST = ROOT / "dist"
PROGRAM = DIST / "tuanji-desktop"
PICTURE = DIST / "tuanji-desktop.png"
LIST = ROOT / "tests" / "samples" / "graduates-2018-first-middle-school.xlsx"
SCREEN = (1366, 768)
PATIENCE = 60.0  # seconds until a window that has not come is a failure
STILL = 1.0  # seconds without a change that count as "painted"
BLINK = 400  # pixels that a text cursor may change meanwhile


class Start(NamedTuple):
    """How long the window took, in seconds since the program was started."""

    first_paint: float
    painted: float


def tools_are_there() -> bool:
    """What building and showing need of the system; installed or named when missing."""
    needed = {
        "objdump": ("binutils", "binutils"),
        "Xvfb": ("xvfb", "xorg-x11-server-Xvfb"),
    }
    packages = [names for tool, names in needed.items() if not shutil.which(tool)]
    library = sysconfig.get_config_var("INSTSONAME") or ""
    folders = [sysconfig.get_config_var("LIBDIR"), f"/lib/{sysconfig.get_config_var('MULTIARCH')}"]
    if not any(Path(str(folder), library).exists() for folder in folders):
        version = sysconfig.get_python_version()
        packages.append((f"libpython{version}", "python3-libs"))
    if not packages or apt_install([debian for debian, _ in packages]):
        return True
    say("制作程序还缺少系统软件，请运行：\n  " + install_line(packages))
    return False


def build() -> None:
    """Run PyInstaller; its warnings are in `build/`."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", "build.spec"]
    subprocess.run(command, cwd=ROOT, check=True)


@contextmanager
def virtual_screen(folder: Path) -> Iterator[tuple[str, Path]]:
    """An X server without a screen: its display name, and the file it paints into (XWD)."""
    reading, writing = os.pipe()
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-fbdir", str(folder)]
    server = subprocess.Popen(
        [*command, "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        yield f":{number}", folder / "Xvfb_screen0"
    finally:
        server.terminate()
        server.wait()


def frame(screen: Path) -> Image.Image:
    """What the virtual screen shows now, read from its frame buffer file."""
    data = screen.read_bytes()
    header = struct.unpack(">25I", data[:100])
    size, width, height, stride, colours = header[0], *header[4:6], header[12], header[19]
    pixels = data[size + 12 * colours :]  # 12 bytes for each entry of the colour map
    return Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX", stride)


def different_pixels(one: Image.Image, other: Image.Image) -> int:
    """How many pixels two frames differ in."""
    histogram = ImageChops.difference(one, other).convert("L").histogram()
    return sum(histogram[1:])


def watch(screen: Path, program: subprocess.Popen[bytes], started: float) -> Start:
    """Wait until the program has painted and rests."""
    empty = last = Image.new("RGB", SCREEN)
    first_paint = changed = 0.0
    while time.monotonic() - started < PATIENCE:
        if program.poll() is not None:
            sys.exit(f"程序没有启动，退出码 {program.returncode}")
        time.sleep(0.02)
        now, shown = time.monotonic() - started, frame(screen)
        if not first_paint and different_pixels(shown, empty) > SCREEN[0] * SCREEN[1] // 4:
            first_paint = now
        if different_pixels(shown, last) > BLINK:
            last, changed = shown, now
        if first_paint and now - changed > STILL:
            return Start(first_paint, changed)
    sys.exit(f"{PATIENCE:.0f} 秒内没有看到窗口")


def command_line(home: Path, *words: str) -> None:
    """Run the built `tuanji`; what it has to say goes to nobody unless it fails."""
    subprocess.run(
        [PROGRAM / "tuanji", *words],
        env={**os.environ, "TUANJI_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def show(office: Path, home: Path) -> Start:
    """Open the office file in the built program and keep a picture of it."""
    with virtual_screen(home) as (display, screen):
        environment = {
            **os.environ,
            "DISPLAY": display,
            "TUANJI_HOME": str(home),
            "QT_QPA_PLATFORM": "xcb",
        }
        started = time.monotonic()
        program = subprocess.Popen([PROGRAM / "tuanji-desktop", office], env=environment)
        try:
            start = watch(screen, program, started)
            frame(screen).save(PICTURE, optimize=True)
        finally:
            program.terminate()
            program.wait(timeout=10)
    return start


def highest_glibc(folder: Path) -> tuple[str, str]:
    """The newest glibc version that any file of the program asks for, and one that asks."""
    highest, asking = (0, 0), ""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        data = path.read_bytes()
        if data[:4] != b"\x7fELF":
            continue
        for major, minor in re.findall(rb"\0GLIBC_(\d+)\.(\d+)", data):
            if (version := (int(major), int(minor))) > highest:
                highest, asking = version, path.name
    return "{}.{}".format(*highest), asking


def report(start: Start, demo_seconds: float) -> None:
    """The figures of the program, on stdout."""
    files = [path for path in PROGRAM.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files)
    glibc, asking = highest_glibc(PROGRAM)
    print(f"程序      {PROGRAM.relative_to(ROOT)}/（{len(files)} 个文件，{size / 1e6:.0f} MB）")
    print(f"练习县    {demo_seconds:.1f} 秒做成")
    print(f"启动      {start.first_paint:.2f} 秒出现窗口，{start.painted:.2f} 秒画完")
    print(f"截图      {PICTURE.relative_to(ROOT)}")
    print(f"系统      glibc {glibc} 或更新（{asking} 需要 GLIBC_{glibc}）")


def main() -> int:
    """Build, open, measure."""
    if not tools_are_there():
        return 1
    build()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        office = home / "练习县.tuanji"
        before = time.monotonic()
        command_line(home, "office", "demo", str(office))
        demo_seconds = time.monotonic() - before
        # the reading child, in the folder as on the clerk's machine
        command_line(home, "--office", str(office), "import", "graduates", str(LIST), "--year=2018")
        show(office, home)  # once unmeasured: a cold disk is not the program's
        report(show(office, home), demo_seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
