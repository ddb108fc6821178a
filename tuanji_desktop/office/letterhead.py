"""What heads and signs the papers of this office: one place, so that every paper says the same."""

from dataclasses import dataclass

from sqlalchemy import Connection

from .service import get_setting


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The office as its papers name it; "" is what was not filled in.

    `unit` is the full name of the topmost organisation, exactly as it stands in the tree.
    """

    unit: str
    contact: str
    contact_phone: str
    superior: str
    signer: str

    def signer_of(self, sender: str) -> str:
        """Who signs what `sender` sends: ours where we send it, else left free for the pen."""
        return self.signer if sender == self.unit else ""


def letterhead(connection: Connection) -> Letterhead:
    """The office's names and people as they are today."""
    unit = connection.exec_driver_sql(
        "SELECT full_name FROM organizations WHERE parent_id IS NULL AND status = 'active' ORDER BY code LIMIT 1"
    ).scalar()
    keys = ("contact", "contact_phone", "superior", "signer")
    contact, phone, superior, signer = (
        get_setting(connection, f"office.{key}") or "" for key in keys
    )
    return Letterhead(
        unit or get_setting(connection, "office.name") or "", contact, phone, superior, signer
    )
