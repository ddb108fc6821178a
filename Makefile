# make run · make test · make bench · make pictures · make drive · make kill · make pdfa · make dist · make lock · make clean
# Each does its own set-up first; a second run finds it done.

# The first Python that is new enough; PYTHON=… names another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
UV_VERSION := 0.13.9
COMPILE := $(BIN)/uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-header --no-annotate --quiet

.PHONY: setup run test bench pictures drive kill pdfa dist lock clean

setup:
	@test -n "$(PYTHON)" || { echo '需要 Python 3.11 或更新的版本。Debian 12：sudo apt-get install python3 python3-venv' >&2; exit 1; }
	@$(PYTHON) tools/setup.py

run: setup
	@test -n "$$DISPLAY$$WAYLAND_DISPLAY$$QT_QPA_PLATFORM" || { cat tools/no-display.txt >&2; exit 1; }
	@$(BIN)/tuanji-desktop --demo

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tools.tests

bench: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks

pictures: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tools.pictures

# The real window on a real X server, driven from outside by its accessible names.
drive: setup
	$(BIN)/python -m tools.drive

# 50 clerks lose their power in the midst of work; nothing done may be lost.
kill: setup
	$(BIN)/python -m tests.flows.kill --rounds 50

# Every kind of paper before the PDF/A validators that are here; Preflight is fetched by apt (Java).
pdfa: setup
	$(BIN)/python -m tools.pdfa

dist: setup
	$(BIN)/python -m tools.dist

# Only this target needs uv; the locks themselves are installed by plain pip.
# Locked versions stay as they are; `make lock UPGRADE=--upgrade` takes the newest.
lock: setup
	@test -x $(BIN)/uv || $(BIN)/pip install --quiet uv==$(UV_VERSION)
	$(COMPILE) $(UPGRADE) --group build --output-file requirements/runtime.txt
	$(COMPILE) $(UPGRADE) --group dev --constraint requirements/runtime.txt --output-file requirements/dev.txt

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
