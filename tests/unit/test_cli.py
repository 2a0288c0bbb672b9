"""The command line, and the folder that only one program uses at a time."""

import stat
from pathlib import Path

import pytest

from registry_tray import __version__
from registry_tray.cli import main
from registry_tray.core.errors import AlreadyRunningError, StoreError
from registry_tray.data_folder import DataFolder, boot_id


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"registry-tray {__version__}\n"


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    for option in ("--port", "--data-dir", "--config", "--headless", "--verbose", "REGISTRY_TRAY_ALERTS_HOLD=2s"):
        assert option in out


def test_an_unknown_argument_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--prot", "1"])
    assert ended.value.code == 2
    assert "--prot" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "x"], "registry-tray: server.port in the argument --port: 'x' is not a whole number between 0 and 65535.\n"),
        (["--port", "70000"], "registry-tray: server.port in the argument --port: '70000' is not between 0 and 65535.\n"),
    ],
)
def test_a_bad_argument_is_said_in_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert main(["--headless", *arguments]) == 1
    assert capsys.readouterr() == ("", said)


def test_a_data_folder_that_cannot_be_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert main(["--headless", "--data-dir", str(tmp_path / "file" / "data")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("registry-tray: The data folder ")
    assert "--data-dir" in said


def test_a_folder_belongs_to_one_at_a_time_and_says_to_whom(tmp_path: Path) -> None:
    first, second = DataFolder(tmp_path / "a" / "data"), DataFolder(tmp_path / "a" / "data")
    first.acquire()
    assert stat.S_IMODE(first.path.stat().st_mode) == 0o700
    first.describe("pid 5, http://127.0.0.1:7331")
    with pytest.raises(AlreadyRunningError, match=r"pid 5, http://127\.0\.0\.1:7331"):
        second.acquire()
    first.release()
    first.release()
    second.acquire()
    second.release()


def test_a_folder_in_the_place_of_the_lock_is_said(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    with pytest.raises(StoreError, match="Choose another with --data-dir"):
        DataFolder(tmp_path).acquire()


def test_the_token_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    token, new = folder.token()
    assert new
    assert len(token) >= 32
    assert folder.token() == (token, False)
    assert stat.S_IMODE((tmp_path / "token").stat().st_mode) == 0o600
    (tmp_path / "token").write_text("short")
    assert folder.token()[0] not in (token, "short")


def test_the_boot_of_this_machine_has_a_name_that_stays() -> None:
    assert boot_id() == boot_id() != ""
