"""The words of the letter: every place of the template is filled."""

from datetime import date

from tuanji_desktop.corrections.letter import KIND, Places, fill_letter
from tuanji_desktop.papers.letter_template import in_force

PLACES = Places(
    label="入团年月",
    issuer="共青团广东省委办公室",
    document="“命脉工程”攻坚阶段工作提醒函（第四期）",
    unit="中国共产主义青年团青溪县委员会",
    branches=2,
    count=3,
    number="GZ-2019-001-H",
    list_title="误填“入团年月”团员更正清单",
)


def test_the_template_is_filled() -> None:
    letter = fill_letter(
        in_force(KIND, None),
        PLACES,
        sender="共青团梅岭市委员会",
        addressee="团省委",
        document_number="团梅字〔2019〕12号",
        day=date(2019, 3, 1),
    )
    assert letter.title == "关于更正3名团员误填“入团年月”的请示"
    assert letter.enclosures == ("误填“入团年月”团员更正清单（共3人）",)
    assert (letter.number, letter.addressee) == ("GZ-2019-001-H", "团省委")
    text = "".join(letter.paragraphs)
    assert "{" not in text
    for part in ("提醒函（第四期）", "所辖2个团支部共有3名团员误填“入团年月”", "逐人进行了核实"):
        assert part in text
