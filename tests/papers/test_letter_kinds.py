"""What an office may change, and that everybody speaks of the same places."""

import pytest

from tuanji_desktop.core.errors import NotFound
from tuanji_desktop.core.paths import resource_dir
from tuanji_desktop.papers.letter_kinds import LETTER_KINDS, letter_kind
from tuanji_desktop.papers.letter_template import check, shipped


@pytest.mark.parametrize("code", LETTER_KINDS)
def test_the_manual_tells_every_place_of_every_letter(code: str) -> None:
    page = (resource_dir() / "manual" / "76-letters.md").read_text(encoding="utf-8")
    kind = LETTER_KINDS[code]
    _, _, part = page.partition(f"### {kind.title}（`{code}`）")
    part = part.partition("\n### ")[0]
    for one in kind.placeholders:
        assert f"| `{one.written}` | {one.meaning} |" in part, one.name
    assert part.count("| `{") == len(kind.placeholders), "the manual tells of a place that is gone"
    for name in kind.required:
        assert f"`{{{name}}}`" in part.partition("|")[0]


@pytest.mark.parametrize("code", LETTER_KINDS)
def test_what_is_shipped_is_sound_and_every_place_has_an_example(code: str) -> None:
    kind = LETTER_KINDS[code]
    assert check(code, shipped(code)) == ()
    assert all(one.example and one.meaning for one in kind.placeholders)
    assert set(kind.required) <= set(kind.names)
    assert len(kind.names) == len(kind.placeholders), "a place stands twice"


def test_there_is_a_text_for_every_letter_and_no_other() -> None:
    files = {file.stem for file in (resource_dir() / "letters").iterdir()}
    assert files == set(LETTER_KINDS)


def test_an_unknown_letter_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="party-notice（通报高校党委）") as refused:
        letter_kind("love")
    assert refused.value.code == "letter.unknown"
