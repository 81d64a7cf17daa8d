#!/usr/bin/env bash
# Packs what administrators install to decide for a computer: the template for group policy, the profile for a Mac, the
# file for Linux, and what each value means.
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "$0")/../common.sh"
place=$(mktemp -d "${TMPDIR:-/tmp}/crosswalk-policies.XXXXXX")
trap 'rm -rf "$place"' EXIT
mkdir "$place/windows" "$place/macos" "$place/linux"
cp -R packaging/windows/policy/. "$place/windows/"
cp packaging/policy/crosswalk.mobileconfig "$place/macos/"
cp packaging/policy/policy.json "$place/linux/"
cp docs/policies.md "$place/"
find "$place" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
rm -f "$OUT"/crosswalk-policies-*.zip
(cd "$place" && find . -type f | LC_ALL=C sort | TZ=UTC zip -qX9 "$OUT/crosswalk-policies-$VERSION.zip" -@)
