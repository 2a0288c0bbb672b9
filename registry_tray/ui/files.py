"""Where our own files are: in the wheel beside the code, in a checkout beside the package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(name: str) -> Path:
    """A file of ours, named below `resources`."""
    packed = _PACKAGE / "resources" / name
    return packed if packed.exists() else _PACKAGE.parent / "resources" / name
