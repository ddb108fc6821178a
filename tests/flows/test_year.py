"""A graduates' year of the practice county, from April to the last milestone, by command line and
window; every number is counted here by hand and must be what the program says."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QLabel, QPushButton

from tests.builders import valid_id
from tests.flows.conftest import Clerk
from tests.flows.wizards import open_list, write
from tuanji_desktop.cli import globals_first, run
from tuanji_desktop.demo.service import make_practice_county

SCHOOLS = ("QX01", "QX05", "QX06")  # 普通高中, 中职, 中专
AUTUMN = date(2017, 10, 10)
STUDY, WORK, DELAYED, ABROAD = "升学", "就业", "延迟毕业", "出国（境）"
COLLEGE, AWAY, FIRM = "贵州师范学院团委", "共青团湖南大学委员会", "青溪酒业集团团委"
PUPILS = """
SELECT m.id, m.name, m.id_number, b.short_name FROM members AS m
JOIN organizations AS b ON b.id = m.branch_id JOIN org_ancestors AS a ON a.org_id = b.id
JOIN organizations AS s ON s.id = a.ancestor_id
WHERE s.code = ? AND b.short_name LIKE '%2015级%' AND m.status = 'active' AND m.id_number <> ''
AND m.id NOT IN (SELECT member_id FROM deletion_requests)
AND m.id NOT IN (SELECT member_id FROM transfers WHERE member_id IS NOT NULL)
AND m.id NOT IN (SELECT member_id FROM corrections)
ORDER BY m.id
"""


@dataclass
class Pupil:
    """Somebody on a list, and where they are by our own count."""

    member: int | None
    name: str
    number: str
    class_name: str
    destination: str
    inside: bool
    state: str
    retained: bool = False
    transfer: int = 0

    @property
    def target(self) -> str:
        return {STUDY: COLLEGE if self.inside else AWAY, WORK: FIRM}.get(self.destination, "")


@dataclass
class Year:
    """The office through the year, and the paper slip on which we count along."""

    path: Path
    capsys: pytest.CaptureFixture[str]
    lists: dict[str, list[Pupil]] = field(default_factory=dict)

    def tuanji(self, day: str, *words: object) -> dict[str, Any]:
        """A command of that day; it must succeed."""
        every = ["--json", "--office", str(self.path), "--today", day, *map(str, words)]
        code = run(globals_first(every))
        out, err = self.capsys.readouterr()
        assert code == 0, (words, out, err)
        answer: dict[str, Any] = json.loads(out)
        return answer

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the plain file, read past the program."""
        connection = sqlite3.connect(self.path)
        try:
            return list(connection.execute(sql, values))
        finally:
            connection.close()

    @property
    def everybody(self) -> list[Pupil]:
        return [one for rows in self.lists.values() for one in rows]

    def those(self, *, state: str = "", destination: str = "") -> list[Pupil]:
        return [
            one for one in self.everybody
            if state in ("", one.state) and destination in ("", one.destination) and one.member
        ]  # fmt: skip

    def counted(self, pupils: Sequence[Pupil] | None = None) -> dict[str, int]:
        """The numbers by hand (domain.md §8)."""
        states = Counter(one.state for one in (self.everybody if pupils is None else pupils))
        due = sum(states.values()) - states["excluded"] - states["waiting"]
        return {
            "due": due,
            "started": states["started"] + states["received"],
            "received": states["received"],
            "waiting": states["waiting"],
            "excluded": states["excluded"],
        }

    def check(self, day: str, *, as_of: str = "", wanted: dict[str, int] | None = None) -> None:
        """What the program reports on a day is what was counted, in total and per school."""
        past = ("--as-of", as_of) if as_of else ()
        told = self.tuanji(day, "graduates", "rates", "--year", 2018, *past)
        expected = wanted or self.counted()
        assert {key: told["total"][key] for key in expected} == expected
        if wanted is None:
            for school in told["schools"]:
                own = self.counted(self.lists[school["code"]])
                assert {key: school[key] for key in own} == own, school["code"]
        rate = told["total"]["completion_rate"]
        assert rate == pytest.approx(expected["received"] / expected["due"])

    def start(self, day: str, pupils: Sequence[Pupil], *words: object) -> None:
        """Transfers for several, numbered in their order."""
        ids = [one.member for one in pupils]
        done = self.tuanji(day, "transfer", "start", *ids, *words)
        numbers = {row["member"]: row["transfer"] for row in done["transfers"]}
        for one in pupils:
            assert one.member is not None
            one.transfer, one.state = numbers[one.member], "started"

    def step(self, day: str, pupils: Sequence[Pupil], *acts: str, state: str) -> None:
        """Every one of them through some acts."""
        for one in pupils:
            for act in acts:
                self.tuanji(day, "transfer", "step", one.transfer, act, "--reason", "材料不全")
            one.state = state


