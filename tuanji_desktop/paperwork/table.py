"""The columns of the archive, its filters, and what an empty list says."""

from collections.abc import Mapping

from ..kit.paged_model import Column
from .queries import PaperRow

EMPTY: Mapping[str, tuple[str, str]] = {
    "all": (
        "还没有存档的纸件",
        "打印过的申请表、函、花名册……都原样存在这里，可随时重印，一字不差。",
    ),
    "unprinted": ("没有未打印的纸件", "已经定稿存档、还没有打印的，会出现在这里。"),
    "awaited": ("没有等待扫描件的纸件", "打印过、盖章的扫描件还没有归档的，会出现在这里。"),
    "void": ("没有作废待重印的纸张", "盖坏、撕坏的纸登记作废后，在重印之前会留在这里。"),
}


def columns(titles: Mapping[str, str]) -> tuple[Column[PaperRow], ...]:
    """`titles` are those of the forms by their code."""
    return (
        Column("made_at", "日期", lambda row: row.made_at[:10], width=88, figures=True,
               tip=lambda row: row.made_at[:16].replace("T", " ")),
        Column("title", "名称", lambda row: row.title, width=138, tip=lambda row: row.title),
        Column("form", "表式", lambda row: titles.get(row.form, row.form), width=120, shown=False,
               tip=lambda row: titles.get(row.form, row.form)),
        Column("number", "编号", lambda row: row.number, width=92, figures=True,
               tip=lambda row: row.number),
        Column("about", "单位/团员", lambda row: row.about, width=96, sortable=False,
               tip=lambda row: row.about),
        Column("pages", "页数", lambda row: str(row.pages), width=44, align="right", figures=True),
        Column("prints", "打印次数", lambda row: str(row.prints or ""), width=76, align="right",
               figures=True, sortable=False),
        Column("scans", "扫描件", scan_words, width=58, sortable=False),
        Column("state", "状态", state_words, width=98, sortable=False, tip=state_tip),
    )  # fmt: skip


def scan_words(row: PaperRow) -> str:
    """How many of the pages came back."""
    return f"{len(row.scanned)}/{row.pages} 页" if row.scanned else ""


def state_words(row: PaperRow) -> str:
    """The state; what must not go out bears a mark."""
    return f"⚠ {row.state}" if row.void else row.state


def state_tip(row: PaperRow) -> str:
    """Which pages are void, which came back."""
    parts = []
    if row.void:
        parts.append(f"第 {_pages(row.void)} 页作废，还没有重印")
    if row.scanned:
        parts.append(f"第 {_pages(row.scanned)} 页已归档扫描件")
    return "；".join(parts)


def _pages(pages: tuple[int, ...]) -> str:
    return "、".join(str(page) for page in pages)
