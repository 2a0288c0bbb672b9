"""The ways to the user: the desktop's notifications, the tray's message, the log."""

import sys
from collections.abc import Callable
from pathlib import Path

from registry_tray.core.models import InstanceId
from registry_tray.notifiers.desktop import DesktopNotifier
from registry_tray.notifiers.fallback import Delivery, FallbackNotifier
from registry_tray.notifiers.freedesktop import FreedesktopNotifier
from registry_tray.notifiers.log import LogNotifier
from registry_tray.notifiers.tray import TrayNotifier

__all__ = ["Delivery", "build_notifier"]


def build_notifier(
    *,
    headless: bool,
    show_message: Callable[[str, str], None] | None,
    icon: Path | None,
    on_action: Callable[[InstanceId, str], None],
    on_problem: Callable[[str], None],
    can_show_message: Callable[[], bool] = lambda: True,
    sound: Callable[[], bool] = lambda: False,
    say: Callable[[str], str] = str,
    platform: str = sys.platform,
) -> Delivery:
    """The best way to the user that `platform` has, then the tray's message. Nothing is opened before the first use.

    `say` puts a text into the user's language.
    """
    if headless:
        return LogNotifier()
    tray = TrayNotifier(show_message, can_show_message) if show_message else None
    if platform in ("darwin", "win32"):
        return FallbackNotifier(DesktopNotifier(on_action, icon=icon, sound=sound), tray, on_problem, say)
    native = FreedesktopNotifier(on_action, icon=icon, sound=sound)
    notifier = FallbackNotifier(native, tray, on_problem, say)
    native.on_return = notifier.on_return
    return notifier
