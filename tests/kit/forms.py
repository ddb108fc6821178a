"""Fields of an invented member."""

from tuanji_desktop.kit.field_row import FormField
from tuanji_desktop.rules.fields import Kind
from tuanji_desktop.rules.policy_parts import ChangePath, FieldState, Tier

FREE = FieldState(Tier.FREE, "", "", ChangePath.NONE, "")
LOCKED = FieldState(
    Tier.LOCKED, "G 一.2", "审核通过后不可修改。", ChangePath.DELETION_REENTRY, "申请删除后重新录入"
)
REVIEW = FieldState(Tier.REVIEW, "G 一.3", "修改后由团支部审核。", ChangePath.NONE, "")


def member_fields(*, name: str = "张三", name_state: FieldState = LOCKED) -> list[FormField]:
    return [
        FormField("name", "姓名", Kind.NAME, "身份信息", name_state, name, required=True),
        FormField(
            "id_number", "身份证号", Kind.ID_NUMBER, "身份信息", LOCKED, "11010119900101002X",
            required=True,
        ),
        FormField(
            "ethnicity", "民族", Kind.CHOICE, "身份信息", FREE,
            choices=tuple("汉族 壮族 满族 回族 苗族 维吾尔族 土家族 彝族 蒙古族".split()),
            required=True,
        ),
        FormField("mobile", "手机号码", Kind.MOBILE, "联系方式", FREE, "13812341234"),
        FormField(
            "branch", "所在团支部", Kind.BRANCH, "团籍信息", FREE, "7", shown="高三（1）班团支部"
        ),
        FormField(
            "political_status", "政治面貌", Kind.CHOICE, "政治面貌", REVIEW, "共青团员",
            choices=("共青团员", "群众"),
        ),
        FormField("notes", "备注", Kind.NOTES, "其他", FREE, "一\n二", max_length=200),
    ]  # fmt: skip
