"""Which of our units a written target may be."""

from tuanji_desktop.office.context import Context
from tuanji_desktop.orgs.service import add_organization
from tuanji_desktop.transfers.target_names import load_target_names


def test_ours_theirs_and_doubtful(office: Context) -> None:
    for code, name in (("QX03", "青溪三中团委"), ("QX04", "青溪三中委员会")):
        add_organization(
            office, code=code, full_name=name, short_name="", kind="committee", parent_id=1
        )
    names = load_target_names(office)
    for ours in (
        "QX01", "qx01", "青溪县第一中学", "共青团青溪县第一中学委员会", "青溪三中委员会",
        "贵州省铜仁市青溪县第一中学团委",
    ):  # fmt: skip
        assert names.is_ours(ours), ours
    for theirs in ("贵州大学", "高三（1）班", "青溪三中"):  # short names are other schools' too
        assert not names.is_ours(theirs), theirs
    assert names.is_doubtful("青溪三中")
    assert not names.is_doubtful("青溪县第一中学")
    assert names.like("青溪一中团委员会")[0][0] == "QX01"
    assert names.like("贵州大学") == []


def test_a_class_is_sure_within_the_unit_that_takes_them(office: Context) -> None:
    school = add_organization(
        office, code="QX02", full_name="第二中学委员会", short_name="二中", kind="committee",
        parent_id=1,
    )  # fmt: skip
    add_organization(
        office, code="QX0201", full_name="第二中学高三（1）班支部委员会", short_name="高三（1）班",
        kind="branch", parent_id=school,
    )  # fmt: skip
    assert not load_target_names(office).is_sure("高三1班")
    assert load_target_names(office, within=2).is_sure("高三1班")
    assert load_target_names(office).is_sure("二中团委")
    assert [
        code for code, _words, _score in load_target_names(office, within=2).like("高三1班")
    ] == [
        "QX0101",
        "QX0102",
    ]
