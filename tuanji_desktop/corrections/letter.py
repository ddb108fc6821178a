"""The words of the formal letter that asks for corrections (G 二), from a template.

The template is text with named places; which values there are says `Places`.
"""

from dataclasses import asdict, dataclass
from datetime import date

from ..papers.letter import Letter

TITLE = "关于更正{count}名团员误填“{label}”的请示"
PARAGRAPHS = (
    "根据{issuer}《{document}》关于“{label}”修改权限关闭后误填更正的要求，"
    "我单位对所辖团员误填“{label}”的情况逐人进行了核实。",
    "经核实，{unit}所辖{branches}个团支部共有{count}名团员误填“{label}”，误填原因、证明材料和"
    "核实情况已在附件中逐人注明。现申请按附件所列予以更正。",
    "我单位对上述情况的真实性负责，并将指导各级团组织认真如实填写、认真核对团员信息，防止再次误填。",
)
ENDING = "妥否，请批示。"
ENCLOSURE = "{list_title}（共{count}人）"


@dataclass(frozen=True, slots=True)
class Places:
    """The values of the template's named places."""

    label: str
    issuer: str
    document: str
    unit: str
    branches: int
    count: int
    number: str
    list_title: str


def fill_letter(
    places: Places,
    *,
    sender: str,
    addressee: str,
    document_number: str,
    day: date,
    contact: str = "",
    contact_phone: str = "",
) -> Letter:
    """The letter with its places filled."""
    values = asdict(places)
    return Letter(
        title=TITLE.format(**values),
        document_number=document_number,
        addressee=addressee,
        paragraphs=tuple(text.format(**values) for text in PARAGRAPHS),
        ending=ENDING,
        enclosures=(ENCLOSURE.format(**values),),
        sender=sender,
        day=day,
        contact=contact,
        contact_phone=contact_phone,
        number=places.number,
    )
