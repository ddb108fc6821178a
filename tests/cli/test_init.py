"""Global options, wrong usage and exit codes."""

import signal
from pathlib import Path

import pytest

from tests.cli.conftest import Tuanji
from tests.store.helpers import act, make_office, reopen
from tuanji_desktop import cli
from tuanji_desktop.cli import globals_first, run
from tuanji_desktop.core.progress import Quiet


def test_global_options_are_understood_anywhere() -> None:
    line = ["member", "find", "王", "--json", "--office", "a.tuanji", "--today=2018-08-01"]
    assert globals_first(line) == [
        "--json", "--office", "a.tuanji", "--today=2018-08-01", "member", "find", "王",
    ]  # fmt: skip
    assert globals_first(["x", "--", "--json"]) == ["x", "--", "--json"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nonsense"], "没有命令 nonsense"),
        (["member", "find", "--nonsense"], "没有选项 --nonsense"),
        (["member", "show"], "缺少 编号"),
        (["member", "show", "x"], "编号 的值不对：应为整数"),
        (["log", "--limit", "0"], "不能小于 1"),
        (["office"], "缺少命令"),
        ([], "缺少命令"),
        (["change", "decide", "1"], "--accept"),
        (["change", "decide", "1", "--accept", "income", "--return", "income"], "income"),
        (["bord", "list"], "没有命令 bord"),
        (["--today", "yesterday", "org", "list"], "应写成 YYYY-MM-DD"),
        (["office", "check", "more"], "多余的参数"),
    ],
)
def test_wrong_usage_is_two_and_chinese(tuanji: Tuanji, words: list[str], says: str) -> None:
    answer = tuanji(*words)
    assert answer.code == 2
    assert says in answer.err
    assert answer["error"]["code"] == "usage"


def test_help_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "团籍台账" in capsys.readouterr().out
    assert run([]) == 2


def test_ctrl_c_inside_a_statement_is_no_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office = reopen(make_office(tmp_path / "a.tuanji"))
    long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000)"

    def command(words: list[str], **_options: object) -> None:
        with office.write(act(), progress=Quiet()) as writing:
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            writing.connection.exec_driver_sql(f"{long} SELECT max(i) FROM n").all()

    monkeypatch.setattr(cli, "_command", lambda: command)
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        assert run(["import", "roster"]) == 1
    finally:
        signal.signal(signal.SIGALRM, before)
        office.close()
    assert capsys.readouterr().err == "已取消，没有写入。\n"
