"""The columns of the graduate table."""

from ..core.masks import mask_id, mask_phone
from ..kit.paged_model import Column
from .queries import Entry
from .states import MATCHES, PROGRESS


def columns() -> list[Column[Entry]]:
    """The list as the school wrote it, and what is known of each person here."""
    return [
        Column("name", "姓名", lambda one: one.name or "", width=88, sortable=False),
        Column("school", "学校", lambda one: one.school or "", width=120, sortable=False),
        Column("class_name", "班级", lambda one: one.class_name or "", width=96, sortable=False),
        Column(
            "id_number", "身份证号", lambda one: one.id_number or "", width=164,
            figures=True, mask=mask_id, sortable=False,
        ),
        Column(
            "mobile", "手机号码", lambda one: one.mobile or "", width=112,
            figures=True, mask=mask_phone, sortable=False,
        ),
        Column(
            "destination", "去向", lambda one: one.destination or "", width=96, sortable=False
        ),
        Column(
            "target", "转入组织", lambda one: one.target or "", width=176, sortable=False,
            tip=lambda one: one.target or "",
        ),
        Column("match", "匹配", lambda one: MATCHES.get(one.match, one.match), width=72, sortable=False),
        Column("branch", "在册团支部", lambda one: one.branch or "", width=176, sortable=False,
               tip=lambda one: one.branch or ""),
        Column(
            "progress", "进度", lambda one: PROGRESS.get(one.progress, one.progress), width=112,
            sortable=False,
        ),
        Column(
            "note", "备注", lambda one: one.note or "", width=160, shown=False, sortable=False,
            tip=lambda one: one.note or "",
        ),
        Column(
            "sheet", "名单工作表", lambda one: one.sheet, width=96, shown=False, sortable=False,
            tip=lambda one: one.sheet,
        ),
        Column(
            "row_number", "名单行号", lambda one: str(one.row_number), width=72, align="right",
            figures=True, shown=False, sortable=False,
        ),
    ]  # fmt: skip
