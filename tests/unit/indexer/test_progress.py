from __future__ import annotations

import random

import pytest

from indexer.progress import Progress

P0, P1 = ("news.articles", 0), ("news.articles", 1)


def reading(*offsets: int) -> Progress:
    progress = Progress()
    for offset in offsets:
        progress.read(P0, offset)
    return progress


def test_nothing_to_commit_before_anything_is_settled() -> None:
    assert reading(5, 6).committable() == {}


def test_never_over_a_record_that_is_under_way() -> None:
    progress = reading(5, 6, 7)
    progress.settle(P0, 7)
    progress.settle(P0, 6)
    assert progress.committable() == {}
    progress.settle(P0, 5)
    assert progress.committable() == {P0: 8}


def test_told_once() -> None:
    progress = reading(5)
    progress.settle(P0, 5)
    assert progress.committable() == {P0: 6}
    assert progress.committable() == {}


def test_gaps_between_offsets_are_no_holes() -> None:
    progress = reading(5, 9)
    progress.settle(P0, 5)
    progress.settle(P0, 9)
    assert progress.committable() == {P0: 10}


def test_partitions_move_on_their_own() -> None:
    progress = reading(5)
    progress.read(P1, 100)
    progress.settle(P1, 100)
    assert progress.committable() == {P1: 101}


def test_a_forgotten_partition_is_not_committed() -> None:
    progress = reading(5)
    progress.settle(P0, 5)
    progress.forget([P0])
    assert progress.committable() == {}


def test_a_late_answer_for_a_forgotten_partition_is_ignored() -> None:
    progress = reading(5)
    progress.forget([P0, P1])
    progress.settle(P0, 5)
    assert (progress.committable(), progress.open_records) == ({}, 0)


def test_reading_again_starts_over() -> None:
    progress = reading(5, 6)
    progress.settle(P0, 6)
    progress.read(P0, 5)
    progress.read(P0, 6)
    progress.settle(P0, 5)
    assert progress.committable() == {P0: 6}


def test_settling_twice_or_something_unknown_changes_nothing() -> None:
    progress = reading(5, 6)
    for offset in (5, 5, 4, 99):
        progress.settle(P0, offset)
    assert (progress.committable(), progress.open_records) == ({P0: 6}, 1)


@pytest.mark.parametrize("seed", range(20))
def test_in_any_order_the_commit_is_the_first_open_record(seed: int) -> None:
    order = list(range(50))
    random.Random(seed).shuffle(order)
    progress, settled, committed = reading(*range(50)), set[int](), 0
    for offset in order:
        progress.settle(P0, offset)
        settled.add(offset)
        committed = progress.committable().get(P0, committed)
        assert committed == min(set(range(51)) - settled)
