#!/usr/bin/env bash
# Gives INPUTS (20000) new inputs to every fuzz target: what comes from outside must not be able to do more than be refused.
# "make test" gives a thousand to what reads replies, answers and what is stored, and runs every target on the inputs that are
# kept; a failing new one is left in the room's testdata/fuzz, to be kept.
# Usage: fuzz.sh [INPUTS [ROOM…]]    (without rooms: all that have a target)
set -euo pipefail
cd "$(dirname "$0")/../.."
inputs=${1:-20000} # counted: a limit by time now and then fails by itself, as "context deadline exceeded"

# Each program is built once, since "go test -fuzz" links it anew for every target.
rooms=("${@:2}")
[ ${#rooms[@]} -gt 0 ] || mapfile -t rooms < <(git grep -l --untracked '^func Fuzz' -- '*_test.go' | xargs -n1 dirname | sort -u)
for room in "${rooms[@]}"; do
	program=$PWD/build/fuzz/${room//\//-}.test
	CGO_ENABLED=0 go test -c -fuzz=. -o "$program" "./$room"
	for target in $(cd "$room" && "$program" -test.list '^Fuzz'); do
		echo "$room $target"
		(cd "$room" && "$program" -test.run '^$' -test.fuzz "^$target\$" -test.fuzztime "${inputs}x" -test.fuzzminimizetime 50x -test.fuzzcachedir "${program%.test}")
	done
done
