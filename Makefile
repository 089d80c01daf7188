# Two words are enough: `make demo` shows the product, `make test` proves it.
# Needs python3 (3.11 or newer) and make; everything else is fetched into .venv and .linchpin here.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo test lint benchmark environment clean
.DEFAULT_GOAL := help

help: ## say what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1	/'

demo: ## load the sample book, print its answer, open the screen (LINCHPIN_NO_SERVE=1: print only)
	@$(PYTHON) scripts/bootstrap.py
	@$(BIN)/linchpin demo

test: ## lint and every test, with a real Neo4j and a real browser where they can be had
	@$(PYTHON) scripts/bootstrap.py --test
	@$(BIN)/python scripts/check.py lint test

lint: ## ruff, mypy, import directions
	@$(PYTHON) scripts/bootstrap.py --test
	@$(BIN)/python scripts/check.py lint

benchmark: ## the numbers of the README, measured here
	@$(PYTHON) scripts/bootstrap.py --test
	@$(BIN)/python -m benchmarks all

environment: ## only make .venv, with what tests need
	@$(PYTHON) scripts/bootstrap.py --test

clean: ## take away what was made here (the data folder stays)
	rm -rf .venv .linchpin build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
