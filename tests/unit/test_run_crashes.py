"""A crash is told with the line that says what is wrong."""

import pytest

from registry_tray.core.reports import ErrorSpec
from registry_tray.runner.crash import crash

NODE = """
/srv/shop/server.js:1
throw new Error("boom")
^

Error: boom
    at Object.<anonymous> (/srv/shop/server.js:1:7)
    at node:internal/main/run_main_module:28:49

Node.js v20.11.1
"""
IN_USE = """node:events:495
      throw er; // Unhandled 'error' event
      ^

Error: listen EADDRINUSE: address already in use :::3000
    at Server.setupListenHandle [as _listen2] (node:net:1817:16)
Emitted 'error' event on Server instance at:
    at emitErrorNT (node:net:1796:8) {
  code: 'EADDRINUSE',
  port: 3000
}

Node.js v18.19.0
"""
PYTHON = """Traceback (most recent call last):
  File "x.py", line 1, in <module>
    {}["a"]
    ~~^^^^^
KeyError: 'a'
"""
GO = """panic: runtime error: index out of range

goroutine 1 [running]:
main.main()
\t/srv/main.go:4 +0x1d
exit status 2
"""
RUST = """thread 'main' panicked at src/main.rs:2:5:
the disk is full
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
"""
JAVA = """Exception in thread "main" java.lang.IllegalStateException: no database
\tat Main.main(Main.java:3)
"""


@pytest.mark.parametrize(
    ("errors", "kind", "message"),
    [
        (NODE, "Error", "boom"),
        (IN_USE, "Error", "listen EADDRINUSE: address already in use :::3000"),
        (PYTHON, "KeyError", "'a'"),
        (GO, "panic", "runtime error: index out of range"),
        (RUST, "Exit", "the disk is full"),
        (JAVA, "Exit", 'Exception in thread "main" java.lang.IllegalStateException: no database'),
        ("starting\n\x1b[31mno config.toml\x1b[0m\r\n\n", "Exit", "no config.toml"),
        ("without an end", "Exit", "without an end"),
        ("", "Exit", ""),
        ("\xff" * 1000, "Exit", "\xff" * 300),
    ],
)
def test_the_last_line_that_says_what_is_wrong_is_quoted(errors: str, kind: str, message: str) -> None:
    assert crash(1, errors.encode()) == {"type": kind, "message": message, "exitCode": 1}


def test_a_signal_is_named_and_what_was_said_before_it_goes_with_it() -> None:
    assert crash(134, b"terminate called\n")["message"] == "ended by SIGABRT: terminate called"
    assert crash(139, b"")["message"] == "ended by SIGSEGV"


def test_who_was_killed_had_no_time_to_say_why() -> None:
    assert crash(137, b"listening\n")["message"] == "ended by SIGKILL"


def test_a_status_above_all_signals_is_the_programs_own() -> None:
    assert crash(255, b"no route\n") == {"type": "Exit", "message": "no route", "exitCode": 255}


@pytest.mark.parametrize(
    ("status", "errors", "summary"),
    [
        (3, b"", "exit code 3"),
        (3, b"no config.toml", "no config.toml (exit code 3)"),
        (1, b"ValueError: no", "ValueError: no (exit code 1)"),
        (137, b"", "ended by SIGKILL (exit code 137)"),
    ],
)
def test_the_popup_says_no_more_than_what_is_known(status: int, errors: bytes, summary: str) -> None:
    told = crash(status, errors)
    assert ErrorSpec(told["type"], told["message"], exit_code=told["exitCode"]).summary == summary
