# Every target does its own set-up, and is quick when that has been done.
.DEFAULT_GOAL := help
.PHONY: help run dev test lint fmt bench setup clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build the release and serve it on http://127.0.0.1:3000, with SQLite in ./data and a simulated phone
	@scripts/run

dev: ## build without optimisation, serve, and rebuild when a file changes
	@scripts/dev

test: ## every check and every test (one section alone: scripts/test SECTION)
	@scripts/test

lint: ## formatting, clippy, docs, and what reaches the browser
	@scripts/lint

fmt: ## format the sources
	@scripts/fmt

bench: ## measure: page weights, first response, submissions, texts and mails a second, memory
	@scripts/bench

setup: ## only the set-up: Rust, tools, npm packages, Chromium, PostgreSQL
	@scripts/setup

clean: ## remove what was built (not ./data, and not the tools kept in the cache folder)
	@rm -rf target end2end/node_modules end2end/test-results end2end/results.json
