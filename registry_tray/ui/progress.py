"""How far something is that takes long, and the way to have it stop."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from registry_tray.ui.tokens import GAP
from registry_tray.ui.widgets import button, label

_PATIENCE = 300  # ms; what is done by then was not long
_BAR = 120  # px


class Progress(QWidget):
    """Shows itself when it takes long. What stands beside it should be as high, so that nothing moves."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = label("", "muted")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedHeight(GAP // 2)
        self.bar.setMinimumWidth(_BAR)
        self.cancel = button(self.tr("Cancel"), self._on_cancel, kind="link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.text)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.cancel)
        self.hide()
        self._late = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._late.timeout.connect(self.show)

    @property
    def is_going_on(self) -> bool:
        """Whether what began is not over, shown or not yet."""
        return self._late.isActive() or not self.isHidden()

    def begin(self, text: str, *, counts: bool) -> None:
        """Something began; `counts` where it will say how far it is."""
        self.text.setText(text)
        self.setAccessibleName(text)
        self.bar.setAccessibleName(text)
        self.bar.setVisible(counts)
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        if self.isHidden():
            self._late.start()

    def show_step(self, done: int, of: int) -> None:
        """So much of it is done."""
        self.bar.setRange(0, max(1, of))
        self.bar.setValue(done)

    def end(self) -> None:
        """It is over."""
        self._late.stop()
        self.hide()

    def _on_cancel(self) -> None:
        self.end()
        self.cancelled.emit()
