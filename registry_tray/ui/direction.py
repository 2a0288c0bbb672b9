"""What follows the direction of reading where Qt does not follow it by itself."""

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QGuiApplication


def leading() -> Qt.AlignmentFlag:
    """Where a line begins in the window; Qt would begin it where its own text does, a Latin name far from its label."""
    if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def margins(start: int, top: int, end: int, bottom: int) -> QMargins:
    """Those of a layout, in the direction of reading: Qt mirrors what stands in a layout, and not its margins."""
    if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        start, end = end, start
    return QMargins(start, top, end, bottom)


def isolated(text: str) -> str:
    """The text, read in its own direction whatever stands around it: "30 days" in a window that is read from right to left."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
