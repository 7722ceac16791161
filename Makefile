# Every path here is relative, so that the project's folder may have any name.
.POSIX:
.PHONY: run test quick setup bench faults lock clean

PY = .venv/bin/python

run: ## serve the whole system on http://127.0.0.1:8000 (PORT=8001 make run for another port)
	@sh runforsomething/ops/setup.sh run
	@exec $(PY) -m runforsomething.ops.run

test: ## every check
	@sh runforsomething/ops/setup.sh test
	@exec $(PY) -m runforsomething.ops.check

quick: ## the part of the checks that takes less than two minutes
	@sh runforsomething/ops/setup.sh test
	@exec $(PY) -m runforsomething.ops.check --quick

setup: ## what run needs, in .venv
	@sh runforsomething/ops/setup.sh run

bench: ## every figure of speed, full size (BENCH="delivery=5000" for some, smaller)
	@sh runforsomething/ops/setup.sh test
	@exec $(PY) -m benchmarks $(BENCH)

faults: ## every race, kill and flood, full size
	@sh runforsomething/ops/setup.sh test
	@FAULTS=full exec $(PY) -m pytest -m faults

lock: ## compile the hashed pins out of requirements*.in (needs uv)
	@for name in requirements requirements-dev; do \
	  uv pip compile --quiet --universal --generate-hashes --no-annotate --no-strip-extras --custom-compile-command "make lock" \
	    --python-version 3.11 $$name.in -o $$name.txt || exit 1; \
	done

clean: ## remove .venv and every cache; the database of make run, in .local, stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
