# Every target sets up what it needs: on a clean machine with Python 3.11 or newer, `make run`
# is the first and only command.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := $(shell find dashboard data metrics -name '*.py')
HOST ?= 127.0.0.1
PORT ?= 8501

.DEFAULT_GOAL := help
.PHONY: help run dev test check lint spark disclosure faults soak bench bench-full bench-spark bench-peers calibrate approve release clean

help:           ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 10

run: .venv/.run .venv/.compiled ## set up and open the dashboard on http://localhost:8501
	$(BIN)/kvarvarde serve --host $(HOST) --port $(PORT)

dev: .venv/.dev ## the dashboard, rerun at every change of the code
	$(BIN)/streamlit run dashboard/doors/server.py --server.address $(HOST) --server.port $(PORT)

test: .venv/.dev ## every test; browser tests too where a Chromium is found
	$(BIN)/pytest -n 2

check: .venv/.dev lint ## what CI runs: format, lint, types, import contracts, tests
	$(BIN)/pytest -n 2

lint: .venv/.dev ## format, lint, import contracts, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

spark: .venv/.spark ## the tests that start a cluster of Apache Spark on this machine
	$(BIN)/pytest -m spark -p no:cacheprovider tests/data/spark

bench-spark: .venv/.spark ## what a series costs on a cluster, beside one process
	$(BIN)/python -m tests.benchmarks.cluster

disclosure: .venv/.dev ## who downloads everything tries to find hidden counts, in 200 invented cities
	$(BIN)/python -m tests.data.judging.hierarchies 200

faults: .venv/.dev ## kill 200 processes while they write, and prove what each has left (KILLS=, SEED=)
	$(BIN)/python -m tests.faults.kills $(or $(KILLS),200) $(or $(SEED),13)

soak: .venv/.dev ## viewers, imports, undos and previews for 20 minutes, with the memory that takes (MINUTES=)
	$(BIN)/python -m tests.benchmarks.soak $(or $(MINUTES),20)

bench: .venv/.dev .venv/.compiled ## what the limits are asked of, as one table with floors beside, in a quarter of an hour (ONLY=)
	$(BIN)/pytest -m bench -q -s -p no:cacheprovider --deselect tests/benchmarks/test_fuzz.py \
	  -k '$(ONLY)' tests/benchmarks

bench-peers: .venv-peers/.installed .venv/.dev ## the same question in a tutorial's app and in Superset
	PEERS=.venv-peers $(BIN)/pytest -m peers -q -s -p no:cacheprovider tests/benchmarks/peers

bench-full: .venv/.dev ## every table of docs/method.md, with the series and seeds it names
	FUZZ_SECONDS=60 $(BIN)/pytest -m bench -q -s -p no:cacheprovider tests/benchmarks/test_fuzz.py
	$(BIN)/python -m tests.benchmarks --full

calibrate: .venv/.dev ## make the engine's thresholds again, from their seed (some twenty-five minutes)
	$(BIN)/python -m metrics.engine.calibration

approve: .venv/.dev ## accept the figures and sentences as they are now
	APPROVE=1 $(BIN)/pytest -q -n 2 tests/dashboard
	git diff --stat tests/approved

release: .venv/.dev ## what is known to be wrong with what we stand on, and a list of it (SBOM)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.9,<3' 'cyclonedx-bom>=7,<8'
	mkdir -p dist
	$(BIN)/python -m venv --clear dist/.only
	dist/.only/bin/python -m pip install --quiet --disable-pip-version-check .
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o dist/sbom.cdx.json dist/.only/bin/python
	dist/.only/bin/python -m pip freeze --exclude kvarvarde > dist/installed.txt
	rm -rf dist/.only
	@$(BIN)/pip-audit --strict --no-deps --disable-pip -r dist/installed.txt > dist/audit.txt 2>&1; \
	  found=$$?; tail -n 40 dist/audit.txt; \
	  if grep -qE 'ConnectionError|Could not connect|Max retries|timed out|could not be audited' dist/audit.txt; then \
	    echo "The advisories could not be reached, so nothing is known of what is wrong: dist/sbom.cdx.json is written, run make release again where there is a way to pypi.org."; \
	  fi; exit $$found

clean:          ## remove the environment and the store
	rm -rf .venv .venv-peers var

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Kvarvärde needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Could not make a virtual environment. On Debian: sudo apt-get install python3-venv"; exit 1; }

# The stamps are rebuilt when what they install from changes.
.venv/.run: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/.run

# Python keeps what it has compiled, but not where it may not write or is told not to: then each
# start would compile what it loads again, a third of a second.
.venv/.compiled: $(SOURCES) | .venv/bin/python
	@$(BIN)/python -m compileall -q dashboard data metrics
	@touch $@

# Superset wants other versions of what we use, and so has an environment of its own.
.venv-peers/.installed: tests/benchmarks/peers/requirements.txt
	@$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# Spark is no part of the base install. It needs Java 17 or newer, from Debian where there is none.
.venv/.spark: pyproject.toml | .venv/.dev
	@command -v java >/dev/null || [ -n "$$JAVA_HOME" ] || \
	  { root=; [ "$$(id -u)" -eq 0 ] || root=sudo; $$root apt-get update -qq && \
	    $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq default-jre-headless; } || \
	  { echo "Spark needs Java 17 or newer, and it could not be installed here."; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[spark]'
	@touch $@
