"""Says why the program cannot start, and asks what to do."""

import asyncio
from enum import StrEnum

from PySide6.QtWidgets import QMessageBox

from registry_tray.ui.language import tr
from registry_tray.ui.sayings import say
from registry_tray.ui.tray_icon import program_icon


class Choice(StrEnum):
    """What the user wants."""

    RETRY = "retry"
    FREE_PORT = "free port"
    QUIT = "quit"


async def ask(reason: str, *, offer_free_port: bool) -> Choice:
    """Show the reason until the user has chosen. Nothing is blocked meanwhile."""
    # A longer title would be cut: the window is as wide as its words, and the system adds the name of the program.
    box = QMessageBox(QMessageBox.Icon.Warning, "Registry Tray", tr("Registry Tray cannot start"))
    box.setWindowIcon(program_icon())
    box.setInformativeText(say(reason))
    buttons = {box.addButton(tr("Try again"), QMessageBox.ButtonRole.AcceptRole): Choice.RETRY}
    if offer_free_port:
        buttons[box.addButton(tr("Use a free port"), QMessageBox.ButtonRole.ActionRole)] = Choice.FREE_PORT
    quit_button = box.addButton(tr("Quit"), QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(quit_button)
    closed: asyncio.Future[Choice] = asyncio.get_running_loop().create_future()

    def on_finished() -> None:
        if not closed.done():
            closed.set_result(next((choice for button, choice in buttons.items() if button is box.clickedButton()), Choice.QUIT))

    box.finished.connect(on_finished)
    box.open()
    box.raise_()
    try:
        return await closed
    finally:
        box.close()
        box.deleteLater()
