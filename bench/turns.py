"""Notes how long every turn of the main thread's loop takes: from the end of one poll of GLib, on which Qt runs, to the next."""

import ctypes
import math
import time
from dataclasses import dataclass, field

LEAST = 0.001  # seconds; shorter turns are counted only


@dataclass
class Turns:
    """Those since the last `take`, while `on`: (when it began on the monotonic clock, its seconds, those on the processor)."""

    on: bool = True
    long: list[tuple[float, float, float]] = field(default_factory=list)
    count: int = 0

    def take(self) -> tuple[int, list[tuple[float, float, float]]]:
        """How many there were, and the long ones."""
        taken = self.count, self.long
        self.count, self.long = 0, []
        return taken


class _Descriptor(ctypes.Structure):
    _fields_ = (("fd", ctypes.c_int), ("events", ctypes.c_ushort), ("revents", ctypes.c_ushort))


_Poll = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Descriptor), ctypes.c_uint, ctypes.c_int)
_kept: list[object] = []  # GLib calls them for as long as it lives


def watch() -> Turns:
    """Note them from now on; before Qt makes its loop. OSError where there is no GLib."""
    glib = ctypes.CDLL("libglib-2.0.so.0")
    poll = ctypes.CDLL(None).poll
    poll.argtypes = (ctypes.POINTER(_Descriptor), ctypes.c_ulong, ctypes.c_int)
    turns = Turns()
    woken, used = time.monotonic(), time.thread_time()

    def on_poll(descriptors: object, count: int, timeout: int) -> int:
        nonlocal woken, used
        if not turns.on:
            woken = math.inf
            return int(poll(descriptors, count, timeout))
        lasted = time.monotonic() - woken
        turns.count += 1
        if lasted >= LEAST:
            turns.long.append((woken, lasted, time.thread_time() - used))
        ready = poll(descriptors, count, timeout)
        woken, used = time.monotonic(), time.thread_time()
        return int(ready)

    glib.g_main_context_default.restype = ctypes.c_void_p
    glib.g_main_context_set_poll_func.argtypes = (ctypes.c_void_p, _Poll)
    called = _Poll(on_poll)
    _kept.append(called)
    glib.g_main_context_set_poll_func(glib.g_main_context_default(), called)
    return turns
