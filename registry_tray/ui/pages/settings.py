"""The page of settings: a form made from their declarations, applied at once."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from registry_tray.config import Settings, settings_paths
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.pages.section_index import SectionIndex
from registry_tray.ui.pages.setting_field import SettingField
from registry_tray.ui.pages.setting_rows import ConnectionRow, FileRow, LoginRow, NotificationRow, TokenRow
from registry_tray.ui.pages.setting_words import SECTIONS, section_text
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_LARGE, GAP_SMALL
from registry_tray.ui.widgets import label, rule

_WIDEST, _BESIDE = 760, 880  # pixels: of the cards, and of a page that has room for the sections beside them


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
        self.area = self._make_area(self._make_cards(theme))
        self.entry: QWidget = self.area
        self.index = SectionIndex([heading.text() for heading in self._headings])
        self.index.chosen.connect(self._on_section)
        self.area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        title = label(self.tr("Settings"), "title")
        title.setContentsMargins(GAP_HUGE, 0, GAP_HUGE, 0)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(0)
        self._beside.setContentsMargins(GAP_LARGE, 0, GAP_LARGE, 0)
        self._beside.addWidget(self.index)
        self._beside.addWidget(self.area, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP_LARGE, 0, 0)
        layout.setSpacing(GAP_SMALL)
        layout.addWidget(title)
        layout.addLayout(self._beside, 1)
        bridge.settings_changed.connect(self._on_settings_changed)
        bridge.failed.connect(lambda _: self._on_settings_changed(bridge.settings))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.login.look()
        self.notifications.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= self._theme.size(_BESIDE)
        self.index.setVisible(beside)
        self._beside.setContentsMargins(GAP_LARGE if beside else 0, 0, 0, 0)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.token.forget()

    def _make_area(self, sections: list[tuple[str, QWidget]]) -> QScrollArea:
        column = QWidget()
        column.setObjectName("scrolled")
        column.setMaximumWidth(_WIDEST)
        cards = QVBoxLayout(column)
        cards.setContentsMargins(GAP_HUGE, GAP_SMALL, GAP_LARGE, GAP_HUGE)
        cards.setSpacing(GAP_SMALL)
        for title, card in sections:
            heading = label(title, "section")
            self._headings.append(heading)
            cards.addWidget(heading)
            cards.addWidget(card)
            cards.addSpacing(GAP_LARGE)
        cards.addStretch()
        scroll = QScrollArea(widgetResizable=True)
        scroll.setAlignment(Qt.AlignmentFlag.AlignLeading)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("Settings"))
        scroll.setWidget(column)
        return scroll

    def _on_section(self, place: int) -> None:
        self.area.verticalScrollBar().setValue(self._headings[place].y() - GAP)
        self.index.mark(place)  # also of the last ones, which no scrolling brings to the top

    def _on_scrolled(self, value: int) -> None:
        bar = self.area.verticalScrollBar()
        above = sum(heading.y() <= value + GAP_HUGE for heading in self._headings)
        self.index.mark(len(self._headings) - 1 if value == bar.maximum() else max(0, above - 1))

    def _make_cards(self, theme: Theme) -> list[tuple[str, QWidget]]:
        """Headline and card, in the order in which they are shown."""
        # A folder is chosen before the store in it is opened, so it cannot be changed here.
        declared = [(path, option) for path, option in settings_paths() if not isinstance(option.default, Path)]
        members: dict[str, list[QWidget]] = {section: [] for section in SECTIONS}
        for path, option in declared:
            field = self.fields[path] = SettingField(path, option, self._bridge.settings, theme)
            field.changed.connect(self._bridge.commands.change_setting)
            members.setdefault(path.partition(".")[0], []).append(field)
        members["alerts"].insert(0, self.notifications)
        members["store"].append(self.store_test)
        members["mqtt"].append(self.broker_test)
        members["server"].append(self.token)
        own = (self.tr("This program"), _card([self.login, self.file]))
        return [*((section_text(section), _card(rows)) for section, rows in members.items()), own]

    def _on_settings_changed(self, settings: Settings) -> None:
        for field in self.fields.values():
            field.show_settings(settings)


def _card(members: list[QWidget]) -> QWidget:
    card = QWidget()
    card.setObjectName("card")
    card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    rows = QVBoxLayout(card)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    for member in members:
        if rows.count():
            rows.addWidget(rule())
        rows.addWidget(member)
    return card
