# Each target does all its set-up itself; the second run finds the stamps and starts at once.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHON VENV

.PHONY: run test lint clean

run: $(VENV)/.ready-run
	@$(BIN)/python scripts/run.py

test: lint
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

$(VENV)/.ready-%: pyproject.toml scripts/set_up.sh
	@bash scripts/set_up.sh $*
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
