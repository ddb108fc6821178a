"""What stands where on the documents' forms, kept as it was when they became files.

`forms/layout.json` holds each line of text with its left edge and its lowest point in points. An
archived paper is reprinted from its bytes; this keeps new ones looking like it.
"""

import json
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from tests.papers.reading import Box, boxes
from tuanji_desktop.deletion.form import (
    GuangdongForm,
    GuangdongRow,
    QiluForm,
    QiluRow,
    draw,
)
from tuanji_desktop.papers.paper import Paper
from tuanji_desktop.retention.form import RetentionForm, RetentionRow, draw_retention

KEPT = Path(__file__).parent / "forms" / "layout.json"
BRANCH = "中国共产主义青年团青溪县第一中学2015级3班支部委员会"
ID = "52062820001017727X"

Line = list[str | int]


def papers() -> dict[str, Paper]:
    g_rows = (
        GuangdongRow(1, "龙𬱖", "13800138001", BRANCH, "无团籍人员"),
        GuangdongRow(
            2, "阿依古丽·买买提", "13800138002", BRANCH, f"身份证号码错误，正确身份证号码为：{ID}"
        ),
    )
    q_rows = (
        QiluRow(1, BRANCH, "阿依古丽·买买提", ID, "正确编号，201552401980"),
        QiluRow(2, BRANCH, "龙𬱖", ID, "姓名错误，正确姓名为：𠮷野明"),
    )
    r_row = RetentionRow(
        7, "信息学院团总支", "2020级软件1班团支部", "龙𬱖", "13800138007", "周老师", "13900139000",
        "wx_long", "参军入伍",
    )  # fmt: skip
    unit, day = "共青团青溪县委员会", date(2018, 9, 28)
    return {
        "guangdong": draw(GuangdongForm(unit, day, "李四", "13900139000", g_rows, "SC2018-0001")),
        "qilu": draw(
            QiluForm(
                "经济学院团总支", "李四", "13900139000", q_rows, "SC2018-0002", promise="三日内。"
            )
        ),
        "retention": draw_retention(RetentionForm("齐鲁理工学院", (r_row,), "R2018-1")),
    }


def lines(paper: Paper) -> list[Line]:
    """Texts that touch each other on one line, from page to page."""
    found: list[Line] = []
    for page in range(paper.pages):
        for _, group in groupby(runs(boxes(paper.pdf, page)), key=lambda one: one[0]):
            run = [box for _, box in group]
            text = "".join(box.text for box in run)
            low = min(box.bottom for box in run)
            found.append([text, round(run[0].left), round(low)])
    return found


def runs(characters: list[Box]) -> list[tuple[int, Box]]:
    number, before = 0, None
    numbered = []
    for box in characters:
        if before is not None and (
            abs(box.left - before.right) > 8 or abs(box.bottom - before.bottom) > 8
        ):
            number += 1
        numbered.append((number, box))
        before = box
    return numbered


@pytest.mark.parametrize("name", ["guangdong", "qilu", "retention"])
def test_every_text_stands_where_it_stood(name: str) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))[name]
    now = lines(papers()[name])
    assert [one[0] for one in now] == [one[0] for one in kept]
    for one, other in zip(now, kept, strict=True):
        assert one[1:] == pytest.approx(other[1:], abs=1), one
