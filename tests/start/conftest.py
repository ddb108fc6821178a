"""Before an office is open."""

from tests.desks import dressed
from tests.keys import cheap_keys

__all__ = ["cheap_keys", "dressed"]
