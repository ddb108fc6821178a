"""What all commands share: the last file opened, who works, the password file."""

from pathlib import Path

from tests.cli.conftest import Tuanji


def test_the_last_office_is_the_default(office: Path, tuanji: Tuanji) -> None:
    assert tuanji("org", "list")["organizations"] == []


def test_operator_must_be_known(office: Path, tuanji: Tuanji) -> None:
    answer = tuanji("--operator", "某人", "org", "list")
    assert answer["error"]["code"] == "office.operator"


def test_password_file_is_read_with_care(office: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    empty = tmp_path / "空.txt"
    empty.write_text("\n", encoding="utf-8")
    for file in (empty, tmp_path / "无.txt"):
        answer = tuanji("--password-file", file, "org", "list")
        assert answer["error"]["code"] == "password.file"
