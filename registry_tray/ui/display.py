"""A display that goes while the program runs: Xlib, and GTK which gives Qt its theme, would end the process on the spot."""

import ctypes
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtGui import QGuiApplication

_IO_ERROR = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
_EXIT = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)


class DisplayGuard:
    """Calls `on_lost`, in the middle of Qt's loop, where a connection to an X server breaks; must live as long as they do.

    Without it Qt tells of its own connection by ending its loop, unless Xlib or GTK was faster.
    """

    def __init__(self, on_lost: Callable[[], None]) -> None:
        self._on_lost = on_lost
        self._io_error = _IO_ERROR(self._on_io_error)
        self._exit = _EXIT(lambda _display, _data: None)

    def watch(self, application: QGuiApplication) -> None:
        """To be called when Qt has its theme; nothing happens where there is no X server, or Xlib is older than 1.7."""
        xlib = _loaded("libX11.so.6")
        if xlib is None or not hasattr(xlib, "XSetIOErrorExitHandler"):
            return
        xlib.XSetIOErrorHandler.argtypes = (_IO_ERROR,)
        xlib.XSetIOErrorExitHandler.argtypes = (ctypes.c_void_p, _EXIT, ctypes.c_void_p)
        for display in (*_of_qt(application), *_of_gtk()):
            xlib.XSetIOErrorHandler(self._io_error)
            xlib.XSetIOErrorExitHandler(display, self._exit, None)

    def _on_io_error(self, _display: int) -> int:
        self._on_lost()
        return 0


def _of_qt(application: QGuiApplication) -> Iterator[int]:
    native = application.nativeInterface() if QGuiApplication.platformName() == "xcb" else None
    display = getattr(native, "display", lambda: 0)()
    if display:
        yield display


def _of_gtk() -> Iterator[int]:
    gdk = _loaded("libgdk-3.so.0")
    if gdk is None:
        return
    gdk.gdk_display_get_default.restype = ctypes.c_void_p
    gdk.gdk_x11_display_get_type.restype = ctypes.c_size_t
    gdk.g_type_check_instance_is_a.argtypes = (ctypes.c_void_p, ctypes.c_size_t)
    gdk.gdk_x11_display_get_xdisplay.argtypes = (ctypes.c_void_p,)
    gdk.gdk_x11_display_get_xdisplay.restype = ctypes.c_void_p
    display = gdk.gdk_display_get_default()
    if display and gdk.g_type_check_instance_is_a(display, gdk.gdk_x11_display_get_type()):
        yield gdk.gdk_x11_display_get_xdisplay(display)


def _loaded(name: str) -> Any:
    """The library, where somebody has loaded it already."""
    if sys.platform != "linux":
        return None
    try:
        return ctypes.CDLL(name, mode=os.RTLD_NOLOAD | os.RTLD_LAZY)
    except OSError:
        return None
