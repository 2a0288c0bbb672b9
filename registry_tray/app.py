"""Starts the program once: with a window where there is a display, without one where there is none."""

import sys

from registry_tray import garbage
from registry_tray.core.errors import AlreadyRunningError
from registry_tray.data_folder import DataFolder
from registry_tray.options import Options
from registry_tray.process import allow_many_files, has_display, say


def run(options: Options) -> int:
    """Run until the user quits or a signal comes; the exit status. Raises RegistryError where it cannot start."""
    headless = options.headless
    if not headless and not has_display():
        headless = True
        say("No display: serving without a tray and a window; what would pop up is written here.")
    garbage.put_off()
    allow_many_files()
    sys.setswitchinterval(0.0005)
    folder = DataFolder(options.folder)
    try:
        folder.acquire()
    except AlreadyRunningError as error:
        return _second_launch(options, headless, error)
    try:
        if headless:
            from registry_tray.headless import run_headless

            return run_headless(options, folder)
        from registry_tray.ui.sources import leave_sources_unread

        leave_sources_unread()
        from registry_tray.desktop import run_desktop

        return run_desktop(options, folder)
    finally:
        folder.release()


def _second_launch(options: Options, headless: bool, error: AlreadyRunningError) -> int:
    if not headless:
        from registry_tray.ui.single_instance import name_for, raise_running

        if raise_running(name_for(options.folder)):
            say("Registry Tray already runs; its window has been raised.")
            return 0
    say(str(error))
    return 0
