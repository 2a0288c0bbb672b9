"""The bus tells everybody, whoever fails."""

import pytest

from registry_tray.core.events import AlertsPaused, EventBus, ProblemChanged


def test_one_that_fails_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    bus, heard = EventBus(), list[str]()

    def fail(event: AlertsPaused) -> None:
        raise ValueError("no")

    bus.subscribe(AlertsPaused, lambda _: heard.append("first"))
    bus.subscribe(AlertsPaused, fail)
    bus.subscribe(AlertsPaused, lambda _: heard.append("last"))
    bus.publish(AlertsPaused(None))
    assert heard == ["first", "last"]
    assert "failed on AlertsPaused" in caplog.text


def test_only_the_very_type_is_told() -> None:
    bus, heard = EventBus(), list[object]()
    bus.subscribe(AlertsPaused, heard.append)
    bus.publish(ProblemChanged("store", ""))
    assert heard == []


def test_who_has_left_is_not_told_even_in_the_middle_of_telling() -> None:
    bus, heard = EventBus(), list[str]()
    bus.subscribe(AlertsPaused, lambda _: leave())
    leave = bus.subscribe(AlertsPaused, lambda _: heard.append("second"))
    bus.publish(AlertsPaused(None))
    bus.publish(AlertsPaused(None))
    leave()
    assert heard == ["second"]


def test_who_comes_while_it_is_told_hears_the_next_one() -> None:
    bus, heard = EventBus(), list[str]()

    def come(event: AlertsPaused) -> None:
        bus.subscribe(AlertsPaused, lambda _: heard.append("new"))

    bus.subscribe(AlertsPaused, come)
    bus.publish(AlertsPaused(None))
    assert heard == []
    bus.publish(AlertsPaused(None))
    assert heard == ["new"]
