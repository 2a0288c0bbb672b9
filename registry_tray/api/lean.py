"""Imports aiohttp's server without its client."""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from threading import RLock
from types import ModuleType
from typing import Any


def import_server() -> None:
    """Import `aiohttp.web`; the rest of the package follows when somebody asks for it, as the first check does.

    The package imports its client first, which makes two TLS contexts with all certificates of the system: that takes as long
    as all that is ours, and no answer of the API needs it. Where aiohttp has been imported already, nothing changes.
    """
    spec = find_spec("aiohttp") if "aiohttp" not in sys.modules else None
    if spec is None or spec.loader is None:
        return
    package = module_from_spec(spec)
    package.__dict__["__version__"] = ""  # all that the server wants of it: for a header that we give ourselves
    sys.modules["aiohttp"] = package
    try:
        import_module("aiohttp.web")
    except (AttributeError, ImportError):  # a version whose server wants more
        del sys.modules["aiohttp"]
    else:
        package.__dict__["__getattr__"] = _completing(package, spec.loader.exec_module)


def _completing(package: ModuleType, execute: Callable[[ModuleType], object]) -> Callable[[str], Any]:
    lock = RLock()
    begun: list[str] = []

    def find(name: str) -> Any:
        with lock:  # who asks meanwhile waits; what asks here is the package itself
            if name not in package.__dict__ and not begun:
                begun.append(name)
                execute(package)
        try:
            return package.__dict__[name]
        except KeyError:
            raise AttributeError(f"module 'aiohttp' has no attribute {name!r}") from None

    return find
