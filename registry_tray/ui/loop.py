"""The one event loop that asyncio and Qt share."""

import asyncio
import sys

from PySide6.QtCore import QCoreApplication


def new_event_loop(app: QCoreApplication) -> asyncio.AbstractEventLoop:
    """asyncio's own where Qt can wait for all of its sockets at once, which is known of Linux only."""
    if sys.platform == "linux":
        from registry_tray.ui.epoll_loop import EventLoop
    else:
        from registry_tray.ui.qasync_loop import EventLoop
    return EventLoop(app)
