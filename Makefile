# One flag set for everything that opens a window: the toolkit's bindings to OpenGL take minutes to
# compile, once for each set.
TAGS    := migrated_fynedo,no_animations
VERSION := $(shell packaging/dev/version.sh)
LDFLAGS := -X main.version=$(VERSION)

.DEFAULT_GOAL := help
.PHONY: help run build cli test bench soak clean needs

help: ## say what can be typed here
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' Makefile

run: ## install what a build lacks, build, open the window
	@packaging/dev/display.sh
	@$(MAKE) --no-print-directory build
	@build/crosswalk

build: needs ## install what a build lacks, build build/crosswalk
	go build -tags $(TAGS) -ldflags '$(LDFLAGS)' -o build/crosswalk .

cli: ## build build/crosswalk-cli, the program without a window
	CGO_ENABLED=0 go build -ldflags '$(LDFLAGS)' -o build/crosswalk-cli ./internal/command/crosswalk-cli

test: ## install what tests need, run every check and test, with the time of each
	@TAGS=$(TAGS) packaging/dev/test.sh

bench: build ## measure start, memory, idle and the way back from the browser, beside a bare window
	@TAGS=$(TAGS) packaging/dev/bench.sh

soak: ## kill processes that renew, at random for MINUTES (12)
	@CROSSWALK_SOAK_MINUTES=$(or $(MINUTES),12) packaging/dev/soak.sh

needs:
	@packaging/dev/needs.sh build

clean: ## remove what was built here
	rm -rf build
