"""The texts of a roster list whose meaning somebody should look at: words that are not the pack's,
branches written in short. Found once for each text, not for each row."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from sqlalchemy import Connection

from ..core.progress import Progress, Quiet, watched
from ..orgs import queries as orgs
from ..orgs.matching import Match
from ..orgs.places import Cells
from ..orgs.queries import Organization
from ..rules.checks import normalise
from ..rules.choices import RECOGNISED
from ..rules.fields import FIELDS, Kind
from ..rules.policy import Policy
from ..sheets.heading import Table
from ..sheets.prepared import text_of, written_values
from . import queries
from .homes import SPEAK_OF_BRANCH, Homes, Said

_CHOSEN = (Kind.CHOICE, Kind.YES_NO)
_KNOWN = 1.0
_LIKE = 0.5
_GUESSED = 0.85
_BY_OTHERS = 0.85
_NAMED = 0.95
_OFFERED = 8


@dataclass(frozen=True, slots=True)
class WrittenValue:
    """A text of a column, how often it stands there and what it is taken for: value, words and how
    sure that is ('' where nobody knows). `choices` are value and words, the likeliest first."""

    field: str
    written: str
    rows: int
    meaning: str
    words: str
    score: float
    choices: tuple[tuple[str, str], ...]


def written_texts(
    connection: Connection,
    table: Table,
    *,
    policy: Policy,
    today: date,
    unit: int | None = None,
    by_class: bool = True,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> tuple[WrittenValue, ...]:
    """What is to be looked at, the least sure first; nothing where all is sure.

    A branch means its organisation code. `unit` and `by_class` as in `homes.Homes`.
    """
    found: list[WrittenValue] = []
    for name in table.columns:
        if name in FIELDS and FIELDS[name].kind in _CHOSEN:
            found += choice_texts(table, name, policy)
            progress.stop_if_cancelled()
    if by_class or "branch" in table.columns:
        nodes = orgs.every(connection)
        homes = Homes(nodes, today=today, unit=unit, by_class=by_class)
        found += _Branches(connection, table, nodes, homes, progress).texts()
    if all(one.score >= _KNOWN for one in found):
        return ()
    return tuple(sorted(found, key=lambda one: (one.score, -one.rows)))


# --------------------------------------------------------------------------- choices
def choice_texts(table: Table, name: str, policy: Policy) -> list[WrittenValue]:
    """Texts of a choice column that are none of the pack's words as they stand."""
    words = policy.choices(name)
    known = {*words, *RECOGNISED.get(FIELDS[name].choices or "", ())}
    found = []
    for written, rows in written_values(table, name).items():
        if written in known:
            continue
        value, findings = normalise(name, written, policy=policy)
        if value is not None and not findings:
            likely, score = [value], _KNOWN
        else:
            likely, score = _like(written, words)
        meaning = likely[0] if likely else ""
        choices = (*likely, *(one for one in words if one not in likely))
        pairs = tuple((one, one) for one in choices)
        found.append(WrittenValue(name, written, rows, meaning, meaning, score, pairs))
    return found


def _like(written: str, words: Sequence[str]) -> tuple[list[str], float]:
    """The words most like a text, the best first, and how sure the best one is."""
    scored = sorted(
        ((SequenceMatcher(None, written, one, autojunk=False).ratio(), one) for one in words),
        key=lambda pair: -pair[0],
    )
    likely = [(score, one) for score, one in scored if score >= _LIKE]
    if not likely or (len(likely) > 1 and likely[0][0] == likely[1][0]):
        return [], 0.0  # two as likely as each other: nobody knows
    return [one for _score, one in likely], round(likely[0][0] * _GUESSED, 2)


