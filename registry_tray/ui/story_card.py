"""Says what is to be seen while a sample application breaks and comes back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from registry_tray.ui.bridge import Bridge
from registry_tray.ui.direction import margins
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_SMALL, GAP_TINY
from registry_tray.ui.widgets import label

_ICONS = {"well": "register", "broken": "warning", "back": "check", "over": "check"}


class StoryCard(QWidget):
    """Above the page, from the beginning of the story until it is dismissed."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setProperty("tone", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Sample application"))
        self._bridge = bridge
        self._theme = theme
        self._scene = ""
        self._words = {
            "well": (
                self.tr("A sample application has registered, and is checked every second"),
                self.tr("It is in the list, and will break in a few seconds."),
            ),
            "broken": (
                self.tr("It has broken: watch for the notification"),
                self.tr("It pops up when the outage has lasted for a moment: a short one never bothers you."),
            ),
            "back": (
                self.tr("It answers again: the notification changes into the good news"),
                self.tr("An outage that was told always has its end told, too."),
            ),
            "over": (
                self.tr("The sample has unregistered, and is gone"),
                self.tr("Now register one of your own: the commands are in the empty list, and in the tray's menu."),
            ),
        }
        self._sign = QLabel()
        self._sign.setAccessibleName(self.tr("Sample application"))
        self.headline = label("", "strong", wrap=True)
        self.help = label("", wrap=True)
        self.dismiss = QToolButton()
        self.dismiss.setProperty("kind", "icon")
        self.dismiss.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.dismiss.setAccessibleName(self.tr("Dismiss"))
        self.dismiss.setToolTip(self.tr("Dismiss"))
        self.dismiss.clicked.connect(self.hide)
        self._lay_out()
        theme.changed.connect(self._tint)
        self._tint()
        self.hide()

    @property
    def is_running(self) -> bool:
        """Whether the story has begun and is not over."""
        return self._scene not in ("", "over")

    def start(self) -> None:
        """Tell the story once; nothing happens while it is being told."""
        if self.is_running:
            return
        self._scene = "starting"
        self._bridge.ask(self._tell(), lambda _: None)

    async def _tell(self) -> None:
        try:
            await self._bridge.program.show_sample(self._on_scene)
        finally:
            self._scene = "over"

    def _on_scene(self, scene: str) -> None:
        if scene == "well":
            self.show()
        self._scene = str(scene)
        headline, help_text = self._words[self._scene]
        self.headline.setText(headline)
        self.help.setText(help_text)
        self._tint()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GAP_TINY)
        words.addWidget(self.headline)
        words.addWidget(self.help)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(margins(GAP_HUGE, GAP, GAP, GAP))
        layout.setSpacing(GAP_SMALL)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)

    def _tint(self) -> None:
        icon = _ICONS.get(self._scene, "register")
        self._sign.setPixmap(self._theme.pixmap(icon, self._theme.colours.text))
        self.dismiss.setIcon(self._theme.icon("close"))
