"""The words of the formal letter that asks for corrections (G 二), from the office's template.

Which values the template may name says `Places`.
"""

from dataclasses import asdict, dataclass
from datetime import date

from ..papers.letter import Letter, chinese_date
from ..papers.letter_template import Template, fill

KIND = "correction-letter"
"""Its code among the letters whose words an office may change."""


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
    template: Template,
    places: Places,
    *,
    sender: str,
    addressee: str,
    document_number: str,
    day: date,
    contact: str = "",
    contact_phone: str = "",
    signer: str = "",
) -> Letter:
    """The letter with its places filled."""
    values = {
        "单位": sender,
        "主送单位": addressee,
        "文号": document_number,
        "日期": chinese_date(day),
        "联系人": contact,
        "联系电话": contact_phone,
        "填报单位": places.unit,
        "更正项目": places.label,
        "人数": str(places.count),
        "支部数": str(places.branches),
        "清单名称": places.list_title,
        "依据单位": places.issuer,
        "依据文件": places.document,
    }
    return Letter(
        **asdict(fill(template, values)),
        document_number=document_number,
        sender=sender,
        day=day,
        contact=contact,
        contact_phone=contact_phone,
        number=places.number,
        signer=signer,
    )
