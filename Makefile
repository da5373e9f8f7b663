# Faxun: every target brings a bare machine up to date first; stamps skip what is current.
.DEFAULT_GOAL := help
.PHONY: help setup

PYTHON ?= python3
VENV := .venv

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Bring this machine up to date
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/pip install -q -e '.[test,dev]'
