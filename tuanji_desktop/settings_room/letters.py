"""The texts of the letters: shown, checked, kept as the office's own, given back as shipped."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from ..core.errors import FileRefused
from ..office.context import Context
from ..office.letter_texts import keep_letter, own_letter, own_letters
from ..papers.letter import Letter, draw_letter
from ..papers.letter_kinds import LETTER_KINDS, LetterKind, letter_kind
from ..papers.letter_template import fill, parse, shipped, split_parts
from ..papers.paper import Paper

SAMPLE_DAY = date(2018, 8, 31)
"""The day on the sample; its values are the examples of the places."""
_LARGEST_FILE = 1 << 20


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter as the list shows it; `own`: the office changed its words."""

    kind: LetterKind
    own: bool


def load_letters(context: Context) -> tuple[LetterRow, ...]:
    """All letters, and which of them the office changed."""
    changed = own_letters(context)
    return tuple(LetterRow(kind, code in changed) for code, kind in LETTER_KINDS.items())


def load_text(context: Context, code: str) -> str:
    """The text that holds now."""
    kind = letter_kind(code)
    with context.database.read() as connection:
        own = own_letter(connection, kind.code)
    return own if own is not None else shipped(code)


def save_letter(context: Context, *, code: str, text: str) -> bool:
    """Keeps an own text; False where it says what holds already.

    Raises `BadInput` with line and reason. The shipped words again are no own text.
    """
    template = parse(code, text)
    kept = None if split_parts(text) == split_parts(shipped(code)) else text
    return keep_letter(context, code, template.kind.title, kept)


def restore_letter(context: Context, *, code: str) -> bool:
    """Lets the shipped text hold again; False where it does already."""
    return keep_letter(context, code, letter_kind(code).title, None)


def sample(code: str, text: str) -> Paper:
    """The letter as it will look, its places filled with their examples."""
    template = parse(code, text)
    kind, values = template.kind, template.kind.examples
    letter = Letter(
        **asdict(fill(template, values)),
        document_number=values.get("文号", ""),
        sender=values.get("单位") or values.get("支部", ""),
        day=SAMPLE_DAY,
        contact=values.get("联系人", ""),
        contact_phone=values.get("联系电话", ""),
        numbered=kind.numbered,
        upward=kind.upward,
    )
    return draw_letter(letter, content_hash="0" * 64)


def read_text(path: Path) -> str:
    """A text file of a letter. Raises `FileRefused` where it is none."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise FileRefused("file.too_large", f"“{path.name}”太大，不像是公文模板。")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileRefused(
            "file.unreadable", f"无法读取“{path.name}”：{error.strerror}。"
        ) from error
    except UnicodeDecodeError:
        pass
    try:
        return path.read_text(encoding="gb18030")
    except UnicodeDecodeError as error:
        raise FileRefused(
            "file.unreadable", f"“{path.name}”不是文本文件。请用记事本保存为文本，再试一次。"
        ) from error


def suggested_file(code: str) -> Path:
    """What the file of a text is called."""
    return Path.home() / f"{letter_kind(code).code}.txt"


def places_in_words(code: str) -> str:
    """Every place of a letter as notes of its text file."""
    kind = letter_kind(code)
    lines = [
        f"# {one.written}　{one.meaning}，例如：{one.example}"
        f"{'（必须有）' if one.name in kind.required else ''}"
        for one in kind.placeholders
    ]
    return "\n".join([f"# {kind.title}：{kind.about}。可以用的占位符：", *lines])
