# What one does here. `make` alone prints the targets.
# Everything lands in .venv, .tools and the user's cache; only `git` and Python 3.11 are needed for
# demo, test and check, and Go for the real programs.

PYTHON ?= python3
PY := .venv/bin/python
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test test-tools test-lab lab lab-up lab-programs check bench tools vendor record example generate clean

help: ## print this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed, and $(PYTHON) is older: make PYTHON=python3.12 ..."; exit 2; }
	@echo "setting up .venv (once, half a minute) ..."
	@$(PYTHON) -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(READY) ## the main job: render the example vtalos with a new key into ./demo
	@$(PY) scripts/demo.py

test: $(READY) ## ring 1: pure Python, seconds, no other program needed
	@$(PY) -m pytest

test-tools: $(READY) ## ring 2: the real programs judge what we write (builds them first)
	@$(PY) scripts/tools.py --use core
	@$(PY) -m pytest tests/tools

lab-programs: $(READY)
	@$(PY) scripts/tools.py --use core
	@$(PY) scripts/tools.py --use lab

test-lab: lab-programs ## ring 3, the lab: Flux' and Cilium's real controllers reconcile a rendered tree (Linux, root)
	@$(PY) -m scripts.lab $(LAB)

lab: test-lab ## the same

lab-up: lab-programs ## a lab that keeps running, to look around in
	@$(PY) -m scripts.lab up

check: $(READY) ## what CI demands of every commit: format, lint, types, ring 1, dead code, nothing stale
	@.venv/bin/ruff format --check
	@.venv/bin/ruff check
	@.venv/bin/mypy
	@$(PY) -m pytest
	@.venv/bin/vulture
	@$(PY) scripts/ledger.py --check
	@$(PY) scripts/generate.py --check
	@.venv/bin/gitops-gen render --check
	@.venv/bin/gitops-gen validate

bench: $(READY) ## speed and memory against the peers; BENCH=... passes options on
	@$(PY) scripts/tools.py talhelper sops kubeconform schemas
	@$(PY) -m scripts.bench $(BENCH)

tools: ## build the pinned real programs into the user's cache, link them from .tools/bin
	@$(PYTHON) scripts/tools.py $(TOOLS)

vendor: $(READY) ## renew the vendored facts in gitops_gen/data from their sources
	@$(PY) scripts/tools.py --use core
	@$(PY) scripts/vendor.py

record: $(READY) ## let the real programs speak again: rewrite tests/recordings
	@$(PY) scripts/tools.py --use core
	@$(PY) scripts/record.py

example: $(READY) ## make the committed example anew, with keys that are thrown away
	@$(PY) scripts/example.py

generate: $(READY) ## rewrite the generated files (schemas, docs); `make check` fails where one is stale
	@$(PY) scripts/generate.py
	@$(PY) scripts/ledger.py

clean: ## remove what make made here; builds in the user's cache stay
	rm -rf .venv .tools demo build dist .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
