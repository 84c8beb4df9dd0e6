# Two commands are enough for a newcomer: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run setup dev test test-postgres test-browser check chaos bench clean

run: setup ## set up, migrate, load the demo on first start, serve web and worker
	@exec $(BIN)/python -m tools.run

setup: $(VENV)/run.stamp
	@$(BIN)/python -m tools.prepare

dev: $(VENV)/dev.stamp
	@$(BIN)/python -m tools.prepare

# A stamp is written only when all is in: a start that broke off half way is simply done again.
$(VENV)/run.stamp: requirements.txt
	@$(PYTHON) tools/environment.py $(VENV) requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt
	@$(PYTHON) tools/environment.py $(VENV) requirements-dev.txt
	@touch $(VENV)/run.stamp $@

test: dev ## every test this machine can run; REQUIRE_ALL=1 turns a skip into a failure
	@$(BIN)/python -m tools.testing

check: dev ## format, lint, types, floors, translations
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/python -m tools.translations --check

chaos: dev ## a thousand kills and twenty rounds of races on SQLite and PostgreSQL; the ledger over thousands of orders
	@LEDGER_RUNS=$${LEDGER_RUNS:-400} $(BIN)/python -m pytest -q tests/shop/test_ledger_machine.py
	@RACE_ROUNDS=20 KILLS=$${KILLS:-1000} $(BIN)/python -m pytest -q -m processes tests/chaos tests/shop/test_races.py
	@RACE_ROUNDS=20 KILLS=$${KILLS:-1000} TEST_DATABASE_URL=$${TEST_DATABASE_URL:-postgresql://root@127.0.0.1:5432/test} \
	  $(BIN)/python -m pytest -q -m processes tests/chaos tests/shop/test_races.py

bench: dev ## figures as ratios to a limit measured in the same run
	@$(BIN)/python -m bench

clean: ## remove what set-up made (not your data in var/)
	rm -rf $(VENV) static/fonts .pytest_cache .mypy_cache .ruff_cache
