"""Which members the roster page shows."""

from tuanji_desktop.members import listing
from tuanji_desktop.members.queries import Filter
from tuanji_desktop.office.context import Context


def test_a_short_list_comes_whole(office: Context) -> None:
    found = listing.first_listing(office, Filter())
    assert found.complete
    assert found.total == 6
    assert list(listing.whole_listing(office, Filter()).ids) == list(found.ids)


def test_search_tells_what_matched(office: Context) -> None:
    found = listing.search_listing(office, "sx", org_id=None)
    assert list(found.found_by.values()) == ["initials"]
    assert listing.search_listing(office, "sx", org_id=3).total == 0
    assert listing.search_listing(office, "138", org_id=None, limit=2).total == 6


def test_a_pasted_list(office: Context) -> None:
    pasted = listing.paste_listing(office, ["张三", " 单雄 ", "张三", "无名", "13800138002", ""])
    assert [word for word, _id in pasted.found] == ["张三", "单雄", "13800138002"]
    assert pasted.missing == ("无名",)
    assert pasted.several == ()
