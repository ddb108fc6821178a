"""Before an office file is open: choosing, making, restoring one, and proving who one is."""

from .create import CreateDialog
from .dialog import StartDialog, make_demo
from .login import Chosen, LoginDialog

__all__ = ["Chosen", "CreateDialog", "LoginDialog", "StartDialog", "make_demo"]
