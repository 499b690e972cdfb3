# What a newcomer runs. Everything installs itself into .venv on first use; uv where it is there, else venv and pip.
SHELL := /bin/bash
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin

# Servers, browsers and sound in real time share the machine with whatever else runs on it: what fails may try once more, alone,
# and the first failure stays on the screen. What fails twice fails.
patiently = $(BIN)/python -m pytest -m "$(1)" $(2) || { echo "Once more, only what failed."; $(BIN)/python -m pytest --lf -m "$(1)"; }

.PHONY: run test check requirements bench clean

run: $(VENV)/.run
	$(BIN)/python app.py

test: $(VENV)/.test
	@bash tests/browser.sh $(BIN)/python
	$(BIN)/python -m rag.lint
	$(BIN)/python -m rag.skills lint
	@$(call patiently,not live and not browser,-n 2 --dist loadfile)
	@$(call patiently,browser and not live,-n 2 --dist loadfile)
	@$(call patiently,live)

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/mypy

requirements: pyproject.toml
	uv pip compile -q pyproject.toml --python-version 3.11 --no-header --no-annotate -o requirements.txt

$(VENV)/bin/python:
	@if command -v uv >/dev/null; then uv venv -q --python 3.11 $(VENV) || uv venv -q $(VENV); else $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install -q --upgrade "pip>=25.1"; fi

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "Installing what is missing ..."
	@if command -v uv >/dev/null; then VIRTUAL_ENV=$(VENV) uv pip install -q --compile-bytecode -r requirements.txt; \
	else $(BIN)/python -m pip install -q -r requirements.txt && $(BIN)/python -m compileall -q $(VENV)/lib; fi
	@$(BIN)/python -m compileall -q core audio documents store rag agents pages app.py
	@touch $@

$(VENV)/.test: pyproject.toml $(VENV)/.run
	@if command -v uv >/dev/null; then VIRTUAL_ENV=$(VENV) uv pip install -q --group test --group check; \
	else $(BIN)/python -m pip install -q --group test --group check; fi
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
