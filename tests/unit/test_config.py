"""Settings: where they come from, and what is said of those that cannot be used."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from registry_tray.config import Settings, Theme, display_value, settings_paths
from registry_tray.configuration import load_settings, save_setting
from registry_tray.core.errors import ConfigError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def load(file: Path, environment: dict[str, str] | None = None, **arguments: Any) -> Settings:
    return load_settings(file, environment or {}, {path.replace("_", ".", 1): value for path, value in arguments.items()})


def test_without_a_word_the_defaults_are_in_force(file: Path) -> None:
    assert load(file) == Settings()
    assert Settings().server.port == 7331
    assert Settings().alerts.hold == timedelta(seconds=10)


def test_arguments_beat_the_environment_which_beats_the_file_which_beats_the_defaults(file: Path) -> None:
    file.write_text('[server]\nport = 1001\n[alerts]\nhold = "1s"\n[checks]\ninterval = "20s"\n')
    environment = {"REGISTRY_TRAY_SERVER_PORT": "1002", "REGISTRY_TRAY_ALERTS_HOLD": "2s"}
    settings = load(file, environment, server_port="1003")
    assert settings.server.port == 1003
    assert settings.alerts.hold == timedelta(seconds=2)
    assert settings.checks.interval == timedelta(seconds=20)
    assert settings.checks.concurrency == 64


def test_every_setting_is_documented_and_can_be_given_in_every_way(file: Path) -> None:
    for path, option in settings_paths():
        assert option.metadata["doc"]
        value = Settings().get(path)
        shown = display_value(value)
        name = "REGISTRY_TRAY_" + path.upper().replace(".", "_")
        assert load(file, {name: shown}).get(path) == value or path == "data.dir"
        save_setting(file, path, value)
    assert load(file) == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("server.port = 70000", "server.port in {file}: 70000 is not between 0 and 65535."),
        ("server.port = -1", "server.port in {file}: -1 is not between 0 and 65535."),
        ("server.port = 7331.5", "server.port in {file}: 7331.5 is not a whole number between 0 and 65535."),
        ("server.port = true", "server.port in {file}: True is not a whole number between 0 and 65535."),
        ('server.port = "http"', "server.port in {file}: 'http' is not a whole number between 0 and 65535."),
        ("alerts.hold = 10", "alerts.hold in {file}: 10 is not a duration such as 500ms, 10s, 5m or 1h."),
        ('alerts.hold = "16m"', "alerts.hold in {file}: '16m' is not between 0ms and 15m."),
        ('checks.interval = "1ms"', "checks.interval in {file}: '1ms' is not between 1s and 24h."),
        ('appearance.theme = "blue"', "appearance.theme in {file}: 'blue' is not one of system, light, dark."),
        ('alerts.notify_lifecycle = "maybe"', "alerts.notify_lifecycle in {file}: 'maybe' is not true or false."),
        ("data.dir = 5", "data.dir in {file}: 5 is not a folder."),
        ('data.dir = "~nobody-of-that-name/x"', "data.dir in {file}: '~nobody-of-that-name/x' is not a folder."),
        ("server.prot = 1", "server.prot in {file} is not a setting. There are: alerts.crash_hold, "),
        ("port = 1", "port in {file} is not a setting. There are: "),
        ("server = 1", "server in {file} is not a setting. There are: "),
        ("server.port = ", "The settings file {file} cannot be read: "),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_place_and_what_is_expected(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert str(caught.value).startswith(said.format(file=file))


def test_the_environment_and_the_arguments_are_named_as_the_place(file: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"alerts\.hold in the environment \(REGISTRY_TRAY_ALERTS_HOLD\): 'x' is not a duration"
    ):
        load(file, {"REGISTRY_TRAY_ALERTS_HOLD": "x"})
    with pytest.raises(ConfigError, match="in the argument --port: 'x' is not a whole number"):
        load(file, server_port="x")


def test_a_file_that_is_no_text_and_a_folder_in_its_place_are_said(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"\xff\xfe\0")
    with pytest.raises(ConfigError, match="cannot be read"):
        load(file)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


@pytest.mark.parametrize("raw", ["true", "1", "yes", "on", "TRUE", True])
def test_yes_has_many_words(raw: Any) -> None:
    assert Settings().with_value("alerts.notify_lifecycle", raw, "a test").alerts.notify_lifecycle


def test_saving_keeps_comments_order_and_all_the_rest(file: Path) -> None:
    file.write_text('# mine\n[alerts]\n# patience\nhold = "1s"  # short\ngrace = "2m"\n\n[server]\nport = 99\n')
    save_setting(file, "alerts.hold", timedelta(seconds=30))
    save_setting(file, "appearance.theme", Theme.DARK)
    text = file.read_text()
    assert text.startswith('# mine\n[alerts]\n# patience\nhold = "30s"  # short\ngrace = "2m"\n\n[server]\nport = 99\n')
    assert load(file).appearance.theme is Theme.DARK
    assert not list(file.parent.glob("*.new"))


def test_saving_makes_the_folder_and_says_where_it_cannot(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "config.toml"
    save_setting(file, "server.port", 5)
    assert load(file).server.port == 5
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match=r"server\.port could not be saved in"):
        save_setting(tmp_path / "file" / "config.toml", "server.port", 5)
    file.write_text("this is no TOML")
    with pytest.raises(ConfigError, match="could not be saved"):
        save_setting(file, "server.port", 6)
    assert file.read_text() == "this is no TOML"


def test_a_tilde_is_home(file: Path) -> None:
    assert load(file, {"REGISTRY_TRAY_DATA_DIR": "~/x"}).data.dir == Path.home() / "x"
