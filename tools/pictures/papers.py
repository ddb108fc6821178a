"""Every page of every form: the empty one with its fewest rows, one row, forty, rare names."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PIL import Image

from tuanji_desktop.deletion.form import (
    GuangdongForm,
    GuangdongRow,
    QiluForm,
    QiluRow,
    draw,
)
from tuanji_desktop.kit.pdf_pages import PdfPages

PIXELS_PER_POINT = 1.5
GREYS = 16
_COMMON = ("杨桐语", "欧阳文静", "张三", "单雄", "李小梅")
_RARE = ("龙𬱖", "王䶮", "㛃雪", "𠮷野明", "阿依古丽·买买提", "欧阳堃喆", "迪丽热巴·迪力木拉提江")
_SIZES = {"empty": 0, "1-row": 1, "40-rows": 40, "rare-names": len(_RARE)}
_BRANCH = "中国共产主义青年团青溪县第一中学2015级{}班支部委员会"
_WRONG_ID = "52062820001017727X"


def take_papers(folder: Path) -> list[str]:
    """Writes one picture a page; returns their names."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    for name, pdf in _papers():
        pages = PdfPages(pdf)
        for number in range(len(pages.sizes)):
            drawn = pages.draw(number, scale=PIXELS_PER_POINT)
            whole = (drawn.width, drawn.height)
            picture = Image.frombuffer("RGB", whole, drawn.pixels, "raw", "BGR", drawn.stride, 1)
            few = picture.quantize(GREYS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
            few.save(folder / f"{name}-page-{number + 1}.png", optimize=True)
            taken.append(f"{name}-page-{number + 1}")
        pages.close()
    return taken


def _papers() -> Iterator[tuple[str, bytes]]:
    for size, count in _SIZES.items():
        names = _RARE if size == "rare-names" else _COMMON
        yield f"guangdong-{size}", draw(_guangdong(names, count)).pdf
        yield f"qilu-{size}", draw(_qilu(names, count)).pdf


def _guangdong(names: tuple[str, ...], count: int) -> GuangdongForm:
    reasons = (f"身份证号码错误，正确身份证号码为：{_WRONG_ID}", "无团籍人员")
    rows = tuple(
        GuangdongRow(
            member_id=number,
            name=names[number % len(names)],
            mobile=f"138{number:08d}",
            branch=_BRANCH.format(number % 9 + 1),
            reason=reasons[number % 2],
        )
        for number in range(count)
    )
    return GuangdongForm(
        unit="共青团青溪县委员会",
        filled_on=date(2018, 9, 28),
        contact="周晓岚",
        contact_phone="13900139000",
        rows=rows,
        batch="SC2018-0001",
    )


def _qilu(names: tuple[str, ...], count: int) -> QiluForm:
    reasons = ("正确编号，201552401980", "姓名错误，正确姓名为：𠮷野明")
    rows = tuple(
        QiluRow(
            member_id=number,
            branch_full_name=_BRANCH.format(number % 9 + 1),
            name=names[number % len(names)],
            id_number=_WRONG_ID,
            reason=reasons[number % 2],
        )
        for number in range(count)
    )
    return QiluForm("经济学院团总支", "周晓岚", "13900139000", rows, "SC2018-0002")
