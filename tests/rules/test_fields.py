import unicodedata

import pytest

from tuanji_desktop.rules.choices import CHOICES
from tuanji_desktop.rules.fields import (
    EXTRA_HEADINGS,
    FIELDS,
    GROUPS,
    MEMBER_COLUMNS,
    NOT_HEADINGS,
    ROSTER_FIELDS,
    Kind,
    label_of,
)

ROSTER_HEADINGS = (
    "姓名 证件类型 身份证号 性别 民族 手机号码 所在团支部 入团年月 发展团员编号 政治面貌 入党时间 "
    "经济收入 是否为团干 团内现任职务 任现职年月 团干部性质 个人职业 在读状况 学历 学习工作单位 "
    "户籍地址 是否递交入党申请书 递交入党申请书时间 是否成为注册志愿者 成为注册志愿者的时间"
).split()


def test_the_roster_has_its_25_columns_in_order() -> None:
    assert [label_of(name) for name in ROSTER_FIELDS] == ROSTER_HEADINGS


def test_names_and_labels_are_unique() -> None:
    labels = [field.label for field in FIELDS.values()]
    assert len(set(labels)) == len(labels)
    assert all(field.name == name for name, field in FIELDS.items())


def test_no_heading_belongs_to_two_fields() -> None:
    seen: dict[str, str] = {}
    rows = {name: field.headings for name, field in FIELDS.items()} | dict(EXTRA_HEADINGS)
    for name, headings in rows.items():
        for heading in headings:
            assert seen.setdefault(heading, name) == name, heading
    assert not seen.keys() & NOT_HEADINGS


def test_headings_are_normalised_as_lists_are() -> None:
    for field in FIELDS.values():
        for heading in field.headings:
            assert "".join(unicodedata.normalize("NFKC", heading).split()) == heading
            assert not set(heading) & set("()★*")


def test_choice_fields_have_their_list_and_no_other() -> None:
    for field in FIELDS.values():
        assert (field.choices is not None) == (field.kind in {Kind.CHOICE, Kind.YES_NO}), field
        assert field.choices is None or field.choices in CHOICES


def test_every_field_has_a_group_and_a_width() -> None:
    for field in FIELDS.values():
        assert field.group in GROUPS
        assert field.width >= 2 * min(len(field.label), 2)


def test_the_members_table_stores_everything_but_the_branch() -> None:
    assert set(FIELDS) - set(MEMBER_COLUMNS) == {"branch"}


def test_what_the_number_gives() -> None:
    assert [name for name, field in FIELDS.items() if field.derived] == ["sex", "born_on"]


@pytest.mark.parametrize(
    ("name", "longest"), [("joined_at", 29), ("work_unit", 64), ("mobile", None)]
)
def test_lengths(name: str, longest: int | None) -> None:
    assert FIELDS[name].max_length == longest
