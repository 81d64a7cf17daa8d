#!/usr/bin/env bash
# Writes what each program consists of (CycloneDX), read from the built program itself.
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "$0")/../common.sh"
for program in "$WORK"/*/crosswalk{,-cli,-cli-full}{,.exe}; do
	[ -f "$program" ] || continue
	system=$(basename "$(dirname "$program")") name=$(basename "$program" .exe)
	tool cyclonedx-gomod bin -json -licenses -noserial -version "$VERSION" -output "$OUT/$name-$VERSION-$system.cdx.json" "$program"
done
