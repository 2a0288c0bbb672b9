"""What can be done with several selected instances, below the list."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from registry_tray.ui import deeds
from registry_tray.ui.board import Row
from registry_tray.ui.deeds import Deeds
from registry_tray.ui.direction import margins
from registry_tray.ui.flow import FlowLayout
from registry_tray.ui.mute_menu import mute_menu
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_HUGE, GAP_LARGE, GAP_SMALL, GAP_TINY
from registry_tray.ui.widgets import button, label, styled

_ICONS = ("refresh", "bell-off", "bell", "check", "status-paused", "refresh", "archive", "copy", "close")


class SelectionBar(QWidget):
    """Shows where two or more are selected. Where its words do not fit in one line, icons stand for them."""

    cleared = Signal()

    def __init__(self, theme: Theme, acts: Deeds) -> None:
        super().__init__()
        self.setObjectName("selection")
        self._theme = theme
        self._acts = acts
        self._rows: list[Row] = []
        self._captions: list[tuple[QPushButton, str]] = []
        self._widths: list[int] | None = None

    def build(self) -> Iterator[None]:
        """Fill it, a part a step; nothing else may be asked of it before."""
        acts, theme = self._acts, self._theme
        for name in _ICONS:
            theme.icon(name)  # drawn once, which takes as long as all the rest
            yield
        self.count = label("", "strong")
        self.count.setContentsMargins(margins(0, 0, GAP_TINY, 0))
        self.check = button(self.tr("Check now"), lambda: acts.check(self._rows))
        self.mute = button(self.tr("Mute"))
        self.mute.setMenu(mute_menu(self, acts.settings, lambda duration: acts.mute(self._rows, duration)))
        self.mute.setProperty("menu", "true")
        yield
        self.unmute = button(self.tr("Unmute"), lambda: acts.unmute(self._rows))
        self.acknowledge = button(self.tr("Acknowledge"), lambda: acts.acknowledge(self._rows))
        self.pause = button(self.tr("Pause"), lambda: acts.pause(self._rows), description=self.tr("Checks them no more"))
        self.resume = button(self.tr("Resume"), lambda: acts.resume(self._rows), description=self.tr("Checks them again"))
        self.archive = button(self.tr("Archive"), lambda: acts.archive(self._rows))
        self.copy = button(self.tr("Copy IDs"), lambda: acts.copy(self._rows))
        self.clear = button(self.tr("Clear"), self.cleared.emit, kind="link", description=self.tr("Selects nothing (Esc)"))
        yield
        layout = self._flow = FlowLayout(self, GAP_SMALL)
        layout.setContentsMargins(margins(GAP_HUGE, GAP_SMALL, GAP_LARGE, GAP_SMALL))
        for each in (self.count, *self._buttons()):
            layout.addWidget(each)
        self._captions = [(each, each.text()) for each in self._buttons()]
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        yield
        theme.changed.connect(self._on_theme_changed)
        self._tint()
        yield
        yield from styled(self)

    def show_rows(self, rows: list[Row]) -> None:
        """Offer what makes sense for these; one alone has its details."""
        self._rows = rows
        if len(rows) < 2:
            self.hide()
            return
        self.count.setText(self.tr("{0} selected").format(len(rows)))
        self.check.setVisible(any(map(deeds.can_check, rows)))
        self.mute.setVisible(any(map(deeds.can_mute, rows)))
        self.unmute.setVisible(all(row.is_muted for row in rows))
        self.acknowledge.setVisible(any(row.is_troubled and not row.is_acknowledged for row in rows))
        self.pause.setVisible(any(map(deeds.can_pause, rows)))
        self.resume.setVisible(any(map(deeds.can_resume, rows)))
        self.archive.setVisible(any(map(deeds.can_archive, rows)))
        self._fold()
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._captions:  # else it is being made
            self._fold()

    def _fold(self) -> None:
        if self._widths is None:  # those with words
            self._set_words(shown=True)
            self._widths = [each.sizeHint().width() for each in self._buttons()]
        offered = [wide for each, wide in zip(self._buttons(), self._widths, strict=True) if not each.isHidden()]
        needed = self.count.sizeHint().width() + sum(offered) + GAP_SMALL * len(offered)
        fits = needed <= self.width() - GAP_HUGE - GAP_LARGE
        self._set_words(shown=fits)
        self._flow.setSpacing(GAP_SMALL if fits else GAP_TINY)
        for each in (self.count, self.clear):  # now, for a style that is polished anew takes it back
            each.setMinimumHeight(self.check.sizeHint().height())

    def _set_words(self, *, shown: bool) -> None:
        for each, caption in self._captions:
            each.setText(caption if shown else "")
            each.setToolTip("" if shown else caption)
            if bool(each.property("compact")) is shown:
                each.setProperty("compact", not shown)
                each.style().polish(each)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (
            self.check, self.mute, self.unmute, self.acknowledge, self.pause, self.resume, self.archive, self.copy, self.clear,
        )  # fmt: skip

    def _on_theme_changed(self) -> None:
        self._tint()
        self._widths = None
        self._fold()

    def _tint(self) -> None:
        for each, name in zip(self._buttons(), _ICONS, strict=True):
            each.setIcon(self._theme.icon(name))
