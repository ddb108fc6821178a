"""Before anything is there: starting, making an office, empty desks, the lists that fill it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog

from tuanji_desktop.core.settings import MachineSettings
from tuanji_desktop.kit.import_review import DECIDE, MEND
from tuanji_desktop.kit.import_wizard import VALUES, ImportWizard
from tuanji_desktop.start import CreateDialog, LoginDialog, StartDialog

from .camera import Camera
from .tour import Tour

_DESKS = ("home", "roster", "review", "graduates", "deletion", "history")


def walk_start(
    camera: Camera, *, clock: Callable[[], datetime], locked: Path, recent: Path
) -> None:
    """The dialogs before there is a window."""
    settings = MachineSettings(recent_offices=(str(recent), str(locked)))
    start = StartDialog(settings)
    _show(camera, start, "start")
    refused = StartDialog(MachineSettings(), message="名单.xlsx 不是台账文件。")
    _show(camera, refused, "start-refused", again=True)
    create = CreateDialog(recent.parent, clock=clock)
    create.show()
    camera.take("create")
    create.name_box.setText("青溪团县委")
    create.operator_box.setText("周晓岚")
    create.password_box.setText("青溪2018")
    create.again_box.setText("青溪2019")
    camera.take("create-filled", again=True)
    create.encrypt_box.setChecked(False)
    camera.take("create-plain", again=True)
    create.close()
    login = LoginDialog(locked)
    login.show()
    camera.take("login")
    login.secret_box.setText("不是这个")
    login.open_file()
    camera.jobs = login._jobs
    camera.take("login-wrong", again=True)
    camera.jobs = None
    login.close()
    camera.settle()


def _show(camera: Camera, dialog: QDialog, name: str, *, again: bool = False) -> None:
    dialog.show()
    camera.take(name, again=again)
    dialog.close()
    camera.settle()


def walk_empty(tour: Tour, samples: Path) -> None:
    """An office that was just made, until the three lists are in."""
    for key in _DESKS:
        tour.desk(key)
        tour.camera.take(f"empty-{key}", again=key not in ("home", "roster"))
    tour.commands.imports.open("import_orgs")
    _wizard(tour, samples / "organizations.xlsx", "import-organizations")
    tour.commands.imports.open("import_roster")
    _wizard(tour, samples / "roster.xlsx", "import-roster")
    tour.commands.imports.open("import_roster")
    _wizard(tour, samples / "roster-changes.xlsx", "import-changes", manual="import")
    tour.commands.imports.open("import_graduates")
    _wizard(
        tour, samples / "graduates-2018-first-middle-school.xlsx", "import-graduates", again=False
    )
    tour.desk("graduates", "ambiguous")
    tour.camera.take("graduates-ambiguous", again=True)
    _doubts(tour, samples)


def _doubts(tour: Tour, samples: Path) -> None:
    """Several lists at once, what is asked of them, and an import that was left half-way."""
    lists = ("graduates-2018-vocational.xls", "graduates-2018-minzu-gb18030.csv")
    wizard = tour.commands.imports.open("import_graduates", [samples / name for name in lists])
    tour.camera.take("import-several", manual="import-file")
    tour.press("wizard_next", wizard)
    tour.camera.take("import-columns", manual="import-columns")
    tour.press("wizard_next", wizard)
    if wizard.step == VALUES:
        tour.camera.take("import-values", manual="import-values")
        tour.press("wizard_next", wizard)
    for tab, name in ((MEND, "import-mend"), (DECIDE, "import-decide")):
        wizard.review_page.tabs.setCurrentIndex(tab)
        tour.camera.take(name, manual=name)
    wizard.close()
    tour.desk("home")
    tour.camera.take("home-resume", again=True)
    again = tour.commands.imports.open("import_graduates")
    tour.camera.take("import-resume", again=True)
    again.close()


def _wizard(tour: Tour, path: Path, name: str, *, manual: str = "", again: bool = True) -> None:
    """Every step, and what was written."""
    wizard = tour.dialog()
    assert isinstance(wizard, ImportWizard)
    tour.camera.take(f"{name}-1-empty", again=True)
    wizard.open_path(path)
    tour.camera.take(f"{name}-1-file", again=again)
    tour.press("wizard_next", wizard)
    tour.camera.take(f"{name}-2-columns", again=again)
    tour.press("wizard_next", wizard)
    if wizard.step == VALUES:
        tour.camera.take(f"{name}-3-values", again=again)
        tour.press("wizard_next", wizard)
    tour.camera.take(f"{name}-3-check", manual=manual, again=again)
    tour.press("wizard_next", wizard)
    tour.camera.take(f"{name}-4-done", again=again)
    tour.press("wizard_next", wizard)
