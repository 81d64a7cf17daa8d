#!/usr/bin/env bash
# Usage: reproduce.sh [linux|linux-cli|linux-cli-full|windows|windows-cli|windows-cli-full]…    (all of them, without names; minutes, since nothing is taken from a cache)
# Compiles programs again from a copy of the last commit in another folder, with an empty cache, and compares every byte; the
# one for Linux also with what was packed, when that came from the same commit.
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "$0")/../common.sh"
place=$(mktemp -d "${TMPDIR:-/tmp}/crosswalk-again.XXXXXX")
trap 'chmod -R u+w "$place"; rm -rf "$place"' EXIT

compile_one() { # OUT NAME
	case $2 in
	linux) GOOS=linux CGO_ENABLED=1 compile "$1" . ;;
	linux-cli) TAGS=$TAGS,quick GOOS=linux CGO_ENABLED=0 compile "$1" ./internal/command/crosswalk-cli ;;
	linux-cli-full) GOOS=linux CGO_ENABLED=0 compile "$1" ./internal/command/crosswalk-cli ;;
	windows) GOOS=windows CC=x86_64-w64-mingw32-gcc CGO_ENABLED=1 compile "$1" . -H=windowsgui ;;
	windows-cli) TAGS=$TAGS,quick GOOS=windows CGO_ENABLED=0 compile "$1" ./internal/command/crosswalk-cli ;;
	windows-cli-full) GOOS=windows CGO_ENABLED=0 compile "$1" ./internal/command/crosswalk-cli ;;
	*) echo "no program is called $2" >&2; return 1 ;;
	esac
}
declare -A packed=([linux]=crosswalk [linux-cli]=crosswalk-cli [linux-cli-full]=crosswalk-cli-full)
for copy in first/crosswalk second/elsewhere/crosswalk; do
	mkdir -p "$place/$copy"
	git archive HEAD | tar -x -C "$place/$copy"
done
[ $# -gt 0 ] || set -- linux linux-cli linux-cli-full windows windows-cli windows-cli-full
for name; do
	(cd "$place/first/crosswalk" && compile_one "$place/$name.first" "$name")
	(cd "$place/second/elsewhere/crosswalk" && GOCACHE=$place/cache compile_one "$place/$name.second" "$name")
	cmp "$place/$name.first" "$place/$name.second"
	if [[ $name == linux* ]] && [ -f "$WORK/linux/${packed[$name]}" ] && [ -z "$(git status --porcelain)" ] && [ "$(cat "$WORK/linux/commit")" = "$(git rev-parse HEAD)" ]; then
		cmp "$place/$name.first" "$WORK/linux/${packed[$name]}"
	fi
	echo "$name: the same $(wc -c <"$place/$name.first") bytes twice, SHA-256 $(sha256sum <"$place/$name.first" | cut -d' ' -f1)"
done
