# The two commands of the README: `make run` and `make test`. `make help` lists all.
.DEFAULT_GOAL := help
.PHONY: help run demo test check pages fix clean

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
SITE_PORT ?= 8001
INDEX_PATHS ?= seeds
RUN := .venv/bin
TEST := .venv-test/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/ready ## set up, index the seeds (or INDEX_PATHS), serve on HOST and PORT
	$(RUN)/footnote index $(INDEX_PATHS)
	HOST=$(HOST) PORT=$(PORT) $(RUN)/footnote serve

demo: .venv/ready ## the chat widget on another site, at SITE_PORT, with the service at PORT
	$(RUN)/footnote index $(INDEX_PATHS)
	$(RUN)/python -m server.demo --port $(PORT) --site-port $(SITE_PORT)

test: .venv-test/ready chromium ## set up everything, run every test
	$(TEST)/python -m pytest

check: .venv-test/ready ## what CI runs besides the tests: format, lint, types, import rules
	$(TEST)/ruff format --check .
	$(TEST)/ruff check .
	$(TEST)/mypy
	$(TEST)/lint-imports
	$(TEST)/python -m tests.import_each_module

pages: .venv-test/ready chromium ## look at every page in every state: docs/pages.md and its pictures
	$(TEST)/python -m tests.server.page_report docs

fix: .venv-test/ready ## format, and mend what the linter can
	$(TEST)/ruff format .
	$(TEST)/ruff check --fix .

clean: ## remove what the other commands made, the index included
	rm -rf .venv .venv-test .footnote build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(RUN)/python -m pip install -q -c constraints.txt -e .
	touch $@

.venv-test/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv-test
	# torch first and alone: the pinned release, so that nothing else chooses another build
	$(TEST)/python -m pip install -q -c constraints.txt torch
	$(TEST)/python -m pip install -q -c constraints.txt -e '.[models,bench,dev]'
	touch $@

# The browser tests drive Debian's Chromium; elsewhere install it by hand.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { \
	  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core ; } || \
	  echo "chromium is not installed: the browser tests are skipped unless CI is set" >&2
