"""The register of retention on the command line, and annex 3."""

from pathlib import Path

from tests.cli.conftest import Tuanji
from tests.papers.reading import whole_text


def test_the_whole_way(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    home = tuanji("member", "show", 1)["member"]["branch"]
    new = "QX01,QX0199,中国共产主义青年团青溪县第一中学团籍保留支部委员会"
    words = ("retention", "start", 1, 4, "--reason", "参军入伍", "--new-branch", new)
    plan = tuanji(*words)
    assert (plan["applied"], [row["after"] for row in plan["rows"]]) == (False, ["retained"] * 2)
    assert tuanji("retention", "list")["count"] == 0
    done = tuanji(*words, "--apply")
    assert done["applied"] is True
    assert tuanji("member", "show", 1)["status"] == "retained"
    listed = tuanji("retention", "list", "--org", "QX0199")
    assert (listed["count"], listed["open"], listed["due"]) == (2, 2, 0)
    out = tmp_path / "附件3.pdf"
    made = tuanji("paper", "retention", "--org", "QX", "--out", out)
    assert made["pages"] == 1
    assert "参军入伍" in whole_text(out.read_bytes())
    reviewed = tuanji("retention", "review", listed["retentions"][0]["no"], "--finding", "仍在服役")
    assert reviewed["reviewed"] == [listed["retentions"][0]["no"]]
    back = tuanji("retention", "resume", 1, "--reason", "退役复学", "--apply")
    assert back["rows"][0]["after"] == "active"
    shown = tuanji("member", "show", 1)
    assert (shown["status"], shown["member"]["branch"]) == ("active", home)


def test_refusals_and_wrong_usage(county: Path, tuanji: Tuanji) -> None:
    refused = tuanji("retention", "resume", 1, "--reason", "复学", "--apply")
    assert refused.code == 1
    assert refused["error"]["code"] == "lifecycle.refused"
    assert refused["error"]["clause"]
    assert tuanji("retention", "start", 1, "--reason", "休学", "--on", "昨天").code == 2
    assert tuanji("retention", "start", 1, "--reason", "休学", "--new-branch", "QX01").code == 2
    assert tuanji("paper", "retention", "--out", "x.pdf", "--org", "没有").code == 1
