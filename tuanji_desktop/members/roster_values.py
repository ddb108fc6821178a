"""The texts of a roster list whose meaning somebody should look at: words that are not the pack's,
branches written in short. Found once for each text, not for each row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import Connection

from ..core.progress import Progress, Quiet
from ..orgs import queries as orgs
from ..orgs.matching import BranchFinder, Match
from ..orgs.queries import Organization
from ..rules.checks import normalise
from ..rules.choices import RECOGNISED
from ..rules.fields import FIELDS, Kind
from ..rules.policy import Policy
from ..sheets.heading import Table
from ..sheets.prepared import text_of, written_values
from . import queries

_CHOSEN = (Kind.CHOICE, Kind.YES_NO)
_KNOWN = 1.0
_LIKE = 0.5
_GUESSED = 0.85
_BY_OTHERS = 0.85
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
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> tuple[WrittenValue, ...]:
    """What is to be looked at, the least sure first; nothing where all is sure.

    A branch means its organisation code.
    """
    found: list[WrittenValue] = []
    for name in table.columns:
        if name in FIELDS and FIELDS[name].kind in _CHOSEN:
            found += choice_texts(table, name, policy)
            progress.stop_if_cancelled()
    if "branch" in table.columns:
        found += _branch_texts(connection, table, progress)
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
def _branch_texts(connection: Connection, table: Table, progress: Progress) -> list[WrittenValue]:
    nodes = orgs.every(connection)
    names = {node.id: node.short_name for node in nodes}
    finder = BranchFinder(nodes)
    column, above = table.columns["branch"], table.columns.get("superior")
    pairs: dict[str, Counter[str]] = {}
    for row in table.rows:
        written = text_of(row.cell(column))
        if written:
            superior = text_of(row.cell(above)) if above is not None else ""
            pairs.setdefault(written, Counter())[superior] += 1
    progress.stop_if_cancelled()
    open_texts: dict[str, Match] = {}
    found = []
    for written, superiors in pairs.items():
        matches = [finder.find(written, superior=one) for one in superiors]
        sure = {match.sure.id: match for match in matches if match.sure}
        if len(sure) == 1 and all(match.sure for match in matches):
            match = next(iter(sure.values()))
            node = match.sure
            assert node is not None
            if written not in (node.full_name, node.code):
                found.append(_branch(written, superiors.total(), match, node, _KNOWN, names))
        elif not sure:
            superior = superiors.most_common(1)[0][0]
            open_texts[written] = finder.similar(written, superior=superior, most=_OFFERED)
    homes = _where_recorded(connection, table, open_texts)
    for written, match in open_texts.items():
        home = homes.get(written, Counter())
        inside = [node for node, _score in match.candidates if node.id in home]
        rows = pairs[written].total() - sum(home[node.id] for node in inside)
        if not rows or len(inside) > 1:
            continue  # each of them is recorded in one of these: that one is meant
        guess, score = (inside[0], _BY_OTHERS) if inside else _best(match)
        found.append(_branch(written, rows, match, guess, score, names))
    return found


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


def _where_recorded(
    connection: Connection, table: Table, texts: Mapping[str, Match]
) -> dict[str, Counter[int]]:
    """For branches written so that several may be meant: where the persons of these rows are
    recorded, and how many."""
    place = table.columns.get("id_number")
    if not texts or place is None:
        return {}
    column = table.columns["branch"]
    numbers: dict[str, str] = {}
    for row in table.rows:
        written = text_of(row.cell(column))
        if written in texts:
            numbers["".join(text_of(row.cell(place)).upper().split()).strip("'’")] = written
    homes: dict[str, Counter[int]] = {}
    for number, members in queries.by_id_numbers(connection, numbers, roster_only=True).items():
        homes.setdefault(numbers[number], Counter())[members[0].branch_id] += 1
    return homes
