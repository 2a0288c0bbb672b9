"""What a person can ask of the program itself, beside the applications that it watches."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from registry_tray.autostart import Autostart, build_autostart
from registry_tray.config import Settings
from registry_tray.configuration import load_settings
from registry_tray.core.errors import ConfigError, NotifierError
from registry_tray.core.machine import Machine
from registry_tray.core.models import InstanceId
from registry_tray.core.ports import Notice
from registry_tray.data_folder import DataFolder
from registry_tray.host import read_machine
from registry_tray.notifiers import Delivery
from registry_tray.phrases import phrase

TRIAL = InstanceId("trial")
"""The notice that a person has asked for; no instance has this id."""


class Program:
    """Fulfils wishes. All raise RegistryError."""

    def __init__(
        self,
        settings_file: Path,
        folder: DataFolder,
        notifier: Delivery,
        apply: Callable[[Settings], Awaitable[None]],
        use_token: Callable[[str], None],
        access: Callable[[], tuple[str, str | None]],
        autostart: Autostart | None = None,
    ) -> None:
        self._settings_file = settings_file
        self._folder = folder
        self._notifier = notifier
        self._apply = apply
        self._use_token = use_token
        self._access = access
        self._known_autostart = autostart

    @property
    def _autostart(self) -> Autostart:
        """Looks for our own command on disk when it is first asked for: not on the loop."""
        if self._known_autostart is None:
            self._known_autostart = build_autostart()
        return self._known_autostart

    async def machine(self) -> Machine:
        """What there is to know of this computer."""
        return await asyncio.to_thread(read_machine)

    async def starts_at_login(self) -> bool:
        """Whether the system starts us when the user logs in."""
        return await asyncio.to_thread(lambda: self._autostart.is_on())

    async def start_at_login(self, *, on: bool) -> bool:
        """Have us started, or no more; whether we are now."""
        await asyncio.to_thread(lambda: self._autostart.turn(on))
        return await self.starts_at_login()

    async def notification_abilities(self) -> frozenset[str]:
        """What notifications can do here, in the words of the freedesktop specification; empty where none are shown."""
        try:
            return await self._notifier.capabilities()
        except NotifierError:
            return frozenset()

    async def try_notification(self, title: str, body: str) -> str:
        """Show a notification that means nothing. Empty where it was accepted, else why not."""
        try:
            await self._notifier.notify(Notice(TRIAL, title, body))
        except NotifierError as error:
            return str(error)
        return ""

    async def try_store(self, url: str, prefix: str) -> str:
        """Empty where this Redis could keep everything, else what is wrong, with the fix."""
        from registry_tray.stores.redis.trial import try_redis

        return await try_redis(url, prefix)

    async def try_broker(self, url: str) -> str:
        """Empty where this MQTT broker lets us in, else what is wrong, with the fix."""
        from registry_tray.mqtt.trial import try_broker

        return await try_broker(url)

    async def token(self) -> str:
        """The token that other machines must send."""
        return (await asyncio.to_thread(self._folder.token))[0]

    async def renew_token(self) -> str:
        """A new token in the place of the old one, which is worth nothing from now on."""
        token = await asyncio.to_thread(self._folder.renew_token)
        self._use_token(token)
        return token

    async def export_settings(self, file: Path) -> None:
        """Write the settings file, as it is, to another place."""

        def write() -> None:
            try:
                kept = self._settings_file.read_bytes() if self._settings_file.exists() else b"# All settings are the defaults.\n"
                file.write_bytes(kept)
            except OSError as error:
                raise ConfigError(phrase("The settings could not be written to {0}: {1}.", file, error.strerror)) from error

        await asyncio.to_thread(write)

    async def import_settings(self, file: Path) -> None:
        """Take over another settings file, after all of it was found right; what was there is kept beside it as `.old`."""

        def read() -> Settings:
            settings = load_settings(file)
            try:
                content = file.read_bytes()
                self._settings_file.parent.mkdir(parents=True, exist_ok=True)
                if self._settings_file.exists():
                    self._settings_file.replace(self._settings_file.with_suffix(".old"))
                new = self._settings_file.with_suffix(".new")
                new.write_bytes(content)
                new.replace(self._settings_file)
            except OSError as error:
                raise ConfigError(phrase("The settings could not be taken over: {0}.", error.strerror)) from error
            return settings

        await self._apply(await asyncio.to_thread(read))

    async def write_files(self, files: Mapping[str, bytes]) -> None:
        """Write these, by their paths."""

        def write() -> None:
            for path, content in files.items():
                try:
                    Path(path).write_bytes(content)
                except OSError as error:
                    raise ConfigError(phrase("{0} could not be written: {1}.", path, error.strerror)) from error

        await asyncio.to_thread(write)

    async def show_sample(self, on_scene: Callable[[str], None]) -> None:
        """Register a sample that breaks and comes back; `on_scene` gets `well`, `broken`, `back`, `over` as they begin."""
        from registry_tray.client.call import RefusedError
        from registry_tray.demo import tell_story

        address, token = self._access()
        try:
            await tell_story(address, on_scene, token=token)
        except (OSError, RefusedError) as error:
            raise ConfigError(phrase("The sample could not be shown: {0}.", error)) from error
