# Everything this project can do from a clone. "make" alone lists it.
# Needs Go and, for all but lint, PostgreSQL's server programs (see "postgres").

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# Without a home that can be written, Go has no place for its caches.
ifneq ($(shell test -n "$${HOME:-}" && test -w "$$HOME" && echo yes),yes)
export HOME := $(CURDIR)/.tools/home
$(shell mkdir -p "$(HOME)")
endif

# A clone may belong to another user than the one who builds; then git refuses
# to name the version and Go would refuse to build.
export GOFLAGS := $(strip $(GOFLAGS) -buildvcs=false)

# Two at a time: a test binary with the Temporal server links at about 2 GB.
P ?= 2
# Further flags for the command that up and demo start, e.g. make demo ARGS=--json
ARGS ?=
# Further flags for go test, e.g. make test TEST='-run Calendar'
TEST ?=

# The pinned tools of tools/go.mod, each built once for this set of versions.
TOOLS := $(CURDIR)/.tools/$(shell cat tools/go.mod tools/go.sum | sha256sum | cut -c1-12)-$(shell go env GOVERSION)
golangci-lint := github.com/golangci/golangci-lint/v2/cmd/golangci-lint
sqlc          := github.com/sqlc-dev/sqlc/cmd/sqlc
oapi-codegen  := github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen
gofumpt       := mvdan.cc/gofumpt
workflowcheck := go.temporal.io/sdk/contrib/tools/workflowcheck

.PHONY: help
help: ## What there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: lint
lint: patience $(TOOLS)/golangci-lint $(TOOLS)/workflowcheck ## Walls, words, errors, format and determinism of workflows
	$(TOOLS)/golangci-lint run --concurrency $(P) ./...
	go vet -tags noembed ./cmd/... ./internal/embedded/...
	@if [ -d workflows ]; then echo "workflowcheck ./workflows/..."; $(TOOLS)/workflowcheck ./workflows/...; fi

.PHONY: test
test: postgres chromium patience ## Every test, on real PostgreSQL, real Temporal and a real browser
	go test -p $(P) -timeout 20m $(TEST) ./...

.PHONY: race
race: postgres chromium patience ## Every test under the race detector (needs a C compiler)
	@command -v "$$(go env CC)" >/dev/null || { echo "The race detector needs a C compiler: install gcc." >&2; exit 1; }
	CGO_ENABLED=1 go test -race -p $(P) -timeout 60m $(TEST) ./...

.PHONY: replay
replay: ## Replay every recorded workflow history against today's workflows
	@if [ -d workflows ]; then go test -count=1 -timeout 10m -run Replay ./workflows/...; \
	else echo "There are no workflows yet, so no recorded history."; fi

.PHONY: night
night: postgres chromium patience ## The long versions: fuzzing, 100,000 requests, 1,000 kills, the whole year
	$(MAKE) fuzz FUZZ=90s
	GYEOL_NIGHT=1 go test -count=1 -p $(P) -timeout 3h $(TEST) ./...

# How long each decoder is fuzzed: by day five minutes for all of them together, at night a minute and a half for each.
FUZZ ?= $(shell n=$$(grep -rhE '^func Fuzz' --include=*_test.go . | wc -l); echo $$(((300 + n - 1) / n))s)

