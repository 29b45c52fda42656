# newswire: `make demo` shows it, `make test` proves it, `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo stop test check bench evaluate schemas lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/run.installed  ## start everything, push the samples, search them; leaves it running
	@sh deploy/demo.sh $(BIN)/newswire

stop: .venv/run.installed  ## stop what `make demo` left running
	@$(BIN)/newswire down

test: .venv/dev.installed  ## all tests, on the embedded engines and on real Kafka and Elasticsearch
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: .venv/dev.installed  ## lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/dev.installed  ## benchmarks against bare baselines, on real engines
	$(BIN)/python -m benchmarks

evaluate: .venv/dev.installed  ## score tags, pages and languages on labelled articles
	$(BIN)/newswire evaluate

schemas: .venv/dev.installed  ## regenerate docs/schemas and docs/asyncapi.json from the models
	$(BIN)/newswire schema export docs

lock: .venv/dev.installed  ## resolve the dependencies anew (needs uv)
	sh deploy/lock.sh

clean:  ## remove the environment, caches and build output; data in .newswire stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build

.venv/run.installed: requirements.lock pyproject.toml deploy/install.sh
	@sh deploy/install.sh $(PYTHON) requirements.lock $@

.venv/dev.installed: requirements-dev.lock pyproject.toml deploy/install.sh
	@sh deploy/install.sh $(PYTHON) requirements-dev.lock $@
