"""The file as a whole: created, encrypted, checked, backed up, restored."""

from pathlib import Path

from tests.cli.conftest import Tuanji


def test_create_refuses_to_overwrite(office: Path, tuanji: Tuanji) -> None:
    answer = tuanji("office", "create", office, "--name", "别处")
    assert (answer.code, answer["error"]["code"]) == (1, "office.exists")
    unknown = tuanji(
        "office", "create", office.with_name("x.tuanji"), "--name", "a", "--policy", "?"
    )
    assert unknown["error"]["code"] == "policy.unknown"


def test_encrypted_file_opens_by_password_and_by_recovery_code(
    tmp_path: Path, tuanji: Tuanji
) -> None:
    file, secret, code = tmp_path / "密.tuanji", tmp_path / "密码.txt", tmp_path / "码.txt"
    secret.write_text("春天的第一课\n", encoding="utf-8")
    made = tuanji("--password-file", secret, "office", "create", file, "--name", "青溪团县委")
    assert made["encrypted"]
    code.write_text(made["recovery_code"].lower(), encoding="utf-8")
    assert tuanji("--office", file, "org", "list")["error"]["code"] == "office.password"
    for key in (secret, code):
        assert tuanji("--office", file, "--password-file", key, "office", "check")["ok"]
    secret.write_text("错的", encoding="utf-8")
    wrong = tuanji("--office", file, "--password-file", secret, "org", "list")
    assert wrong["error"]["code"] == "office.password"
    assert "青溪团县委".encode() not in file.read_bytes()


def test_backup_and_restore(county: Path, tuanji: Tuanji, tmp_path: Path) -> None:
    gone = tuanji("office", "backup", tmp_path / "没插的优盘" / "备份")
    assert gone["error"]["code"] == "file.folder"
    made = tuanji("office", "backup", tmp_path / "备份")
    assert made["verified"]
    assert made["members"] == 1108
    again = tmp_path / "恢复.tuanji"
    restored = tuanji("office", "restore", made["path"], again)
    assert (restored["path"], restored["members"]) == (str(again), 1108)
    assert tuanji("office", "restore", made["path"], again).code == 1
    assert tuanji("--office", again, "office", "check")["ok"]


def test_check_finds_a_record_that_somebody_changed_past_the_journal(
    county: Path, tuanji: Tuanji
) -> None:
    import sqlcipher3.dbapi2 as driver

    connection = driver.connect(str(county))
    connection.execute("DROP TRIGGER journal_members_update")
    connection.execute("UPDATE members SET mobile = '13000000000' WHERE id = 1")
    connection.commit()
    connection.close()
    answer = tuanji("office", "check")
    assert answer.code == 1
    assert not answer["ok"]
    assert answer["problems"]


def test_demo_is_the_same_for_the_same_seed(tmp_path: Path, tuanji: Tuanji) -> None:
    files = [tmp_path / "甲.tuanji", tmp_path / "乙.tuanji"]
    lists = []
    for file in files:
        made = tuanji(
            "--today", "2018-08-01", "office", "demo", file, "--members", 300, "--seed", 7
        )
        assert made["members"] == 300
        out = file.with_suffix(".csv")
        tuanji("--office", file, "export", "roster", out)
        lists.append(out.read_bytes())
    assert lists[0] == lists[1]


def test_missing_file(tmp_path: Path, tuanji: Tuanji) -> None:
    assert (
        tuanji("--office", tmp_path / "无.tuanji", "org", "list")["error"]["code"]
        == "office.missing"
    )


def test_the_offices_own_words_are_listed_and_changed(office: Path, tuanji: Tuanji) -> None:
    assert tuanji("office", "settings")["settings"]["name"] == "青溪团县委"
    done = tuanji("office", "settings", "superior=共青团铜仁市委员会", "签发人=李书记")
    assert done["changed"] == 2
    assert tuanji("office", "settings")["settings"]["signer"] == "李书记"
    assert tuanji("office", "settings", "signer=李书记")["changed"] == 0
    assert tuanji("office", "settings", "phone").code == 2
    wrong = tuanji("office", "settings", "document_series=青团")
    assert wrong["error"]["code"].startswith("document_number.")
