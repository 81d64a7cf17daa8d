#!/usr/bin/env bash
# Builds every package that this system can build, with their checksums and the list of what is in them, and looks for keys in all of it.
set -euo pipefail
cd "$(dirname "$0")/.."
case $(uname -s) in
Linux)
	packaging/linux/build.sh
	packaging/windows/build.sh
	;;
Darwin) packaging/macos/build.sh ;;
*)
	echo "Packages are built on Linux (.deb, .rpm and, across, .msi) and on macOS (.dmg, .pkg)." >&2
	exit 1
	;;
esac
packaging/release/bill.sh
if [ "$(uname -s)" = Linux ]; then packaging/release/leaks.sh prove; fi
packaging/release/leaks.sh packages
packaging/release/sums.sh
