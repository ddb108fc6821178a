"""The log names nobody."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tuanji_desktop.core.errors import BadInput
from tuanji_desktop.core.log import (
    FILE_NAME,
    LOGGER_NAME,
    describe_failure,
    mask_personal,
    start_log,
    stop_log,
)


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    yield start_log(tmp_path / "log")
    stop_log()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("id 11010119900101001X", "id ***"),
        ("id 110101 19900101 001x!", "id ***!"),
        ("old 110101900101001.", "old ***."),
        ("phone 13812345678", "phone ***"),
        ("２０１７０１２３４５６７", "***"),
        ("rows 12345678 of 1234567890", "rows 12345678 of 1234567890"),
        ("欧阳·阿卜杜拉 saved", "▮ saved"),
        ("𠮷野 saved", "▮ saved"),
        ("C:/Users/张三/a.tuanji", "C:/Users/▮/a.tuanji"),
    ],
)
def test_numbers_and_names_are_masked(text: str, masked: str) -> None:
    assert mask_personal(text) == masked


def test_a_failure_is_described_without_its_words() -> None:
    try:
        try:
            raise BadInput("member.id", "张三的号码 110101199001010010 不对")
        except BadInput as inner:
            raise RuntimeError("张三") from inner
    except RuntimeError as error:
        text = describe_failure(error)
    assert "builtins.RuntimeError" in text
    assert "BadInput member.id" in text
    assert "test_log.py" in text
    assert "张三" not in text
    assert "1101" not in text


def test_the_file_holds_types_and_places_only(
    log_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger(LOGGER_NAME)
    logger.info("saved %s %s", "张三", "13812345678")
    try:
        raise ValueError("李四")
    except ValueError:
        logger.exception("import failed")
    stop_log()
    caplog.clear()
    text = log_file.read_text(encoding="utf-8")
    assert "saved ▮ ***" in text
    assert "import failed\nbuiltins.ValueError" in text
    assert "李四" not in text


def test_a_folder_that_cannot_be_made_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    start_log(tmp_path / "file" / "log")
    logging.getLogger(LOGGER_NAME).info("into the void")
    stop_log()


def test_a_log_that_cannot_be_written_troubles_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE_NAME).mkdir()
    start_log(tmp_path)
    logging.getLogger(LOGGER_NAME).info("into the void")
    stop_log()
    assert capsys.readouterr().err == ""


def test_an_error_that_is_its_own_cause_is_described_once() -> None:
    try:
        try:
            raise ValueError
        except ValueError as error:
            raise error from error
    except ValueError as error:
        assert describe_failure(error).count("builtins.ValueError") == 1


def test_starting_twice_writes_once(tmp_path: Path) -> None:
    start_log(tmp_path)
    path = start_log(tmp_path)
    logging.getLogger(LOGGER_NAME).info("once")
    stop_log()
    assert path.read_text(encoding="utf-8").count("once") == 1
