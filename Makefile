# serve · quick · chapter · page · outputs · programs · reviewed · test · check · build · offline · book · bench · results · engines · browser · turns · versions · cpus · clean
# each makes .venv first; FAMILY, SLUG, EN, ZH, PAGE, PAGES, BASE, ONLY reach the command as they are
PORT ?= 8000
# another Python has an environment of its own: make test PYTHON=python3.13
ifeq ($(origin PYTHON),command line)
VENV ?= .venv-$(notdir $(PYTHON))
endif
VENV ?= .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python
# from 3.12 on a page that is watched runs as fast as one that is not
NAMES := python3.13 python3.12 python3 python3.11 python3.14 python
FITS := 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(firstword $(foreach name,$(NAMES),$(shell $(name) -c $(FITS) 2>/dev/null && echo $(name))))

.PHONY: serve quick chapter page outputs programs reviewed test check build offline book bench results claims engines browser turns versions cpus clean

serve: $(VENV)/ready
	@$(RUN) -m press.serve $(PORT)

# what a change touches, in under a minute; BASE=main: since the branch began
quick: $(VENV)/ready
	@$(RUN) -m tests.commands.quick

# a new chapter: make chapter FAMILY=recurrent SLUG=net EN="Title" ZH="标题"
chapter: $(VENV)/ready
	@$(RUN) -m tests.commands.chapter

# run a page and say in which lines it is wrong: make page PAGE=recurrent/lstm.md
page: $(VENV)/ready
	@$(RUN) -m press.check $(PAGE)

# run a page, write what its blocks print, and measure which they need: make outputs PAGE=recurrent/lstm.md
outputs: $(VENV)/ready
	@$(RUN) -m tests.commands.outputs

# run the pages whose code changed and write which blocks each block needs
programs: $(VENV)/ready
	@$(RUN) -m tests.commands.programs

test: $(VENV)/ready
	@$(RUN) -m tests.commands.whole

build: $(VENV)/ready
	@$(RUN) -m press.build site

# the same, to read without a server: site/runnable-neural-networks.zip
offline: build
	@ls -l site/*.zip

# a PDF and an EPUB of each language, and their links on its home page: make book ONLY=en
book: $(VENV)/ready
	@$(RUN) -m press.build site
	@$(RUN) -m press.book build/book

# what needs neither the built site nor a browser
check: $(VENV)/ready
	@$(RUN) -m pytest --ignore=tests/gates/site --ignore=tests/gates/built --ignore=tests/gates/run --ignore=tests/gates/scripts

# all networks, or one: make bench SLUG=lstm
bench: $(VENV)/ready
	@$(RUN) -m pytest tests -o python_files='bench_$(or $(SLUG),*).py' --benchmark-enable --benchmark-only

# what pages show but cannot wait for, computed anew if its code has changed
results: $(VENV)/ready
	@$(RUN) -m press.compute.results

# what pages conclude, under every setting that could overturn it: make claims ONLY=recurrent/gru
claims: $(VENV)/ready
	@$(RUN) -m press.compute.claims

# every page in Chromium, Firefox and WebKit: make engines ONLY=webkit; SITE=site: as it was built
engines: $(VENV)/ready
	@$(RUN) -m tests.engines.browsers
	@$(RUN) -m pytest tests/engines -o python_files='engine_*.py' -k '$(ONLY)'

# what every program does in a browser, if its code is new: make browser ONLY=recurrent/lstm.md
browser: $(VENV)/ready
	@$(RUN) -m tests.commands.browser

# record what passes of blocks alone, mutants of solutions, the built site: unchanged, it takes turns in make test
turns: $(VENV)/ready
	@$(RUN) -m tests.commands.turns

# make test on every Python here, with the newest and the oldest libraries
versions: $(VENV)/ready
	@$(RUN) -m tests.commands.versions

# every page's program as other processors would compute it: make cpus ONLY=recurrent/lstm.md
cpus: $(VENV)/ready
	@$(RUN) -m tests.commands.cpus

# after somebody has read both languages: make reviewed PAGES="recurrent/lstm.md"
reviewed: $(VENV)/ready
	@$(RUN) -m tests.gates.languages.reviewed

$(VENV)/ready: requirements.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed"; exit 1; }
	@$(PYTHON) -m press.environment $(VENV) $(TORCH_INDEX)

clean:
	rm -rf $(VENV) build site .cache .pytest_cache .ruff_cache .coverage
