"""The command line as a script sees it: a line in, exit code and one JSON object out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tuanji_desktop.cli import globals_first, run

SAMPLES = Path(__file__).parents[1] / "samples"


@dataclass(frozen=True)
class Answer:
    """What a call gave."""

    code: int
    data: dict[str, Any]
    err: str

    def __getitem__(self, key: str) -> Any:
        return self.data[key]


Tuanji = Callable[..., Answer]


@pytest.fixture
def tuanji(capsys: pytest.CaptureFixture[str]) -> Tuanji:
    """Calls `tuanji --json …`; stdout must hold one JSON object or nothing."""

    def call(*words: object) -> Answer:
        code = run(globals_first(["--json", *map(str, words)]))
        out, err = capsys.readouterr()
        return Answer(code, json.loads(out) if out.strip() else {}, err)

    return call


@pytest.fixture
def office(tmp_path: Path, tuanji: Tuanji) -> Path:
    """An empty office under the Guangdong pack."""
    file = tmp_path / "青溪.tuanji"
    made = tuanji("office", "create", file, "--name", "青溪团县委", "--policy", "guangdong-2018")
    assert made.code == 0
    return file


@pytest.fixture
def county(office: Path, tuanji: Tuanji) -> Path:
    """The sample county: 68 organisations, 1,108 members."""
    assert tuanji("org", "import", SAMPLES / "organizations.xlsx").code == 0
    assert tuanji("import", "roster", SAMPLES / "roster.xlsx", "--apply").code == 0
    return office
