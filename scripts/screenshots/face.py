"""The tray on the sample, and notifications one after the other: a process on a desktop with a panel, told what to show."""

import asyncio
import sys
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from registry_tray.config import Language
from registry_tray.core.alerting import notices
from registry_tray.core.models import InstanceId
from registry_tray.core.ports import Notice
from registry_tray.notifiers.freedesktop import FreedesktopNotifier
from registry_tray.ui.files import resource
from registry_tray.ui.language import speak
from registry_tray.ui.sayings import say
from registry_tray.ui.tray import Tray
from scripts.screenshots import fleet
from scripts.screenshots.fleet import Sample
from scripts.screenshots.scene import Scene

READY = "shown"
_MANY = InstanceId("many")
_NAMES = ("cart", "catalog", "payments", "search")

NOTICES: dict[str, Callable[[], Notice]] = {
    "outage": lambda: _outage(fleet.PAYMENTS, notices.DOWN),
    "crash": lambda: _outage(fleet.IMPORTER, "has crashed"),
    "root-cause": lambda: _outage(fleet.REDIS, notices.DOWN, "cart", "sessions", "recommendations", "search", "pricing", "stock"),
    "grouped": lambda: notices.outages(_MANY, [notices.Entry(name, notices.DOWN) for name in _NAMES], fleet.REDIS.since, 18),
    "flapping": lambda: notices.flapping(
        fleet.RECOMMENDATIONS.instance(), notices.DOWN, fleet.RECOMMENDATIONS.reason, fleet.RECOMMENDATIONS.since
    ),
    "recovery": lambda: notices.recovery(fleet.PAYMENTS.instance(), timedelta(minutes=4, seconds=12)),
    "recoveries": lambda: notices.recoveries(_MANY, _NAMES, timedelta(minutes=3)),
}
"""Each kind of notification, in the words of the program."""


def _outage(sample: Sample, what: str, *affected: str) -> Notice:
    instance = sample.instance()
    return notices.outage(instance, what, sample.reason or instance.ending, sample.since, affected)


def show_notice(name: str) -> None:
    """Hand it over to the desktop."""
    notice = NOTICES[name]()

    async def notify() -> None:
        async with FreedesktopNotifier(lambda _id, _action: None, icon=resource("icons/program/64.png")) as notifier:
            actions = tuple((key, say(label)) for key, label in notice.actions)
            await notifier.notify(Notice(notice.id, say(notice.title), say(notice.body), actions, notice.is_recovery))

    asyncio.run(notify())


def show_tray(name: str) -> int:
    """Until it is ended."""
    application = QApplication(["registry-tray"])
    application.setQuitOnLastWindowClosed(False)
    scene = Scene(fleet.WORKDAY if name == "workday" else fleet.FEW)
    tray = Tray()
    tray.attach(scene.bridge)
    print(READY, flush=True)
    return application.exec()


def main() -> int:
    """`face.py notice outage en`, `face.py tray workday en`."""
    what, name, language = sys.argv[1:]
    if what == "tray":
        return show_tray(name)
    speak(QCoreApplication([]), Language(language))
    show_notice(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
