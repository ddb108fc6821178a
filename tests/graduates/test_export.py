"""The year's progress as a list."""

from pathlib import Path

from tests.graduates.year import YEAR, make_year
from tuanji_desktop.graduates.export import export_standing, suggested_name
from tuanji_desktop.graduates.loading import load_standing
from tuanji_desktop.office.context import Context


def test_schools_laggards_first_and_the_total_last(office: Context, tmp_path: Path) -> None:
    make_year(office)
    standing = load_standing(office, year=YEAR)
    assert suggested_name(standing).name == "2018届毕业生转接进度 2018-08-01.xlsx"
    out = tmp_path / "进度.csv"
    assert export_standing(standing, out) == 3
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("学校,"))
    assert lines[start + 1 : start + 5] == [
        "中国共产主义青年团青溪县职业学校委员会,中职,3,5,1,0,5,2,0,0,20%,0%,0%,2018-09-30,5",
        "中国共产主义青年团青溪县第一中学委员会,普通高中,2,10,6,4,6,4,0,2,60%,40%,25%,2018-09-30,6",
        "中国共产主义青年团青溪学院委员会,市属高校,1,10,9,8,2,0,0,0,90%,80%,60%,2018-09-30,2",
        "合计,,,25,16,12,13,6,0,2,64%,48%,36.8%,,",
    ]
    assert any("完成率＝已转入÷应转接" in line for line in lines)
    assert export_standing(standing, tmp_path / "进度.xlsx") == 3
