#!/usr/bin/env bash
# Prints the version of this tree: what git describes, or what FyneApp.toml says where there is no git.
set -euo pipefail
cd "$(dirname "$0")/../.."
written=$(sed -n 's/^Version *= *"\(.*\)"/\1/p' FyneApp.toml)
if described=$(git describe --tags --match 'v[0-9]*' --dirty 2>/dev/null); then
	echo "${described#v}"
elif commit=$(git rev-parse --short HEAD 2>/dev/null); then
	echo "$written+$commit"
else
	echo "$written"
fi
