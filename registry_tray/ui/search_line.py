"""A line to search with: a glass before the text, and a cross after it that empties it."""

from PySide6.QtWidgets import QLineEdit

from registry_tray.ui.theme import Theme


class SearchLine(QLineEdit):
    """What it searches is said by whoever makes it."""

    def __init__(self, theme: Theme, hint: str) -> None:
        super().__init__(clearButtonEnabled=True)
        self._theme = theme
        self.setPlaceholderText(hint)
        self._glass = self.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        theme.changed.connect(self._tint)

    def _tint(self) -> None:
        self._glass.setIcon(self._theme.icon("search"))
