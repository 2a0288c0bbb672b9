"""What scripts/setup.sh decides, on a machine whose every command is a fake."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
REAL_TOOLS = ["bash", "cat", "chmod", "cksum", "cp", "dirname", "env", "grep", "mkdir", "rm", "sed", "sh", "tail", "tee", "touch"]
ALL_BUT_CURSOR = (
    "libglib2.0-0t64 libgl1 libegl1 libdbus-1-3 libfontconfig1 libgssapi-krb5-2 libxkbcommon0 libxkbcommon-x11-0"
    " libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
PYTHON = """
case "$*" in
    "-c import ensurepip"*) [ -z "$NO_ENSUREPIP" ] ;;
    -c*) echo "${FAKE_VERSION-3.11}" ;;
    "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    *) echo "python $*" >>"$CALLS"; [ -z "$PIP_FAILS" ] ;;
esac
"""


@dataclass(frozen=True)
class Machine:
    """A checkout, and a PATH that holds nothing but fakes and a few harmless tools."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def add(self, name: str, script: str) -> None:
        path = self.root / "bin" / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def remove(self, name: str) -> None:
        (self.root / "bin" / name).unlink()

    def set_up(self, target: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.root / "scripts" / "setup.sh", target],
            env={"PATH": str(self.root / "bin"), "CALLS": str(self.root / "calls"), "DPKG_ROOT": str(self.root), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    @property
    def policy(self) -> Path:
        """What Debian asks before it starts a service."""
        return self.root / "usr" / "sbin" / "policy-rc.d"

    def calls(self, command: str) -> list[str]:
        """The calls of a command so far, oldest first."""
        log = self.root / "calls"
        lines = log.read_text().splitlines() if log.exists() else []
        return [line for line in lines if line.startswith(command)]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A person without sudo on Debian, who has all packages but one."""
    machine = Machine(tmp_path)
    (tmp_path / "bin").mkdir()
    for tool in REAL_TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    (tmp_path / "scripts").mkdir()
    shutil.copy(REPOSITORY / "scripts" / "setup.sh", tmp_path / "scripts")
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "requirements.lock").write_text("")
    machine.add("python3", PYTHON)
    machine.add("id", "echo 1000")
    machine.add("sudo", "exit 1")
    machine.add("apt-get", 'echo "apt-get $*" >>"$CALLS"')
    machine.add("dpkg-query", f"for name in {ALL_BUT_CURSOR}; do echo installed $name; done; echo not-installed libxcb-cursor0")
    return machine


def test_without_the_right_to_install_it_names_the_packages_and_the_command(machine: Machine) -> None:
    done = machine.set_up("run", DISPLAY=":0")
    assert done.returncode == 1
    assert "Missing Debian packages: libxcb-cursor0\n" in done.stdout
    assert "    sudo apt-get update && sudo apt-get install --no-install-recommends libxcb-cursor0\n" in done.stdout
    assert not machine.calls("apt-get")
    assert not machine.venv.exists()


@pytest.mark.parametrize(("target", "environment"), [("run", {}), ("bench", {"DISPLAY": ":0"})])
def test_what_can_do_without_a_desktop_goes_on_with_a_warning(machine: Machine, target: str, environment: dict[str, str]) -> None:
    done = machine.set_up(target, **environment)
    assert done.returncode == 0
    assert "libxcb-cursor0" in done.stdout
    assert "Going on without them." in done.stdout
    assert (machine.venv / "bin" / "python").exists()


def test_without_a_display_a_virtual_environment_is_still_needed(machine: Machine) -> None:
    done = machine.set_up("run", NO_ENSUREPIP="1")
    assert done.returncode == 1
    assert "install --no-install-recommends python3.11-venv libxcb-cursor0\n" in done.stdout


def test_root_installs_exactly_what_is_missing(machine: Machine) -> None:
    machine.add("id", "echo 0")
    assert machine.set_up("run", DISPLAY=":0").returncode == 0
    (call,) = machine.calls("apt-get")
    assert call.endswith(" install --no-install-recommends libxcb-cursor0")


def test_sudo_without_a_password_will_do(machine: Machine) -> None:
    machine.add("sudo", 'shift; exec "$@"')
    machine.add("true", "exit 0")
    assert machine.set_up("run", DISPLAY=":0").returncode == 0
    assert len(machine.calls("apt-get")) == 1


def test_old_package_lists_are_brought_up_to_date(machine: Machine) -> None:
    machine.add("id", "echo 0")
    machine.add("apt-get", 'echo "apt-get $*" >>"$CALLS"; case "$*" in *update) touch updated ;; *) [ -e updated ] ;; esac')
    assert machine.set_up("run", DISPLAY=":0").returncode == 0
    assert [call.split()[4] for call in machine.calls("apt-get")] == ["install", "update", "install"]


def test_packages_that_cannot_be_installed_are_named(machine: Machine) -> None:
    machine.add("id", "echo 0")
    machine.add("apt-get", "echo no network; exit 100")
    done = machine.set_up("run", DISPLAY=":0")
    assert done.returncode == 1
    assert "no network" in done.stdout
    assert "build/setup.log" in done.stdout
    assert "Missing Debian packages: libxcb-cursor0" in done.stdout


def test_a_system_without_dpkg_is_left_alone(machine: Machine) -> None:
    machine.remove("dpkg-query")
    done = machine.set_up("run", DISPLAY=":0")
    assert done.returncode == 0
    assert "No dpkg here" in done.stdout
    assert not machine.calls("apt-get")


def test_the_second_time_nothing_is_done(machine: Machine) -> None:
    machine.add("id", "echo 0")
    machine.set_up("run", DISPLAY=":0")
    before = machine.calls("")
    done = machine.set_up("run", DISPLAY=":0")
    assert (done.returncode, done.stdout) == (0, "")
    assert machine.calls("") == before


def test_the_packages_of_the_client_in_node_are_installed_once_for_each_lock(machine: Machine) -> None:
    machine.remove("dpkg-query")
    client = machine.root / "tests" / "clients" / "node"
    client.mkdir(parents=True)
    (client / "package-lock.json").write_text("{}")
    for name in ("node", "npm"):
        machine.add(name, f'echo "{name} $*" >>"$CALLS"; mkdir -p tests/clients/node/node_modules')
    for _ in range(2):
        assert machine.set_up("test").returncode == 0
    assert machine.calls("npm") == ["npm --prefix tests/clients/node ci"]
    (client / "package-lock.json").write_text('{"changed": true}')
    assert machine.set_up("test").returncode == 0
    assert len(machine.calls("npm")) == 2
    machine.set_up("run")
    machine.set_up("bench")
    assert len(machine.calls("npm")) == 2


def test_the_lock_of_the_client_in_node_names_no_registry() -> None:
    lock = (REPOSITORY / "tests" / "clients" / "node" / "package-lock.json").read_text()
    assert '"resolved"' not in lock


def test_a_changed_lock_is_installed_into_what_is_there(machine: Machine) -> None:
    machine.set_up("python")
    (machine.venv / "kept").touch()
    (machine.root / "requirements.lock").write_text("changed")
    machine.set_up("python")
    assert len([call for call in machine.calls("python") if "--require-hashes" in call]) == 2
    assert (machine.venv / "kept").exists()


def test_an_interrupted_installation_is_begun_anew(machine: Machine) -> None:
    failed = machine.set_up("python", PIP_FAILS="1")
    assert failed.returncode == 1
    (machine.venv / "half").touch()
    done = machine.set_up("python")
    assert done.returncode == 0
    assert "The last set-up was not finished. It is made anew." in done.stdout
    assert not (machine.venv / "half").exists()


def test_a_virtual_environment_without_its_python_is_made_anew(machine: Machine) -> None:
    machine.set_up("python")
    (machine.venv / "bin" / "python").unlink()
    done = machine.set_up("python")
    assert done.returncode == 0
    assert "is gone, or older than 3.11. It is made anew." in done.stdout


def test_one_that_was_made_in_another_place_is_made_anew(machine: Machine) -> None:
    machine.set_up("python")
    (machine.venv / ".built-from").write_text("/elsewhere 3.11\n")
    assert "was made in another place" in machine.set_up("python").stdout


def test_a_python_that_is_too_old_is_refused_by_name(machine: Machine) -> None:
    done = machine.set_up("python", FAKE_VERSION="", PYTHON="python3")
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed, and python3 is not." in done.stdout
    assert not machine.venv.exists()


def test_the_newest_python_is_chosen(machine: Machine) -> None:
    for name in ("python3.12", "python3.13"):
        machine.add(name, PYTHON)
    assert "python3.13 ..." in machine.set_up("python").stdout


def test_the_scripts_can_be_executed() -> None:
    for script in ("scripts/setup.sh", "scripts/lock.sh", ".ci/run"):
        assert os.access(REPOSITORY / script, os.X_OK)


SERVICES = """
case "$1" in
    -L) printf '/lib/systemd/system/%s\\n' redis-server.service redis-server@.service
        printf '/usr/lib/systemd/user/%s\\n' podman.socket
        printf '/etc/init.d/redis-server\\n/usr/bin/redis-server\\n' ;;
    *) for name in libc6 $(cat "$CALLS.installed" 2>/dev/null); do echo installed $name; done ;;
