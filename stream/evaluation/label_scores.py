"""Score sets of labels, countries or topics, against the right ones. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

Pair = tuple[Sequence[str], Sequence[str]]  # the right labels, the labels given (surest first)


@dataclass(frozen=True, slots=True)
class LabelRow:
    """How well one label is given: ``support`` articles have it, ``given`` were given it."""

    precision: float
    recall: float
    f1: float
    support: int
    given: int


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How well labels are given over all articles.

    ``precision``, ``recall`` and ``f1`` are micro-averaged; ``macro_f1`` is the mean over the ``labels`` labels that
    enough articles have, None without any; ``jaccard`` and ``exact`` are means over articles; ``top1`` is the share of
    the articles with a right label whose first given label is right; ``given`` is labels an article.
    """

    articles: int
    precision: float
    recall: float
    f1: float
    macro_f1: float | None
    labels: int
    jaccard: float
    exact: float
    top1: float
    given: float


def precision_recall_f1(right: int, given: int, wanted: int) -> tuple[float, float, float]:
    """Give precision, recall and their harmonic mean; 0 where there is nothing to divide by.

    >>> precision_recall_f1(1, 2, 1)
    (0.5, 1.0, 0.6666666666666666)
    """
    precision = right / given if given else 0.0
    recall = right / wanted if wanted else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def jaccard(wanted: Collection[str], given: Collection[str]) -> float:
    """Give the share of labels two sets have in common; two empty sets agree.

    >>> jaccard(["FR"], ["FR", "DE"])
    0.5
    """
    either = {*wanted, *given}
    return len(set(wanted) & set(given)) / len(either) if either else 1.0


def label_rows(pairs: Iterable[Pair]) -> dict[str, LabelRow]:
    """Score each label by itself."""
    right: Counter[str] = Counter()
    given_of: Counter[str] = Counter()
    wanted_of: Counter[str] = Counter()
    for wanted, given in pairs:
        right.update(set(wanted) & set(given))
        given_of.update(set(given))
        wanted_of.update(set(wanted))
    return {
        label: LabelRow(
            *precision_recall_f1(right[label], given_of[label], wanted_of[label]), wanted_of[label], given_of[label]
        )
        for label in sorted({*given_of, *wanted_of})
    }


def score_labels(pairs: Sequence[Pair], min_support: int = 1) -> LabelScore:
    """Score all articles; a label needs ``min_support`` articles to count in the macro average."""
    rows = label_rows(pairs)
    right = sum(len(set(wanted) & set(given)) for wanted, given in pairs)
    given_labels = sum(row.given for row in rows.values())
    wanted_labels = sum(row.support for row in rows.values())
    kept = [row.f1 for row in rows.values() if row.support >= max(1, min_support)]
    labelled = [(wanted, given) for wanted, given in pairs if wanted]
    count = max(len(pairs), 1)
    return LabelScore(
        len(pairs),
        *precision_recall_f1(right, given_labels, wanted_labels),
        macro_f1=sum(kept) / len(kept) if kept else None,
        labels=len(kept),
        jaccard=sum(jaccard(*pair) for pair in pairs) / count,
        exact=sum(set(wanted) == set(given) for wanted, given in pairs) / count,
        top1=sum(bool(given) and given[0] in wanted for wanted, given in labelled) / max(len(labelled), 1),
        given=given_labels / count,
    )


def without(pairs: Iterable[Pair], label: str) -> list[Pair]:
    """Take one label out of both sides, and the articles that then have no label on either.

    >>> without([(["US"], ["US"]), (["US", "FR"], [])], "US")
    [(['FR'], [])]
    """
    kept = [([x for x in wanted if x != label], [x for x in given if x != label]) for wanted, given in pairs]
    return [(wanted, given) for wanted, given in kept if wanted or given]
