"""Invented members for the rule tests."""

from datetime import date

from hypothesis import strategies as st

from tuanji_desktop.rules.id_numbers import check_character


def id_number(born: date = date(2000, 5, 25), *, order: int = 345, region: str = "520628") -> str:
    """A valid number: region, birth date, order (odd for men), check character."""
    body = f"{region}{born:%Y%m%d}{order:03d}"
    return body + check_character(body)


def id_numbers() -> st.SearchStrategy[str]:
    """Valid numbers of people born from 1900 to 2018."""
    return st.builds(
        lambda born, order, region: id_number(born, order=order, region=f"{region:06d}"),
        st.dates(date(1900, 1, 1), date(2018, 12, 31)),
        st.integers(0, 999),
        st.integers(110000, 839999),
    )


def member(**changes: str | None) -> dict[str, str | None]:
    """A whole record of a student who joined in 2018: nothing missing under any built-in pack."""
    values: dict[str, str | None] = {
        "name": "张三",
        "id_kind": "居民身份证",
        "id_number": id_number(date(2003, 5, 25)),
        "sex": "男",
        "born_on": "2003-05-25",
        "ethnicity": "土家族",
        "mobile": "13800138000",
        "branch": "中国共产主义青年团青溪县第一中学2015级1班支部委员会",
        "joined_on": "2018-05",
        "development_number": "201852000001",
        "political_status": "共青团员",
        "income": "学生无收入",
        "is_cadre": "否",
        "occupation": "青年学生",
        "study_status": "高中在读",
        "education": "高中在读",
        "household_place": "贵州省铜仁市青溪县河西镇青龙村",
        "applied_party": "否",
        "volunteer": "否",
    }
    return values | changes
