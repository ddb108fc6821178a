"""The desks of the window: known by name from the start, built when one first goes there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from .page import Page


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk of the rail; `make` imports its room and builds its page. `modules`: what it imports."""

    key: str
    title: str
    icon: str
    make: Callable[[], Page]
    modules: tuple[str, ...] = ()


class Desks(Mapping[str, Page]):
    """Pages by key. Looking one up builds it; `made` takes each new one in, once."""

    def __init__(self, desks: Sequence[Desk], made: Callable[[Page], None]) -> None:
        self.all = tuple(desks)
        self._by_key = {desk.key: desk for desk in desks}
        self._made = made
        self._pages: dict[str, Page] = {}

    def __getitem__(self, key: str) -> Page:
        page = self._pages.get(key)
        if page is None:
            page = self._by_key[key].make()
            self._pages[key] = page
            self._made(page)
        return page

    def load(self, key: str) -> None:
        """Imports what a desk needs; may be called on any thread."""
        for module in self._by_key[key].modules:
            import_module(module)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key  # asking must not build

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    @property
    def built(self) -> tuple[Page, ...]:
        """The pages there are so far."""
        return tuple(self._pages.values())
