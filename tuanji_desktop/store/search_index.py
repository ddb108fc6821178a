"""Tokens of the name index: single characters and pairs, so that two-character names are found.

FTS5's trigram tokenizer never finds 王伟, and its unicode tables are older than many name
characters; tokens are therefore spelled as hexadecimal code points.
"""
import itertools


def name_grams(name: str | None) -> str:
    """The tokens of a name, for the `name_grams` SQL function of the triggers."""
    points = [f"{ord(character):x}" for character in name or "" if not character.isspace()]
    pairs = [f"{one}_{two}" for one, two in itertools.pairwise(points)]
    return " ".join(points + pairs)


def match_expression(part: str) -> str:
    """FTS5 expression that every name containing `part` satisfies (and a few others: re-check)."""
    points = [f"{ord(character):x}" for character in part if not character.isspace()]
    if len(points) == 1:
        return f'"{points[0]}"'
    return " AND ".join(f'"{one}_{two}"' for one, two in itertools.pairwise(points))
