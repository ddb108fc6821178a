"""The command line as a script sees it: a line in, exit code and one JSON object out."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.messy import Case, xlsx
from tuanji_desktop.cli import globals_first, run
from tuanji_desktop.cli.session import Session

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
def county(sample_county: Path, tmp_path: Path) -> Path:
    """The sample county: 68 organisations, 1,108 members; the office by default."""
    file = tmp_path / "青溪.tuanji"
    shutil.copy(sample_county, file)
    Session(None, None, None, None, as_json=True).remember(file)
    return file


@pytest.fixture
def messy(sample_county: Path, tmp_path: Path, tuanji: Tuanji) -> Callable[..., Answer]:
    """Plans and applies on a copy of the county; both must say the same."""
    office = tmp_path / "青溪.tuanji"
    shutil.copy(sample_county, office)

    def both(case: Case, *line: object, day: str = "2018-08-01") -> Answer:
        file = (case.write or xlsx)(tmp_path / case.name, case.rows)
        words = ("--office", office, "--today", day, "import", line[0], file, *line[1:])
        plan = tuanji(*words, "--plan")
        applied = tuanji(*words, "--apply")
        assert (plan.code, applied.code) == (0, 0), plan
        assert {**applied.data, "operation": None} == {**plan.data, "operation": None}
        return plan

    return both