esac
"""
APT = """
echo "apt-get $*" >>"$CALLS"
[ -x "$DPKG_ROOT/usr/sbin/policy-rc.d" ] && "$DPKG_ROOT/usr/sbin/policy-rc.d" redis-server start
echo "policy $?" >>"$CALLS"
case "$*" in *redis-server*) [ -z "$APT_FAILS" ] && echo redis-server redis-tools >"$CALLS.installed" ;; esac
"""


@pytest.fixture
def bare(machine: Machine) -> Machine:
    """Root on Debian, without any of the servers."""
    machine.add("id", "echo 0")
    machine.add("dpkg-query", SERVICES)
    machine.add("apt-get", APT)
    for tool in ("systemctl", "update-rc.d"):
        machine.add(tool, f'echo "{tool} $*" >>"$CALLS"')
    machine.policy.parent.mkdir(parents=True)
    return machine


def test_servers_are_installed_without_being_started_now_or_with_the_computer(bare: Machine) -> None:
    done = bare.set_up("servers")
    assert done.returncode == 0, done.stdout
    (call,) = bare.calls("apt-get")
    assert "redis-server" in call.split()
    assert bare.calls("policy") == ["policy 101"]
    assert bare.calls("systemctl") == ["systemctl disable redis-server.service", "systemctl --global disable podman.socket"]
    assert bare.calls("update-rc.d") == ["update-rc.d redis-server disable"]
    assert not bare.policy.exists()


def test_only_servers_are_kept_from_starting(bare: Machine) -> None:
    bare.set_up("test")
    first, second = bare.calls("apt-get")[:2]
    assert ("redis-server" in first, "redis-server" in second) == (False, True)
    assert bare.calls("policy") == ["policy 1", "policy 101"]


def test_an_installation_that_fails_leaves_no_policy_behind(bare: Machine) -> None:
    assert bare.set_up("servers", APT_FAILS="1").returncode == 1
    assert bare.calls("policy")[0] == "policy 101"
    assert not bare.policy.exists()


@pytest.mark.parametrize(("code", "installed"), [(101, True), (0, False)])
def test_a_policy_of_the_system_stays_as_it_is(bare: Machine, code: int, installed: bool) -> None:
    bare.policy.write_text(f"#!/bin/sh\nexit {code}\n")
    bare.policy.chmod(0o755)
    done = bare.set_up("servers")
    assert (done.returncode == 0) is installed
    assert bool(bare.calls("apt-get")) is installed
    assert bare.policy.read_text() == f"#!/bin/sh\nexit {code}\n"
    assert ("is left alone" in done.stdout) is not installed


def test_what_a_run_left_behind_that_was_killed_is_removed(bare: Machine) -> None:
    bare.policy.write_text("#!/bin/sh\n# Made by scripts/setup.sh, process 99999999\nexit 101\n")
    assert bare.set_up("servers").returncode == 0
    assert not bare.policy.exists()


def test_without_the_right_to_install_servers_the_command_is_one_that_starts_none(bare: Machine) -> None:
    bare.add("id", "echo 1000")
    done = bare.set_up("test")
    assert done.returncode == 1
    assert "    sudo scripts/setup.sh servers " in done.stdout
    assert "postgresql" not in next(line for line in done.stdout.splitlines() if "sudo apt-get" in line)
    assert not bare.calls("apt-get")
