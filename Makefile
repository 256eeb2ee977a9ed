.PHONY: test check lint gate lock
test:            ## install and run the tests
	sh scripts/test
check:           ## what CI runs
	bash .ci/run
lint:
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports
gate:            ## every pinned floor, over the corpora in DATA
	.venv/bin/rashomon gate eval/floors.json --data-root $(DATA)
lock:            ## pin all dependencies again
	uv pip compile --universal --python-version 3.11 --all-extras --no-header pyproject.toml -o requirements.lock
