"""`python -m tools.pictures [theme-scale …]`: photographs the program into docs/pictures.

Each theme and scale is a process of its own on a screen of its own, since Qt takes both once.
The county, the day and the clock are fixed: the same program makes the same pictures.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
MANUAL = ROOT / "resources" / "manual" / "pictures"
SAMPLES = ROOT / "tests" / "samples"
TODAY = date(2018, 8, 15)
NOW = datetime(2018, 8, 15, 10, 30, tzinfo=timezone(timedelta(hours=8)))
IN_THE_WINDOW, AFTER_IT = date(2018, 10, 15), date(2018, 12, 5)
MEMBERS = 1_500
COUNTY = "青溪县.tuanji"


@dataclass(frozen=True, slots=True)
class Screen:
    """What the pictures of one folder are taken on. Width and height in pixels of the screen."""

    theme: str
    percent: int
    width: int
    height: int


SCREENS = {
    f"{theme}-{percent}": Screen(theme, percent, width, height)
    for theme in ("light", "dark")
    for percent, width, height in ((100, 1366, 768), (200, 1920, 1080))
}
"""The smallest screen of an office as it is, and a usual one where everything is twice as large."""


def main() -> None:
    """Papers here, each screen in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("screens", nargs="*", choices=[*SCREENS, "papers", []], metavar="what")
    parser.add_argument("--inside", choices=list(SCREENS), help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.inside:
        photograph(wanted.inside)
        return
    names = wanted.screens or [*SCREENS, "papers"]
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()
    if "papers" in names:
        from .papers import take_papers

        _clear(PICTURES / "papers")
        print(f"papers: {len(take_papers(PICTURES / 'papers'))} pages", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        from tuanji_desktop.demo.service import make_practice_county

        county = Path(folder) / COUNTY
        make_practice_county(county, members=MEMBERS, now=NOW, today=TODAY)
        failed = [one for one in names if one in SCREENS and not _in_own_process(one, county)]
    size = sum(one.stat().st_size for one in PICTURES.rglob("*.png"))
    print(f"docs/pictures: {size / 1e6:.1f} MB")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _clear(folder: Path) -> None:
    for old in folder.glob("*.png"):
        old.unlink()


def _in_own_process(name: str, county: Path) -> bool:
    screen = SCREENS[name]
    with tempfile.TemporaryDirectory() as folder:
        shape = Path(folder) / "screen.json"
        one = {"name": name, "x": 0, "y": 0, "width": screen.width, "height": screen.height}
        dots = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        shape.write_text(json.dumps({"screens": [one | dots]}), encoding="utf-8")
        # The program shows where files lie: from here on paths are short and everybody's.
        (Path(folder) / "台账").mkdir()
        shutil.copy(county, Path(folder) / "台账")
        shutil.copytree(SAMPLES, Path(folder) / "名单")
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": f"offscreen:configfile={shape}",
            "QT_SCALE_FACTOR": str(screen.percent / 100),
            "TUANJI_HOME": str(Path(folder) / "home"),
        }
        command = [sys.executable, "-m", "tools.pictures", "--inside", name]
        return subprocess.run(command, env=environment, cwd=folder, check=False).returncode == 0


def photograph(name: str) -> None:
    """Everything on one screen, in this process; the files lie in the working directory."""
    from PySide6.QtCore import Qt, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from tuanji_desktop.app import Program, Wanted
    from tuanji_desktop.office.service import create_office, open_office

    from .beginning import walk_empty, walk_start
    from .camera import Camera
    from .county import walk
    from .desks import walk_august, walk_december, walk_window
    from .lists import walk_comparison
    from .tour import Tour

    screen = SCREENS[name]
    qInstallMessageHandler(_pass_on)
    app = QApplication(sys.argv[:1])
    app.setCursorFlashTime(0)
    app.setQuitOnLastWindowClosed(False)
    for effect in (
        Qt.UIEffect.UI_AnimateMenu,
        Qt.UIEffect.UI_FadeMenu,
        Qt.UIEffect.UI_AnimateCombo,
    ):
        app.setEffectEnabled(effect, False)
    sys.excepthook = _stop
    _clear(PICTURES / name)
    camera = Camera(PICTURES / name, MANUAL if name == "light-100" else None)
    program = Program(app, Wanted(None, False, TODAY))
    program.dress(replace(program.settings, theme=screen.theme))
    county = Path("台账") / COUNTY
    locked, empty = county.with_name("青溪团县委.tuanji"), county.with_name("新台账.tuanji")
    create_office(
        locked, name="青溪团县委", operator="周晓岚", password="青溪2018", now=NOW, today=TODAY
    )
    create_office(empty, name="青溪团县委", operator="周晓岚", now=NOW, today=TODAY)
    walk_start(camera, clock=_clock, locked=locked, recent=county)
    acts: tuple[tuple[Path, date, Callable[[Tour], None]], ...] = (
        (empty, TODAY, lambda tour: walk_empty(tour, Path("名单"))),
        (county, TODAY, walk),
        (county, TODAY, walk_august),
        (county, TODAY, walk_comparison),
        (county, IN_THE_WINDOW, walk_window),
        (county, AFTER_IT, walk_december),
    )
    for path, day, go in acts:
        context = open_office(path, clock=_clock, fixed_day=day)
        tour = Tour(program, context, camera)
        go(tour)
        tour.end()
    for words in dict.fromkeys(camera.defects):
        print(f"  {name}: {words}")
    print(f"{name}: {len(camera.taken)} pictures", flush=True)


def _pass_on(_kind: object, _where: object, words: str) -> None:
    """What Qt has to say, but for what a screen that is not there cannot do."""
    if not words.startswith("This plugin does not support"):
        print(f"  Qt: {words}", flush=True)


def _clock() -> datetime:
    return NOW


def _stop(kind: type[BaseException], error: BaseException, trace: object) -> None:
    """A fault in a slot must not leave a process that waits for ever."""
    sys.__excepthook__(kind, error, trace)  # type: ignore[arg-type]
    sys.stderr.flush()
    os._exit(1)


if __name__ == "__main__":
    main()
