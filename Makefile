# Every target makes ready what it needs; see scripts/setup.sh.
# ARGS goes to the command: make run ARGS="--port 8000", make test ARGS="tests/unit -k store".

PYTHON_BIN := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help run test check bench simulate screenshots setup lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

run: ## start Registry Tray
	@scripts/setup.sh run
	@.venv/bin/registry-tray $(ARGS)

test: ## run the tests
	@scripts/setup.sh test
	@$(PYTHON_BIN) -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: ## lint, format, types, imports
	@scripts/setup.sh python
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: ## measure against the goals; ARGS="fleet --n 2000" for one of them
	@scripts/setup.sh bench
	@$(PYTHON_BIN) -m bench $(ARGS)

simulate: ## play a developer's hour: popups a scenario, and the time to the first
	@scripts/setup.sh test
	@$(PYTHON_BIN) -m tests.simulation

screenshots: ## render every state and theme into build/screenshots, and those in docs/images
	@scripts/setup.sh test
	@$(PYTHON_BIN) -m scripts.screenshots $(ARGS)

setup: ## only make everything ready
	@scripts/setup.sh test

lock: ## resolve requirements.lock anew; ARGS=--upgrade for newer versions
	@scripts/setup.sh python
	@scripts/lock.sh $(ARGS)

clean: ## remove what was made, the virtual environment too
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
