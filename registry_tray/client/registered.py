"""An application that is registered for as long as its process lives."""

import atexit
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from registry_tray.client.call import RefusedError, call

logger = logging.getLogger(__name__)

ADDRESS = "http://127.0.0.1:7331"
FIRST_RETRY, LAST_RETRY = 2.0, 60.0  # seconds


def register(
    app_id: str, *, port: int | None = None, health: str | None = None, registry: str | None = None, **more: Any
) -> "Registered":
    """Register this process until it ends; a crash is reported with its stack.

    `port` is the server's, which is checked where no `health` URL is given. `more` are other fields of a registration, such
    as `environment`, `label`, `version`, `tags`, `dependsOn`. `registry` is its address, else that of REGISTRY_TRAY_URL, else
    http://127.0.0.1:7331. Nothing is raised: a registry that does not run is tried again in the background.
    """
    payload: dict[str, Any] = {"appId": app_id, "pid": os.getpid()} | more
    if port is not None:
        payload["server"] = {"port": port}
    if health is not None:
        payload["health"] = {"url": health}
    made = Registered(registry or os.environ.get("REGISTRY_TRAY_URL") or ADDRESS, payload)
    made.start()
    return made


class Registered:
    """`identifier` is None until the registry has answered. As a context manager it unregisters at the end of the block.

    Only there an exit with a code other than 0 is seen, and told as a crash: Python tells nobody else of it.
    """

    def __init__(self, registry: str, payload: dict[str, Any]) -> None:
        self.identifier: str | None = None
        self.on_registered: Callable[[str], None] | None = None
        self._registry = registry
        self._payload = payload
        self._token = os.environ.get("REGISTRY_TRAY_TOKEN")
        self._ended = threading.Event()
        self._error: dict[str, Any] | None = None
        self._hook = sys.excepthook

    def start(self) -> None:
        """Register now, or as soon as the registry answers."""
        sys.excepthook = self._on_crash
        atexit.register(self.unregister)
        if not self._try():
            threading.Thread(target=self._retry, name="registry-tray", daemon=True).start()

    def renew(self, pid: int) -> None:
        """Another process goes on in the place of the one that registered."""
        self._payload |= {"pid": pid} | ({"identifier": self.identifier} if self.identifier else {})
        if not self._try():
            threading.Thread(target=self._retry, name="registry-tray", daemon=True).start()

    def unregister(self, error: dict[str, Any] | None = None) -> None:
        """Say good-bye; `error`, or one that nobody caught, goes with it. The second time does nothing."""
        if self._ended.is_set():
            return
        self._ended.set()
        atexit.unregister(self.unregister)
        if sys.excepthook == self._on_crash:
            sys.excepthook = self._hook
        if self.identifier is None:
            return
        error = error or self._error
        ending = {"identifier": self.identifier} | ({"error": error} if error else {})
        try:
            call(self._registry, "unregister", ending, self._token)
        except (OSError, RefusedError) as failure:
            logger.debug("unregistering failed: %s", failure)

    def report(self, error: BaseException) -> None:
        """Tell the registry of an error that did not end the process."""
        if self.identifier is None:
            return
        try:
            call(self._registry, "error", {"identifier": self.identifier, "error": _described(error)}, self._token)
        except (OSError, RefusedError) as failure:
            logger.debug("reporting an error failed: %s", failure)

    def __enter__(self) -> "Registered":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            self._error = _described(error)
        elif isinstance(error, SystemExit) and error.code not in (None, 0):
            code = error.code if isinstance(error.code, int) else 1
            self._error = _described(error) | {"exitCode": code}
        self.unregister()

    def _try(self) -> bool:
        """Whether there is nothing more to try."""
        try:
            answer = call(self._registry, "register", self._payload, self._token)
            self.identifier = identifier = str(answer["identifier"])
            if self.on_registered is not None:
                self.on_registered(identifier)
        except RefusedError as error:
            logger.warning("the registry refuses %s: %s", self._payload["appId"], error)
        except OSError as error:
            logger.debug("no registry at %s: %s", self._registry, error)
            return False
        return True

    def _retry(self) -> None:
        pause = FIRST_RETRY
        while not self._ended.wait(pause) and not self._try():
            pause = min(2 * pause, LAST_RETRY)

    def _on_crash(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            self._error = _described(error) | {"exitCode": 1}
        self._hook(kind, error, trace)


def _described(error: BaseException) -> dict[str, Any]:
    frames = reversed(traceback.format_tb(error.__traceback__))  # the innermost first, as the registry wants it
    return {"type": type(error).__name__, "message": str(error)[:2000], "stack": "".join(frames)[:20_000]}
