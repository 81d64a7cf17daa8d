#!/usr/bin/env bash
# Says in one sentence that a window cannot be opened here, and how to go on.
set -euo pipefail
case $(uname -s) in
Linux | *BSD) ;;
*) exit 0 ;;
esac
if [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then
	echo "There is no display here to open a window on: type this in a terminal of a desktop session (or over 'ssh -X'), or build with 'make build' and see the window work in 'make test', which brings a display of its own." >&2
	exit 1
fi
