from tests.desks import dressed, jobs, office, workplace

__all__ = ["dressed", "jobs", "office", "workplace"]