# -------------------------------------------------------------------------- branches
class _Branches:
    """What the rows of a list say of their branches, each text once."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        nodes: Sequence[Organization],
        homes: Homes,
        progress: Progress,
    ) -> None:
        self._connection, self._table, self._homes = connection, table, homes
        self._names = {node.id: node.short_name for node in nodes}
        places = {name: table.columns[name] for name in SPEAK_OF_BRANCH if name in table.columns}
        self._said = [
            homes.find({name: row.cell(place) for name, place in places.items()})
            for row in watched(table.rows, progress, "核对团支部")
        ]

    def texts(self) -> list[WrittenValue]:
        texts: dict[str, Counter[Cells]] = {}
        known: dict[Cells, Said] = {}
        for said in self._said:
            if said.cells.words:
                texts.setdefault(said.cells.words, Counter())[said.cells] += 1
                known[said.cells] = said
        open_texts: dict[str, Match] = {}
        found = []
        for written, ways in texts.items():
            sure = {node.id: known[one] for one in ways if (node := known[one].sure)}
            if len(sure) == 1 and all(known[one].sure for one in ways):
                said = next(iter(sure.values()))
                node = said.sure
                assert node is not None
                score = said.match.candidates[0][1]
                score = score if said.cells.by_class and score < _NAMED else _KNOWN
                if written not in (node.full_name, node.code):
                    rows = ways.total()
                    found.append(_branch(written, rows, said.match, node, score, self._names))
            elif not sure:
                likeliest = ways.most_common(1)[0][0]
                open_texts[written] = self._homes.similar(likeliest, most=_OFFERED)
        return found + self._open(texts, open_texts)

    def _open(
        self, texts: Mapping[str, Counter[Cells]], matches: Mapping[str, Match]
    ) -> list[WrittenValue]:
        """Those of which nobody can be sure, with where the others of the text are recorded."""
        found = []
        homes = self._where_recorded(matches)
        for written, match in matches.items():
            home = homes.get(written, Counter())
            inside = [node for node, _score in match.candidates if node.id in home]
            rows = texts[written].total() - sum(home[node.id] for node in inside)
            if not rows or len(inside) > 1:
                continue  # each of them is recorded in one of these: that one is meant
            guess, score = (inside[0], _BY_OTHERS) if inside else _best(match)
            found.append(_branch(written, rows, match, guess, score, self._names))
        return found

    def _where_recorded(self, texts: Collection[str]) -> dict[str, Counter[int]]:
        """For branches written so that several may be meant: where the persons of these rows are
        recorded, and how many."""
        place = self._table.columns.get("id_number")
        if not texts or place is None:
            return {}
        numbers: dict[str, str] = {}
        for row, said in zip(self._table.rows, self._said, strict=True):
            if said.cells.words in texts:
                number = "".join(text_of(row.cell(place)).upper().split()).strip("'’")
                numbers[number] = said.cells.words
        homes: dict[str, Counter[int]] = {}
        found = queries.by_id_numbers(self._connection, numbers, roster_only=True)
        for number, members in found.items():
            homes.setdefault(numbers[number], Counter())[members[0].branch_id] += 1
        return homes


def _best(match: Match) -> tuple[Organization | None, float]:
    """The best candidate, where it is better than the next."""
    if not match.candidates:
        return None, 0.0
    (node, score), *others = match.candidates
    if others and others[0][1] == score:
        return None, 0.0
    return node, min(score, _GUESSED)


def _branch(
    written: str,
    rows: int,
    match: Match,
    guess: Organization | None,
    score: float,
    names: Mapping[int, str],
) -> WrittenValue:
    nodes = [node for node, _score in match.candidates]
    if guess is not None:
        nodes = [guess, *(node for node in nodes if node.id != guess.id)]
    choices = tuple((node.code, _words(node, names)) for node in nodes)
    code, words = choices[0] if guess is not None else ("", "")
    return WrittenValue("branch", written, rows, code, words, score, choices)


def _words(node: Organization, names: Mapping[int, str]) -> str:
    above = names.get(node.parent_id or 0, "")
    return f"{node.short_name}（{above}）" if above else node.short_name
