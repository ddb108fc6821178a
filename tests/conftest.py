"""What every test lives under: no screen, no home, no warning that nobody reads."""

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Two slow shared cores make any deadline a coin toss; CI looks for regressions, not for new bugs.
settings.register_profile(
    "house", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("house"), max_examples=25, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")


@pytest.fixture(autouse=True, scope="session")
def _home_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fixtures wider than one test must not touch the developer's own settings either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TUANJI_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings, drafts and logs of a test are gone with it."""
    monkeypatch.setenv("TUANJI_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _no_unexpected_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A record of WARNING or worse fails the test; one that expects it calls `caplog.clear()`."""
    # a test that started the program's own log has cut it off from the root
    logging.getLogger("tuanji").propagate = True
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    bad = [f"{r.name}: {r.getMessage()}" for r in records if r.levelno >= logging.WARNING]
    assert not bad, f"unexpected log records: {bad}"


@pytest.fixture(autouse=True)
def _widgets_die_on_their_own_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """A collection that happens to run on a worker thread would destroy widgets there: a crash."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    gc.freeze()  # what was there before is not looked through again: that costs most of a second
    yield
    gc.enable()
    gc.collect()


@pytest.fixture(scope="session")
def sample_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office file of the sample lists, made once a run; tests work on copies."""
    from tests.imports import make_county

    return make_county(tmp_path_factory.mktemp("county"))
