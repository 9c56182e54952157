# serve · test · build · check · bench · results · reviewed · clean; each makes .venv first
PORT ?= 8000
BIN := .venv/bin
RUN := $(BIN)/python
NAMES := python3 python3.13 python3.12 python3.11 python3.14 python
FITS := 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(firstword $(foreach name,$(NAMES),$(shell $(name) -c $(FITS) 2>/dev/null && echo $(name))))

.PHONY: serve test build check bench results reviewed clean

serve: .venv/ready
	@$(RUN) -m press.serve $(PORT)

test: .venv/ready
	@$(RUN) -m tests.kit.chromium
	@$(RUN) -m pytest --cov=snippets --cov-report=term --cov-fail-under=100
	@echo "make test: everything holds"

build: .venv/ready
	@$(RUN) -m press.build site

# what needs neither the built site nor a browser
check: .venv/ready
	@$(RUN) -m pytest --ignore=tests/gates/site --ignore=tests/gates/built

bench: .venv/ready
	@$(RUN) -m pytest tests -o python_files='bench_*.py' --benchmark-enable --benchmark-only

# what pages show but cannot wait for, computed anew if its code has changed
results: .venv/ready
	@$(RUN) -m press.compute.results

# after somebody has read both languages of what changed
reviewed: .venv/ready
	@$(RUN) -m tests.gates.languages.reviewed

.venv/ready: requirements.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed"; exit 1; }
	@echo "setting up .venv with $(PYTHON), a few minutes the first time"
	@$(PYTHON) -m venv .venv
	@test -z "$(TORCH_INDEX)" || $(BIN)/python -m pip install torch --index-url $(TORCH_INDEX)
	@$(BIN)/python -m pip install -r requirements.txt
	@touch $@

clean:
	rm -rf .venv build site .cache .pytest_cache .ruff_cache .coverage
