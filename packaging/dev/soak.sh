#!/usr/bin/env bash
# Kills processes that renew the same grants at random, for CROSSWALK_SOAK_MINUTES in all, and prints what was lost
# as a table. Fails when something was lost that need not have been.
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${CROSSWALK_SOAK_MINUTES:?set by the Makefile}"
CGO_ENABLED=0 go test -count=1 -timeout 24h -run '^TestProcessesKilledAtRandomLoseNoGrant$' -v ./oauth | grep -v '^=== '
