"""`make setup`: a `.venv` with exactly the locked packages, and the system libraries Qt needs.

Runs on the system's own Python with the standard library only, before anything is installed, and
is finished in a moment when nothing changed. On Windows: `py -3.11 tools\\setup.py`.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "locked"
LOCK = ROOT / "requirements" / "dev.txt"
COMMANDS = ("tuanji", "tuanji-desktop")
OLDEST_PYTHON = (3, 11)

# shared library → (Debian package, Fedora/openEuler package)
ESSENTIAL = {
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libGL.so.1": ("libgl1", "mesa-libGL"),
    "libEGL.so.1": ("libegl1", "mesa-libEGL"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
}
WINDOW = {
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libcups.so.2": ("libcups2", "cups-libs"),  # printing
}


def say(text: str) -> None:
    """One line for the person who waits; on stderr, so that pipes stay clean."""
    print(text, file=sys.stderr, flush=True)


def is_root() -> bool:
    """Whether packages of the system may be installed without asking anybody."""
    return os.name != "nt" and os.geteuid() == 0


def missing(libraries: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """The packages of those libraries that the loader does not find."""
    packages = []
    for library, names in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(names)
    return packages


def apt_install(packages: list[str]) -> bool:
    """Install through apt where this process may; False where it may not or could not."""
    if not (is_root() and shutil.which("apt-get")):
        return False
    say("正在用 apt 安装系统软件包：" + " ".join(packages))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", *step],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            say("apt 没有成功（可能没有联网或软件源不可用）。")
            return False
    return True


def install_line(packages: list[tuple[str, str]]) -> str:
    """The line a person types to install the packages, for the system at hand."""
    if shutil.which("apt-get") or not shutil.which("dnf"):
        return "sudo apt-get install " + " ".join(debian for debian, _ in packages)
    return "sudo dnf install " + " ".join(dict.fromkeys(fedora for _, fedora in packages))


def system_libraries() -> bool:
    """Find what Qt needs of the system, install or name what is missing; False: cannot run."""
    if not sys.platform.startswith("linux"):
        return True
    packages = missing({**ESSENTIAL, **WINDOW})
    if not packages or apt_install([debian for debian, _ in packages]):
        return True
    say("缺少系统库，请运行（或请管理员运行）：\n  " + install_line(packages))
    if missing(ESSENTIAL):
        say("装好后再运行一次本命令。")
        return False
    say("测试可以照常运行；打开窗口之前请先装好。")
    return True


def fingerprint() -> str:
    """Changes with whatever decides the contents of `.venv`."""
    digest = hashlib.sha256(repr(sys.version_info).encode())
    for path in (LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_filled() -> bool:
    """Whether `.venv` already holds what the lock says, its commands included."""
    suffix = ".exe" if os.name == "nt" else ""
    return (
        all((BIN / (name + suffix)).exists() for name in (*COMMANDS, "python"))
        and STAMP.exists()
        and STAMP.read_text() == fingerprint()
    )


def has_ensurepip() -> bool:
    """Debian splits pip out of Python; without it no virtual environment can be made."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return False
    return True


def make_venv() -> bool:
    """An empty `.venv` that works; one left by another Python is made anew."""
    if PYTHON.exists():
        probe = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
        found = subprocess.run([str(PYTHON), "-c", probe], check=False, stderr=subprocess.DEVNULL)
        if not found.returncode:
            return True
        shutil.rmtree(VENV)
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not has_ensurepip() and not apt_install([package]):
        say("Python 缺少 venv 组件，请运行：\n  sudo apt-get install " + package)
        return False
    # a process of its own: the one running has already looked for ensurepip in vain
    return not subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode


def pip(*arguments: str) -> bool:
    """pip of the `.venv`; it says itself what went wrong."""
    command = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    # setuptools warns at length of what "editable" means
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([*command, *arguments], cwd=str(ROOT), env=environment, check=False)
    return not done.returncode


def strangers() -> list[str]:
    """Packages in `.venv` that no lock names: a library that uses them would behave otherwise here.

    (openpyxl writes through lxml where it finds it, through the standard library elsewhere.)
    """
    command = [str(PYTHON), "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check"]
    listed = subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout.decode()
    known = re.findall(r"^([\w.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    ours = {"pip", "uv", "tuanji-desktop", *known}
    names = [line.split("==")[0].split(" @ ")[0] for line in listed.splitlines()]
    return [name for name in names if re.sub(r"[-_.]+", "-", name).lower() not in ours]


def fill() -> bool:
    """The locked packages by their hashes, then the program itself, editable, with its commands."""
    say("正在安装依赖（第一次需要一到几分钟）……")
    if (
        pip("install", "--require-hashes", "-r", str(LOCK))
        and pip("install", "--no-deps", "--no-build-isolation", "--editable", ".")
        and (not (extra := strangers()) or pip("uninstall", "--yes", *extra))
    ):
        STAMP.write_text(fingerprint())
        return True
    say("依赖没有装全：请看上面 pip 的说明（多半是没有联网），处理后再运行一次。")
    return False


def main() -> int:
    """Everything in order; 0 when the two commands are ready to run."""
    if sys.version_info < OLDEST_PYTHON:
        say("需要 Python 3.11 或更新的版本，这里是 " + sys.version.split()[0] + "。")
        say("Debian 12 / Ubuntu 24.04：sudo apt-get install python3 python3-venv")
        return 1
    if not is_filled():
        STAMP.unlink() if STAMP.exists() else None
        if not (make_venv() and fill()):
            return 1
        say("安装完成：.venv/bin/tuanji 和 .venv/bin/tuanji-desktop")
    return 0 if system_libraries() else 1


if __name__ == "__main__":
    sys.exit(main())
