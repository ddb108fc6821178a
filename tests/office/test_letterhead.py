"""One place says what heads and signs the office's papers."""

from tuanji_desktop.office.context import Context
from tuanji_desktop.office.letterhead import Letterhead, letterhead
from tuanji_desktop.office.service import save_settings

COUNTY = "中国共产主义青年团青溪县委员会"


def head(context: Context) -> Letterhead:
    with context.database.read() as connection:
        return letterhead(connection)


def test_the_unit_is_the_tree_s_full_name(office: Context) -> None:
    assert head(office) == Letterhead(COUNTY, "", "", "", "")
    with office.database.write(office.operation("org.rename", "更名")) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET full_name = '新名' WHERE code = 'QX'"
        )
    assert head(office).unit == "新名"


def test_our_signer_signs_only_what_we_send(office: Context) -> None:
    save_settings(
        office,
        [
            ("office.contact", "王干事"),
            ("office.contact_phone", "123"),
            ("office.superior", "铜仁市委"),
            ("office.signer", "李书记"),
        ],
    )
    found = head(office)
    assert (found.contact, found.contact_phone, found.superior) == ("王干事", "123", "铜仁市委")
    assert found.signer_of(COUNTY) == "李书记"
    assert found.signer_of("共青团梅岭市委员会") == ""
