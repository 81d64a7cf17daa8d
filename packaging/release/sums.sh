#!/usr/bin/env bash
# Writes SHA256SUMS over everything that is in build/packages.
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "$0")/../common.sh"
cd "$OUT"
rm -f SHA256SUMS
if command -v sha256sum >/dev/null; then sum=(sha256sum); else sum=(shasum -a 256); fi
find . -maxdepth 1 -type f | LC_ALL=C sort | sed "s|^..||" | xargs "${sum[@]}" >"$OUT.sums"
mv "$OUT.sums" SHA256SUMS
