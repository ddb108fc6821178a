"""Spoilt lists are read or refused; and what spoils them does."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests import corpus, fuzz
from tests.fuzz import ACTS, SPLICE, Step, judged, main, seeds, smallest, spoilt

STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from([*ACTS, SPLICE]),
        st.floats(0, 1),
        st.floats(0, 1),
        st.integers(1, 3000),
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=16, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(sorted(seeds())), steps=STEPS)
@example(name="名单.ods", steps=[Step("digits", 0.9, 0.3, 11, 1)])
@example(name="小.xls", steps=[Step("flip", 0, 0.05, 200, 255)])
def test_spoilt_lists_are_read_or_refused(name: str, steps: list[Step], tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(spoilt(name, steps))
    outcome = judged(path)
    assert outcome.verdict != corpus.FAILED, outcome.words


@pytest.mark.parametrize("name", sorted(seeds()))
def test_the_seeds_are_lists(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(spoilt(name, []))
    assert judged(path).verdict == corpus.READ


@pytest.mark.parametrize(
    ("act", "spoilt_text"),
    [
        ("flip", b"abDe12"),
        ("cut", b"ab12"),
        ("insert", b"ab  cd12"),
        ("double", b"abcdcd12"),
        ("digits", b"abcd9992"),
    ],
)
def test_each_act_spoils(act: str, spoilt_text: bytes) -> None:
    acts = {
        "flip": (b"abde12", 2, 1, 32),
        "cut": (b"abcd12", 2, 2, 1),
        "insert": (b"abcd12", 2, 2, 32),
        "double": (b"abcd12", 2, 2, 8),
        "digits": (b"abcd12", 2, 2, 1),
    }
    assert ACTS[act](*acts[act]) == spoilt_text


def test_a_zip_is_spoilt_inside_too() -> None:
    whole = seeds()["名单.ods"]
    inside = spoilt("名单.ods", [Step("insert", 0.99, 0.5, 3, 65)])
    assert inside.startswith(b"PK")
    assert b"AAA" not in inside  # packed
    assert inside != whole
    assert spoilt("名单.ods", [Step("cut", 0.1, 0.5, 3, 4)]) == whole[: len(whole) // 2]


def test_a_failure_is_kept_as_small_as_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def worse(path: Path) -> corpus.Outcome:
        bad = b"\x07" * 5 in path.read_bytes()
        return corpus.Outcome(corpus.FAILED if bad else corpus.READ, "crash", 0.1, 1.0)

    monkeypatch.setattr(fuzz, "judged", worse)
    monkeypatch.setattr(corpus, "measure_children", lambda: None)
    path = tmp_path / "a"
    guilty = Step("insert", 0, 0.5, 5, 7)
    steps = [Step("cut", 0, 0.9, 1, 1), guilty, Step("flip", 0, 0.1, 1, 1)]
    assert smallest(path, "网页.xls", steps) == [guilty]
    monkeypatch.setattr(fuzz, "random_steps", lambda _: [guilty])
    assert main(["0.05", "--keep", str(tmp_path / "kept"), "--seed", "1"]) == 1
    assert "001-" in capsys.readouterr().out
    assert b"\x07" * 5 in next((tmp_path / "kept").iterdir()).read_bytes()


def test_the_command_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["0.3", "--keep", str(tmp_path), "--seed", "5"]) == 0
    assert " 0 found" in capsys.readouterr().out
