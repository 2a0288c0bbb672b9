"""The service without a window: where there is no display, or none is wanted."""

import asyncio
from collections.abc import Callable

from registry_tray import garbage
from registry_tray.data_folder import DataFolder
from registry_tray.notifiers import build_notifier
from registry_tray.options import Options
from registry_tray.process import announce, quit_on_signals, say
from registry_tray.service import Service


def run_headless(options: Options, folder: DataFolder) -> int:
    """Serve until a signal comes; the exit status. Raises RegistryError where it cannot start."""

    async def main() -> None:
        service = Service(
            options.settings,
            options.settings_file,
            folder,
            lambda on_action, on_problem, _sound: build_notifier(
                headless=True, show_message=None, icon=None, on_action=on_action, on_problem=on_problem
            ),
        )
        stopped = asyncio.Event()
        quit_on_signals(stopped.set)
        async with service:
            announce(service.address, folder)
            garbage.settle()
            if service.token:
                say(f"Requests must carry the token in {folder.path / 'token'}: Authorization: Bearer ...")
            await service.run(service.quit_after(stopped), garbage.sweep())

    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(main())
    return 0


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop
