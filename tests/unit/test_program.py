"""What a person can ask of the program itself is really done."""

import plistlib
from pathlib import Path

import pytest

from registry_tray.autostart import LaunchAgent, XdgAutostart, build_autostart
from registry_tray.config import Settings
from registry_tray.core.errors import ConfigError
from registry_tray.data_folder import DataFolder
from registry_tray.mqtt.trial import try_broker
from registry_tray.program import Program
from tests.fakes import RecordingNotifier
from tests.servers.mosquitto import Mosquitto
from tests.servers.redis import RedisServer


class Home:
    """A program with a folder of its own, and what it has applied."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "config.toml"
        self.applied: list[Settings] = []
        self.tokens: list[str] = []
        self.notifier = RecordingNotifier()
        self.autostart = XdgAutostart(["/opt/registry tray/bin/registry-tray"], folder / "autostart")
        data = DataFolder(folder)
        self.program = Program(
            self.file, data, self.notifier, self._apply, self.tokens.append, lambda: ("", None), self.autostart
        )

    async def _apply(self, settings: Settings) -> None:
        self.applied.append(settings)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


async def test_the_desktop_file_starts_the_program_and_goes_away_again(home: Home) -> None:
    assert not await home.program.starts_at_login()
    assert await home.program.start_at_login(on=True)
    lines = home.autostart.file.read_text().splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert 'Exec="/opt/registry tray/bin/registry-tray"' in lines
    assert not await home.program.start_at_login(on=False)
    assert not home.autostart.file.exists()


def test_a_desktop_file_that_the_desktop_has_switched_off_is_off(home: Home) -> None:
    home.autostart.turn(True)
    text = home.autostart.file.read_text()
    home.autostart.file.write_text(text.replace("enabled=true", "enabled=false"))
    assert not home.autostart.is_on()


def test_the_launch_agent_is_a_property_list(tmp_path: Path) -> None:
    agent = LaunchAgent(["/usr/local/bin/registry-tray"], tmp_path)
    agent.turn(True)
    written = plistlib.loads(agent.file.read_bytes())
    assert (written["ProgramArguments"], written["RunAtLoad"]) == (["/usr/local/bin/registry-tray"], True)
    assert agent.is_on()
    agent.turn(False)
    assert not agent.is_on()


def test_every_platform_has_its_writer() -> None:
    kinds = [type(build_autostart(["x"], platform)).__name__ for platform in ("linux", "darwin", "win32")]
    assert kinds == ["XdgAutostart", "LaunchAgent", "RunKey"]


async def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("in the way")
    with pytest.raises(ConfigError, match="start at log-in could not be changed"):
        await Home(tmp_path).program.start_at_login(on=True)


async def test_imported_settings_are_applied_and_the_old_ones_kept(home: Home, tmp_path: Path) -> None:
    home.file.write_text("[alerts]\nhold = '5s'\n")
    other = tmp_path / "other.toml"
    other.write_text("# mine\n[alerts]\nsuccesses = 4\n")
    await home.program.import_settings(other)
    assert [settings.alerts.successes for settings in home.applied] == [4]
    assert home.file.read_text() == other.read_text()
    assert "hold" in (tmp_path / "config.old").read_text()
    await home.program.export_settings(tmp_path / "copy.toml")
    assert (tmp_path / "copy.toml").read_text() == other.read_text()


async def test_a_wrong_file_changes_nothing(home: Home, tmp_path: Path) -> None:
    home.file.write_text("[alerts]\nhold = '5s'\n")
    other = tmp_path / "other.toml"
    other.write_text("[alerts]\nhold = 'soon'\n")
    with pytest.raises(ConfigError, match=r"alerts\.hold in .*other\.toml"):
        await home.program.import_settings(other)
    assert not home.applied
    assert "5s" in home.file.read_text()


async def test_a_renewed_token_counts_at_once(home: Home) -> None:
    first = await home.program.token()
    second = await home.program.renew_token()
    assert first != second
    assert home.tokens == [second]
    assert await home.program.token() == second


async def test_a_notification_on_request_says_why_it_failed(home: Home) -> None:
    assert await home.program.try_notification("Test", "This is one.") == ""
    assert home.notifier.titles == ["Test"]
    home.notifier.refusals = 1
    assert await home.program.try_notification("Test", "This is one.") == "nobody shows notifications"


async def test_a_redis_is_tried_without_being_changed(home: Home, tmp_path: Path) -> None:
    server = RedisServer(tmp_path / "redis")
    await server.start()
    try:
        assert await home.program.try_store(server.url, "registry-tray") == ""
    finally:
        await server.stop()
    said = await home.program.try_store(server.url, "registry-tray")
    assert said.startswith(f"Redis at {server.address} refuses connections.")


async def test_a_broker_is_tried(home: Home, tmp_path: Path) -> None:
    broker = Mosquitto(tmp_path / "broker", user="me", password="secret")
    await broker.start()
    try:
        assert await home.program.try_broker(broker.url) == ""
        wrong = await home.program.try_broker(broker.url.replace("secret", "guess"))
        assert wrong.startswith(f"MQTT broker at 127.0.0.1:{broker.port} refuses user 'me' with this password.")
    finally:
        await broker.stop()
    said = await try_broker(f"mqtt://127.0.0.1:{broker.port}")
    assert said == f"MQTT broker at 127.0.0.1:{broker.port} refuses connections. Start it, or correct mqtt.url in the settings."
