"""Where a state is brought about and rendered: one window on one sample."""

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from registry_tray.ui.pages.book import APPLICATIONS
from registry_tray.ui.theme import Theme
from scripts.screenshots.scene import Scene

_TURNS = 6  # of the event loop, after which nothing moves any more: layouts within layouts take one each


class Stage:
    """`with` opens the window and closes it."""

    def __init__(self, scene: Scene, theme: Theme, state: Path, width: int, height: int) -> None:
        self.scene = scene
        self.theme = theme
        self.window = scene.open(theme, state)
        self.window.resize(width, height)

    def __enter__(self) -> "Stage":
        self.window.show()
        self.window.activateWindow()
        while not self.window.isActiveWindow():
            QApplication.processEvents()
        return self

    def __exit__(self, *_: object) -> None:
        self.window.hide()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def reset(self) -> None:
        """As it was when it opened."""
        window = self.window
        window.launcher.palette.close_over()
        window.launcher.keys.close_over()
        window.banners.dismiss_all()
        window.banners.show_problems(())
        window.story.hide()
        if window.token_card is not None:
            window.token_card.dismiss.click()
        window.pages.activity.filters.clear()
        page = window.applications
        page.toast.hide()
        page.details.jobs.close_form()
        page.details.in_force.close_form()
        page.details.latency.choose("day")
        page.close_details()
        page.filters.clear()
        page.list.setCurrentIndex(page.list.rootIndex())
        page.list.verticalScrollBar().setValue(0)
        window.show_page(APPLICATIONS)
        page.list.setFocus()
        self.settle()

    def settle(self) -> None:
        """Let everything be made, and take its place."""
        pages = self.window.pages
        pages.page(pages.current)
        if pages.applications.meant():
            _ = pages.applications.details
        for _ in range(_TURNS):
            QApplication.processEvents()

    def render(self, shown: QWidget | None, file: Path) -> None:
        """Write what is seen now."""
        self.settle()
        (shown or self.window).grab().save(str(file))
        if shown is not None:
            shown.hide()
