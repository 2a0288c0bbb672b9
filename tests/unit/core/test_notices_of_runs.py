"""The popup of a command that we run offers to restart it, while there is something to restart."""

from dataclasses import replace

from registry_tray.core.alerting.notices import outage
from registry_tray.core.run import RUNNER
from registry_tray.core.status import Registration
from tests.unit.ui.support import NOW, make_instance


def test_restart_is_offered_where_a_runner_lives_only() -> None:
    plain = make_instance("payments")
    ours = replace(plain, data={"runner": RUNNER})
    gone = replace(ours, registration=Registration.CRASHED)
    keys = [[key for key, _ in outage(each, "is down", "", NOW).actions] for each in (plain, ours, gone)]
    assert keys == [["open", "check", "mute"], ["open", "restart", "mute"], ["open", "mute"]]
