# Each target does all its set-up itself; the second run finds the stamps and starts at once.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHON VENV

.PHONY: run test lint clean

run: $(VENV)/.ready-run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY$$QT_QPA_PLATFORM" ] || [ "$$(uname)" = Darwin ]; then \
		$(BIN)/python main.py; \
	else \
		$(BIN)/python main.py --demo; \
	fi

test: lint
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

$(VENV)/.ready-%: pyproject.toml .ci/set_up.sh
	@bash .ci/set_up.sh $*
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
