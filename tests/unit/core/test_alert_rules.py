"""The pure rules: what an alert becomes, what is told of it, how much at once, and in which words."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry_tray.core.alert import Alert, Why, sentence
from registry_tray.core.alerting import notices
from registry_tray.core.alerting.budget import MOST, Outbox
from registry_tray.core.alerting.outbox import Line, Surroundings, plan
from registry_tray.core.alerting.standing import STEADY, Hindrance, News, Standing, settle, told, waiting
from registry_tray.core.alerting.trouble import Trouble, find_trouble, learned
from registry_tray.core.models import FOR_EVER, InstanceId
from registry_tray.core.spec import Policy
from registry_tray.core.status import AlertState, Health, Registration
from tests.fakes import NOW, make_instance, make_job, seconds

ID = make_instance().id
TROUBLE = Trouble("is down", "Connection refused", NOW, NOW + seconds(10))
REDIS = Hindrance(Why.ROOT_DOWN, None, InstanceId("redis-id"), "redis")


def at(moment: float) -> datetime:
    return NOW + seconds(moment)


def stands(**changes: object) -> Standing:
    return replace(Standing(ID, TROUBLE), **changes)  # type: ignore[arg-type]


def opened(moment: float = 10, **changes: object) -> Alert:
    alert, news = settle(None, stands(), at(moment))
    assert alert is not None
    assert news is News.OUTAGE
    after = told(alert, news, ID, at(moment))
    assert after is not None
    return replace(after, **changes)  # type: ignore[arg-type]


def test_it_is_held_until_its_hold_is_over() -> None:
    alert, news = settle(None, stands(), at(1))
    assert alert is not None
    assert (alert.state, alert.why, alert.until, news) == (AlertState.HELD, Why.HOLD, at(10), None)
    assert settle(alert, stands(), at(10))[1] is News.OUTAGE


@pytest.mark.parametrize(
    ("changes", "state", "says"),
    [
        ({"muted_until": FOR_EVER}, AlertState.MUTED, "muted"),
        ({"muted_until": at(3600)}, AlertState.MUTED, f"muted until {at(3600).astimezone():%H:%M}"),
        ({"acknowledged_at": at(1)}, AlertState.ACKED, "acknowledged"),
        ({"pause": Hindrance(Why.PAUSED, FOR_EVER)}, AlertState.HELD, "alerts paused"),
        ({"pause": Hindrance(Why.QUIET_HOURS, at(60))}, AlertState.HELD, f"quiet hours until {at(60).astimezone():%H:%M}"),
        ({"blame": REDIS}, AlertState.SUPPRESSED, "redis is down"),
        ({"blame": replace(REDIS, why=Why.ROOT_STARTING)}, AlertState.SUPPRESSED, "redis is starting"),
        ({"blame": replace(REDIS, why=Why.ROOT_SUSPECT)}, AlertState.SUPPRESSED, "redis does not answer"),
        ({"blame": replace(REDIS, why=Why.ROOT_BACK, until=at(30))}, AlertState.SUPPRESSED, "redis has just come back"),
        ({"trouble": replace(TROUBLE, due=at(29))}, AlertState.HELD, "popup in 9 s"),
        ({"trouble": replace(TROUBLE, is_ending=True)}, AlertState.HELD, "answers again, to be seen once more"),
    ],
)
def test_what_is_not_told_says_why(changes: dict[str, object], state: AlertState, says: str) -> None:
    alert, news = settle(None, stands(**changes), at(20))
    assert alert is not None
    assert (alert.state, sentence(alert, at(20)), news) == (state, says, None)


def test_an_acknowledgement_of_an_older_outage_holds_nothing_back() -> None:
    assert settle(None, stands(acknowledged_at=at(-1)), at(10))[1] is News.OUTAGE


def test_an_outage_that_was_told_and_acknowledged_is_still_paired() -> None:
    alert, news = settle(opened(), stands(acknowledged_at=at(11)), at(12))
    assert alert is not None
    assert (alert.state, news) == (AlertState.ACKED, None)
    assert settle(alert, stands(trouble=None), at(60))[1] is News.RECOVERY


def test_what_was_never_told_ends_without_a_word_and_what_is_stopped_is_taken_back() -> None:
    held_alert, _ = settle(None, stands(), at(1))
    assert settle(held_alert, stands(trouble=None), at(5)) == (None, None)
    assert settle(held_alert, Standing(ID, is_gone=True), at(5)) == (None, None)
    assert settle(opened(), Standing(ID, is_gone=True), at(15))[1] is News.WITHDRAW


def test_the_third_announced_outage_in_ten_minutes_is_flapping_and_the_fourth_is_not_told() -> None:
    twice = (at(-300), at(-100))
    alert, news = settle(None, stands(announced=twice), at(10))
    assert news is News.FLAPPING
    assert alert is not None
    flapping = told(alert, news, ID, at(10))
    assert flapping is not None
    assert sentence(flapping, at(10)) == "keeps going up and down"
    for moment in range(20, 400, 20):  # up and down all the time
        trouble = TROUBLE if moment % 40 else None
        flapping, news = settle(flapping, stands(trouble=trouble), at(moment))
        assert flapping is not None
        assert (flapping.state, news) == (AlertState.FLAPPING, None)
    last = at(380)
    assert settle(flapping, stands(trouble=TROUBLE), last + STEADY - seconds(1))[1] is None
    _, news = settle(flapping, stands(trouble=TROUBLE), last + STEADY)
    assert news is News.OUTAGE
    up, news = settle(flapping, stands(trouble=None), last)
    assert news is None
    assert settle(up, stands(trouble=None), last + STEADY)[1] is News.RECOVERY


def test_two_outages_that_are_further_apart_are_two_outages() -> None:
    assert settle(None, stands(announced=(at(-700), at(-100))), at(10))[1] is News.OUTAGE


# -- the restart time


def test_a_crash_is_called_one_also_where_it_is_the_third_outage() -> None:
    crashed = replace(TROUBLE, what="has crashed", reason="exit code 137")
    alert, news = settle(None, stands(trouble=crashed, announced=(at(-300), at(-100))), at(10))
    assert (alert is not None, news) == (True, News.FLAPPING)
    (card,) = plan([line("shop", News.FLAPPING, alert=alert)], Outbox(), Surroundings(), at(10)).cards
    assert card.notice is not None
    assert card.notice.title == "shop has crashed again"
    assert card.notice.body.startswith("exit code 137, last at ")
    assert card.notice.body.endswith("You are told again when it is steady.")
    full = Outbox(tuple(at(9) for _ in range(MOST)))
    (digest,) = plan([line("shop", News.FLAPPING, alert=alert)], full, Surroundings(), at(10)).cards
    assert digest.notice is not None
    assert digest.notice.body == "Down: shop has crashed again"


def test_who_restarts_in_nineteen_seconds_gets_the_time_and_never_more_than_the_window() -> None:
    assert Policy().held(seconds(10), None) == seconds(10)
    assert Policy().held(seconds(10), seconds(4)) == seconds(10)
    assert Policy().held(seconds(10), seconds(14)) == seconds(22)
    assert Policy().held(seconds(10), seconds(29)) == seconds(30)
    assert Policy().held(seconds(0), seconds(29)) == seconds(0)
    assert learned(None, seconds(4)) == seconds(4)
    assert learned(seconds(4), seconds(9)) == seconds(9)
    assert seconds(4) < learned(seconds(9), seconds(4)) < seconds(9)


def test_a_crash_waits_for_as_long_as_is_in_force_for_it() -> None:
    crashed = make_instance().ended(Registration.CRASHED, NOW, "exit code 1")
    job = make_job(policy=Policy(crash_hold=seconds(7), restart_window=seconds(0)))
    found = [find_trouble(instance, jobs, Policy(crash_hold=seconds(1))) for instance, jobs in (
        (crashed, [job]), (crashed, []), (replace(crashed, restart_time=seconds(20)), [job]),
    )]  # fmt: skip
    assert [trouble and trouble.due for trouble in found] == [at(7), at(1), at(7)]


def test_a_job_that_answers_again_makes_an_outage_that_is_ending() -> None:
    job = make_job(health=Health.RECOVERING, down_since=NOW)
    trouble = find_trouble(make_instance(), [job], Policy())
    assert trouble is not None
    assert trouble.is_ending
    both = find_trouble(make_instance(), [job, make_job(health=Health.DOWN, down_since=NOW)], Policy())
    assert both is not None
    assert not both.is_ending


# -- how much at once


def line(name: str, news: News = News.OUTAGE, ready: float = 0, alert: Alert | None = None) -> Line:
    instance = make_instance(name)
    alert = alert or Alert(instance.id, AlertState.HELD, NOW, NOW, "Connection refused")
    return Line(instance, replace(alert, instance_id=instance.id), news, at(ready))


def test_two_are_two_and_three_are_one() -> None:
    two = plan([line("a"), line("b")], Outbox(), Surroundings(), NOW)
    assert [card.notice and card.notice.title for card in two.cards] == ["a is down", "b is down"]
    (card,) = plan([line("a"), line("b"), line("c")], Outbox(), Surroundings(watched=9), NOW).cards
    assert card.notice is not None
    assert card.notice.title == "3 applications are down"
    assert card.notice.body.startswith("a, b and c, since ")


def test_one_waits_for_those_whose_hold_ends_within_two_seconds_and_no_longer() -> None:
    soon = plan([line("a")], Outbox(), Surroundings(holds=[at(1.5)]), NOW)
    assert (soon.cards, soon.again) == ((), at(1.5))
    assert plan([line("a")], Outbox(), Surroundings(holds=[at(2.5)]), NOW).cards
    assert plan([line("a")], Outbox(), Surroundings(holds=[at(3.5)]), at(2)).cards


def test_most_of_what_runs_at_once_is_perhaps_the_fault_of_this_computer() -> None:
    (card,) = plan([line(str(number)) for number in range(6)], Outbox(), Surroundings(watched=6), NOW).cards
    assert card.notice is not None
    assert card.notice.title == "All 6 applications are down"
    assert "Perhaps it is this computer" in card.notice.body


def test_beyond_five_a_minute_there_is_one_digest_and_then_they_wait() -> None:
    full = Outbox(tuple(at(-number) for number in range(MOST)))
    first = plan([line("a"), line("b")], full, Surroundings(), NOW)
    (digest,) = first.cards
    assert digest.is_digest
    assert digest.notice is not None
    assert digest.notice.title == "2 more down"
    after = full.after(NOW, is_digest=True)
    second = plan([line("c")], after, Surroundings(), at(1))
    assert second.cards == ()
    assert second.again == at(56)  # when the first of the five is a minute old
    assert len(second.waiting) == 1


def told_by(card: str, *names: str) -> tuple[list[Line], Surroundings]:
    alert = opened(notice=InstanceId(card))
    lines = [line(name, News.RECOVERY, alert=alert) for name in names]
    return lines, Surroundings({InstanceId(card): {each.instance.id: each.instance.name for each in lines}})


def test_a_notification_of_several_is_replaced_by_what_is_left_and_then_by_the_end() -> None:
    lines, around = told_by("group-1", "a", "b", "c")
    (part,) = plan(lines[:1], Outbox(), around, at(100)).cards
    assert part.notice is not None
    assert (part.notice.id, part.notice.title, part.notice.body) == ("group-1", "a is back", "Still down: b and c")
    assert part.notice.lasts
    (whole,) = plan(lines, Outbox(), around, at(100)).cards
    assert whole.notice is not None
    assert (whole.notice.id, whole.notice.title) == ("group-1", "3 applications are back")
    assert whole.notice.is_recovery
    assert not whole.notice.lasts


def test_who_was_told_together_is_told_back_together_if_that_takes_no_longer_than_a_minute() -> None:
    lines, around = told_by("group-1", "a", "b", "c")
    late = replace(lines[1], ready=at(40))
    made = plan([lines[0], late], Outbox(), around, at(59.9))
    assert made.cards == ()
    assert [(wait.line, wait.why, wait.until) for wait in made.waiting] == [
        (lines[0], Why.OTHERS, at(60)),
        (late, Why.OTHERS, at(60)),
    ]
    assert made.again == at(60)
    (part,) = plan([lines[0], late], Outbox(), around, at(60)).cards
    assert part.notice is not None
    assert (part.notice.title, part.notice.body) == ("2 applications are back", "Back: a and b\nStill down: c")
    (whole,) = plan([lines[0], late, lines[2]], Outbox(), around, at(41)).cards
    assert whole.notice is not None
    assert whole.notice.body == "a, b and c, after 40 s"  # not counting for how long it has waited
    told = sentence(waiting(lines[0].alert, Why.OTHERS, at(60)), at(20))
    assert told == "back, told with the others in 40 s"


def test_the_length_of_several_outages_is_that_of_the_longest_and_not_the_time_from_the_first_to_the_last() -> None:
    lines, around = told_by("group-1", "a", "b", "c")
    lines = [
        replace(lines[0], ready=at(10)),
        replace(lines[1], ready=at(60), alert=replace(lines[1].alert, since=at(45))),
        # it has kept going down, and is told when it has been steady for long
        replace(lines[2], ready=at(200), alert=replace(lines[2].alert, state=AlertState.FLAPPING, since=at(5), changed=at(17))),
    ]
    (card,) = plan(lines, Outbox(), around, at(200)).cards
    assert card.notice is not None
    assert card.notice.body == "a, b and c, after 15 s"


def test_what_was_stopped_is_no_longer_called_down_at_once_and_waits_for_nobody() -> None:
    lines, around = told_by("group-1", "a", "b", "c")
    stopped = replace(lines[0], news=News.WITHDRAW)
    made = plan([stopped], Outbox(), around, at(1))
    assert made.waiting == ()
    (card,) = made.cards
    assert card.notice is not None
    assert card.notice.body == "Still down: b and c"
    assert plan([stopped, lines[1]], Outbox(), around, at(1)).cards == ()  # with one that is back it is


def test_many_wait_a_moment_for_those_that_are_about_to_follow_and_two_do_not() -> None:
    for lines, suspects in (([line("a"), line("b")], 1), ([line("a")], 2)):
        several = plan(lines, Outbox(), Surroundings(suspects=suspects), at(1))
        assert (several.cards, several.again) == ((), at(2))
        assert len(plan(lines, Outbox(), Surroundings(suspects=suspects), at(2)).cards) == len(lines)
    assert len(plan([line("a")], Outbox(), Surroundings(suspects=1), NOW).cards) == 1


def test_many_that_keep_going_down_are_one_notification_too() -> None:
    lines = [line(name, News.FLAPPING, alert=opened()) for name in ("a", "b", "c")]
    (card,) = plan(lines, Outbox(), Surroundings(), NOW).cards
    assert card.notice is not None
    assert card.notice.title == "3 applications keep going down"
    (mixed,) = plan([*lines[:2], line("d")], Outbox(), Surroundings(), NOW).cards
    assert mixed.notice is not None
    assert mixed.notice.title == "3 applications are down"
    assert mixed.notice.body.startswith("d; a keeps going down and b keeps going down, since ")


def test_who_is_up_but_goes_down_again_and_again_is_not_called_down() -> None:
    lines, around = told_by("group-1", "a", "b", "c")
    around = replace(around, unsteady=frozenset({lines[1].instance.id}))
    (part,) = plan(lines[:1], Outbox(), around, at(100)).cards
    assert part.notice is not None
    assert (part.notice.title, part.notice.body) == ("a is back", "Still down: c\nUp, but not for long yet: b")
    (rest,) = plan([lines[0], lines[2]], Outbox(), around, at(100)).cards
    assert rest.notice is not None
    assert rest.notice.body == "Back: a and c\nUp, but not for long yet: b"
    assert rest.notice.lasts


def test_a_digest_takes_over_what_a_notification_of_several_still_tells() -> None:
    lines, around = told_by("group-1", "a", "b", "c")
    full = Outbox(tuple(at(99) for _ in range(MOST)))
    (digest,) = plan(lines[:1], full, around, at(100)).cards
    assert digest.notice is not None
    assert digest.notice.body == "Back: a\nStill down: b and c"
    assert digest.void == ("group-1",)
    assert digest.moved == (lines[1].instance.id, lines[2].instance.id)


def test_what_is_stopped_is_taken_back_and_costs_nothing() -> None:
    full = Outbox(tuple(NOW for _ in range(MOST)), NOW)
    lines, around = told_by("x", "a")
    (card,) = plan([replace(lines[0], news=News.WITHDRAW)], full, around, at(1)).cards
    assert (card.notice, card.void) == (None, ("x",))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from([News.OUTAGE, News.FLAPPING]), st.floats(0, 20)), max_size=40))
def test_every_line_is_sent_or_waits_and_none_twice(steps: list[tuple[News, float]]) -> None:
    outbox, now, pending, sent = Outbox(), NOW, list[Line](), list[str]()
    for number, (news, pause) in enumerate(steps):
        pending.append(line(str(number), news))
        made = plan(pending, outbox, Surroundings(), now)
        for card in made.cards:
            outbox = outbox.after(now, is_digest=card.is_digest)
            sent += [each.instance.name for each in card.lines]
        assert sorted([*sent, *(each.line.instance.name for each in made.waiting)], key=int) == [
            str(n) for n in range(number + 1)
        ]
        assert not made.waiting or (made.again is not None and made.again > now)
        pending = [each.line for each in made.waiting]
        now += seconds(pause)


# -- words


def test_the_affected_are_named_and_the_rest_counted() -> None:
    instance = make_instance("redis")
    notice = notices.outage(instance, "is down", "Connection refused", NOW, tuple(f"service{n}" for n in range(9)))
    assert notice.title == "redis is down, 9 services affected"
    assert notice.body.endswith("\nAffected: service0, service1, service2, service3 and 5 more")
    assert notices.outage(instance, "has crashed", "", NOW, ("cart",)).title == "redis has crashed, 1 service affected"


def test_who_is_lost_is_listed_with_those_that_are_down() -> None:
    entries = [notices.Entry("a", "is down"), notices.Entry("b", "is lost"), notices.Entry("c", "has crashed")]
    notice = notices.outages(InstanceId("group"), entries, NOW, 20)
    assert notice.body.startswith("a and b; c has crashed, since ")


def test_what_could_not_be_shown_says_so_and_when_it_is_tried_again() -> None:
    alert = waiting(Alert(ID, AlertState.HELD, NOW, NOW), Why.DELIVERY, at(30))
    assert sentence(alert, NOW) == "popup could not be shown, again in 30 s"
    assert sentence(waiting(alert, Why.RATE, at(42)), NOW) == "too many popups, told in 42 s"
    assert sentence(replace(opened(), told_at=at(10)), NOW) == f"told at {at(10).astimezone():%H:%M}"


def test_a_gap_moves_what_is_waited_for_and_gives_checks_the_time_to_tell() -> None:
    alert, _ = settle(None, stands(), at(1))
    assert alert is not None
    moved = alert.moved(timedelta(hours=2), at(7200 + 25))
    assert (moved.due, moved.until) == (at(7225), at(7225))
    late, news = settle(moved, stands(), at(7224))
    assert late is not None
    assert (late.until, news) == (at(7225), None)
    assert settle(late, stands(), at(7225))[1] is News.OUTAGE
