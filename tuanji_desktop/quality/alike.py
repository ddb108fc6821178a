"""Whether two records could be one person entered twice. Pure: two records in, a reason out."""

from collections.abc import Mapping
from dataclasses import dataclass

PAIR_CODES = ("pair_number", "pair_namesake", "pair_homophone", "pair_lookalike")
"""From the surest to the least sure; a pair is told under the first that holds."""

_LOOK_ALIKE = (
    "己已巳", "未末", "王玉主", "日曰", "土士", "千干于", "大太犬", "人入", "田由甲申", "晴睛清",
    "冶治", "戊戌戍", "析折", "宇字", "贝见", "侯候", "薇微徽", "崇祟", "晓哓", "辛幸", "宣宜", "元无",
    "杨扬", "林材", "令今", "天夭", "月目", "永水", "兰三", "卫韦", "启后", "芸荟", "茵菌",
    "莹萤", "莉利", "婷停", "琪棋淇", "琦绮", "瑜愉榆", "瑶遥", "瑾谨槿", "璐潞", "珊姗", "玲铃", "珍诊",
    "梓锌", "楠喃", "栋拣", "桦烨", "枫飒", "昊吴", "昕听", "晗哈", "晨震",
    "涛祷", "淼森", "渊湖", "润闰", "泽译择", "沐休", "沁心", "泓弘", "铭名", "锋峰", "钰珏",
    "鑫金", "凯剀", "刚钢", "勋勤", "博搏", "嘉喜", "坤绅", "均钧", "堃方", "炜伟玮", "烁铄", "焕涣",
    "硕顾", "祺祁", "祥详", "福副", "秀香", "程呈", "竣俊骏", "绍邵", "维唯", "翔祥", "耀跃",
    "舒叙", "艺芝", "芮苪", "菲霏", "蓓培", "蕾雷", "裕俗", "谊宜", "贤坚",
    "辉晖", "远运", "逸免", "郁都", "静净", "韵音", "颖颍", "骁晓", "鸣呜", "龙尤",
    "佳住", "依衣", "倩情", "傲敖", "芳方", "凤风", "刘浏", "曹槽", "蒋将", "肖萧", "闫阎", "付傅",
    "于於", "丘邱", "覃谭", "戴载", "汪王", "沈忱", "肇肈", "昱煜", "妍研", "娜哪", "媛缓", "嫣鄢",
)  # fmt: skip
"""Characters of names that are taken for each other by the eye, or are two ways to write one."""


def _groups() -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(_LOOK_ALIKE):
        for character in group:
            found.setdefault(character, set()).add(number)
    return {character: frozenset(numbers) for character, numbers in found.items()}


_GROUPS = _groups()


@dataclass(frozen=True, slots=True)
class Person:
    """What of a record tells whether it is another one's double."""

    id: int
    branch_id: int
    name: str
    pinyin: str
    born_on: str
    mobile: str
    id_number: str


def why_alike(one: Person, other: Person) -> str | None:
    """The check that two records fall under together, None where nothing speaks for one person."""
    if not one.name or not other.name:
        return None
    same_name = one.name == other.name
    if same_name and near_numbers(one.id_number, other.id_number):
        return "pair_number"
    same_birth = bool(one.born_on) and one.born_on == other.born_on
    if same_birth or (bool(one.mobile) and one.mobile == other.mobile):
        if same_name:
            return "pair_namesake"
        if one.pinyin and one.pinyin == other.pinyin:
            return "pair_homophone"
    same_branch = one.branch_id == other.branch_id
    if same_birth and same_branch and look_alike(one.name, other.name):
        return "pair_lookalike"
    return None


def near_numbers(one: str, other: str) -> bool:
    """Whether two numbers differ in one place, or in two neighbours that changed places."""
    if one == other or len(one) != len(other):
        return False
    places = [place for place in range(len(one)) if one[place] != other[place]]
    if len(places) == 1:
        return True
    if len(places) != 2 or places[1] != places[0] + 1:
        return False
    first, second = places
    return one[first] == other[second] and one[second] == other[first]


def look_alike(one: str, other: str) -> bool:
    """Whether two names differ in one character, and the eye may take it for the other's."""
    if len(one) != len(other):
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(pairs) != 1:
        return False
    ((a, b),) = pairs
    return bool(_GROUPS.get(a, frozenset()) & _GROUPS.get(b, frozenset()))
