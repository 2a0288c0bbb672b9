"""A value without a place to break: it goes on in the next line wherever it must, and is copied as it is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy


class LongValue(QPlainTextEdit):
    """As high as its lines. A label cannot break a word, and what is put into it to make it break is copied with it."""

    def __init__(self, value: str, margin: int) -> None:
        super().__init__(value)
        self.setReadOnly(True)
        self.setProperty("look", "value")
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(value)
        self.document().setDocumentMargin(margin)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))  # in lines, where text is plain
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + round(2 * self.document().documentMargin()))
