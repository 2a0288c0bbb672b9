"""The one event loop that asyncio and Qt share."""

import asyncio
import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication


def new_event_loop(app: QCoreApplication, on_lost: Callable[[], None] = lambda: None) -> asyncio.AbstractEventLoop:
    """asyncio's own where Qt can wait for all of its sockets at once, which is known of Linux only.

    `on_lost` is called where Qt ends its loop by itself since its display has gone, as displays do on Linux.
    """
    made: asyncio.AbstractEventLoop
    if sys.platform == "linux":
        from registry_tray.ui.epoll_loop import EventLoop

        made = EventLoop(app, on_lost)
    else:
        from registry_tray.ui.qasync_loop import EventLoop

        made = EventLoop(app)
    return made
