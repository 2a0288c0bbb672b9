"""What the program shows beside its tray icon: the service behind it, then the window; and what it asks where it cannot start."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from registry_tray import garbage
from registry_tray.core.errors import PortTakenError, RegistryError
from registry_tray.data_folder import DataFolder
from registry_tray.options import Options
from registry_tray.phrases import phrase
from registry_tray.process import announce, quit_on_signals, say
from registry_tray.ui.application import Application
from registry_tray.ui.tray import Tray

if TYPE_CHECKING:
    from registry_tray.service import Service
    from registry_tray.ui.main_window import MainWindow

NO_TRAY = phrase(
    "This desktop shows no tray icons; everything works from this window. On GNOME, the extension AppIndicator and "
    "KStatusNotifierItem Support brings the icon."
)
PATIENCE = 2.0  # seconds that a panel gets to appear before the window opens by itself


class Face:
    """Lives as long as the user lets it."""

    def __init__(self, application: Application, tray: Tray, options: Options, folder: DataFolder) -> None:
        self._application = application
        self._tray = tray
        self._options = options
        self._folder = folder
        self._window: MainWindow | None = None
        self._wish: Callable[[MainWindow], object] | None = None
        """What was asked of the icon, which is there before the window is."""

    async def run(self) -> int:
        """Until the user quits; 1 where it could not start."""
        stopped = asyncio.Event()
        quit_on_signals(stopped.set)
        self._application.on_quit = stopped.set
        self._tray.quit_requested.connect(stopped.set)
        self._tray.open_requested.connect(lambda instance_id: self._do(lambda window: window.show_instance(instance_id)))
        self._tray.settings_requested.connect(lambda: self._do(lambda window: window.show_settings()))
        self._tray.message_clicked.connect(lambda: self._do(lambda window: window.raise_window()))
        try:
            while True:
                try:
                    await self._serve(stopped)
                    return 0
                except RegistryError as error:
                    say(f"registry-tray: {error}")
                    if not await self._ask_what_now(error, stopped):
                        return 1
        finally:
            self._application.on_quit = None
            self._tray.close()

    async def _serve(self, stopped: asyncio.Event) -> None:
        from registry_tray.notifiers import build_notifier
        from registry_tray.service import Service
        from registry_tray.ui.files import resource
        from registry_tray.ui.sayings import say as in_words

        options = self._options
        service = Service(
            options.settings,
            options.settings_file,
            self._folder,
            lambda on_action, on_problem, sound: build_notifier(
                headless=False,
                show_message=self._tray.show_message,
                can_show_message=self._tray.shows_messages,
                icon=resource("icons/program/64.png"),
                on_action=on_action,
                on_problem=on_problem,
                sound=sound,
                say=in_words,
            ),
        )
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(service)
            first_run = not len(service.catalog)
            announce(service.address, self._folder)
            # In a thread: from now on somebody may wait for an answer.
            await asyncio.to_thread(import_module, "registry_tray.ui.main_window")
            window = await self._open_face(service, stack)
            garbage.settle(by_hand=True)
            parts = service.quit_after(stopped), garbage.sweep()
            await service.run(*parts, self._show_unasked(service, window, first_run=first_run))

    async def _open_face(self, service: "Service", stack: AsyncExitStack) -> "MainWindow":
        from registry_tray.ui.bridge import Bridge
        from registry_tray.ui.main_window import MainWindow
        from registry_tray.ui.single_instance import listen, name_for
        from registry_tray.ui.theme import Theme

        server = listen(name_for(self._folder.path), lambda: self._do(lambda window: window.raise_window()))
        if server is not None:
            stack.callback(server.close)
        bridge = Bridge(
            service.bus,
            service.catalog,
            service.stats,
            service.store,
            service.desk,
            service.clock,
            service.spawn,
            service.program,
            service.address,
        )
        stack.callback(bridge.close)
        for _ in bridge.take_in():
            await asyncio.sleep(0)
        for problem in service.problems:
            service.bus.publish(problem)
        theme = Theme(self._application, service.desk.settings)
        window = MainWindow(bridge, theme, self._folder.path / "window.ini", self._tray.look)
        for _ in window.build():
            await asyncio.sleep(0)
        stack.callback(window.save_state)
        stack.callback(window.hide)
        self._tray.attach(bridge)
        stack.callback(self._take_window, None)
        self._take_window(window)
        return window

    def _do(self, wish: "Callable[[MainWindow], object]") -> None:
        if self._window is None:
            self._wish = wish
        else:
            wish(self._window)

    def _take_window(self, window: "MainWindow | None") -> None:
        self._window = window
        if window is not None and self._wish is not None:
            self._wish(window)
            self._wish = None

    async def _show_unasked(self, service: "Service", window: "MainWindow", *, first_run: bool) -> None:
        """Open the window where the user would see nothing at all otherwise."""
        from registry_tray.core.events import ProblemChanged

        if not self._tray.look():
            await asyncio.sleep(PATIENCE)
        if service.token is not None and service.is_token_new:
            window.show_token(service.token, str(self._folder.path / "token"))
        if first_run or service.is_token_new or not self._tray.look():
            window.raise_window()
        hints = QSettings(str(self._folder.path / "window.ini"), QSettings.Format.IniFormat)
        if not self._tray.look() and not hints.value("hints/tray"):
            hints.setValue("hints/tray", "told")
            service.bus.publish(ProblemChanged("tray", NO_TRAY))
            self._tray.availability_changed.connect(lambda _: service.bus.publish(ProblemChanged("tray", "")))

    async def _ask_what_now(self, error: RegistryError, stopped: asyncio.Event) -> bool:
        """Whether to try again."""
        from registry_tray.ui.dialogs.start_failure import Choice, ask

        asking = asyncio.ensure_future(ask(str(error), offer_free_port=isinstance(error, PortTakenError)))
        stopping = asyncio.ensure_future(stopped.wait())
        await asyncio.wait((asking, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        choice = asking.result() if asking.done() else Choice.QUIT
        asking.cancel()
        if choice is Choice.FREE_PORT:
            self._options = replace(self._options, settings=self._options.settings.with_value("server.port", 0, "the dialog"))
        return choice is not Choice.QUIT
