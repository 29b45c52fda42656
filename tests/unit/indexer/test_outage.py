from __future__ import annotations

import logging
import threading

import pytest

from indexer.outage import BUSY_DELAY_S, Abandoned, Outage, delay_s
from newswire.ops import Health


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Fixture:
    def __init__(self) -> None:
        self.stop, self.health, self.time = threading.Event(), Health("index"), Time()
        self.health.set(True)
        self.outage = Outage("Elasticsearch", self.stop, self.health, self.time)

    def fail(self, cause: str = "busy") -> None:
        self.time.now += 100
        self.outage.failed(self.outage.wait_turn(), cause, BUSY_DELAY_S)


@pytest.fixture
def given() -> Fixture:
    return Fixture()


def test_delays_double_up_to_the_limit() -> None:
    assert [round(delay_s(n, 30.0, 1.0), 1) for n in range(1, 11)] == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30]
    assert delay_s(10_000, 30.0, 0.5) == 15.0


def test_no_trouble_no_wait(given: Fixture) -> None:
    assert given.outage.wait_turn() == given.outage.wait_turn()
    assert not given.outage.lasts


def test_not_ready_while_it_lasts_and_ready_after(given: Fixture) -> None:
    given.fail("no space")
    assert given.health.report() == {"stage": "index", "ready": False, "reason": "Elasticsearch: no space"}
    given.time.now += 100
    given.outage.succeeded(given.outage.wait_turn())
    assert (given.health.ready, given.outage.lasts) == (True, False)


def test_failures_of_one_turn_count_once(given: Fixture) -> None:
    turn = given.outage.wait_turn()
    for _ in range(4):
        given.outage.failed(turn, "busy", BUSY_DELAY_S)
    given.time.now += 0.2  # the delay after one failure, not after four
    given.outage.wait_turn()


def test_an_answer_from_before_the_outage_does_not_end_it(given: Fixture) -> None:
    turn = given.outage.wait_turn()
    given.outage.failed(turn, "busy", BUSY_DELAY_S)
    given.outage.succeeded(turn)
    assert given.outage.lasts


def test_one_probe_at_a_time_the_others_wait_for_its_answer(given: Fixture) -> None:
    given.fail()
    given.time.now += 100
    probe = given.outage.wait_turn()
    passed = threading.Event()

    def other() -> None:
        given.outage.wait_turn()
        passed.set()

    thread = threading.Thread(target=other, daemon=True)
    thread.start()
    assert not passed.wait(0.3)
    given.outage.succeeded(probe)
    assert passed.wait(10)
    thread.join()


def test_a_stop_ends_every_wait(given: Fixture) -> None:
    given.fail()
    given.stop.set()
    with pytest.raises(Abandoned):
        given.outage.wait_turn()


def test_told_at_first_then_at_growing_intervals(given: Fixture, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        for _ in range(36):  # an hour, one attempt in 100 s
            given.fail()
        given.time.now += 100
        given.outage.succeeded(given.outage.wait_turn())
    levels = [record.levelname for record in caplog.records]
    assert levels == ["WARNING", *["ERROR"] * (len(levels) - 2), "INFO"]
    assert 5 <= len(levels) <= 12
    assert caplog.messages[0] == "Elasticsearch: busy; indexing waits and goes on by itself"
    assert caplog.messages[-1] == "Elasticsearch answers again after 3600 s"
