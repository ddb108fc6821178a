"""The program's log: enough to mend a bug, nothing that could name a person.

Three nets, since a log travels by USB stick to whoever mends the program: messages carry only
types, codes and numbers (a habit); exceptions are written as type and place, never with their text
(the text may quote a cell); and whatever passes both is masked here – Chinese text, ID and phone
numbers alike.
"""

import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

LOGGER_NAME = "tuanji"
FILE_NAME = "tuanji.log"

_NUMBERS = re.compile(r"\d{6}[ -]\d{8}[ -]\d{3}[\dXx]|\d{11,}[Xx]?")
_HAN = re.compile(
    "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][\u3400-\u9fff\uf900-\ufaff·\U00020000-\U0003ffff]*"
)

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def mask_personal(text: str) -> str:
    """The text without runs of 11 and more digits (phones, IDs) and without Chinese words."""
    return _HAN.sub("▮", _NUMBERS.sub("***", text))


def describe_failure(error: BaseException) -> str:
    """Type and place of a failure and of its causes, without a word of their messages."""
    lines: list[str] = []
    link: BaseException | None = error
    seen: set[int] = set()
    while link is not None and id(link) not in seen:  # "raise error from error" is its own cause
        seen.add(id(link))
        code = getattr(link, "code", None)
        lines.append(f"{type(link).__module__}.{type(link).__qualname__} {code or ''}".rstrip())
        lines += [
            f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
            for frame in traceback.extract_tb(link.__traceback__)
        ]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n".join(lines)


class _LogFile(RotatingFileHandler):
    """A log that cannot be written (full disk, folder gone) is no reason to trouble anybody."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the library's name)
        pass


class PrivateFormatter(logging.Formatter):
    """Formats a record for the log file, masked."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(threadName)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have left the full text of the exception on the record.
        record.exc_text = None
        text = mask_personal(super().format(record))
        record.exc_text = None
        return text

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 (the name is the library's)
        return describe_failure(ei[1]) if ei[1] is not None else ""


def start_log(directory: Path) -> Path:
    """Sends the program's records to a rotating file in `directory`; returns the file's path.

    A folder that cannot be written leaves the program without a log, not without a start.
    """
    path = directory / FILE_NAME
    logger = logging.getLogger(LOGGER_NAME)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    stop_log()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = _LogFile(
            path, maxBytes=1_000_000, backupCount=4, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(PrivateFormatter())
    logger.addHandler(handler)
    return path


def stop_log() -> None:
    """Closes the log file, as at the end of the program."""
    logger = logging.getLogger(LOGGER_NAME)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
