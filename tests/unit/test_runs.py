"""What a runner leaves for the tray, and what the tray believes of it."""

import json
import os
import stat
from pathlib import Path

import pytest

from registry_tray.runner.output import KeptOutput
from registry_tray.runs import LINES, SIZE, Runs

NAME = "worker@localhost"


def test_the_log_is_bounded_and_private(tmp_path: Path) -> None:
    runs, kept = Runs(tmp_path), KeptOutput()
    kept.add(b"before the registry answered\n")
    kept.keep_in(runs.open_log(NAME))
    assert runs.tail(NAME) == "before the registry answered\n"
    for number in range(40_000):
        kept.add(b"line %d of an application that says much\n" % number)
    kept.close()
    [file] = (tmp_path / "runs").iterdir()
    assert file.stat().st_size <= 2 * SIZE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    tail = runs.tail(NAME)
    assert tail is not None
    lines = tail.splitlines()
    assert len(lines) == LINES
    assert lines[-1] == "line 39999 of an application that says much"
    assert lines[0] == "line 39000 of an application that says much"


def test_colours_and_progress_are_not_shown(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    with runs.open_log(NAME) as log:
        log.write(b"\x1b[31mred\x1b[0m\r\n10 %\r20 %\r\n\x1b]0;title\x07done \xff\n")
    assert runs.tail(NAME) == "red\n20 %\ndone \ufffd\n"


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b@host", "x" * 400, "..", "ü@host:80"])
def test_no_identifier_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    runs = Runs(tmp_path)
    runs.open_log(name).close()
    runs.note(name)
    assert {file.parent for file in (tmp_path / "runs").iterdir()} == {tmp_path / "runs"}
    assert len(list(tmp_path.rglob("*.*"))) == 2
    found = runs.runner(name)
    assert found is not None
    assert found[0] == os.getpid()


@pytest.mark.parametrize(
    "noted",
    ["", "[]", "null", '{"pid": "1"}', '{"pid": true, "started": 1.0}',
     pytest.param(json.dumps({"pid": os.getpid(), "started": 1.0}), id="a number that was given again")],
)  # fmt: skip
def test_a_process_that_is_not_the_one_that_wrote_it_is_no_runner(tmp_path: Path, noted: str) -> None:
    runs = Runs(tmp_path)
    runs.note(NAME)
    [file] = (tmp_path / "runs").iterdir()
    file.write_text(noted)
    assert runs.runner(NAME) is None


def test_what_has_ended_keeps_its_log_only(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    runs.open_log(NAME).close()
    runs.note(NAME)
    runs.forget(NAME)
    assert runs.runner(NAME) is None
    assert runs.tail(NAME) == ""
    assert runs.tail("other@localhost") is None
