# Everything a checkout needs is python3 >= 3.11 and make. `make run` shows the product, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp

.PHONY: setup run test lint format bench quality soak system clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Shiyi needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
		echo "No virtual environment could be made; on Debian: apt install python3-venv"; exit 1; }
	@# The pip that comes with older Pythons stumbles over lxml[html_clean].
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25'
	@# An editable build of several packages warns that it is one.
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: $(STAMP)
	@$(BIN)/shiyi demo

# What tests need beside Python: a PostgreSQL server, a Chromium and an IMAP server, used where they are.
system:
	@sh tests/system.sh

# Two at once, a file never apart: what one module's tests share is made once.
test: $(STAMP) system
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The other readers and indexes that ours stand beside in the two tables.
$(VENV)/.compare: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,compare]'
	@touch $@

bench: $(VENV)/.compare
	@$(BIN)/python -m tests.bench

quality: $(VENV)/.compare
	@$(BIN)/python -m tests.quality

# A month unattended in ten minutes; then kill -9, a hundred times on each database: docs/reliability.md.
soak: $(STAMP) system
	@$(BIN)/python -m tests.soak

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
