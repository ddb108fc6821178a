"""Known failures as the command line prints them."""

from tuanji_desktop.core.errors import BadInput, FileRefused, RuleRefused, TuanjiError


def test_as_json_names_the_clause_only_where_there_is_one() -> None:
    assert BadInput("id.length", "少一位").as_json() == {"code": "id.length", "message": "少一位"}
    refused = RuleRefused("field.locked", "不能改", clause="G 一.2")
    assert refused.as_json() == {"code": "field.locked", "message": "不能改", "clause": "G 一.2"}
    empty = RuleRefused("required.empty", "没填", fields=("mobile",))
    assert empty.as_json() == {"code": "required.empty", "message": "没填", "fields": ["mobile"]}
    assert isinstance(FileRefused("file.password", "有密码"), TuanjiError)
    assert str(refused) == "不能改"
