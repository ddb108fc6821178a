"""The desk's words: states, values as they are shown, what became of an act. Knows no Qt."""

from collections.abc import Mapping
from types import MappingProxyType

from ..core.masks import mask_id, mask_phone
from ..rules.fields import FIELDS, Kind
from .service import Decided, Several, Withdrawn

STATE_LABELS: Mapping[str, str] = MappingProxyType(
    {"pending": "待审核", "accepted": "已通过", "returned": "已退回", "withdrawn": "已撤回"}
)
_MASKS = {Kind.ID_NUMBER: mask_id, Kind.MOBILE: mask_phone}
_SHOWN_NAMES = 3


def shown(field: str, value: str | None) -> str:
    """A value on the screen, numbers masked (domain.md §13)."""
    if not value:
        return "（空）"
    mask = _MASKS.get(FIELDS[field].kind) if field in FIELDS else None
    return mask(value) if mask else value


def decided_words(done: Decided) -> tuple[str, str]:
    """Of one request, decided field by field."""
    parts = []
    if done.accepted:
        parts.append(f"已通过 {len(done.accepted)} 项")
    if done.returned:
        parts.append(f"已退回 {len(done.returned)} 项")
    if done.conflicts:
        parts.append(f"{len(done.conflicts)} 项在您查看之后又被改过，请看过现在的值再选择")
    mark = "单人办公，已注明本人提出本人审核。" if done.single_handed else ""
    return ("warning" if done.conflicts else "good"), "，".join(parts) + "。" + mark


def withdrawn_words(done: Withdrawn) -> tuple[str, str]:
    """Of fields taken back."""
    return "good", f"已撤回 {len(done.fields)} 项，档案保持不变。"


def several_words(verb: str, unit: str, done: Several) -> tuple[str, str]:
    """Of several: how many, and who was left and why."""
    words = f"{verb} {len(done.decided)} {unit}。"
    if not done.left:
        return "good", words
    names = "；".join(why for _, why in done.left[:_SHOWN_NAMES])
    more = " 等" if len(done.left) > _SHOWN_NAMES else ""
    return "warning", f"{words}还有 {len(done.left)} {unit}没有办理：{names}{more}。"
