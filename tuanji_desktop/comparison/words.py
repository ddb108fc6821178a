"""How the two sides of a line are shown: numbers masked but for the places that tell them apart."""

from ..core.masks import mask_id, mask_phone
from ..rules.fields import FIELDS, Kind
from .kinds import AGREED, ASIDE, CORRECT_THERE, DECIDED, HERE, NOT_OURS, OPEN, PENDING, STATES
from .queries import LineRow

EMPTY = "（空）"
_SIGNS = {
    OPEN: "○", PENDING: "◔", CORRECT_THERE: "➜", NOT_OURS: "➜", AGREED: "✓", ASIDE: "–",
    DECIDED: "✓",
}  # fmt: skip


def side(field: str, text: str, other: str) -> str:
    """A value of one side; of a number that differs in a place or two, those places too."""
    if not text:
        return EMPTY
    kind = FIELDS[field].kind if field in FIELDS else None
    if kind not in (Kind.ID_NUMBER, Kind.MOBILE) or "*" in text:
        return " ".join(text.split())
    masked = mask_id(text) if kind is Kind.ID_NUMBER else mask_phone(text)
    if len(text) != len(other) or "*" in other:
        return masked
    differing = [place for place, (a, b) in enumerate(zip(text, other, strict=True)) if a != b]
    if not 0 < len(differing) <= 2:
        return masked
    return "".join(text[n] if n in differing else one for n, one in enumerate(masked))


def here_words(row: LineRow) -> str:
    """The roster's side of a line."""
    if row.field:
        return side(row.field, row.here, row.there)
    if row.kind == HERE:
        return "在册"
    return row.here or "—"


def there_words(row: LineRow) -> str:
    """The list's side of a line."""
    if row.field:
        return side(row.field, row.there, row.here)
    return "—" if row.kind == HERE else row.place


def state_words(row: LineRow) -> str:
    """Where it stands, with a sign that needs no colour."""
    return f"{_SIGNS[row.state]} {STATES[row.state]}"


def about(row: LineRow) -> str:
    """What else is to be said of it."""
    return "；".join(filter(None, (row.words if row.words != STATES[row.state] else "", row.note)))
