"""`kill -9` in the midst of imports and edits: nothing that was done is lost, the file is whole."""

import os
import random
from pathlib import Path

from tests.flows.kill import torment

SEED = os.environ.get("TUANJI_KILL_SEED") or str(random.randrange(10**9))


def test_no_operation_is_lost(county: Path) -> None:
    came = torment(county, rounds=6, seed=SEED)
    assert came.operations > 0
