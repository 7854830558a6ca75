# Linli on one machine. `make help` lists what there is; README.md says more.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.SILENT:

PYTHON ?=
export PYTHON

VENV := .venv/bin
BOOTSTRAP := bash infra/local/bootstrap.sh
LOCAL := $(VENV)/python -m infra.local
PYTEST := $(VENV)/python -m pytest

# make run tickets=3: every service's name is a variable that says how many processes it gets.
SERVICES := $(patsubst services/%/service.py,%,$(wildcard services/*/service.py))
REPLICAS = $(foreach s,$(SERVICES),$(if $(findstring command line,$(origin $(s))),$(s)=$($(s))))
UNKNOWN = $(filter-out $(SERVICES) role area PYTHON,$(foreach v,$(.VARIABLES),$(if $(findstring command line,$(origin $(v))),$(v))))

# Parts whose tests start no server share the processors; the others run one after the other.
holding_tests = $(wildcard $(foreach d,$(1),$(if $(shell find tests/$(d) -name 'test_*.py' 2>/dev/null),tests/$(d))))
QUICK_TESTS = $(call holding_tests,unit architecture contract)
SERVER_TESTS = $(call holding_tests,integration scenarios faults)

.PHONY: help install install-dev check-names run start stop scale status logs token clean \
	test unit quick-tests server-tests check format demo faults bench docs schemas lock

help: ## list all targets
	awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

check-names:
	$(if $(strip $(UNKNOWN)),echo "There is no service $(UNKNOWN); there are: $(SERVICES)." >&2; exit 1)

install: ## make .venv, install what a local run needs, get the servers
	$(BOOTSTRAP) requirements-local.lock servers

install-dev: ## the same, and what tests and checks need
	$(BOOTSTRAP) requirements-dev.lock servers browser

run: check-names install ## run the whole suite here until Ctrl-C (make run tickets=3: three processes of tickets)
	exec $(LOCAL) run $(REPLICAS)

start: check-names install ## run the whole suite in the background
	exec $(LOCAL) start $(REPLICAS)

stop: ## end the suite, keep its data
	if [ -d .run ] || [ -n "$$LINLI_RUN_DIR" ]; then exec $(LOCAL) stop; else echo "Nothing runs."; fi

scale: check-names ## change the number of processes while it runs (make scale tickets=2)
	exec $(LOCAL) scale $(REPLICAS)

status: ## show what runs
	exec $(LOCAL) status

token: ## print an access token (make token role=grid_worker area=150202.001)
	exec $(LOCAL) token $(if $(role),--role $(role)) $(if $(area),--area $(area))

logs: ## follow the logs of services and gateway
	exec tail -n 5 -F $${LINLI_RUN_DIR:-.run}/logs/*.log

clean: ## end the suite and remove its data
	if [ -x $(VENV)/python ]; then exec $(LOCAL) clean; else rm -rf .run; fi

test: install-dev ## run all tests against servers of their own
	failed=0; \
	$(MAKE) --no-print-directory quick-tests || failed=1; \
	$(MAKE) --no-print-directory server-tests || failed=1; \
	if [ $$failed = 0 ]; then echo "All tests passed."; else echo "Some tests failed, see above." >&2; fi; \
	exit $$failed

quick-tests:
	$(if $(strip $(QUICK_TESTS)),$(PYTEST) -n 2 $(QUICK_TESTS))

server-tests:
	$(if $(strip $(SERVER_TESTS)),$(PYTEST) -n 2 --dist loadfile $(SERVER_TESTS))

unit: ## run the quick tests, of rules and of the shape of the code, with fewer examples than make test draws
	$(BOOTSTRAP) requirements-dev.lock
	$(PYTEST) -q -n 2 --dist loadfile --hypothesis-profile=quick tests/unit tests/architecture

check: ## lint, format, types, import rules
	$(BOOTSTRAP) requirements-dev.lock
	$(VENV)/ruff check
	$(VENV)/ruff format --check
	$(VENV)/basedpyright
	$(PYTEST) -q tests/architecture

format: ## format the code
	$(VENV)/ruff check --fix
	$(VENV)/ruff format

demo: ## play the main jobs against the running suite
	exec $(VENV)/python -m infra.demo

faults: install-dev ## kill services, broker and database while matters and hours change hands, and count what was lost
	exec $(VENV)/python -m infra.faults

bench: install-dev ## measure against plain peers, as ratios
	exec $(VENV)/python -m infra.bench

docs: ## write the documents that are derived from contracts
	exec $(VENV)/python -m infra.docs

schemas: ## write the released JSON Schemas
	exec $(VENV)/python -m infra.schemas

lock: install-dev ## resolve pyproject.toml into the three lock files
	bash infra/local/lock.sh
