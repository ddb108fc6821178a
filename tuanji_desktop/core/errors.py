"""The known failures: what a clerk can act on.

    TuanjiError
    ├── BadInput       what was typed or read is wrong (a cell, a field, a file name)
    ├── RuleRefused    the policy pack forbids it; `clause` says where that stands
    ├── NotFound       no such member, organisation, batch …
    ├── FileRefused    a file as a whole cannot be read or written
    └── OfficeLocked   the office file is in use, needs a password, or is from a newer program

Everything else that is raised is a bug: logged without personal data, shown calmly.
"""


class TuanjiError(Exception):
    """A failure with a stable code, a Chinese message and, where a rule refuses, its clause.

    `fields` names the fields it is about, where there is more than the message can lead to.
    """

    def __init__(
        self, code: str, message: str, *, clause: str | None = None, fields: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.clause = clause
        self.fields = fields

    def as_json(self) -> dict[str, str | list[str]]:
        """The `error` object of the command line (shared `cli.md`)."""
        result: dict[str, str | list[str]] = {"code": self.code, "message": self.message}
        if self.clause:
            result["clause"] = self.clause
        if self.fields:
            result["fields"] = list(self.fields)
        return result


class BadInput(TuanjiError):
    """What was typed or read is wrong; nothing was written."""


class RuleRefused(TuanjiError):
    """The policy pack in force forbids the act."""


class NotFound(TuanjiError):
    """The named record does not exist in this office."""


class FileRefused(TuanjiError):
    """A file as a whole cannot be used (`file.*` codes)."""


class OfficeLocked(TuanjiError):
    """The office file cannot be opened now: in use, wrong password, newer program, damaged."""
