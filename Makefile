# Two commands do everything: `make demo` and `make test`. Both set themselves up from a fresh clone.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PORT   ?= 8501

NEWEST := .venv-newest

.PHONY: demo test newest check lint types contracts audit site wheel clean

demo: $(READY)
	@PORT=$(PORT) $(BIN)/childvoice demo

test: $(READY) check
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The newest Python that is supported (make newest PYTHON=python3.13). torch has no build for processors alone there that
# could be had everywhere; nothing of childvoice needs it but the recipes. The pages are tested on the oldest Python.
newest:
	@test -x $(NEWEST)/bin/python || $(PYTHON) -m venv $(NEWEST)
	@sed -n 's/^\([^# ]*==[^ ]*\).*/\1/p' constraints.txt | grep -v '^torch==' > $(NEWEST)/pins.txt
	@$(NEWEST)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r $(NEWEST)/pins.txt
	@$(NEWEST)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(NEWEST)/bin/python -m pytest -n 2 --dist loadfile -m 'not browser' --ignore tests/test_dependencies.py

check: $(READY) lint types contracts

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

# Pins and licences; known vulnerabilities are looked up by hand, as SECURITY.md says.
audit: $(READY)
	$(BIN)/python -m pytest -q tests/test_dependencies.py

# The stamp is newer than what it depends on only if every step went through. torch comes first: without it pip
# would resolve sentence-transformers' wish for torch to a build with several gigabytes of CUDA.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
	  { echo "childvoice needs Python 3.11 to 3.13; say which: make demo PYTHON=python3.11"; exit 2; }
	@echo "Setting up $(VENV) (once; some minutes, 3 GB)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

site: $(READY)
	$(BIN)/mkdocs build --strict --quiet

# Wheel and source archive into dist/, with the back end that constraints.txt names; tests/test_wheel.py checks both.
wheel: $(READY)
	$(BIN)/python -m build --no-isolation

clean:
	rm -rf $(VENV) $(NEWEST) demo-review dist build site
