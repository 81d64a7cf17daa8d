#!/usr/bin/env bash
# Builds every package that this system can build, with their checksums and the list of what is in them, and looks for keys in all of it.
set -euo pipefail
cd "$(dirname "$0")/.."

# Compiled a second time with an empty cache: the commands take a minute or two, the programs with a window half an hour.
# Without names reproduce.sh compares all of them, as the release workflow does; TWICE= none.
twice() {
	local names
	read -ra names <<<"${TWICE=linux-cli linux-cli-full windows-cli windows-cli-full}"
	if [ ${#names[@]} -gt 0 ]; then packaging/release/reproduce.sh "${names[@]}"; fi
}

case $(uname -s) in
Linux)
	# The bindings to OpenGL keep one processor busy for minutes, once for each system: the rest goes on meanwhile.
	packaging/windows/build.sh &
	windows=$! failed=''
	if ! { packaging/linux/build.sh && packaging/release/leaks.sh prove && twice; }; then failed=yes; fi
	if ! wait "$windows" || [ -n "$failed" ]; then exit 1; fi
	packaging/release/policies.sh
	;;
Darwin) packaging/macos/build.sh ;;
*)
	echo "Packages are built on Linux (.deb, .rpm and, across, .msi) and on macOS (.dmg, .pkg)." >&2
	exit 1
	;;
esac
packaging/release/bill.sh
packaging/release/leaks.sh packages
packaging/release/sums.sh
