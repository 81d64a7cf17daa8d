#!/usr/bin/env bash
# Usage: notices.sh PROGRAM…
# Prints the licenses of everything that was compiled into these programs, as their authors ask for.
set -euo pipefail

print() { # TITLE FILE
	printf '\n%s\n%s\n\n' "$1" "${1//?/=}"
	cat "$2"
}

echo "Crosswalk itself is under the Apache License 2.0. It is built from these works of others, with thanks."
print "The Go standard library and runtime" "$(go env GOROOT)/LICENSE"
print "Crosswalk Sans, made from Inter" assets/fonts/OFL.txt
go version -m "$@" | awk '$1 == "dep" { print $2 "@" $3 }' | LC_ALL=C sort -u | while read -r module; do
	folder=$(go mod download -json "$module" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')
	found=
	for file in "$folder"/{LICEN[CS]E,COPYING,NOTICE,PATENTS}*; do
		if [ -f "$file" ]; then print "$module: ${file##*/}" "$file"; found=yes; fi
	done
	if [ -z "$found" ]; then echo "$module has no license file" >&2; exit 1; fi
done
