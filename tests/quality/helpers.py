"""Members with one thing wrong each, and the numbers of the board."""

from datetime import date

from tests.builders import add_member, pack, valid_id
from tuanji_desktop.core.progress import Quiet
from tuanji_desktop.office.context import Context
from tuanji_desktop.quality import service
from tuanji_desktop.quality.scan import Inspection
from tuanji_desktop.rules.policy import Policy, Values

TODAY = date(2018, 8, 1)
BORN = date(2001, 6, 7)
CLASS_1, CLASS_2, SCHOOL = 3, 4, 2

HEALTHY: Values = {
    "name": "周全", "id_kind": "居民身份证", "id_number": valid_id(BORN, serial=40), "sex": "男",
    "born_on": BORN.isoformat(), "ethnicity": "汉族", "mobile": "13900000040",
    "branch": "高三（1）班", "joined_on": "2017-05", "development_number": "201752000040",
    "household_place": "青溪县", "political_status": "共青团员", "income": "学生无收入",
    "is_cadre": "否", "occupation": "青年学生", "study_status": "本科或专科在读",
    "education": "本科在读", "applied_party": "否", "volunteer": "否",
}  # fmt: skip


def policy(name: str = "guangdong-2018") -> Policy:
    return pack(name)


def person(context: Context, number: int, *, branch: str = "QX0101", **values: str) -> int:
    """A healthy member but for the values given; `number` makes everything else their own."""
    born = date.fromisoformat(values.pop("born", "2001-06-07"))
    own = {
        "name": f"周{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'子丑寅卯辰巳午未申酉'[number // 10 % 10]}",
        "id_number": valid_id(born, serial=100 + number),
        "sex": "男",
        "born_on": born.isoformat(),
        "mobile": f"139{number:08d}",
        "joined_on": "2017-05",
        "development_number": f"201752{number:06d}",
    }
    return add_member(context, branch=branch, **{**own, **values})


def inspected(context: Context) -> Inspection:
    """A finished look at everybody."""
    inspection = Inspection(context)
    inspection.run(Quiet())
    return inspection


def numbers(inspection: Inspection, org_id: int | None = None) -> dict[str, int]:
    """The board's numbers without the zeros."""
    counts = service.board(inspection, org_id).counts
    return {code: number for code, number in counts.items() if number}


def behind(inspection: Inspection, code: str, org_id: int | None = None) -> list[int]:
    """The ids behind a number, sorted."""
    return sorted(service.listing(inspection, code, org_id).ids)
