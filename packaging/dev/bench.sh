#!/usr/bin/env bash
# Prints the numbers of docs/benchmarks.md, each beside a bare window (or bare commits) measured in the same run.
set -euo pipefail
cd "$(dirname "$0")/../.."
packaging/dev/needs.sh test
uptime # what else the computer is doing belongs beside every figure
go test -count=1 -timeout 20m -tags "${TAGS:?set by the Makefile},e2e,bench" -run Numbers -v ./internal/stage/ | grep -v '^=== '
CGO_ENABLED=0 go test -count=1 -timeout 5m -tags bench -run Numbers -v ./oauth | grep -v '^=== '
# As main.go has it.
GOGC=50 CGO_ENABLED=0 go test -count=1 -timeout 10m -tags bench -run NumbersOf -v ./internal/desk | grep -v '^=== '
CGO_ENABLED=0 go test -count=1 -timeout 5m -tags bench -run NumbersOf -v ./ui | grep -v '^=== '
CGO_ENABLED=0 go test -count=1 -timeout 5m -run '^$' -bench Match2000 ./internal/match | grep Benchmark
CGO_ENABLED=0 go test -count=1 -timeout 5m -run '^$' -bench DryRun ./internal/intake | grep Benchmark
CGO_ENABLED=0 go test -count=1 -timeout 5m -tags bench -run NumbersOf -v ./internal/provision | grep -v '^=== '
CGO_ENABLED=0 go test -count=1 -timeout 5m -tags bench -run NumbersOf -v ./internal/command | grep -v '^=== '
