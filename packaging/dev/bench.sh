#!/usr/bin/env bash
# Prints the numbers of docs/benchmarks.md, each beside a bare window (or bare commits) measured in the same run.
set -euo pipefail
cd "$(dirname "$0")/../.."
packaging/dev/needs.sh test
go test -count=1 -timeout 20m -tags "${TAGS:?set by the Makefile},e2e,bench" -run Numbers -v ./internal/stage/ | grep -v '^=== '
CGO_ENABLED=0 go test -count=1 -timeout 5m -tags bench -run Numbers -v ./oauth | grep -v '^=== '
