"""Some acts are answered for by two."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.builders import make_office
from tuanji_desktop.core.errors import BadInput, OfficeLocked, RuleRefused
from tuanji_desktop.office.second import other_operators, require_second_operator
from tuanji_desktop.office.service import add_operator, create_office, open_office

NOW = datetime(2018, 8, 1, 9, tzinfo=UTC)


def test_in_a_plain_file_the_name_is_taken(tmp_path: Path) -> None:
    context = make_office(tmp_path)
    try:
        assert other_operators(context) == ("赵副书记",)
        assert require_second_operator(context, name=" 赵副书记 ") == "赵副书记"
        with pytest.raises(RuleRefused) as same:
            require_second_operator(context, name="王干事")
        assert same.value.code == "operator.second_same"
        with pytest.raises(BadInput) as unknown:
            require_second_operator(context, name="陌生人")
        assert "赵副书记" in unknown.value.message
        with context.database.write(context.operation("test", "停用")) as writing:
            writing.connection.exec_driver_sql(
                "UPDATE operators SET active = 0 WHERE name = '赵副书记'"
            )
        with pytest.raises(BadInput, match="先在设置里增加操作员"):
            require_second_operator(context, name="赵副书记")
    finally:
        context.database.close()


def test_in_an_encrypted_file_the_second_one_proves_who_it_is(tmp_path: Path) -> None:
    path = tmp_path / "加密.tuanji"
    made = create_office(
        path,
        name="青溪",
        operator="王干事",
        password="wang-secret",
        now=NOW,
        today=date(2018, 8, 1),
    )
    context = open_office(path, secret="wang-secret", clock=lambda: NOW)
    try:
        add_operator(context, name="赵副书记", role="reviewer", password="zhao-secret")
        add_operator(context, name="钱干事", role="clerk", password="qian-secret")
        with pytest.raises(BadInput) as lacking:
            require_second_operator(context, name="赵副书记")
        assert lacking.value.code == "operator.second_password"
        for wrong in ("wang-secret", "qian-secret", made.recovery_code or ""):
            with pytest.raises(OfficeLocked) as refused:
                require_second_operator(context, name="赵副书记", password=wrong)
            assert refused.value.code == "operator.second_password"
        second = require_second_operator(context, name="赵副书记", password="zhao-secret")
        assert second == "赵副书记"
    finally:
        context.database.close()
