"""The application as Qt knows it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QLoggingCategory
from PySide6.QtWidgets import QApplication

from registry_tray.process import say

DISPLAY_LOST = (
    "The display has gone, and the tray and the window with it. Everything is kept and the program ends; start it again, or "
    "with --headless to do without a display."
)


class Application(QApplication):
    """Cmd-Q and the end of the session end the program as Quit does; Qt's own quit would stop the loop under our feet.

    A filter would hear every event of every widget; this hears only those of the application itself.
    """

    on_quit: Callable[[], None] | None = None

    def lose_display(self) -> None:
        """End the program. Qt has said it in its words, and would do so again and again."""
        say(f"registry-tray: {DISPLAY_LOST}")
        QLoggingCategory.setFilterRules("*=false")
        if self.on_quit is not None:
            self.on_quit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Quit and self.on_quit is not None:
            self.on_quit()
            return True
        return super().event(event)
