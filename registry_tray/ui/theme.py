"""The look of the program: one palette and one style sheet on Fusion, made from the tokens, light or dark."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from registry_tray.config import Settings
from registry_tray.config import Theme as Choice
from registry_tray.ui import assets
from registry_tray.ui.stylesheet import style_sheet
from registry_tray.ui.tokens import BODY, DARK, ICON, LIGHT, LINE, Colours


class Theme(QObject):
    """The colours and fonts in force. Follows the system live, unless the settings say otherwise."""

    changed = Signal()

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__()
        self._app = app
        self._choice = settings.appearance.theme
        self._base = app.font().pointSizeF() if app.font().pointSizeF() > 0 else 10.0
        self._font = QFont(app.font())
        self._scale = settings.appearance.text_size / 100
        self.colours = LIGHT
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    def follow(self, settings: Settings) -> None:
        """Take the choice from the settings."""
        scale = settings.appearance.text_size / 100
        if settings.appearance.theme is not self._choice or scale != self._scale:
            self._choice, self._scale = settings.appearance.theme, scale
            self._apply()

    def font(self, ratio: float = BODY, *, strong: bool = False, mono: bool = False) -> QFont:
        """The system's font, in a size of the type scale."""
        font = QFont(self._app.font())
        if mono:
            font.setFamilies(["ui-monospace", "SF Mono", "Cascadia Mono", "JetBrains Mono", "DejaVu Sans Mono", "monospace"])
            font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPointSizeF(self._base * self._scale * ratio)
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font

    def size(self, pixels: int = ICON) -> int:
        """What stands beside text, grown with it."""
        return round(pixels * self.scale)

    def pixmap(self, name: str, ink: str = "", size: int = ICON) -> QPixmap:
        """One of our icons as a picture, grown with the text, for where no button shows it."""
        sharpness = self._app.devicePixelRatio()
        return assets.pixmap(name, self.size(size), ink or self.colours.muted, self.colours.on_status, sharpness)

    def icon(self, name: str, ink: str = "") -> QIcon:
        """One of our icons as buttons and menus show it, in the colour of muted text unless another is asked for."""
        size = self.size()
        sizes = tuple(sorted({size, round(size * self._app.devicePixelRatio()), 2 * size}))  # also for a sharper screen
        return assets.icon(name, ink or self.colours.muted, self.colours.control_border, self.colours.on_status, sizes)

    def _apply(self) -> None:
        self.colours = DARK if self._is_dark() else LIGHT
        font = QFont(self._font)
        font.setPointSizeF(self._base * self._scale)
        self._app.setFont(font)
        self.scale = max(1.0, QFontMetrics(self.font()).height() / LINE)
        """How much larger text is than that for which sizes in pixels are meant; at least 1."""
        self._app.setPalette(_palette(self.colours))
        size, mirrored = self._base * self._scale, self._app.isRightToLeft()
        self._app.setStyleSheet(style_sheet(self.colours, size, self.size(), is_scaled=self._scale != 1, is_mirrored=mirrored))
        self.changed.emit()

    def _is_dark(self) -> bool:
        if self._choice is Choice.SYSTEM:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._choice is Choice.DARK


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in {
        role.Window: colours.window, role.WindowText: colours.text, role.Base: colours.surface,
        role.AlternateBase: colours.window, role.Text: colours.text, role.PlaceholderText: colours.muted,
        role.Button: colours.button, role.ButtonText: colours.text, role.BrightText: colours.on_accent,
        role.Highlight: colours.accent_ground, role.HighlightedText: colours.on_accent, role.Link: colours.accent,
        role.LinkVisited: colours.accent, role.ToolTipBase: colours.raised, role.ToolTipText: colours.text,
        role.Light: colours.hover, role.Midlight: colours.hover, role.Mid: colours.border, role.Dark: colours.control_border,
        role.Shadow: colours.border, role.Accent: colours.accent_ground,
    }.items():  # fmt: skip
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.muted))
    return palette