# A package is built for fuzzing once, and all its targets run from that; what is worth keeping goes where go test keeps it.
# Go sometimes takes the end of the time for a failure. What was really found is kept beside the test as an input, and
# fails again at once.
.PHONY: fuzz
fuzz: ## Every decoder on inputs nobody wrote, five minutes in all; FUZZ=90s: so long each
	@bin=$$(mktemp -d); trap 'rm -rf "$$bin"' EXIT; kept=$$(go env GOCACHE)/fuzz; \
	for dir in $$(grep -rlE '^func Fuzz' --include=*_test.go . | xargs -n1 dirname | sort -u); do \
		go test -c -fuzz=. -o "$$bin/test" "$$dir" || exit 1; path=$$(go list "$$dir") || exit 1; \
		for target in $$(grep -ohE '^func Fuzz[A-Za-z]+' "$$dir"/*_test.go | cut -c6-); do \
			echo "$$target ($$dir, $(FUZZ))"; \
			again=0; until (cd "$$dir" && "$$bin/test" -test.run '^$$' -test.fuzz "^$$target$$" -test.fuzztime $(FUZZ) \
				-test.fuzzcachedir "$$kept/$$path" -test.parallel $(P)); do \
				[ $$again = 0 ] || exit 1; again=1; \
			done; \
		done; done

# What the tree looks like to git, down to the contents of new files.
fingerprint = { git diff; git ls-files --others --exclude-standard -z | sort -z | xargs -0 -r sha256sum; } | sha256sum

.PHONY: verify
verify: postgres $(TOOLS)/sqlc $(TOOLS)/oapi-codegen $(TOOLS)/gofumpt ## Generated code, module files and migrations are up to date
	@before=$$($(fingerprint)); \
	if [ -f sqlc.yaml ]; then echo "sqlc generate"; $(TOOLS)/sqlc generate; fi; \
	echo "go generate ./..."; PATH="$(TOOLS):$$PATH" go generate ./...; \
	if [ "$$before" != "$$($(fingerprint))" ]; then git status --short; \
	echo "Generated code was stale; it is fresh now: look at the difference and commit it." >&2; exit 1; fi
	go mod tidy -diff
	@if [ -d migrations ]; then go test -count=1 ./migrations/...; fi

.PHONY: build
build: patience ## bin/gyeol
	go build -p $(P) -ldflags='-s -w' -o bin/gyeol ./cmd/gyeol

# Tests, linter and binary share what is compiled once. (That is why -trimpath is
# left to the Dockerfile: with it Go would compile the 700 packages of the
# Temporal server a second time for the binary alone.)
.PHONY: patience
patience:
	@[ -z "$$(go list -e -f '{{if .Stale}}cold{{end}}' go.temporal.io/server/temporal)" ] || \
		echo "This compiles a Temporal server into Go's build cache: some minutes, once."

.PHONY: demo
demo: postgres build ## Seoul's year, rehearsed day by day, ending with a report
	./bin/gyeol demo --fresh $(ARGS)

.PHONY: up
up: postgres build ## The same as a rehearsal installation that stays up
	./bin/gyeol up --rehearsal $(ARGS)

# PostgreSQL's server programs, where internal/embedded looks for them. Installed
# where that is possible; never with a cluster of the machine's own, as each
# installation of gyeol keeps a private one.
.PHONY: postgres
postgres:
	@found() { [ -x "$${GYEOL_PG_BIN:-/nowhere}/initdb" ] || command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }; \
	if found; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
		echo "PostgreSQL 15 or newer is missing: install its server (Debian: apt-get install postgresql postgresql-contrib), or set GYEOL_PG_BIN to the folder with initdb." >&2; exit 1; fi; \
	echo "Installing PostgreSQL's server programs."; \
	export DEBIAN_FRONTEND=noninteractive; \
	mkdir -p /etc/postgresql-common/createcluster.d; \
	echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/gyeol.conf; \
	apt-get update -q; apt-get install -y -q --no-install-recommends postgresql postgresql-contrib; \
	found || { echo "PostgreSQL was installed, yet there is no initdb under /usr/lib/postgresql." >&2; exit 1; }

# The browser in which the pages are tested (web/browser), with letters for Korean.
.PHONY: chromium
chromium:
	@found() { command -v chromium >/dev/null; }; \
	if found; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
		echo "Chromium is missing: install it (Debian: apt-get install chromium fonts-noto-cjk)." >&2; exit 1; fi; \
	echo "Installing Chromium, in which the pages are tested."; \
	export DEBIAN_FRONTEND=noninteractive; \
	apt-get update -q; apt-get install -y -q --no-install-recommends chromium fonts-noto-cjk; \
	found || { echo "Chromium was installed, yet there is no program of that name." >&2; exit 1; }

.PHONY: screens
screens: postgres chromium patience ## docs/screens: how the main pages look
	GYEOL_SCREENS=$(CURDIR)/docs/screens go test -count=1 -p $(P) -run '^TestTheMainPagesAreTaken$$' ./web/browser

$(TOOLS)/%: tools/go.mod tools/go.sum
	@mkdir -p $(TOOLS)
	@[ -x $@ ] || echo "Building $* once; a linter takes a minute or two."
	@[ -x $@ ] || (cd tools && CGO_ENABLED=0 go build -p $(P) -ldflags='-s -w' -o $@ $($*))
	@touch $@
