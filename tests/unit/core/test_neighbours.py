"""Who is asked at once when something fails or comes back."""

import asyncio
from dataclasses import replace

from registry_tray.core.events import EventBus, StatusChanged
from registry_tray.core.models import Identifier, InstanceId, Job, JobId
from registry_tray.core.neighbours import ENOUGH, MASS, MOST, PAUSE, SHARE, STEP, Neighbours
from registry_tray.core.status import Health
from registry_tray.core.targets import PUSH
from tests.fakes import FakeClock, make_catalog, make_instance, make_job


class Street:
    """Instances with a job each, and who was woken."""

    def __init__(self, *hosts: str, needs: tuple[str, ...] = ()) -> None:
        self.instances = [
            make_instance(f"app{number}", identifier=Identifier(f"app{number}@localhost"), depends_on=needs if number else ())
            for number in range(len(hosts))
        ]
        jobs = [
            make_job(instance.id, id=JobId(str(number)), instance_id=InstanceId(instance.id), endpoint=f"http://{host}/health")
            for number, (instance, host) in enumerate(zip(self.instances, hosts, strict=True))
        ]
        self.catalog = make_catalog(self.instances, jobs)
        self.bus, self.clock, self.woken = EventBus(), FakeClock(), list[JobId]()
        Neighbours(self.catalog, self.bus, self.clock, self.woken.append)

    def job(self, number: int) -> Job:
        return self.catalog.job(str(number))

    def put(self, number: int, **changes: object) -> None:
        self.catalog.put_job(replace(self.job(number), **changes))  # type: ignore[arg-type]

    def turn(self, number: int, health: Health) -> list[str]:
        """Who is woken when a job turns."""
        before = self.job(number)
        self.put(number, health=health)
        self.woken.clear()
        self.bus.publish(StatusChanged(before, self.job(number), None))
        return sorted(set(self.woken))


def test_who_runs_on_the_same_host_is_asked_and_others_are_not() -> None:
    street = Street("localhost:1", "localhost:2", "10.0.0.5:1", "localhost:3")
    assert street.turn(0, Health.SUSPECT) == ["1", "3"]


def test_who_depends_on_it_and_whom_it_needs_are_asked_wherever_they_run() -> None:
    street = Street("10.0.0.1:1", "10.0.0.2:1", "10.0.0.3:1", needs=("app0@localhost",))
    assert street.turn(0, Health.SUSPECT) == ["1", "2"]
    street = Street("10.0.0.1:1", "10.0.0.2:1", "10.0.0.3:1", needs=("app0@localhost",))
    assert street.turn(1, Health.SUSPECT) == ["0"]


def test_a_sign_of_recovery_has_those_asked_that_are_down() -> None:
    street = Street("localhost:1", "localhost:2", "localhost:3")
    street.put(0, health=Health.DOWN)
    street.put(1, health=Health.DOWN)
    assert street.turn(0, Health.RECOVERING) == ["1"]


def test_dependants_are_asked_as_soon_as_their_root_is_back() -> None:
    street = Street("10.0.0.1:1", "10.0.0.2:1", needs=("app0",))
    street.put(0, health=Health.RECOVERING)
    street.put(1, health=Health.DOWN)
    assert street.turn(0, Health.UP) == ["1"]


def test_nobody_is_asked_who_calls_by_himself_or_is_paused() -> None:
    street = Street("localhost:1", "localhost:2", "localhost:3")
    street.put(1, type=PUSH)
    street.put(2, active=False)
    assert street.turn(0, Health.SUSPECT) == []


def test_a_host_where_something_always_fails_is_not_swept_without_end() -> None:
    street = Street(*(f"localhost:{port}" for port in range(1, 200)))
    assert len(street.turn(0, Health.SUSPECT)) == MOST
    street.clock.advance(PAUSE - 0.1)
    assert street.turn(1, Health.SUSPECT) == []
    street.clock.advance(0.2)
    assert len(street.turn(2, Health.SUSPECT)) == MOST


def test_where_many_turn_at_once_all_of_the_host_is_asked_once() -> None:
    street = Street(*(f"localhost:{port}" for port in range(1, 200)))
    woken = [len(street.turn(number, Health.SUSPECT)) for number in range(20)]
    assert woken == [MOST, *[0] * (MASS - 2), 199 - MASS, *[0] * (20 - MASS)]


async def test_of_a_large_host_all_are_asked_where_a_fiftieth_turns_a_few_in_each_turn_of_the_loop() -> None:
    street = Street(*(f"localhost:{port}" for port in range(1, 1001)))
    woken = [len(street.turn(number, Health.SUSPECT)) for number in range(1000 // SHARE)]
    assert woken == [MOST, *[0] * (1000 // SHARE - 2), STEP]
    while len(street.woken) < 1000 - 1000 // SHARE:
        before = len(street.woken)
        await asyncio.sleep(0)
        assert before < len(street.woken) <= before + STEP


async def test_of_a_host_however_large_all_are_asked_where_most_of_those_turn_that_were_asked_first() -> None:
    street = Street(*(f"localhost:{port}" for port in range(1, 3001)))
    asked = street.turn(0, Health.SUSPECT)
    assert len(asked) == MOST
    street.clock.advance(2 * PAUSE)  # they hang, and fail together: a few of them answer
    woken = [len(street.turn(int(number), Health.SUSPECT)) for number in asked[:ENOUGH]]
    assert woken == [MOST, *[0] * (ENOUGH - 2), STEP]


async def test_all_are_asked_once_also_where_the_host_shrinks_meanwhile_and_again_after_a_pause() -> None:
    street = Street(*(f"localhost:{port}" for port in range(1, 501)))  # ten would be needed
    assert [len(street.turn(number, Health.SUSPECT)) for number in range(9)] == [MOST, *[0] * 8]
    for number in range(440, 500):
        street.catalog.remove_job(JobId(str(number)))
    assert [len(street.turn(number, Health.SUSPECT)) for number in range(9, 19)] == [STEP, *[0] * 9]
    street.clock.advance(PAUSE)
    woken = [len(street.turn(number, Health.SUSPECT)) for number in range(20, 30)]
    assert woken == [MOST, *[0] * (MASS - 2), STEP, 0, 0]


def test_a_job_that_has_moved_is_a_neighbour_where_it_is_now() -> None:
    street = Street("localhost:1", "localhost:2", "10.0.0.5:1")
    street.put(1, endpoint="http://10.0.0.5:2/health")
    assert street.turn(0, Health.SUSPECT) == []
    street.catalog.remove_job(JobId("2"))
    assert street.turn(1, Health.SUSPECT) == []