def destination_of(place: int) -> tuple[str, bool, str]:
    """Destination, inside the province, and the state that an entry begins in."""
    if place % 10 in (0, 1, 2):
        return STUDY, True, "due"
    if place % 10 in (3, 4):
        return STUDY, False, "due"
    if place % 10 in (5, 6):
        return WORK, False, "due"
    if place % 10 == 7:
        return DELAYED, False, "excluded"
    return (ABROAD, False, "due") if place % 10 == 9 else ("", False, "unsettled")


@pytest.fixture
def year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Year:
    """The practice county in the autumn before, and who ends school next summer."""
    path = tmp_path / "演示县.tuanji"
    made = Year(path, capsys)
    make_practice_county(
        path, members=900, seed=1, now=datetime(2017, 10, 10, 9, tzinfo=UTC), today=AUTUMN
    )
    for school in SCHOOLS:
        rows = made.ask(PUPILS, school)
        made.lists[school] = [
            Pupil(member, name, number, class_name, *destination_of(place))
            for place, (member, name, number, class_name) in enumerate(rows)
        ]
        assert len(rows) > 20, school
    return made


# ------------------------------------------------------------------- what schools send
def xlsx(path: Path, pupils: Sequence[Pupil], *, title: str) -> Path:
    """A list with a title, a two-row heading and a foot."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([title])
    sheet.append(["序号", "学生信息", None, None, "去向信息", None])
    sheet.append([None, "姓名", "身份证号码", "班级", "毕业去向", "转入团组织"])
    for place, one in enumerate(pupils, 1):
        sheet.append([place, one.name, one.number, one.class_name, one.destination, one.target])
    sheet.append(["合计", len(pupils)])
    book.save(path)
    return path


def csv(path: Path, pupils: Sequence[Pupil]) -> Path:
    """The export of a school's own system."""
    lines = ["姓名,身份证号,班级,去向,转入组织"]
    lines += [f"{p.name},{p.number}\t,{p.class_name},{p.destination},{p.target}" for p in pupils]
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def test_a_whole_year(year: Year, tmp_path: Path, open_office_file: Callable[..., Clerk]) -> None:
    high, vocational, normal = (year.lists[school] for school in SCHOOLS)
    before = year.tuanji("2018-04-10", "board", "show")["members"]

    # April: the classes that end are marked; 1 June: they become graduates' branches
    ending = {code for (code,) in year.ask(
        "SELECT b.code FROM organizations AS b JOIN org_ancestors AS a ON a.org_id = b.id "
        "JOIN organizations AS s ON s.id = a.ancestor_id AND s.kind = 'committee' "
        "WHERE b.short_name LIKE '%2015级%' AND s.school_kind IN "
        "('初中', '普通高中', '完全中学', '中职', '中专')"
    )}  # fmt: skip
    year.tuanji("2018-04-10", "org", "mark", "--year", 2018, "--apply")
    marked = {code for (code,) in year.ask(
        "SELECT code FROM organizations WHERE graduating_year = 2018")}  # fmt: skip
    assert marked == ending
    year.tuanji("2018-06-01", "org", "turn", "--year", 2018, "--apply")
    turned = {code for (code,) in year.ask(
        "SELECT code FROM organizations WHERE kind = 'graduate_branch'")}  # fmt: skip
    assert marked <= turned

    # three lists: two by command line, one in the window
    stranger = Pupil(None, "欧阳远客", valid_id(date(2000, 5, 5), serial=99), "三年级", WORK, False,
                     "due")  # fmt: skip
    written_otherwise = high[0].name
    high[0].name = "误写姓名"
    first = xlsx(tmp_path / "一中.xlsx", [*high, stranger], title="第一中学2018届毕业生团员名单")
    high[0].name = written_otherwise
    done = year.tuanji("2018-06-05", "import", "graduates", first, "--year", 2018, "--apply")
    assert (done["matched"], done["new"], done["ambiguous"]) == (len(high) - 1, 1, 1)
    second = csv(tmp_path / "职校.csv", vocational)
    done = year.tuanji("2018-06-06", "import", "graduates", second, "--year", 2018, "--apply")
    assert (done["matched"], done["refused"]) == (len(vocational), 0)
    clerk = open_office_file(year.path, today=date(2018, 6, 7))
    third = xlsx(tmp_path / "师范.xlsx", normal, title="中等师范学校毕业生")
    write(clerk, open_list(clerk, "import_graduates", "graduate_import", third))
    clerk.program.close()
    year.lists["QX01"].append(stranger)
    (entry,) = [one for one in year.tuanji("2018-06-07", "graduates", "list", "--year", 2018)["entries"]
                if one["match"] == "ambiguous"]  # fmt: skip
    year.tuanji("2018-06-08", "graduates", "match", entry["id"], "--member", high[0].member)
    year.check("2018-06-08")

    # the unsettled get a destination; everybody who is due is started by 30 June, but for two
    open_entries = [row["id"] for row in
                    year.tuanji("2018-06-09", "graduates", "list", "--year", 2018)["entries"]
                    if row["progress"] == "unsettled"]  # fmt: skip
    unsettled = year.those(state="unsettled")
    assert len(open_entries) == len(unsettled)
    year.tuanji("2018-06-09", "graduates", "settle", *open_entries, "--destination", WORK,
                "--target", FIRM)  # fmt: skip
    for one in unsettled:
        one.destination, one.state = WORK, "due"
    year.check("2018-06-10")
    inside = [one for one in year.those(destination=STUDY) if one.inside]
    away = [one for one in year.those(destination=STUDY) if not one.inside]
    late, workers = year.those(destination=WORK)[:2], year.those(destination=WORK)[2:]
    abroad = year.those(destination=ABROAD)
    year.start("2018-06-15", inside, "--kind", STUDY, "--in-province")
    year.start("2018-06-16", away, "--kind", STUDY, "--out-of-province")
    year.start("2018-06-20", workers, "--kind", WORK, "--to", FIRM)
    year.tuanji("2018-06-22", "retention", "start", *[one.member for one in abroad], "--reason",
                "出国（境）研究学习", "--apply")  # fmt: skip
    year.check("2018-06-30")
    in_june = year.counted()

    # a graduate on the way cannot be deleted instead; the desk shows who tried (G 三)
    refused = run(globals_first(["--json", "--office", str(year.path), "--today", "2018-07-02",
                                 "deletion", "request", str(inside[0].member), "--reason",
                                 "not_a_member"]))  # fmt: skip
    year.capsys.readouterr()
    assert refused == 1
    shown = year.tuanji("2018-07-02", "graduates", "rates", "--year", 2018)
    assert shown["attempts"] == 1

    # July and August: waiting, returned and started anew, withdrawn and started anew, received
    year.step("2018-07-03", inside, "waiting", state="waiting")
    year.check("2018-07-03")
    year.step("2018-07-05", away[:1], "return", state="due")
    year.step("2018-07-05", workers[:1], "withdraw", state="due")
    year.check("2018-07-05")
    year.start("2018-07-08", away[:1], "--kind", STUDY, "--out-of-province")
    year.start("2018-07-08", workers[:1], "--kind", WORK, "--to", FIRM)
    year.step("2018-08-20", workers[:3], *["approve"] * 4, state="received")
    year.check("2018-08-20")
    year.check("2018-08-20", as_of="2018-06-30", wanted=in_june)

    # September, in the window: the college has its branch, everybody arrives
    clerk = open_office_file(year.path, today=date(2018, 9, 20))
    desk = clerk.desk("transfers")
    walk(clerk, desk, inside, "built")
    walk(clerk, desk, [*inside, *away, *workers[3:]], *["approve"] * 4)
    for one in (*inside, *away, *workers):
        one.state = "received"
    graduates = clerk.desk("graduates")
    graduates.tabs.setCurrentIndex(1)
    clerk.wait()
    counted = year.counted()
    total = clerk.find(QLabel, "progress_total").text()
    assert f"应转接 {counted['due']} 人" in total
    assert f"（{counted['received']}/{counted['due']}）" in total
    retained = clerk.find(QPushButton, "part_retained").text()
    assert retained.endswith(f" {len(abroad)}")
    clerk.program.close()
    year.check("2018-09-20")

    # October: the last two start and arrive; at the last milestone the rate is as counted
    year.start("2018-10-08", late, "--kind", WORK, "--to", FIRM)
    year.step("2018-10-20", late, *["approve"] * 4, state="received")
    year.check("2018-10-30")
    standing = year.tuanji("2018-10-30", "graduates", "rates", "--year", 2018)
    goal = standing["milestones"][-1]
    due = year.counted()["due"]
    assert (goal["due_on"], goal["days_left"]) == ("2018-10-30", 0)
    assert (goal["numerator"], goal["denominator"]) == (due - len(abroad) - 1, due)
    year.check("2018-12-31", as_of="2018-06-30", wanted=in_june)

    # the board says the same, and the file is sound
    gone = len(inside) + len(away) + len(workers) + len(late)
    moves = year.tuanji("2018-12-31", "board", "moves", "--since", "2018-04-11")
    assert moves["before"] - moves["after"] == gone
    on_roster = year.ask("SELECT count(*) FROM members WHERE status IN ('active', 'retained')")
    board = year.tuanji("2018-12-31", "board", "show")
    assert (board["members"], before - gone) == (on_roster[0][0], board["members"])
    points = {one["day"]: one for one in
              year.tuanji("2018-12-31", "graduates", "rates-over-time")["points"]}  # fmt: skip
    assert points["2018-06-30"]["started"] == in_june["started"]
    assert points["2018-10-30"]["received"] == gone
    assert year.tuanji("2018-12-31", "office", "check")["ok"]


def walk(clerk: Clerk, desk: Any, pupils: Sequence[Pupil], *acts: str) -> None:
    """Chooses transfers on the desk and presses the buttons."""
    for act in acts:
        desk.show_hint("all")
        clerk.wait()
        desk.table.choose([one.transfer for one in pupils])
        clerk.wait()
        assert desk.acts[act].isEnabled(), act
        desk.acts[act].click()
        clerk.wait()
        assert desk.banner.isHidden(), desk.banner.text
