"""Own packs on this machine: what is not sound never gets in, what is in force never changes."""

from pathlib import Path

import pytest

from tests.builders import packs as pack_folder
from tuanji_desktop.core.errors import BadInput, FileRefused
from tuanji_desktop.members.policy_switch import use_policy
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import pack, pack_directories, packs, renewed
from tuanji_desktop.rules.policy import load_pack
from tuanji_desktop.settings_room.packs import (
    check_pack,
    export_pack,
    install_pack,
    remove_pack,
    write_pack_template,
)

OWN = (
    'id = "own"\ntitle = "本县规则"\nissuer = "青溪团县委"\ndocument = "通知"\n'
    'date = 2018-09-01\nextends = "national"\n'
)
STAR = '[required]\nqq = { clause = "N 二.1" }\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "本县.toml"
    made.write_text(OWN, encoding="utf-8")
    return made


def own_folder() -> Path:
    return pack_directories()[-1]


def test_an_own_pack_is_taken_in_once_it_is_sound(file: Path) -> None:
    assert not install_pack(file).replaced
    assert pack("own").title == "本县规则"
    assert (own_folder() / "own.toml").read_text(encoding="utf-8") == OWN
    assert install_pack(file).replaced
    install_pack(own_folder() / "own.toml")  # from where it lies already: nothing is lost
    assert pack("own").title == "本县规则"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ((OWN + "[nonsense\n").encode(), "第 7 行有误：表头的方括号没有成对"),
        ((OWN + "[tiers.phone]\n").encode(), "第 7 行有误：“phone”"),
        (OWN.encode("gb18030"), "第 2 行有误：文件不是 UTF-8"),
        (OWN.encode("utf-16"), "第 1 行有误：文件不是 UTF-8"),
        (b"", "“id”：缺少这个键"),
        (b"\x00" * 40, "第 1 行有误"),
        (b"PK\x03\x04" + b"\xff" * 40, "文件不是 UTF-8"),
        (b"#" * 1_500_000, "太大"),
        (OWN.replace('"national"', '"own"').encode(), "互相引用"),
        (OWN.replace('"national"', '"atlantis"').encode(), "找不到所引用的规则包"),
        (("a = " + "[" * 3_000).encode(), "套得太深"),
    ],
)
def test_a_file_with_a_fault_is_not_taken_in(file: Path, content: bytes, words: str) -> None:
    file.write_bytes(content)
    for act in (check_pack, install_pack):
        with pytest.raises(BadInput, match=words) as refused:
            act(file)
        assert refused.value.code == "policy.invalid"
    assert not own_folder().exists()


