from __future__ import annotations

from benchmarks.measure import Rate, compared, in_turns


def test_ways_run_side_by_side_in_changing_order_after_one_that_does_not_count() -> None:
    order: list[str] = []

    def run(way: str) -> Rate:
        order.append(way)
        return Rate(len(order), 1.0)

    done = in_turns(["bare", "ours"], 2, run)
    assert order == ["bare", "bare", "ours", "ours", "bare"]
    assert [rate.per_second for rate in done["bare"]] == [2, 5]


def test_a_ratio_is_the_median_over_neighbours_and_not_of_the_medians() -> None:
    bare = [Rate(100, 10), Rate(1000, 10), Rate(300, 20)]
    ours = [Rate(50, 20), Rate(900, 40), Rate(240, 25)]
    rows = compared({"bare": bare, "ours": ours}, {"ours": "≥ 0.70"})
    assert [(row.what, row.ratio, row.target) for row in rows] == [("bare", 1.0, ""), ("ours", 0.8, "≥ 0.70")]
    assert rows[1].cpu_ratio == 0.5
    assert rows[1].values == (50, 900, 240)
