"""The page of settings: a form made from their declarations, applied at once."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import Field
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from registry_tray.config import Settings, settings_paths
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.direction import margins
from registry_tray.ui.pages.section_index import SectionIndex
from registry_tray.ui.pages.setting_field import SettingField
from registry_tray.ui.pages.setting_rows import ConnectionRow, FileRow, LoginRow, NotificationRow, TokenRow
from registry_tray.ui.pages.setting_words import SECTIONS, section_text
from registry_tray.ui.scroll_area import ScrollArea
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_LARGE, GAP_SMALL
from registry_tray.ui.widgets import label, laid_out, polish, rule

_WIDEST, _BESIDE = 920, 880  # pixels, for usual text: of the cards, and of a page that has room for the sections beside them


class SettingsPage(QWidget):
    """A card for each section."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._bridge = bridge
        self._theme = theme
        self.fields: dict[str, SettingField] = {}
        program = bridge.program
        self.login = LoginRow(bridge)
        self.file = FileRow(bridge)
        self.notifications = NotificationRow(bridge)
        self.token = TokenRow(bridge, theme)
        self.store_test = ConnectionRow(
            bridge, self.tr("Test Redis"),
            lambda: program.try_store(url, bridge.settings.store.prefix) if (url := bridge.settings.store.url) else None,
        )  # fmt: skip
        self.broker_test = ConnectionRow(
            bridge, self.tr("Test the broker"),
            lambda: program.try_broker(url) if (url := bridge.settings.mqtt.url) else None,
        )  # fmt: skip
        self._headings: list[QLabel] = []
        self._declared: dict[str, list[str]] = {section: [] for section in SECTIONS}
        for path, option in settings_paths():
            # A folder is chosen before the store in it is opened, so it cannot be changed here.
            if not isinstance(option.default, Path):
                self._declared.setdefault(path.partition(".")[0], []).append(path)
        self._titles = [*map(section_text, self._declared), self.tr("This program")]
        self._cards = QVBoxLayout()
        self.area = self._make_area()
        theme.changed.connect(self._fit)
        self._fit()
        self.entry: QWidget = self.area
        self.index = SectionIndex(self._titles)
        self.index.chosen.connect(self._on_section)
        self.area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        title = label(self.tr("Settings"), "title")
        title.setContentsMargins(GAP_HUGE, 0, GAP_HUGE, 0)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(0)
        self._beside.addWidget(self.index)
        self._beside.addWidget(self.area, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP_LARGE, 0, 0)
        layout.setSpacing(GAP_SMALL)
        layout.addWidget(title)
        layout.addLayout(self._beside, 1)
        bridge.settings_changed.connect(self._on_settings_changed)
        bridge.failed.connect(lambda _: self._on_settings_changed(bridge.settings))

    def build(self) -> Generator[None, None, None]:
        """Fill it, a row a step."""
        options = dict(settings_paths())
        for title, section in zip(self._titles, (*self._declared, ""), strict=True):
            rows = self._add_card(title)
            for row in self._rows(section, options):
                if rows.count():
                    rows.addWidget(rule())
                rows.addWidget(row)
                polish(row)
                yield
            laid_out(self)  # a card at a time: all of them at once take longer than a frame
            yield
        self._cards.addStretch()

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What stands in it."""
        return self.index, self.area.viewport()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.login.look()
        self.notifications.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= self._theme.size(_BESIDE)
        self.index.setVisible(beside)
        self._beside.setContentsMargins(margins(GAP_LARGE if beside else 0, 0, 0, 0))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.token.forget()

    def _make_area(self) -> ScrollArea:
        column = self._column = QWidget()
        column.setObjectName("scrolled")
        column.setLayout(self._cards)
        self._cards.setContentsMargins(margins(GAP_HUGE, GAP_SMALL, GAP_LARGE, GAP_HUGE))
        self._cards.setSpacing(GAP_SMALL)
        scroll = ScrollArea(self.tr("Settings"), column)
        scroll.setAlignment(Qt.AlignmentFlag.AlignLeading)
        return scroll

    def _fit(self) -> None:
        self._column.setMaximumWidth(self._theme.size(_WIDEST))

    def _on_section(self, place: int) -> None:
        self.area.verticalScrollBar().setValue(self._headings[place].y() - GAP)
        self.index.mark(place)  # also of the last ones, which no scrolling brings to the top

    def _on_scrolled(self, value: int) -> None:
        bar = self.area.verticalScrollBar()
        above = sum(heading.y() <= value + GAP_HUGE for heading in self._headings)
        self.index.mark(len(self._headings) - 1 if value == bar.maximum() else max(0, above - 1))

    def _add_card(self, title: str) -> QVBoxLayout:
        """A headline, and the layout for the rows below it."""
        heading = label(title, "section")
        card = QWidget()
        card.setObjectName("card")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._headings.append(heading)
        self._cards.addWidget(heading)
        self._cards.addWidget(card)
        self._cards.addSpacing(GAP_LARGE)
        return rows

    def _rows(self, section: str, options: Mapping[str, Field[Any]]) -> Iterator[QWidget]:
        """Those of a section, made one by one; those of the program itself where it has no name."""
        if section == "alerts":
            yield self.notifications
        for path in self._declared.get(section, ()):
            field = self.fields[path] = SettingField(path, options[path], self._bridge.settings, self._theme)
            field.changed.connect(self._bridge.commands.change_setting)
            yield field
        match section:
            case "store":
                yield self.store_test
            case "mqtt":
                yield self.broker_test
            case "server":
                yield self.token
            case "":
                yield from (self.login, self.file)

    def _on_settings_changed(self, settings: Settings) -> None:
        for field in self.fields.values():
            field.show_settings(settings)
