# One flag set for everything that opens a window: the toolkit's bindings to OpenGL take minutes to
# compile, once for each set.
TAGS    := migrated_fynedo,no_animations
# What is packed leaves out the toolkit's font of emoji, which is as large as the rest of its drawing: the system has one.
PACKED  := $(TAGS),no_emoji,no_metadata
VERSION := $(shell packaging/dev/version.sh)
LDFLAGS := -X main.version=$(VERSION)

.DEFAULT_GOAL := help
.PHONY: help run build cli test fuzz bench soak packages packages-test clean needs

help: ## say what can be typed here
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile

run: ## install what a build lacks, build, open the window
	@packaging/dev/display.sh
	@$(MAKE) --no-print-directory build
	@build/crosswalk

build: needs ## install what a build lacks, build build/crosswalk
	go build -tags $(TAGS) -ldflags '$(LDFLAGS)' -o build/crosswalk .

cli: ## build build/crosswalk-cli, the program without a window, and crosswalk-cli-full, which it needs beside it
	CGO_ENABLED=0 go build -tags quick -ldflags '$(LDFLAGS)' -o build/crosswalk-cli ./internal/command/crosswalk-cli
	CGO_ENABLED=0 go build -ldflags '$(LDFLAGS)' -o build/crosswalk-cli-full ./internal/command/crosswalk-cli

test: ## install what tests need, run every check and test, with the time of each
	@TAGS=$(TAGS) packaging/dev/test.sh

fuzz: ## give INPUTS (20000) new inputs to every fuzz target
	@packaging/dev/fuzz.sh $(INPUTS)

bench: build ## measure start, memory, idle and the way back from the browser, beside a bare window
	@TAGS=$(TAGS) packaging/dev/bench.sh

soak: ## kill processes that renew, at random for MINUTES (12), and such that have companies made
	@CROSSWALK_SOAK_MINUTES=$(or $(MINUTES),12) packaging/dev/soak.sh

packages: ## build what this system can pack, into build/packages
	@packaging/dev/needs.sh packages
	@TAGS=$(PACKED) packaging/packages.sh

packages-test: ## install each package, start what it installed, photograph it, remove it (as root)
	@packaging/dev/needs.sh packages-test
	@TAGS=$(PACKED) packaging/packages-test.sh

needs:
	@packaging/dev/needs.sh build

clean: ## remove what was built here
	rm -rf build
