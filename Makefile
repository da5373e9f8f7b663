# Faxun 法循. `make run` and `make test` bring a bare machine up to date first; each step of set-up
# stands behind a stamp (a digest of what it depends on, the folder FAXUN_HOME where it fills that)
# and is skipped when nothing has changed.
# Without root, system libraries are unpacked beside the project; only Chromium, which the browser
# tests need, must then be installed by somebody else (or run `make test BROWSER=no`).

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test check demo bench soak fmt db samples clean \
	venv system fonts packages assets chromium

PY := .venv/bin/python
STEP := setup/step.sh
BROWSER ?= yes
WORKERS ?= auto
HOME_FOLDER := $(or $(FAXUN_HOME),$(CURDIR)/.faxun)
FONTS := $(or $(FAXUN_FONTS),$(HOME_FOLDER)/fonts)
export PYTHON

help: ## Show this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: fonts assets ## Bring this machine up to date (done by run and test anyway)

run: setup ## Serve the platform with workers and demonstration data on PORT (8000)
	@exec .venv/bin/faxun serve

test: setup $(if $(filter no,$(BROWSER)),,chromium) ## Run every test; ARGS="-k name" chooses, BROWSER=no leaves browsers out
	@$(PY) -m pytest -n $(WORKERS) --dist loadgroup $(if $(filter no,$(BROWSER)),--no-browser) $(ARGS)

check: setup ## Lint, types, import contracts, models against migrations, then all tests
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@.venv/bin/lint-imports
	@$(PY) -m mypy
	@.venv/bin/faxun db-check
	@$(MAKE) --no-print-directory test

demo: setup ## Take six cases through HTTP, as the people of the demonstration would
	@.venv/bin/faxun demo $(ARGS)

bench: setup ## Measure the figures of the design, interleaved
	@$(STEP) bench "what the benchmarks compare with could not be installed" --from setup.cfg \
	  -- .venv/bin/pip install --quiet --disable-pip-version-check -e ".[bench]"
	@$(PY) -m tests.benchmarks $(ARGS)

soak: setup ## Kills, walks and planted faults at length, with figures; ARGS="kills 6" chooses
	@$(PY) -m tests.soak $(ARGS)

samples: setup ## Render every document sample as PDF into .faxun/samples, to look at
	@.venv/bin/faxun samples .faxun/samples

fmt: venv ## Format and sort imports
	@$(PY) -m ruff check --select I --fix --quiet .
	@$(PY) -m ruff format .

db: venv ## Bring the database up to date
	@.venv/bin/faxun migrate

clean: ## Remove what set-up made, but neither data nor the environment
	@rm -rf node_modules webapp/static .faxun/stamps .faxun/logs

venv:
	@$(STEP) python "the Python environment could not be made" --makes .venv/bin/faxun \
	  --from setup.cfg --from pyproject.toml --from setup/python.sh -- setup/python.sh

system: venv
	@$(STEP) system "system libraries for PDF could not be installed" \
	  --from setup/system.sh -- env PYTHON=$(PY) FAXUN_HOME="$(HOME_FOLDER)" setup/system.sh

fonts: system
	@$(STEP) fonts "the document fonts could not be prepared" --makes "$(FONTS)/fonts.conf" \
	  --from setup/fonts.py -- env FAXUN_FONTS="$(FONTS)" $(PY) setup/fonts.py

packages: venv
	@$(STEP) packages "browser packages could not be fetched from the npm registry" \
	  --makes node_modules/esbuild --from package-lock.json --from setup/packages.sh -- setup/packages.sh

assets: packages
	@$(STEP) assets "browser assets could not be built" --makes webapp/static/manifest.json \
	  $(addprefix --from ,$(shell find webapp forms -path webapp/static -prune -o \
	  \( -name '*.js' -o -name '*.css' -o -name '*.svg' -o -name '*.html' -o -name '*.py' \) -type f -print | LC_ALL=C sort)) \
	  --from package-lock.json -- setup/assets.sh

chromium:
	@$(STEP) chromium "Chromium for the browser tests could not be installed" \
	  --makes /usr/bin/chromium --from setup/chromium.sh -- setup/chromium.sh
