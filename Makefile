# What you can ask of Pulse. Everything lives in .venv; paths are relative, so a checkout may stand anywhere.
PORT ?= 8501
WORKERS ?= 2
PY := .venv/bin/python
PIP := $(PY) -m pip install -q --disable-pip-version-check

help: ## list the targets (what plain `make` does)
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1 - /'

run: app ## serve the dashboard on http://localhost:8501 (PORT=8080 for another)
	@$(PY) -m lib serve --port $(PORT)

test: tools browser ## run all tests; installs what they need
	@$(PY) -m pytest -n $(WORKERS)

check: tools ## format, lint, types, import direction, translations
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m lib.i18n check

bench: tools browser ## measure speed against an empty app and bare DuckDB, forecasts against Prophet, sentiment, posting times, alarms
	@$(PY) -m tests.bench

format: tools ## put the code in the house's form
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

nlp: app ## install the better sentiment engine (91 MB; PULSE_SENTIMENT_ENGINE=better turns it on)
	@$(call install,requirements-nlp.txt)

lock: tools ## pin the newest versions in requirements.txt and tests/requirements.txt
	@command -v uv >/dev/null || $(PIP) uv
	@PATH="$$PATH:.venv/bin"; lock="uv pip compile --upgrade --universal --python-version 3.11 -q \
	  --no-header --no-annotate --no-emit-index-url"; \
	$$lock pyproject.toml -o requirements.txt && cd tests && PATH="$$PATH:../.venv/bin" && \
	$$lock requirements.in -o requirements.txt

clean: ## remove .venv and caches; your data stays
	rm -rf .venv .*_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- below: what the targets need; each step is skipped when there is nothing to do ---

app: .venv/made
	@$(call install,requirements.txt)

tools: app
	@$(call install,tests/requirements.txt)

# Installs a requirements file when its checksum is not the one installed last.
define install
stamp=".venv/$(subst /,-,$(1)).cksum"; now=$$(cksum <$(1)); \
if [ "$$now" != "$$(cat "$$stamp" 2>/dev/null)" ]; then \
  echo "installing $(1)"; $(PIP) -r $(1) && echo "$$now" >"$$stamp"; fi
endef

.venv/made:
	@for python in python3 python3.13 python3.12 python3.11; do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  echo "making .venv with $$($$python --version)"; \
	  $$python -m venv --clear .venv && touch $@ && exit 0; \
	  echo "$$python cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2; exit 1; \
	done; echo "Pulse needs Python 3.11 or newer: install it from python.org or with your system's packages." >&2; exit 1

# The browser tests need Chromium and a Chinese font. Debian's packages bring both; CHROMIUM= names another browser.
browser:
	@missing() { \
	  command -v "$${CHROMIUM:-chromium}" >/dev/null || echo chromium; \
	  find /usr/share/fonts /Library/Fonts /System/Library/Fonts "$$HOME/.local/share/fonts" 2>/dev/null \
	    | grep -qiE 'cjk|noto.*tc|pingfang' || echo fonts-noto-cjk; }; \
	wanted=$$(echo $$(missing)); [ -n "$$wanted" ] || exit 0; \
	if [ "$$(id -u)" = 0 ]; then sudo=; else sudo="sudo -n"; fi; \
	if command -v apt-get >/dev/null && $$sudo true 2>/dev/null; then \
	  echo "installing $$wanted"; \
	  $$sudo apt-get -q update && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends $$wanted; fi; \
	wanted=$$(echo $$(missing)); [ -z "$$wanted" ] || { \
	  echo "The browser tests cannot run without: $$wanted. Install these (on Debian with apt-get, as root)," >&2; \
	  echo "or set CHROMIUM to the path of a Chromium or Chrome you have." >&2; exit 1; }

.PHONY: help run test check bench format nlp lock clean app tools browser
