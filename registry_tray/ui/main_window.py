"""The window: pages and the way between them, nothing else."""

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from registry_tray.core.models import InstanceId
from registry_tray.ui.banner import Banners
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Group
from registry_tray.ui.models.unread import Unread
from registry_tray.ui.pages.book import ACTIVITY, APPLICATIONS, ICONS, OVERVIEW, REPORTS, SETTINGS, Pages
from registry_tray.ui.palette.launcher import Launcher
from registry_tray.ui.sidebar import Sidebar
from registry_tray.ui.slices import Slices
from registry_tray.ui.story_card import StoryCard
from registry_tray.ui.theme import Theme
from registry_tray.ui.token_card import TokenCard
from registry_tray.ui.tray_icon import program_icon
from registry_tray.ui.widgets import polish, rehearsed

_NARROW = 1000  # pixels; below it the sidebar shows icons only
_LATER = 1000  # ms after it first shows, in which it does only what is asked of it


class MainWindow(QMainWindow):
    """Closing hides it where a tray icon shows, and ends the program where none does."""

    def __init__(self, bridge: Bridge, theme: Theme, state_file: Path, tray_visible: Callable[[], bool]) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._tray_visible = tray_visible
        self._state = QSettings(str(state_file), QSettings.Format.IniFormat)
        self.setWindowTitle("Registry Tray")
        self.setWindowIcon(program_icon())
        self.setMinimumSize(720, 480)

        self.unread = Unread(bridge)
        self._titles = {
            OVERVIEW: self.tr("Overview"), APPLICATIONS: self.tr("Applications"), ACTIVITY: self.tr("Activity"),
            REPORTS: self.tr("Reports"), SETTINGS: self.tr("Settings"),
        }  # fmt: skip
        self.pages = Pages(bridge, theme, self.unread, self._titles)
        self.banners = Banners(theme)
        self.sidebar = Sidebar(theme)
        self.token_card: TokenCard | None = None
        self._rehearsal = Slices(self, lambda: None)
        self._is_rehearsed = False

    def build(self) -> Generator[None, None, None]:
        """Fill it, a part a step; nothing else may be asked of it before."""
        bridge, theme, titles = self._bridge, self._theme, self._titles
        for name, title in titles.items():
            self.sidebar.add(name, title, ICONS[name])
        self.story = StoryCard(bridge, theme)
        self._lay_out()
        yield
        yield from self.pages.build()
        self.applications = self.pages.applications
        self.launcher = Launcher(self, bridge, theme, self.applications, titles, self._enter_page, self.show_instance)
        self._connect()
        bridge.settings_changed.connect(theme.follow)
        yield
        self._restore()
        page = str(self._state.value("window/page"))
        self.show_page(page if page in titles else APPLICATIONS)
        (self.applications.list if bridge.rows() else self.applications.welcome.copy).setFocus()
        yield
        polish(self)
        yield
        listed = self.applications.list
        yield from rehearsed(self, self.sidebar, self.applications.head, listed.horizontalHeader(), listed.viewport())
        self.winId()  # its window of the desktop, which nobody sees before it is shown, takes as long as a third of that
        yield
        self.applications.model.refreshed.connect(self._on_first_listed, Qt.ConnectionType.SingleShotConnection)

    def show_instance(self, instance_id: InstanceId | None) -> None:
        """Raise the window; where an instance is given, select it and open its details."""
        self.show_page(APPLICATIONS)
        if instance_id is not None:
            self.applications.show_instance(instance_id)
        self.raise_window()

    def show_page(self, name: str, *, enter: bool = False) -> None:
        """Go to a page: `overview`, `applications`, `activity`, `reports` or `settings`; `enter`: the next key is for it."""
        self.pages.show_page(name, enter=enter)
        self.sidebar.mark(name)

    def show_settings(self) -> None:
        """Raise the window with the page of settings."""
        self._enter_page(SETTINGS)
        self.raise_window()

    def show_token(self, token: str, kept_in: str) -> None:
        """Show the token for other machines until it is dismissed, and never again."""
        self.token_card = TokenCard(self._theme, token, kept_in)
        self.token_card.dismissed.connect(self._on_token_dismissed)
        self._content.insertWidget(0, self.token_card)

    def raise_window(self) -> None:
        """Show it in front of everything."""
        if self.isMinimized():
            self.showNormal()
        if not self.isVisible() and self.pages.current == APPLICATIONS:
            self.applications.list.follow()
        self.show()
        self.raise_()
        self.activateWindow()

    def toggle(self) -> None:
        """Hide it where the user is in it, else raise it: what a click on the tray does."""
        if self.isActiveWindow() and self._tray_visible():
            self.close()
        else:
            self.raise_window()

    def save_state(self) -> None:
        """Remember where everything is."""
        self._state.setValue("window/geometry", self.saveGeometry())
        self._state.setValue("window/page", self.pages.current)
        self.applications.save_state(self._state)
        self.unread.save(self._state)
        self._state.sync()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_rehearsed:
            self._is_rehearsed = True
            QTimer.singleShot(_LATER, self, lambda: self._rehearsal.add("palette", self.launcher.rehearsed()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sidebar.set_slim(self.width() < _NARROW)
        self.banners.share(self.height())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.save_state()
        if self._tray_visible():
            event.accept()
        else:
            event.ignore()
            self._bridge.commands.quit()

    def _lay_out(self) -> None:
        self._content = QVBoxLayout()
        self._content.setSpacing(0)
        self._content.addWidget(self.story)
        self._content.addWidget(self.banners)
        self._content.addWidget(self.pages, 1)
        central = QWidget()
        layout = QHBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sidebar)
        layout.addLayout(self._content, 1)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        bridge = self._bridge
        bridge.problems_changed.connect(self.banners.show_problems)
        bridge.failed.connect(self.banners.show_failure)
        bridge.open_requested.connect(self.show_instance)
        self.banners.show_problems(bridge.problems)
        self.sidebar.page_chosen.connect(self._enter_page)
        self.pages.instance_chosen.connect(self.show_instance)
        self.pages.group_chosen.connect(self._show_group)
        self.applications.welcome.example.clicked.connect(lambda: self.story.start())
        self.unread.changed.connect(lambda: self.sidebar.show_count(ACTIVITY, self.unread.count))
        for key, on_pressed in (
            ("Ctrl+F", self._on_search),
            ("/", self._on_search),
            ("Ctrl+Q", bridge.commands.quit),
            ("Ctrl+W", self.close),
            ("Ctrl+,", partial(self._enter_page, SETTINGS)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(on_pressed)

    def _enter_page(self, name: str) -> None:
        self.show_page(name, enter=True)

    def _on_first_listed(self) -> None:
        if not self.isVisible():
            self._rehearsal.add("rows", self.applications.list.rehearsed())

    def _on_token_dismissed(self) -> None:
        self.token_card = None

    def _show_group(self, group: Group) -> None:
        self.show_page(APPLICATIONS)
        self.applications.filters.clear()
        self.applications.chips.choose(group)

    def _on_search(self) -> None:
        self.show_page(APPLICATIONS)
        self.applications.focus_search()

    def _restore(self) -> None:
        geometry = self._state.value("window/geometry")
        if not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            self.resize(1180, 760)
        self.applications.restore_state(self._state)
        self.unread.restore(self._state)
