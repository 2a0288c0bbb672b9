"""The program with a face: the tray icon before all else, for which a person waits."""

import logging
import sys

from PySide6.QtCore import QLoggingCategory
from PySide6.QtWidgets import QApplication

from registry_tray.data_folder import DataFolder
from registry_tray.options import Options
from registry_tray.process import trace
from registry_tray.ui.application import Application
from registry_tray.ui.language import speak
from registry_tray.ui.tray import Tray


def run_desktop(options: Options, folder: DataFolder) -> int:
    """Run with a tray and a window until the user quits; the exit status."""
    QApplication.setApplicationName("registry-tray")
    QApplication.setApplicationDisplayName("Registry Tray")
    QApplication.setDesktopFileName("registry-tray")
    if not logging.getLogger().isEnabledFor(logging.INFO):
        # A desktop without portals is no fault that a user could mend.
        QLoggingCategory.setFilterRules("qt.qpa.services.warning=false\nqt.qpa.theme.gnome.warning=false")
    application = Application(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    speak(application, options.settings.appearance.language)
    tray = Tray()
    trace("tray shown")
    import asyncio

    from registry_tray.face import Face
    from registry_tray.ui.display import DisplayGuard
    from registry_tray.ui.loop import new_event_loop

    guard = DisplayGuard(lambda: application.exit(1))
    guard.watch(application)
    with asyncio.Runner(loop_factory=lambda: new_event_loop(application, application.lose_display)) as runner:
        return runner.run(Face(application, tray, options, folder).run())
