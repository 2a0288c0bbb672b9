"""Spares the start the reading of every module's source."""

from importlib import import_module

_READS = "_mod_uses_pyside"


def leave_sources_unread() -> None:
    """Take PySide6's word for it that nobody here asks for its snake_case names.

    To offer them, it reads the source of each module that is imported after it: a fifth of the way to the API, and 11 MB that
    `linecache` keeps. https://github.com/napari/napari/issues/8584
    """
    import_module("PySide6.QtCore")  # brings the hook
    try:
        feature = import_module("shibokensupport.feature")
    except ImportError:  # not an interface: where it is gone, the sources are read again
        return
    if hasattr(feature, _READS):
        setattr(feature, _READS, _uses_none)  # there is no switch


def _uses_none(module: object) -> bool:
    return False
