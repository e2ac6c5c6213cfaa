# Everything runs from a virtual environment that is made on first use: a machine with nothing but Python is enough.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: data test check lint evaluate bench mutate wheel release site clean help

help:
	@echo "make data      seeds -> validated data package"
	@echo "make test      every check and test"
	@echo "make check     fail if a rebuild differs from what is there"
	@echo "make evaluate  how well the bare rules read numbers"
	@echo "make release   everything a release holds, in dist/"
	@echo "make site      pages to look at, in site/"
	@echo "make bench     benchmarks, side by side with their peers"
	@echo "make mutate    take every check out, one at a time, and see that a test fails"

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $(READY)

data: $(READY)
	$(BIN)/python build/data.py

check: $(READY)
	$(BIN)/python build/data.py --check --quiet

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest tests

evaluate: $(READY)
	$(BIN)/python build/evaluate.py

bench: $(READY)
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python tests/benchmarks/run.py

mutate: $(READY)
	$(BIN)/python -m pip install --quiet --editable '.[mutate]'
	$(BIN)/python tests/mutation/run.py

release: $(READY)
	$(BIN)/python build/release.py

site: $(READY)
	$(BIN)/rare-earth-data site --out site

wheel: $(READY)
	$(BIN)/python -m build --outdir dist

clean:
	rm -rf $(VENV) dist .mutation .pytest_cache .mypy_cache .ruff_cache .hypothesis
