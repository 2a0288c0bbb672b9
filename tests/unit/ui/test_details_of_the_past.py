"""Errors, lives and dependencies of an instance, as the details show them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from registry_tray.core.reports import ErrorReport
from registry_tray.core.status import Health, Registration
from registry_tray.ui.bridge import Bridge
from tests.unit.ui.support import NOW, Open, World, make_instance, make_session

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")

STACK = "Traceback\n  at pay (pay.js:1)"


def make_error(count: int = 3, **fields: str) -> ErrorReport:
    app = make_instance("payments")
    first, last = NOW - timedelta(hours=2), NOW - timedelta(minutes=1)
    given = {"fingerprint": "f1", "type": "TypeError", "message": "x is undefined", "stack": STACK} | fields
    return ErrorReport(app.id, given["fingerprint"], given["type"], given["message"], given["stack"], 1, first, last, count)


def test_an_error_is_one_entry_with_how_often_it_came(open_window: Open, world: World, payments: str) -> None:
    world.history.kept_errors = [make_error(), make_error(1, fingerprint="f2", type="", message="odd", stack="")]
    window = open_window()
    window.show_instance(make_instance("payments").id)
    first, second = window.applications.details.errors.entries.values()
    assert (first.kind.text(), first.message.text()) == ("TypeError", "x is undefined")
    assert first.times.text().startswith("3 times")
    assert "exit code 1" in first.times.text()
    assert second.kind.isHidden()
    assert second.toggle.isHidden()


def test_a_stack_opens_and_stays_open(open_window: Open, world: World, payments: str) -> None:
    world.history.kept_errors = [make_error()]
    window = open_window()
    window.show_instance(make_instance("payments").id)
    details = window.applications.details
    [entry] = details.errors.entries.values()
    assert entry.stack.isHidden()
    entry.toggle.click()
    assert (entry.stack.isHidden(), entry.toggle.text()) == (False, "Hide stack")
    details.errors.show_errors([make_error(4)], NOW)
    assert not entry.stack.isHidden()
    entry.copy.click()
    assert QGuiApplication.clipboard().text() == f"TypeError: x is undefined\n{STACK}"


def test_the_lives_of_an_instance_say_how_they_ended(open_window: Open, world: World, payments: str) -> None:
    app = make_instance("payments")
    ended = {"ended_at": NOW - timedelta(hours=1), "ending": Registration.CRASHED, "reason": "TypeError", "exit_code": 1}
    world.history.kept_sessions = [
        make_session(app, 1, pid=4711, version="2.14.0", branch="main", commit="1a2b3c4d5e6f"),
        make_session(app, 3, **ended),
    ]
    window = open_window()
    window.show_instance(app.id)
    shown = [row[1] for row in window.applications.details.sessions.rows.texts()]
    assert shown[0] == "Runs for 1 h\n2.14.0 · main@1a2b3c4 · pid 4711"
    assert shown[1].endswith("(2 h), crashed: TypeError (exit code 1)")


def test_dependencies_lead_both_ways(open_window: Open, world: World, bridge: Bridge) -> None:
    redis = world.add_app("redis", Health.DOWN)
    payments = world.add_app("payments", depends_on=("redis@localhost", "mailer"))
    window = open_window()
    window.show_instance(payments.id)
    relations = window.applications.details.relations
    [link] = relations.links()
    assert link.accessibleName() == "redis@localhost, down"
    link.click()
    assert window.applications.list.selected == redis.id
    assert [each.accessibleName() for each in relations.links()] == ["payments@localhost, up"]


def test_dependencies_follow_the_state_of_the_other(open_window: Open, world: World, bridge: Bridge) -> None:
    redis = world.add_app("redis", Health.DOWN)
    payments = world.add_app("payments", depends_on=("redis@localhost",))
    window = open_window()
    window.show_instance(payments.id)
    world.set_health(redis, Health.UP)
    bridge._flush()
    [link] = window.applications.details.relations.links()
    assert link.accessibleName() == "redis@localhost, up"


def test_a_dependency_that_is_not_registered_is_named_until_it_is(open_window: Open, world: World, bridge: Bridge) -> None:
    payments = world.add_app("payments", depends_on=("redis",))
    window = open_window()
    window.show_instance(payments.id)
    relations = window.applications.details.relations
    assert "redis (not registered)" in [each.text() for each in relations.findChildren(QLabel) if not each.isHidden()]
    assert relations.links() == []
    world.add_app("redis")
    bridge._flush()
    assert [each.accessibleName() for each in relations.links()] == ["redis@localhost, up"]


def test_what_depends_on_nothing_shows_no_dependencies(open_window: Open, world: World, payments: str) -> None:
    window = open_window()
    window.show_instance(make_instance("payments").id)
    details = window.applications.details
    assert (details.relations.isHidden(), details.errors.none.isHidden(), details.sessions.isHidden()) == (True, False, True)


def test_an_error_that_is_known_no_more_goes(open_window: Open, world: World, payments: str) -> None:
    world.history.kept_errors = [make_error(), make_error(fingerprint="f2")]
    window = open_window()
    window.show_instance(make_instance("payments").id)
    errors = window.applications.details.errors
    errors.show_errors([make_error(fingerprint="f2")], NOW)
    assert list(errors.entries) == ["f2"]
    errors.show_errors([], NOW)
    assert not errors.none.isHidden()


def test_the_newest_error_comes_first_wherever_it_was(open_window: Open, world: World, payments: str) -> None:
    world.history.kept_errors = [make_error(), make_error(fingerprint="f2")]
    window = open_window()
    window.show_instance(make_instance("payments").id)
    errors = window.applications.details.errors
    errors.show_errors([make_error(fingerprint=name) for name in ("f3", "f2", "f1")], NOW)
    places = [errors.body.indexOf(errors.entries[name]) for name in ("f3", "f2", "f1")]
    assert places == sorted(places)


def test_a_message_without_spaces_does_not_widen_the_details(open_window: Open, world: World, payments: str) -> None:
    world.history.kept_errors = [make_error(message="x" * 400)]
    window = open_window()
    window.show_instance(make_instance("payments").id)
    details = window.applications.details
    [entry] = details.errors.entries.values()
    assert entry.minimumSizeHint().width() < details.minimumWidth()


def test_an_error_of_this_second_came_now(open_window: Open, world: World, payments: str) -> None:
    world.history.kept_errors = [replace(make_error(1), last_at=NOW)]
    window = open_window()
    window.show_instance(make_instance("payments").id)
    [entry] = window.applications.details.errors.entries.values()
    assert entry.times.text().startswith(f"once · {NOW.astimezone():%H:%M}, now")


def test_what_ran_is_among_the_facts(open_window: Open, world: World, payments: str) -> None:
    world.history.kept_sessions = [make_session(make_instance("payments"), version="2.14.0", commit="1a2b3c4d5e6f")]
    window = open_window()
    window.show_instance(make_instance("payments").id)
    shown = [each.text() for each in window.applications.details.facts.findChildren(QLabel) if not each.isHidden()]
    assert {"2.14.0", "1a2b3c4d5e6f"} <= set(shown)


def test_a_sign_of_life_leaves_what_was_selected_among_the_facts(open_window: Open, world: World, bridge: Bridge) -> None:
    app = world.add(make_instance("one", ttl=timedelta(seconds=30), lease_ends=NOW + timedelta(seconds=30)))
    window = open_window()
    window.show_instance(app.id)
    table = window.applications.details.facts._table
    world.add(app.renewed(NOW + timedelta(seconds=10)))
    bridge._flush()
    assert window.applications.details.facts._table is table


def test_the_answer_for_another_instance_is_dropped(open_window: Open, world: World, payments: str) -> None:
    world.add_app("mailer")
    window = open_window()
    window.show_instance(make_instance("payments").id)
    details = window.applications.details
    take = details._for(make_instance("payments").id, details.errors.show_errors)
    window.show_instance(make_instance("mailer").id)
    take([make_error()])
    assert details.errors.entries == {}
