#!/usr/bin/env bash
# Prints the version of this tree: its tag; after a tag also how many commits and which one (1.2.3+4.gabc); and where
# there is no tag or no git, what FyneApp.toml says.
set -euo pipefail
cd "$(dirname "$0")/../.."
written=$(sed -n 's/^Version *= *"\(.*\)"/\1/p' FyneApp.toml)
if described=$(git describe --tags --match 'v[0-9]*' --dirty 2>/dev/null); then
	# What comes after a tag is newer than it: as "1.2.3-4-gabc" it would count as a pre-release, and older.
	sed -E 's/^v//; s/-([0-9]+)-(g[0-9a-f]+)/+\1.\2/; s/\+(.*)-dirty$/+\1.dirty/; s/-dirty$/+dirty/' <<<"$described"
elif commit=$(git rev-parse --short HEAD 2>/dev/null); then
	echo "$written+$commit"
else
	echo "$written"
fi
