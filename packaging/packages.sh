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
# Compiled a second time with an empty cache: the commands take a minute or two, the programs with a window half an hour.
# TWICE="linux linux-cli windows windows-cli" compares all of them, as the release workflow does; TWICE= none.
if [ "$(uname -s)" = Linux ] && [ -n "${TWICE=linux-cli windows-cli}" ]; then
	read -ra names <<<"$TWICE"
	packaging/release/reproduce.sh "${names[@]}"
fi
packaging/release/sums.sh
