"""How an ID or phone number looks where nobody asked for the whole of it (domain.md §13)."""


def mask_id(number: str) -> str:
    """First three and last four characters; a short or broken number shows nothing but its ends."""
    if len(number) <= 7:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def mask_phone(number: str) -> str:
    """`138****1234`."""
    if len(number) <= 7:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def group_id(number: str) -> str:
    """An 18-character number in groups 6-8-4, as one reads it aloud; anything else as it is."""
    if len(number) != 18:
        return number
    return f"{number[:6]} {number[6:14]} {number[14:]}"
