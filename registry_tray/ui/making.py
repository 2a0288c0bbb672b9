"""Files that take long to make, made beside the window."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress

from PySide6.QtCore import QObject, QThreadPool, Signal

Files = Mapping[str, bytes]

logger = logging.getLogger(__name__)


class Making(QObject):
    """On a thread of Qt's pool, for which the end of the program waits. What makes the files touches no widget."""

    made = Signal(object, object)
    """This, so that nobody has to keep it to know it; and Files, or None where they could not be made."""

    def __init__(self, make: Callable[[], Files]) -> None:
        super().__init__()
        self._make = make

    def start(self) -> None:
        """Begin."""
        QThreadPool.globalInstance().start(self._run)

    def _run(self) -> None:
        files = None
        try:
            files = self._make()
        except Exception:
            logger.exception("A report could not be made")
        with suppress(RuntimeError):  # the window that waited is gone
            self.made.emit(self, files)
