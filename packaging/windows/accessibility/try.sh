#!/usr/bin/env bash
# Tries, under Wine, what the toolkit's build for accessibility (-tags accessibility) tells Windows: see
# docs/decisions/accessibility.md. It ends with 0 when a newer toolkit has mended what is wrong with it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
toolkit=$(go list -m -f '{{.Dir}}' fyne.io/fyne/v2)/internal/driver/glfw
place=$(mktemp -d "${TMPDIR:-/tmp}/crosswalk-reader.XXXXXX")
export WINEPREFIX=$place/prefix WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
trap 'wineserver -k 2>/dev/null || true; rm -rf "$place"' EXIT
{
	printf '#include <stdlib.h>\nstatic void noted(void *);\nstatic void let_go(void *p) { noted(p); }\n#define free let_go\n'
	cat "$toolkit/accessibility_windows.c"
	printf '#undef free\n'
	cat "$here/try.c"
} >"$place/try.c"
x86_64-w64-mingw32-gcc -Daccessibility -I"$toolkit" -o "$place/try.exe" "$place/try.c" -lole32 -loleaut32 -luuid
wineboot -i >/dev/null 2>&1
wine "$place/try.exe" 2>/dev/null
