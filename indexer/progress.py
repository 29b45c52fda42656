"""Which offsets may be committed: bookkeeping of records that are settled out of order (pure)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

Partition = tuple[str, int]


@dataclass(slots=True)
class _Track:
    open: deque[int] = field(default_factory=deque)
    settled: set[int] = field(default_factory=set)
    next_offset: int | None = None


class Progress:
    """For each partition, the records read and not yet committed.

    A record counts as passed only when it and all before it in its partition are settled, so a commit never goes over
    one that is still under way.
    """

    def __init__(self) -> None:
        self._tracks: dict[Partition, _Track] = {}

    def read(self, partition: Partition, offset: int) -> None:
        """Note a record as read. An offset at or below the last one means that the partition is read again."""
        track = self._tracks.get(partition)
        if track is None or (track.open and offset <= track.open[-1]):
            track = self._tracks[partition] = _Track()
        track.open.append(offset)

    def settle(self, partition: Partition, offset: int) -> None:
        """Note a record as indexed or dead-lettered; one that was forgotten meanwhile is ignored."""
        track = self._tracks.get(partition)
        if track is None or not track.open or not track.open[0] <= offset <= track.open[-1]:
            return
        track.settled.add(offset)
        while track.open and track.open[0] in track.settled:
            passed = track.open.popleft()
            track.settled.discard(passed)
            track.next_offset = passed + 1

    def committable(self) -> dict[Partition, int]:
        """Give the offsets to commit, each the next one to be read, for partitions that moved since the last call."""
        moved = {name: track.next_offset for name, track in self._tracks.items() if track.next_offset is not None}
        for name in moved:
            self._tracks[name].next_offset = None
        return moved

    def forget(self, partitions: Iterable[Partition]) -> None:
        """Drop partitions that now belong to another worker, which reads again from what was committed."""
        for partition in partitions:
            self._tracks.pop(partition, None)

    @property
    def open_records(self) -> int:
        """How many records are read and not settled."""
        return sum(len(track.open) - len(track.settled) for track in self._tracks.values())
