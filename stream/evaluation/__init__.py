"""Measure the taggers, the page reader and language detection against labelled articles."""

from stream.evaluation.evaluate import OWN_SETS, Scorecard, Task, evaluate

__all__ = ["OWN_SETS", "Scorecard", "Task", "evaluate"]
