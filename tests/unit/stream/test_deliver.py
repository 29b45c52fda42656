"""Delivery comes back only when every record is acked, whatever the broker does in between."""

from __future__ import annotations

import asyncio
from collections import deque

import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError

from newswire.errors import InvalidRecord
from newswire.records import DEAD_LETTER_PREFIX, Outgoing
from newswire.settings import Settings
from stream import deliver as module
from stream.deliver import deliver
from stream.process import Result, refuse
from tests.builders import record

SETTINGS = Settings(_env_file=None)


class ScriptedProducer:
    """Answers each send with the next scripted outcome (an exception raised, or set on the future), then acks."""

    def __init__(self, *script: tuple[str, Exception]) -> None:
        self.script = deque(script)
        self.acked: list[Outgoing] = []

    async def send(
        self, topic: str, value: bytes | None, key: bytes | None, *, headers: list[tuple[str, bytes | None]]
    ) -> asyncio.Future[object]:
        future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        if self.script:
            where, error = self.script.popleft()
            if where == "raise":
                raise error
            future.set_exception(error)
        else:
            self.acked.append(Outgoing(topic, key, value, tuple(headers)))
            future.set_result(None)
        return future


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_WAIT_S", 0.0)
    monkeypatch.setattr(module, "LONGEST_WAIT_S", 0.0)


def results(count: int) -> list[Result]:
    return [
        Result(record(offset=n), Outgoing(SETTINGS.articles_topic, b"key", b"%d" % n), refused=False)
        for n in range(count)
    ]


async def test_what_fails_is_sent_again_until_acked() -> None:
    producer = ScriptedProducer(
        ("raise", KafkaConnectionError()), ("future", KafkaConnectionError()), ("future", KafkaConnectionError())
    )
    told: list[str] = []
    await deliver(producer, results(3), SETTINGS, told.append)
    assert sorted(sent.value or b"" for sent in producer.acked) == [b"0", b"1", b"2"]
    assert "3 of 3 records not delivered yet" in told[0]
    assert told[-1] == ""


@pytest.mark.parametrize("where", ["raise", "future"])
async def test_a_record_the_broker_finds_too_large_becomes_a_dead_letter(where: str) -> None:
    producer = ScriptedProducer((where, MessageSizeTooLargeError()))
    await deliver(producer, results(2), SETTINGS)
    topics = sorted(sent.topic for sent in producer.acked)
    assert topics == [SETTINGS.articles_topic, SETTINGS.dead_letter_topic]
    letter = next(sent for sent in producer.acked if sent.topic == SETTINGS.dead_letter_topic)
    assert letter.value == b"{}"  # the raw record's own value, not the article's
    assert dict(letter.headers)[DEAD_LETTER_PREFIX + "offset"] == b"0"


async def test_cancellation_is_not_swallowed() -> None:
    class Stuck(ScriptedProducer):
        async def send(self, *_: object, **__: object) -> asyncio.Future[object]:
            return asyncio.get_running_loop().create_future()

    task = asyncio.ensure_future(deliver(Stuck(), results(1), SETTINGS))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_dead_letter_of_nothing_gets_an_empty_key() -> None:
    producer = ScriptedProducer()
    await deliver(producer, [refuse(record(value=None, key=None), InvalidRecord("null"), "dead")], SETTINGS)
    assert (producer.acked[0].key, producer.acked[0].value) == (b"", None)
