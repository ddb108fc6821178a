"""How a long act tells how far it is, and learns that it is no longer wanted."""

from typing import Protocol


class Cancelled(Exception):
    """Raised inside a long act to leave it; its transaction is rolled back, nobody is alarmed."""


class Progress(Protocol):
    """Given to long acts. The window and the command line each bring their own."""

    def __call__(self, done: int, total: int, text: str = "") -> None:
        """Says that `done` of `total` steps are behind us (`total` 0: not known)."""

    @property
    def cancelled(self) -> bool:
        """Whether the clerk pressed 取消."""

    def stop_if_cancelled(self) -> None:
        """Raises `Cancelled` once the clerk has pressed 取消."""


class Quiet:
    """A progress nobody watches."""

    cancelled = False

    def __call__(self, done: int, total: int, text: str = "") -> None:
        pass

    def stop_if_cancelled(self) -> None:
        pass