def test_a_file_that_is_none(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.toml"):
        with pytest.raises(BadInput, match="读不出来"):
            install_pack(path)


def test_a_mark_and_line_ends_of_windows_do_no_harm(file: Path) -> None:
    file.write_bytes(OWN.replace("\n", "\r\n").encode("utf-8-sig"))
    install_pack(file)
    assert (own_folder() / "own.toml").read_bytes() == OWN.encode()


@pytest.mark.parametrize("name", ["national", "guangdong-2018", "qilu-2024"])
def test_a_shipped_pack_is_not_replaced(file: Path, name: str) -> None:
    file.write_text(
        OWN.replace('"own"', f'"{name}"').replace('extends = "national"\n', ""), "utf-8"
    )
    file.write_text((pack_folder() / f"{name}.toml").read_text("utf-8") + "\n# 改过\n", "utf-8")
    with pytest.raises(BadInput, match="不能替换") as refused:
        install_pack(file)
    assert refused.value.code == "policy.shipped"
    with pytest.raises(BadInput, match="不用导入"):
        install_pack(pack_folder() / f"{name}.toml")
    assert pack(name).info.path.parent == pack_folder()


def test_a_base_must_be_here_first(tmp_path: Path) -> None:
    base, child = tmp_path / "base.toml", tmp_path / "child.toml"
    base.write_text(OWN.replace('"own"', '"base"'), encoding="utf-8")
    child.write_text(OWN.replace('"national"', '"base"'), encoding="utf-8")
    with pytest.raises(BadInput, match="先导入"):
        install_pack(child)
    install_pack(base)
    assert install_pack(child).info.id == "own"


def test_a_newer_text_of_the_pack_in_force_waits_to_be_put_in_force(
    office: Context, file: Path
) -> None:
    install_pack(file)
    use_policy(office, policy_id="own")
    here = renewed(office)
    file.write_text(OWN + STAR, encoding="utf-8")
    assert install_pack(file).replaced
    assert renewed(office).policy.requirement_clause("qq") == ""
    assert renewed(office).policy.digest == here.policy.digest
    use_policy(here, policy_id="own")
    assert renewed(office).policy.requirement_clause("qq") == "N 二.1"


def test_an_update_with_a_fault_leaves_the_old_text(office: Context, file: Path) -> None:
    install_pack(file)
    file.write_text(OWN + "[nonsense\n", encoding="utf-8")
    with pytest.raises(BadInput):
        install_pack(file)
    assert (own_folder() / "own.toml").read_text(encoding="utf-8") == OWN


def test_a_pack_is_removed_unless_it_is_needed(office: Context, file: Path, tmp_path: Path) -> None:
    install_pack(file)
    child = tmp_path / "child.toml"
    text = OWN.replace('"own"', '"child"').replace('"national"', '"own"').replace("本县", "下级")
    child.write_text(text, encoding="utf-8")
    install_pack(child)
    with pytest.raises(BadInput, match="“下级规则”以“本县规则”为依据"):
        remove_pack(office, own_folder() / "own.toml")
    use_policy(office, policy_id="child")
    here = renewed(office)
    with pytest.raises(BadInput, match="正在使用") as refused:
        remove_pack(here, own_folder() / "child.toml")
    assert refused.value.code == "policy.in_force"
    use_policy(here, policy_id="national")
    here = renewed(here)
    for name in ("child", "own"):
        remove_pack(here, own_folder() / f"{name}.toml")
    assert {info.id for info in packs()} == {"national", "guangdong-2018", "qilu-2024"}


def test_a_base_of_the_pack_in_force_stays(office: Context, file: Path, tmp_path: Path) -> None:
    install_pack(file)
    child = tmp_path / "child.toml"
    text = OWN.replace('"own"', '"child"').replace('"national"', '"own"')
    child.write_text(text, encoding="utf-8")
    install_pack(child)
    use_policy(office, policy_id="child")
    (own_folder() / "child.toml").unlink()  # somebody took the file away
    with pytest.raises(BadInput, match="为依据"):
        remove_pack(renewed(office), own_folder() / "own.toml")


def test_a_spoilt_file_can_be_removed_and_nothing_else(office: Context, tmp_path: Path) -> None:
    own_folder().mkdir(parents=True)
    spoilt = own_folder() / "坏.toml"
    spoilt.write_text("id = [", encoding="utf-8")
    remove_pack(office, spoilt)
    assert not spoilt.exists()
    stranger = tmp_path / "x.toml"
    stranger.write_text(OWN, encoding="utf-8")
    for path in (spoilt, stranger, pack_folder() / "qilu-2024.toml"):
        with pytest.raises(BadInput, match="没有名为"):
            remove_pack(office, path)
    assert stranger.exists()


@pytest.mark.parametrize("name", ["national", "guangdong-2018", "qilu-2024"])
def test_a_copy_of_a_shipped_pack_can_be_taken_in_at_once(tmp_path: Path, name: str) -> None:
    copy = tmp_path / "copy.toml"
    export_pack(pack(name), copy)
    assert install_pack(copy).info.id == f"{name}-own"
    mine, theirs = pack(f"{name}-own"), pack(name)
    assert mine.title == f"{theirs.title}（本单位）"
    assert mine.describe()[10:] == theirs.describe()[10:]


def test_an_own_pack_is_written_out_as_it_is(file: Path, tmp_path: Path) -> None:
    install_pack(file)
    export_pack(pack("own"), tmp_path / "out" / "a.toml")
    assert (tmp_path / "out" / "a.toml").read_text(encoding="utf-8") == OWN


def test_the_template_can_be_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "模板.toml"
    write_pack_template(path)
    assert path.read_text(encoding="utf-8").startswith("# 规则包模板")
    found = install_pack(path)
    assert load_pack(path, directories=pack_directories()).id == found.info.id


def test_a_folder_that_cannot_be_written_is_said(file: Path, tmp_path: Path) -> None:
    own_folder().parent.mkdir(parents=True)
    own_folder().write_text("in the way")
    with pytest.raises(FileRefused):
        install_pack(file)
    with pytest.raises(FileRefused):
        write_pack_template(own_folder() / "x.toml")
