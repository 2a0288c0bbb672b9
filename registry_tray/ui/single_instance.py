"""One Registry Tray for each data folder: a second launch raises the window of the first and ends."""

import getpass
import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtNetwork import QLocalServer, QLocalSocket

_RAISE = b"raise\n"
_PATIENCE = 500  # ms; the other side is on this machine, and answers in one or not at all


def name_for(folder: Path) -> str:
    """The name under which the program that uses this data folder can be reached; each user has their own."""
    identity = f"{getpass.getuser()}:{folder.expanduser().resolve()}"
    return "registry-tray-" + hashlib.sha256(identity.encode()).hexdigest()[:16]


def listen(name: str, on_raise: Callable[[], object]) -> QLocalServer | None:
    """Call `on_raise` whenever another launch asks for it, until the server is closed. None where the name is taken.

    A socket that a crashed program left behind is taken over.
    """
    if _is_answered(name):  # asked first: with access options Qt moves its socket over that of a living program
        return None
    server = QLocalServer()
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    server.newConnection.connect(lambda: _serve(server, on_raise))
    if server.listen(name):
        return server
    QLocalServer.removeServer(name)
    return server if server.listen(name) else None


def raise_running(name: str) -> bool:
    """Ask the program of this name to show its window. False where none runs."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_PATIENCE):
        return False
    socket.write(_RAISE)
    sent = socket.waitForBytesWritten(_PATIENCE)
    socket.disconnectFromServer()
    return sent


def _is_answered(name: str) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    answered = socket.waitForConnected(_PATIENCE)
    socket.abort()
    return answered


def _serve(server: QLocalServer, on_raise: Callable[[], object]) -> None:
    while (socket := server.nextPendingConnection()) is not None:

        def on_read(socket: QLocalSocket = socket) -> None:
            if _RAISE in socket.readAll().data():
                on_raise()

        socket.readyRead.connect(on_read)
        socket.disconnected.connect(socket.deleteLater)
        on_read()  # what came before the signal was connected
