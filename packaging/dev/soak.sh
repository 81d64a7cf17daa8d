#!/usr/bin/env bash
# Kills processes that renew the same grants at random, for CROSSWALK_SOAK_MINUTES in all: first those of the renewal alone,
# whose every step is known, then those of the built program. Prints what was lost as a table for each. Fails when
# something was lost that need not have been. Then programs that have companies made, 200 times: no company may be made
# twice, and none without a word.
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${CROSSWALK_SOAK_MINUTES:?set by the Makefile}"
CGO_ENABLED=0 go test -count=1 -timeout 24h -run '^Test(Processes|Programs)KilledAtRandomLoseNoGrant$' -v ./oauth | grep -v '^=== '
CGO_ENABLED=0 CROSSWALK_PROVISION_KILLS=${CROSSWALK_PROVISION_KILLS:-200} \
	go test -count=1 -timeout 24h -run '^TestProgramsKilledWhileTheyMakeCompaniesMakeNoneTwice$' -v ./internal/command | grep -v '^=== '
