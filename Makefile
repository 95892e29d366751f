# Every target sets up what it needs. `make run ARGS="--port 9000 --no-browser"` passes its arguments on.
PY := .venv/bin/python
STAMP := .venv/.ready
ARGS ?=
ONLY ?=
QUICK ?=

.PHONY: run test quick check bench contract campaign mutants shots setup browser balancer messages lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh .venv
	@touch $(STAMP)

browser: $(STAMP)
	@sh tools/browser.sh $(PY)

balancer:
	@sh tools/balancer.sh

run: $(STAMP)
	$(PY) -m mobile.cli demo $(ARGS)

check: $(STAMP)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/pyright
	.venv/bin/lint-imports
	.venv/bin/vulture mobile api_client main.py tools/reached.py --min-confidence 60
	$(PY) tools/messages.py --check

test: $(STAMP) browser balancer
	@sh tools/test.sh

# The tests nearest to what changed, in less than 90 seconds. Says what it did not come to.
quick: $(STAMP)
	@$(PY) tools/quick.py

bench: $(STAMP) browser
	$(PY) -m tests.bench $(ARGS)

# make contract URL=https://clinic.example/fhir TOKEN=... : what that server keeps of what this app needs. It writes there.
contract: $(STAMP)
	@test -n "$(URL)" || { echo "Say where: make contract URL=https://clinic.example/fhir [TOKEN=...]"; exit 2; }
	@TOKEN="$(TOKEN)" PATIENT="$(PATIENT)" $(PY) -m tests.contract "$(URL)"

campaign: $(STAMP) browser
	$(PY) -m tests.campaign --only "$(ONLY)" --quick "$(QUICK)"

mutants:
	@sh tools/mutants.sh $(ARGS)

shots: $(STAMP) browser
	$(PY) -m tests.shots $(ARGS)

messages: $(STAMP)
	$(PY) tools/messages.py

# Writes the committed lock anew: hashes for every file, no index address.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --group dev pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --group device -c constraints-device.txt pyproject.toml -o requirements-device.lock

clean:
	rm -rf .venv .venv-device node_modules shots bench-out
