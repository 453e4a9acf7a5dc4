# Needs only make (GNU make 3.81 or later), a POSIX shell and Python 3.11, 3.12 or 3.13. Windows: see README.md.
PYTHON = .venv/bin/python

.PHONY: help lab test check test-all build lock clean environment

help:
	@echo "make lab        install everything, then open the lessons in JupyterLab"
	@echo "make test       install everything, then run all tests"
	@echo "make check      for contributors: style and the quick tests, about two minutes"
	@echo "make test-all   make test, and the types, and that every notebook matches its source"
	@echo "make build      build the notebooks from lessons/ (LESSONS=06 for one of them)"
	@echo "make lock       resolve the packages anew into requirements.lock (ARGS=--upgrade: the newest)"
	@echo "make clean      remove what was built; your lessons, your progress and .venv stay"
	@echo "ARGS is handed on: make lab ARGS=--no-browser, make test ARGS='-k wheel'"

# Does nothing where the environment is what requirements.lock says: see deploy/install.sh.
environment:
	@sh deploy/install.sh

lab: environment
	@$(PYTHON) -m course_utils.cli lab $(ARGS)

test: environment
	$(PYTHON) -m pytest $(ARGS)

check: environment
	$(PYTHON) -m ruff check .
	$(PYTHON) -m pytest -q -m "not slow" $(ARGS)

test-all: environment
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -m course_utils.cli build --check
	$(PYTHON) -m pytest $(ARGS)

build: environment
	$(PYTHON) -m course_utils.cli build $(LESSONS) $(ARGS)

lock:
	@sh deploy/lock.sh $(ARGS)

clean:
	rm -rf build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find course_utils lessons notebooks tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find notebooks -name .ipynb_checkpoints -type d -prune -exec rm -rf {} +
