# Everything a developer runs. `make check` and `make test` need python3 (3.11 or later) and the
# network once, to fill .venv.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
JOBS   ?= auto

.DEFAULT_GOAL := help
.PHONY: help check test lint golden fmt bench clean

help: ## List what can be made.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

check: $(STAMP) ## Check this repository's agreements; their facts hold violations, so exit code 1 is right.
	@code=0; $(BIN)/redline check || code=$$?; \
	echo; echo "redline check ended with exit code $$code (1 is expected here)"; \
	test $$code -eq 1

test: lint ## Run everything CI runs.
	$(BIN)/python -m pytest -n $(JOBS)
	$(BIN)/redline fmt --check
	$(BIN)/redline validate
	$(BIN)/redline test

lint: $(STAMP) ## Run the linter and the type checker.
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy

golden: $(STAMP) ## Write the expected reports anew; read the difference before you commit it.
	REDLINE_UPDATE_GOLDEN=1 $(BIN)/python -m pytest tests/report tests/golden

fmt: $(STAMP) ## Set every clause file in its one layout.
	$(BIN)/redline fmt

bench: $(STAMP) ## Measure how long checks take.
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.amend

clean: ## Remove what was made, .venv included.
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
