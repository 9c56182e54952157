# serve · quick · chapter · outputs · reviewed · test · check · build · bench · results · clean
# each makes .venv first; FAMILY, SLUG, EN, ZH, PAGE, PAGES, BASE reach the command as they are
PORT ?= 8000
BIN := .venv/bin
RUN := $(BIN)/python
NAMES := python3 python3.13 python3.12 python3.11 python3.14 python
FITS := 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(firstword $(foreach name,$(NAMES),$(shell $(name) -c $(FITS) 2>/dev/null && echo $(name))))

.PHONY: serve quick chapter outputs reviewed test check build bench results clean

serve: .venv/ready
	@$(RUN) -m press.serve $(PORT)

# what a change touches, in under a minute; BASE=main: since the branch began
quick: .venv/ready
	@$(RUN) -m tests.commands.quick

# a new chapter: make chapter FAMILY=recurrent SLUG=net EN="Title" ZH="标题"
chapter: .venv/ready
	@$(RUN) -m tests.commands.chapter

# run a page and write what its blocks print: make outputs PAGE=recurrent/lstm.md
outputs: .venv/ready
	@$(RUN) -m tests.commands.outputs

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

# after somebody has read both languages: make reviewed PAGES="recurrent/lstm.md"
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
