"""A second start of the program on an office file that is open here raises the window that has it."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 500


def _name(office: Path) -> str:
    return "tuanji-" + hashlib.sha256(str(office.resolve()).encode()).hexdigest()[:24]


def raise_other(office: Path) -> bool:
    """Asks whoever has this file open on this machine to come to the front; False if nobody does."""
    socket = QLocalSocket()
    socket.connectToServer(_name(office))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(b"raise\n")
    socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return True


class FrontDoor(QObject):
    """Listens for a second start, as long as the window lives."""

    knocked = Signal()

    def __init__(self, office: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(_name(office))  # left behind by a process that was killed
        self._server.listen(_name(office))
        self._server.newConnection.connect(self._answer)

    def _answer(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            self.knocked.emit()

    def close(self) -> None:
        """Stops listening."""
        self._server.close()
