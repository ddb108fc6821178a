"""What the room's tests share: the small county of `tests.builders`."""

from tests.desks import dressed, jobs, office, workplace

__all__ = ["dressed", "jobs", "office", "workplace"]
