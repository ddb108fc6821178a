"""What the settings room reads."""

from tuanji_desktop.office.backups import backup_now
from tuanji_desktop.office.context import Context
from tuanji_desktop.settings_room import queries


def test_the_office_and_its_operators(office: Context) -> None:
    facts = queries.load_office(office)
    assert facts.values == {
        "office.name": "青溪团县委",
        "office.contact": "",
        "office.contact_phone": "",
        "office.superior": "",
        "office.signer": "",
        "office.document_series": "",
    }
    assert [(one.name, one.role, one.slot) for one in facts.operators] == [
        ("王干事", "admin", False),
        ("赵副书记", "reviewer", False),
    ]
    assert not facts.encrypted
    assert facts.size > 0


def test_the_pack_in_force_stands_first(office: Context) -> None:
    found = queries.load_packs(office)
    assert [one.in_force for one in found] == [True, False, False]
    assert found[0].id == "guangdong-2018"
    assert not any(one.own for one in found)


def test_a_pack_in_words_names_its_clauses(office: Context) -> None:
    row = queries.load_packs(office)[0]
    lines = {(line.subject, line.clause) for line in queries.load_rules(office, row)}
    assert ("姓名", "G 一.2") in lines


def test_backups_with_how_many_they_hold(office: Context) -> None:
    empty = queries.load_backups(office)
    assert (empty.files, empty.external.days) == ((), None)
    made = backup_now(office)
    found = queries.load_backups(office)
    assert [one.path for one in found.files] == [made.path]
    assert queries.load_backup_members(office, found.files) == {made.path.name: 6}
    made.path.write_bytes(b"x" * 16 + made.path.read_bytes()[16:])
    assert queries.load_backup_members(office, found.files) == {}
