# Each target does all its set-up itself; the second run finds the stamps and starts at once.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The pinned versions, a file for each Python; none means the newest of everything.
CONSTRAINTS := .ci/constraints
export PYTHON VENV CONSTRAINTS

# What is needed of the system to show something here: a stamp for one is none for another.
SCREEN := $(if $(DISPLAY)$(WAYLAND_DISPLAY),window,$(if $(QT_QPA_PLATFORM),offscreen,text))
READY_TO_DEVELOP := $(VENV)/.ready-dev-offscreen

.PHONY: run test test-newest lint lock fuzz soak profile bench simulate costs screenshots pictures clean \
	translations packaging wheel package-test deb deb-test deb-two release

run: $(VENV)/.ready-run-$(SCREEN)
	@if [ $(SCREEN) != text ] || [ "$$(uname)" = Darwin ]; then \
		$(BIN)/python main.py; \
	else \
		$(BIN)/python main.py --demo; \
	fi

test: lint
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest

# Whether PTP goes with what others have released since the versions were pinned.
test-newest:
	rm -rf build/newest
	$(MAKE) test VENV=build/newest CONSTRAINTS=

lint: $(READY_TO_DEVELOP)
	$(BIN)/ruff check .
	$(BIN)/mypy

# Pins the newest versions for each Python and tries them with each that is here.
lock:
	bash .ci/lock.sh

$(VENV)/.ready-%: pyproject.toml .ci/set_up.sh $(wildcard $(CONSTRAINTS:%=%/*.txt))
	@bash .ci/set_up.sh $(subst -, ,$*)
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

# What makes packages has an environment of its own; what it makes lies in dist.
PACKAGING := build/packaging
packaging:
	@$(MAKE) --no-print-directory VENV=$(PACKAGING) $(PACKAGING)/.ready-package-offscreen

wheel: packaging
	$(PACKAGING)/bin/python -m resources.packaging.wheel

# Installs the wheel from a folder of wheels, with no network: by pip, pipx and uv.
package-test: packaging
	PYTHON=$(PYTHON) bash resources/packaging/try_wheel.sh $(PACKAGING)

deb: packaging
	QT_QPA_PLATFORM=offscreen $(PACKAGING)/bin/python -m resources.packaging.debian.build

# As root on Debian: installs, uses and removes the package in a clean root. SUITE names another Debian.
SUITE ?= bookworm
deb-test: deb
	bash resources/packaging/debian/try_package.sh "$$(ls -t dist/ptp_*.deb | head -n 1)" $(SUITE)

# As root on Debian: two persons, each in a clean root on a screen of its own, send one another things, in Chinese.
deb-two: deb
	bash resources/packaging/debian/try_two.sh "$$(ls -t dist/ptp_*.deb | head -n 1)" $(PACKAGING)/bin/python $(SUITE)

# Everything of one version into dist, and a tag here: make release VERSION=1.2.3. It publishes nothing.
release: packaging
	QT_QPA_PLATFORM=offscreen $(PACKAGING)/bin/python -m resources.packaging.release "$(VERSION)"

# For SECONDS_TO_FUZZ; `make test` runs a few thousand fixed cases of the same.
SECONDS_TO_FUZZ ?= 60
fuzz: $(READY_TO_DEVELOP)
	$(BIN)/python -m tests.fuzzing --seconds $(SECONDS_TO_FUZZ)

# Random rounds of everything for SECONDS_TO_SOAK, simulated and real; `make test` runs ten seconds of them.
SECONDS_TO_SOAK ?= 1800
soak: $(READY_TO_DEVELOP)
	$(BIN)/python -m tests.soak --seconds $(SECONDS_TO_SOAK)

# Pictures of every page, light and dark, during a real transfer over a bad link, in build/screenshots, a folder for each
# language.
SPOKEN ?= en zh_CN
screenshots: $(READY_TO_DEVELOP)
	set -e; for language in $(SPOKEN); do QT_QPA_PLATFORM=offscreen $(BIN)/python main.py --demo --language $$language \
		--screenshots build/screenshots/$$language --quit-after 25; done

# The sources of the languages get the texts of the program; says what is to be translated, and fails while something is.
translations: $(READY_TO_DEVELOP)
	$(BIN)/python -m resources.translations

# Takes the pictures anew that the suite compares every page with; look at them before they are committed.
pictures: $(READY_TO_DEVELOP)
	PTP_PICTURES=renew QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n 2 tests/gui/pictures

# What packet protection costs in the data path.
profile: $(READY_TO_DEVELOP)
	$(BIN)/python -m tests.benchmarks.protection_cost

# PTP next to what else is installed: on loopback, and as root on Linux over an emulated link.
REPEAT ?= 1
bench: $(READY_TO_DEVELOP)
	$(BIN)/python -m tests.benchmarks.race --repeat $(REPEAT) --picture resources/pictures/benchmark.png

# Goodput on the virtual clock, compared with the snapshot in the repository; the machine does not matter.
simulate: $(READY_TO_DEVELOP)
	$(BIN)/python -m tests.benchmarks.simulated

# What one transfer over loopback costs each side, at the segment size of an ordinary network.
costs: $(READY_TO_DEVELOP)
	$(BIN)/python -m tests.benchmarks.costs --megabytes 1000 --mss 1432 --repeat 3
