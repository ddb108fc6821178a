"""What the tree's dialogs ask; each opens its own view of the file and runs on a reader thread."""

from ..office.context import Context
from . import queries, service
from .kinds import BRANCH_KINDS
from .queries import Organization


def load_targets(context: Context, org_id: int, *, act: str) -> list[Organization]:
    """Where a node may be moved to, or which branches another may be merged into."""
    with context.database.read() as connection:
        if act == "move":
            return service.move_targets(connection, org_id)
        return [
            node
            for node in queries.every(connection)
            if node.kind in BRANCH_KINDS and node.id != org_id
        ]


def suggest_code(context: Context, parent: Organization) -> str:
    """The next free code below a node, in the manner of its present children."""
    with context.database.read() as connection:
        codes = connection.exec_driver_sql(
            "SELECT code FROM organizations WHERE parent_id = ?", (parent.id,)
        ).scalars()
        numbers = [
            code.removeprefix(parent.code)
            for code in codes
            if code.startswith(parent.code) and code.removeprefix(parent.code).isdigit()
        ]
    width = max((len(number) for number in numbers), default=2)
    following = max((int(number) for number in numbers), default=0) + 1
    return f"{parent.code}{following:0{width}d}"
