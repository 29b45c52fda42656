"""Train the linear topic model on openly licensed summaries and sentences, and write ``topic_model.gz``.

``python stream/data/build_topic_model.py clean-train.jsonl.gz`` (in an environment with newswire, numpy and
scikit-learn). Each line of the file is one text: ``body``, ``lang``, ``date``, ``topics`` (top-level Media Topics; two
codes are left out, for either may be right). ``--before 2021`` trains on earlier texts alone, to measure on later ones.
"""

# numpy and scikit-learn are needed to build the model alone, and so are no dependency.
# mypy: disable-error-code="import-not-found,import-untyped"
from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from stream.media_topics.fold import fold

AREAS = [f"medtop:{number:02d}000000" for number in (1, 2, 3, 4, 6, 7, 10, 11, 13, 15, 16)]
FEWEST_TEXTS = 2  # with a word, or it is left out
MOST_TEXTS = 0.13  # share of texts with a word from which it says nothing ("the", "in")


def main() -> None:
    """Train on the texts named on the command line and write the model."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--before", default="9999", help="train only on texts of an earlier date, for example 2021")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("topic_model.gz"))
    options = parser.parse_args()
    texts, labels = read(options.texts, options.before)
    packed = pack(*train(texts, labels))
    options.output.write_bytes(packed)
    print(f"{len(texts)} texts, {len(packed)} bytes in {options.output}")


def read(path: Path, before: str) -> tuple[list[set[bytes]], list[str]]:
    """Give the distinct words of each English text that has one known topic, and that topic."""
    texts, labels = [], []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            single = len(row["topics"]) == 1 and row["topics"][0] in AREAS
            if single and row["lang"] == "en" and row["date"] < before:
                texts.append({word for word in fold(row["body"]).split() if not word.isdigit()})
                labels.append(row["topics"][0])
    return texts, labels


def train(
    texts: list[set[bytes]], labels: list[str]
) -> tuple[list[bytes], np.ndarray, LogisticRegression, list[float]]:
    """Fit a multinomial logistic regression on word presence, weighted by rarity, each text of length 1."""
    counts = Counter(word for text in texts for word in text)
    words = sorted(word for word, n in counts.items() if FEWEST_TEXTS <= n <= MOST_TEXTS * len(texts))
    number = {word: n for n, word in enumerate(words)}
    columns = [sorted(number[word] for word in text if word in number) for text in texts]
    ends = np.cumsum([0, *map(len, columns)])
    present = csr_matrix((np.ones(ends[-1]), np.concatenate(columns), ends), shape=(len(texts), len(words)))
    rarity = np.log(len(texts) / np.array([counts[word] for word in words]))
    regression = LogisticRegression(C=1.0, max_iter=400)
    regression.fit(normalize(present @ diags(rarity)), labels)
    assert list(regression.classes_) == AREAS
    shares = Counter(labels)
    return words, rarity, regression, [shares[area] / len(labels) for area in AREAS]


def pack(words: list[bytes], rarity: np.ndarray, regression: LogisticRegression, shares: list[float]) -> bytes:
    """Write a line of JSON, the words, and for each word a byte of squared rarity and one of weight for each area."""
    weights = (regression.coef_ * rarity).T
    weight_unit = float(np.quantile(np.abs(weights), 0.9999) / 127)
    rarity_unit = float((rarity**2).max() / 255)
    matrix = np.empty((len(words), len(AREAS) + 1), dtype=np.uint8)
    matrix[:, 0] = np.round(rarity**2 / rarity_unit)
    matrix[:, 1:] = np.clip(np.round(weights / weight_unit), -127, 127) + 128
    listed = b"\n".join(words)
    facts = {
        "areas": AREAS,
        "bias": [round(float(bias), 4) for bias in regression.intercept_],
        "frequency": [round(share, 5) for share in shares],
        "weight_unit": round(weight_unit, 6),
        "rarity_unit": round(rarity_unit, 6),
        "words": len(listed),
        "licence": "CC-BY-SA-4.0, see topic_model.LICENSE",
    }
    return gzip.compress(json.dumps(facts).encode() + b"\n" + listed + matrix.tobytes(), 9, mtime=0)


if __name__ == "__main__":
    main()
