#!/usr/bin/env bash
# Builds every package that this system can build, with their checksums and the list of what is in them.
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
packaging/release/sums.sh
