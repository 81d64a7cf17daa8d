#!/usr/bin/env bash
# Runs every check and test of this repository, one part after the other, and ends with the time of each.
# A failing part does not hide the ones after it; one failing part fails the whole.
# Usage: test.sh [PART…]    (without names: all of them; the names are those of the table at the end)
# REQUIRE_PEERS=1: an OAuth server of others that cannot be had fails the conformance part.
set -euo pipefail
cd "$(dirname "$0")/../.."

tags=${TAGS:?set by the Makefile}
all_tags=$tags,e2e,bench,keyring,conformance,durability,keepassxc
names=() seconds=() verdicts=()
chosen=("$@")

part() { # NAME COMMAND…
	local name=$1 began=$SECONDS verdict=ok
	shift
	if [ ${#chosen[@]} -gt 0 ] && [[ " ${chosen[*]} " != *" $name "* ]]; then return; fi
	printf '\n== %s\n' "$name"
	"$@" || verdict=FAILED
	names+=("$name") seconds+=($((SECONDS - began))) verdicts+=("$verdict")
	printf '== %s: %s, %d s\n' "$name" "$verdict" $((SECONDS - began))
}

# Every room but the window's program: those build without cgo and without a display.
rooms() { CGO_ENABLED=0 go list -e ./... | grep -vx crosswalk; } # -e: without cgo the program itself cannot even be listed

formatting() {
	local untidy
	untidy=$(git ls-files -z --cached --others --exclude-standard '*.go' | xargs -0 gofmt -l)
	if [ -n "$untidy" ]; then
		printf "Not formatted; 'gofmt -w' does it:\n%s\n" "$untidy"
		return 1
	fi
	git ls-files -z --cached --others --exclude-standard '*.sh' .ci/run | xargs -0 shellcheck
}

vetted() {
	go vet -tags "$all_tags" ./... &&
		CGO_ENABLED=0 go vet -tags quick ./internal/command/... ./internal/sheet ./internal/intake
}

without_cgo() { rooms | CGO_ENABLED=0 xargs go test -timeout 10m; }
# What the race detector has nothing to find in is left to the part without it, which is many times faster: programs that
# are built without the detector and killed or asked (all of internal/command), a second of scrypt in one goroutine, and
# long tables and large files that one goroutine goes through. Short leaves out what only repeats with other numbers.
one_goroutine='TestAReinstalledComputerKeepsItsLinksWithTheRecoveryFile
TestRecoveryFileShowsNothing
TestFaults1To12AKillAtEveryPointOfARenewal
TestProcessesKilledAtRandomLoseNoGrant
TestProgramsKilledAtRandomLoseNoGrant
TestAcknowledgedPairSurvivesAKill
TestKeyRotationSurvivesAKill
TestEveryReplyOfGustoHasItsVerdict
TestTheListCountsWhoNeedsAPersonAsARoundDoes
TestThePageOfVerdictsShowsTheVerdictsOfTheTable
TestTheRequestIsSentOnceWhateverComesBack
TestAWorkbookThatUnpacksToTooMuchIsRefused
TestLimitsAreTold
TestWhatIsWrittenReadsAsItWas
TestEveryWordOfEveryPageKeepsItsContrastInBothLooks
TestFiveHundredGoodRowsAreAllTaken'
with_race() {
	rooms | grep -v internal/command | CGO_ENABLED=1 xargs go test -race -short -timeout 15m -skip "^(${one_goroutine//$'\n'/|})\$"
}

# What needs a key store, a bus or a clock of the system's own. The rest of those rooms ran before.
keyring() {
	local named
	named=$(grep -rl --include='*_test.go' '^//go:build keyring' storage internal/doctor | xargs sed -n 's/^func \(Test[A-Za-z0-9]*\).*/\1/p' | paste -sd '|')
	CGO_ENABLED=0 go test -count=1 -timeout 5m -tags keyring -run "^(${named:?no test is named})\$" ./storage ./internal/doctor
}

# Against authorization servers of others: consent in a browser, renewal in processes that die.
conformance() {
	CGO_ENABLED=0 go test -count=1 -timeout 10m -tags conformance -run Doorkeeper ./oauth & # both wait for browsers most of the time
	local failed=0 other=$!
	CGO_ENABLED=0 go test -count=1 -timeout 10m -tags conformance ./oauth/conformance/... || failed=1
	wait "$other" && return "$failed"
}

# The program itself, in the one flag set that its window is built with.
program() {
	go build -tags "$tags" -o build/crosswalk . && go test -tags "$tags" -timeout 5m .
}

summary() {
	local i failed=0 total=0
	printf '\n== time of each part\n'
	for i in "${!names[@]}"; do
		printf '%-14s %6d s  %s\n' "${names[i]}" "${seconds[i]}" "${verdicts[i]}"
		total=$((total + seconds[i]))
		[ "${verdicts[i]}" = ok ] || failed=1
	done
	printf '%-14s %6d s\n' total "$total"
	return "$failed"
}

rm -rf build/shots # the pictures of the last run
part packages packaging/dev/needs.sh test
part formatting formatting
part house env CGO_ENABLED=0 go test -count=1 house_test.go
part modules go mod tidy -diff
part leaks packaging/release/leaks.sh tree
part program program
part vet vetted
part staticcheck go tool staticcheck -tags "$all_tags" ./...
part unit without_cgo
part race with_race
part fuzz packaging/dev/fuzz.sh 1000 oauth internal/gusto storage
part keyring keyring
part durability env CGO_ENABLED=0 go test -count=1 -timeout 5m -tags durability -run 'PowerCut|FullDisk' ./storage/ ./internal/doctor
part conformance conformance
# Three plays at a time: each waits for a screen or a browser much of its time.
part end-to-end go test -count=1 -parallel 3 -timeout 15m -tags "$tags,e2e" ./internal/stage/...
summary
