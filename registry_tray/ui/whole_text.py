"""A text to read and to copy that is always as high as its lines."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from registry_tray.ui.direction import leading


class WholeText(QPlainTextEdit):
    """`look` is one of the style sheet. A label cannot break a long word, and what is put into it to make it break is copied."""

    def __init__(self, text: str, look: str, margin: int) -> None:
        super().__init__(text)
        self.setReadOnly(True)
        self.setProperty("look", look)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if look == "value":  # beside its name; code begins at the left in every language
            option = self.document().defaultTextOption()
            option.setAlignment(leading())
            self.document().setDefaultTextOption(option)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.setAccessibleName(text)
        self.document().setDocumentMargin(margin)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))  # in lines, where text is plain
        around = self.height() - self.viewport().height() if self.isVisible() else 0
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + round(2 * self.document().documentMargin()) + around)
