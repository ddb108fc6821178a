"""Acts on the office as a whole."""

import pytest

from tuanji_desktop.core.errors import BadInput, OfficeLocked
from tuanji_desktop.kit.page import Workplace
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import add_operator
from tuanji_desktop.settings_room import service
from tuanji_desktop.settings_room.queries import load_office
from tuanji_desktop.store.database import open_database
from tuanji_desktop.store.journal import head


def number(office: Context) -> int:
    with office.database.read() as connection:
        return head(connection)[0]


def test_the_offices_own_words_are_one_operation(office: Context) -> None:
    values = {"office.name": " 青溪  团县委 ", "office.contact": "周干事", "office.practice": "1"}
    assert service.save_office(office, values=values) == 2
    assert load_office(office).values["office.name"] == "青溪 团县委"
    before = number(office)
    assert service.save_office(office, values={"office.contact": "周干事"}) == 0
    assert number(office) == before
    with pytest.raises(BadInput, match="名称"):
        service.save_office(office, values={"office.name": " "})


def test_an_operator_who_left_is_kept_but_works_no_longer(office: Context) -> None:
    service.deactivate_operator(office, name="赵副书记")
    facts = {one.name: one.active for one in load_office(office).operators}
    assert facts == {"王干事": True, "赵副书记": False}
    for name, words in (("赵副书记", "没有在用"), ("王干事", "正在使用")):
        with pytest.raises(BadInput, match=words):
            service.deactivate_operator(office, name=name)


def test_one_administrator_stays(office: Context) -> None:
    from dataclasses import replace

    other = replace(office, operator="赵副书记")
    with pytest.raises(BadInput, match="管理员"):
        service.deactivate_operator(other, name="王干事")


def test_whoever_left_opens_nothing_any_more(secret_place: Workplace) -> None:
    context = secret_place.context
    add_operator(context, name="赵副书记", role="reviewer", password="geheim2")
    assert [one.slot for one in load_office(context).operators] == [True, True]
    service.deactivate_operator(context, name="赵副书记")
    with pytest.raises(OfficeLocked, match="密码不正确"):
        open_database(context.database.path, secret="geheim2", now=context.clock(), read_only=True)


def test_a_password_changes_only_for_who_knows_the_old_one(secret_place: Workplace) -> None:
    context = secret_place.context
    add_operator(context, name="赵副书记", role="reviewer", password="geheim2")
    for old, new, again, words in (
        ("geheim1", "geheim3", "geheim4", "不一样"),
        ("falsch!", "geheim3", "geheim3", "不正确"),
        ("geheim2", "geheim3", "geheim3", "不正确"),  # somebody else's
        ("geheim1", "kurz", "kurz", "6"),
    ):
        with pytest.raises(BadInput, match=words):
            service.change_password(context, operator="王干事", old=old, new=new, again=again)
    service.change_password(
        context, operator="王干事", old="geheim1", new="geheim3", again="geheim3"
    )
    service.prove_operator(context, operator="王干事", secret="geheim3")
    with pytest.raises(BadInput):
        service.prove_operator(context, operator="王干事", secret="geheim1")


def test_a_plain_file_has_no_password_to_change(office: Context) -> None:
    service.prove_operator(office, operator="王干事", secret="")
    with pytest.raises(OfficeLocked, match="没有加密"):
        service.change_password(office, operator="王干事", old="", new="geheim3", again="geheim3")


def test_a_series_is_kept_by_the_standard_or_refused(office: Context) -> None:
    typed = {"office.document_series": " 青团字[年]号 , 青团函（2018）1号"}
    assert service.save_office(office, values=typed) == 1
    kept = load_office(office).values["office.document_series"]
    assert kept == "青团字〔年〕号；青团函〔年〕号"
    assert service.save_office(office, values={"office.document_series": kept}) == 0
    with pytest.raises(BadInput) as refused:
        service.save_office(office, values={"office.document_series": "青团字2018"})
    assert refused.value.code == "document_number.series"
    assert service.save_office(office, values={"office.document_series": ""}) == 1
