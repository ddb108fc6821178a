"""What a clerk says about a list, and what of it holds for the next one."""

from tuanji_desktop.sheets.reading import FILL, Reading


def test_what_is_not_said_is_updated_and_undecided() -> None:
    reading = Reading(policies=(("mobile", FILL),), decisions=((7, "member:12"),))
    assert (reading.policy("mobile"), reading.policy("name")) == ("fill", "update")
    assert (reading.decision(7), reading.decision(8)) == ("member:12", "")


def test_headings_chosen_by_the_clerk_and_nothing_else() -> None:
    reading = Reading("Sheet", (("备用电话", "mobile"),))
    assert reading.mapping() == {"备用电话": "mobile"}
    assert Reading().mapping() == {}


def test_next_years_list_keeps_what_is_not_of_single_rows() -> None:
    this_year = Reading(
        "名单", (("谁", "name"),), (3, 2), (("destination", "考上了", "升学"),),
        (("mobile", FILL),), ((9, 2, "5201"),), ((7, "new"),),
    )  # fmt: skip
    assert this_year.without_rows() == Reading(
        "名单", (("谁", "name"),), (3, 2), (("destination", "考上了", "升学"),), (("mobile", FILL),)
    )
