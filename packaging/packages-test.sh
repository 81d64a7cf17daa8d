#!/usr/bin/env bash
# Installs, starts and removes every package of build/packages that this system can.
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/macos/check.sh
if [ "$(uname -s)" = Linux ]; then
	packaging/linux/test.sh
	packaging/windows/test.sh
fi
