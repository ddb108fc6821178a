"""What every kind of paper must stand: made twice the same, with a table that says the same."""

from tests.papers.reading import codes, whole_text
from tuanji_desktop.office.context import Context
from tuanji_desktop.papers.kinds import MadePaper, PaperKind, PaperWish
from tuanji_desktop.papers.qr import read_code


def kind(papers: tuple[PaperKind, ...], code: str) -> PaperKind:
    """A kind by its code."""
    return {one.code: one for one in papers}[code]


def made(office: Context, papers: tuple[PaperKind, ...], code: str, **wish: object) -> MadePaper:
    """A paper, made twice: the same bytes; its code is what the archive will look for."""
    chosen, wanted = kind(papers, code), PaperWish(**wish)  # type: ignore[arg-type]
    assert not chosen.lacks(wanted)
    one, other = chosen.make(office, wanted), chosen.make(office, wanted)
    assert one.paper.pdf == other.paper.pdf
    assert one == other
    if one.number:
        found = read_code(codes(one.paper.pdf)[0])
        assert found is not None
        assert (found.batch, found.page) == (one.number, 1)
        assert found.matches(one.content_hash)
    return one


def text_of(paper: MadePaper) -> str:
    """All its words."""
    return whole_text(paper.paper.pdf)


def same_words(paper: MadePaper) -> None:
    """Every cell of the electronic table stands on the paper."""
    assert paper.grid is not None
    printed = "".join(text_of(paper).split())
    for text in (*paper.grid.headings, *(cell for row in paper.grid.rows for cell in row)):
        for line in text.split("\n"):
            assert "".join(line.split()) in printed, line
    assert all(len(row) == len(paper.grid.headings) for row in paper.grid.rows)
    assert len(paper.grid.widths) == len(paper.grid.headings)
