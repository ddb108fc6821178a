"""The office file as a whole: made, opened, its pack, its operators, its settings."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.keys import cheap_keys
from tuanji_desktop.core.errors import BadInput, NotFound, OfficeLocked
from tuanji_desktop.office import service
from tuanji_desktop.office.context import Context

__all__ = ["cheap_keys"]
NOW = datetime(2018, 8, 1, 9, 30, tzinfo=UTC)


def make(tmp_path: Path, password: str | None = None) -> service.Created:
    return service.create_office(
        tmp_path / "青溪.tuanji",
        name="青溪团县委",
        operator="王干事",
        password=password,
        now=NOW,
        today=date(2018, 8, 1),
    )


def opened(made: service.Created, **options: str) -> Context:
    return service.open_office(made.path, clock=lambda: NOW, **options)  # type: ignore[arg-type]


def test_a_new_office_knows_its_name_pack_and_operator(tmp_path: Path) -> None:
    made = make(tmp_path)
    assert made.recovery_code is None
    context = opened(made)
    try:
        assert context.operator == "王干事"
        assert context.policy.id == service.DEFAULT_POLICY
        with context.database.read() as connection:
            assert service.get_setting(connection, "office.name") == "青溪团县委"
            assert service.get_setting(connection, "office.nothing") is None
    finally:
        context.database.close()


def test_a_nameless_office_and_an_unknown_pack_are_refused_before_a_file_is_there(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.tuanji"
    for name, pack_id, error in (("  ", "national", BadInput), ("青溪", "nix", NotFound)):
        with pytest.raises(error):
            service.create_office(path, name=name, policy_id=pack_id, now=NOW, today=NOW.date())
    assert not path.exists()


@pytest.mark.usefixtures("cheap_keys")
def test_a_file_that_was_cut_short_never_appears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(service, "put_policy", cut)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, "secret-1")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_an_encrypted_office_opens_by_password_and_by_recovery_code(tmp_path: Path) -> None:
    made = make(tmp_path, "geheim1")
    assert made.recovery_code is not None
    for secret in ("geheim1", made.recovery_code):
        opened(made, secret=secret).database.close()
    with pytest.raises(OfficeLocked, match="密码不正确"):
        opened(made, secret="geheim2")


def test_only_operators_of_the_office_open_it(tmp_path: Path) -> None:
    made = make(tmp_path)
    with pytest.raises(NotFound, match="已有：王干事"):
        opened(made, operator="张三")


@pytest.mark.usefixtures("cheap_keys")
def test_operators_are_added_with_a_password_of_their_own(tmp_path: Path) -> None:
    made = make(tmp_path, "geheim1")
    context = opened(made, secret="geheim1")
    try:
        with pytest.raises(BadInput, match="密码"):
            service.add_operator(context, name="赵副书记", role="reviewer")
        service.add_operator(context, name=" 赵副书记 ", role="reviewer", password="geheim2")
        for name, role in (("", "clerk"), ("赵副书记", "clerk"), ("李", "king")):
            with pytest.raises(BadInput):
                service.add_operator(context, name=name, role=role, password="geheim3")
    finally:
        context.database.close()
    second = opened(made, secret="geheim2", operator="赵副书记")
    assert second.operator == "赵副书记"
    second.database.close()


def test_a_plain_file_has_no_passwords(tmp_path: Path) -> None:
    context = opened(make(tmp_path))
    try:
        with pytest.raises(OfficeLocked, match="没有加密"):
            service.set_password(context, operator="王干事", password="geheim1")
    finally:
        context.database.close()


def test_settings_are_written_in_one_operation(tmp_path: Path) -> None:
    context = opened(make(tmp_path))
    try:
        service.save_settings(context, [("office.contact", "周"), ("office.contact", "王")])
        with context.database.read() as connection:
            assert service.get_setting(connection, "office.contact") == "王"
    finally:
        context.database.close()


def test_an_own_pack_travels_with_the_file(tmp_path: Path) -> None:
    folder = service.pack_directories()[-1]
    folder.mkdir(parents=True)
    own = folder / "own.toml"
    own.write_text(
        'id = "own"\nextends = "national"\ntitle = "本县规则"\nissuer = "青溪团县委"\n'
        'document = "通知"\ndocument_number = "1号"\ndate = 2018-08-01\n',
        encoding="utf-8",
    )
    made = service.create_office(
        tmp_path / "own.tuanji", name="青溪", policy_id="own", now=NOW, today=date(2018, 8, 1)
    )
    own.unlink()  # another machine has never heard of it
    context = opened(made)
    try:
        assert context.policy.title == "本县规则"
        assert own.is_file()
    finally:
        context.database.close()


@pytest.mark.parametrize("fate", ["spoilt", "another", "no folder"])
def test_an_own_pack_that_is_spoilt_here_is_taken_from_the_file(tmp_path: Path, fate: str) -> None:
    test_an_own_pack_travels_with_the_file(tmp_path)
    folder = service.pack_directories()[-1]
    own = folder / "own.toml"
    head = own.read_text(encoding="utf-8")
    own.unlink()
    if fate == "spoilt":
        own.write_text("id = [", encoding="utf-8")
    elif fate == "another":
        own.write_text(head.replace("national", "nobody"), encoding="utf-8")
    else:
        folder.rmdir()
        folder.write_text("in the way")
    made = service.Created(tmp_path / "own.tuanji", None)
    context = opened(made)
    try:
        assert context.policy.title == "本县规则"
        assert service.renewed(context).policy.title == "本县规则"
    finally:
        context.database.close()


OWN = (
    'id = "own"\nextends = "national"\ntitle = "本县规则"\nissuer = "青溪团县委"\n'
    'document = "通知"\ndate = 2018-08-01\n'
)


def own_pack(name: str, text: str) -> Path:
    folder = service.pack_directories()[-1]
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def own_office(tmp_path: Path, policy: str = "own") -> service.Created:
    return service.create_office(
        tmp_path / "own.tuanji", name="青溪", policy_id=policy, now=NOW, today=date(2018, 8, 1)
    )


def test_a_file_changed_on_disk_does_not_change_the_rules_in_force(tmp_path: Path) -> None:
    """What holds is what was put in force; another text has to be planned and put in force."""
    own = own_pack("own", OWN)
    made = own_office(tmp_path)
    other = OWN.replace("本县规则", "偷偷改过") + '[required]\nqq = { clause = "N 二.1" }\n'
    own.write_text(other, encoding="utf-8")
    context = opened(made)
    try:
        assert context.policy.title == "本县规则"
        assert context.policy.requirement_clause("qq") == ""
        assert service.renewed(context).policy.title == "本县规则"
        assert own.read_text(encoding="utf-8") == other, "the clerk's file is left alone"
        assert service.pack("own").title == "偷偷改过"
    finally:
        context.database.close()


def test_the_packs_an_own_pack_is_built_on_travel_too(tmp_path: Path) -> None:
    base = own_pack("base", OWN.replace('"own"', '"base"') + "[review]\n" + REVIEW)
    own = own_pack("own", OWN.replace('"national"', '"base"'))
    made = own_office(tmp_path)
    for file in (base, own):
        file.unlink()
    context = opened(made)
    try:
        assert context.policy.review.two_persons
        assert [one.id for one in context.policy.texts] == ["own", "base", "national"]
        assert base.is_file(), "they are known here now"
        assert own.is_file()
    finally:
        context.database.close()


REVIEW = 'two_persons = true\noverdue_days = 3\nclause = "N 一.6"\n'


def test_a_shipped_pack_leaves_no_text_of_an_own_one_behind(tmp_path: Path) -> None:
    own_pack("own", OWN)
    made = own_office(tmp_path)
    context = opened(made)
    try:
        with context.database.write(context.operation("office.policy", "换")) as writing:
            service.put_policy(writing.connection, service.pack("qilu-2024"))
            assert service.get_setting(writing.connection, "office.policy_text") is None
        assert service.renewed(context).policy.id == "qilu-2024"
        # as an older program left it
        with context.database.write(context.operation("office.policy", "换")) as writing:
            service.put_setting(writing.connection, "office.policy_text", OWN)
        assert service.renewed(context).policy.id == "qilu-2024"
    finally:
        context.database.close()
    context = opened(made)
    assert context.policy.id == "qilu-2024"
    context.database.close()
