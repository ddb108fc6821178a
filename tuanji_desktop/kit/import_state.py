"""How far an import is and all that was said on the way, as the office file keeps it over a crash."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tuanji_desktop.sheets.reading import Reading

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a written text was said to mean: the value and how it is shown."""

    value: str
    words: str


Meanings = Mapping[tuple[str, str], Meaning]
"""Field and text as written → what it means."""


@dataclass(frozen=True, slots=True)
class ImportState:
    """`step`: which one is in sight. `sheet`: the one in force. `sheets`: what was said of each
    sheet (columns, heading, mended cells, decisions). `waiting`: files still to be taken. `pasted`:
    the text of a pasted list, in a state of version 0.4; since then it is kept beside the state."""

    step: int
    sheet: str | None = None
    sheets: Mapping[str, Reading] = field(default_factory=dict)
    meanings: Meanings = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    pasted: str = ""

    def reading(self) -> Reading:
        """All of it as the planner takes it."""
        said = self.sheets.get(self.sheet or "", Reading())
        return Reading(
            self.sheet,
            said.chosen,
            said.heading,
            values_of(self.meanings),
            tuple(sorted(self.policies.items())),
            said.mended,
            said.decisions,
            said.headings,
        )


def values_of(meanings: Meanings) -> tuple[tuple[str, str, str], ...]:
    """Meanings in the form a `Reading` has them."""
    return tuple(
        (name, written, meaning.value) for (name, written), meaning in sorted(meanings.items())
    )


def state_text(state: ImportState) -> str:
    """As JSON; equal states give equal texts."""
    content = {
        "format": _FORMAT,
        "step": state.step,
        "sheet": state.sheet,
        "sheets": {name: _said(said) for name, said in sorted(state.sheets.items())},
        "meanings": [
            [name, written, meaning.value, meaning.words]
            for (name, written), meaning in sorted(state.meanings.items())
        ],
        "policies": dict(sorted(state.policies.items())),
        "answers": dict(sorted(state.answers.items())),
        "waiting": list(state.waiting),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def read_state(text: str) -> ImportState | None:
    """The state of a text; None where it is of another program or makes no sense."""
    try:
        content = json.loads(text)
        if content["format"] != _FORMAT:
            return None
        return ImportState(
            step=int(content["step"]),
            sheet=content["sheet"],
            sheets={name: _read_said(name, said) for name, said in content["sheets"].items()},
            meanings={
                (name, written): Meaning(value, words)
                for name, written, value, words in content["meanings"]
            },
            policies=dict(content["policies"]),
            answers=dict(content["answers"]),
            waiting=tuple(content["waiting"]),
            pasted=content.get("pasted", ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _said(reading: Reading) -> dict[str, Any]:
    return {
        "chosen": reading.chosen,
        "heading": reading.heading,
        "headings": reading.headings,
        "mended": reading.mended,
        "decisions": reading.decisions,
    }


def _read_said(name: str, content: Mapping[str, Any]) -> Reading:
    heading = content["heading"]
    return Reading(
        name,
        chosen=tuple((text, to) for text, to in content["chosen"]),
        heading=(heading[0], heading[1]) if heading else None,
        headings=tuple(
            (sheet, first, count) for sheet, first, count in content.get("headings", ())
        ),
        mended=tuple((row, column, text) for row, column, text in content["mended"]),
        decisions=tuple((row, decision) for row, decision in content["decisions"]),
    )
