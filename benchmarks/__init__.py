"""Benchmarks against bare baselines: ``python -m benchmarks`` (docs/performance.md says how to read them)."""
