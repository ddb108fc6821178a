"""An import under way: kept quietly, one for each file, gone when it is finished."""

from dataclasses import replace
from datetime import date

from tuanji_desktop.history.queries import load_numbers
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.import_jobs import forget_job, open_job, open_jobs, save_job


def test_the_newest_state_of_each_file_is_kept(office: Context) -> None:
    assert open_job(office, kind="roster") is None
    save_job(office, kind="roster", path="/盘/甲.xlsx", sha256="a", content="1")
    save_job(office, kind="roster", path="/盘/新/甲.xlsx", sha256="a", content="2")
    later = replace(office, fixed_day=date(2019, 6, 1))
    save_job(later, kind="roster", path="/盘/乙.xlsx", sha256="b", content="3")
    save_job(office, kind="graduates", path="", sha256="c", content="4")
    found = open_job(office, kind="roster")
    assert found is not None
    assert (found.file_name, found.content) == ("乙.xlsx", "3")
    first = open_job(office, kind="roster", sha256="a")
    assert first is not None
    assert (first.path, first.content) == ("/盘/新/甲.xlsx", "2")
    assert [one.sha256 for one in open_jobs(office)] == ["b", "c", "a"]
    forget_job(office, kind="roster", sha256="b")
    forget_job(office, kind="roster", sha256="b")
    assert [one.sha256 for one in open_jobs(office)] == ["c", "a"]


def test_it_is_the_operators_own(office: Context) -> None:
    save_job(office, kind="roster", path="甲.xlsx", sha256="a", content="1")
    other = replace(office, operator="赵副书记")
    assert open_job(other, kind="roster") is None
    forget_job(other, kind="roster", sha256="a")
    assert open_jobs(office) != ()


def test_it_leaves_the_clerks_log_alone(office: Context) -> None:
    before = list(load_numbers(office))
    save_job(office, kind="roster", path="甲.xlsx", sha256="a", content="1")
    forget_job(office, kind="roster", sha256="a")
    assert list(load_numbers(office)) == before


def test_the_same_again_writes_nothing(office: Context) -> None:
    def numbers() -> int:
        with office.database.read() as connection:
            return int(
                connection.exec_driver_sql("SELECT max(number) FROM journal_operations").scalar()
                or 0
            )

    save_job(office, kind="roster", path="甲.xlsx", sha256="a", content="1")
    known = numbers()
    save_job(office, kind="roster", path="甲.xlsx", sha256="a", content="1")
    assert numbers() == known


def test_what_was_pasted_is_written_once(office: Context) -> None:
    text = "姓名\t电话\n" + "张三\t13800138001\n" * 500

    def journalled() -> int:
        with office.database.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT sum(length(coalesce(before, '')) + length(coalesce(after, ''))) "
                "FROM journal_rows"
            )
            return int(found.scalar() or 0)

    for step in "123":
        save_job(office, kind="roster", path="", sha256="p", content=step, pasted=text)
        if step == "1":
            written = journalled()
    assert journalled() - written < 1_000 < len(text) < written
    (job,) = open_jobs(office)
    assert (job.kind, job.content, job.pasted) == ("roster", "3", text)
    assert open_job(office, kind="roster", sha256="p") == job
    save_job(office, kind="graduates", path="", sha256="p", content="1", pasted=text)
    forget_job(office, kind="roster", sha256="p")
    (other,) = open_jobs(office)
    assert (other.kind, other.pasted) == ("graduates", text)
    forget_job(office, kind="graduates", sha256="p")
    with office.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM import_jobs").scalar() == 0
