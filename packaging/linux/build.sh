#!/usr/bin/env bash
# Builds the .deb and .rpm packages of the window and of the command without one.
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "$0")/../common.sh"

work=$WORK/linux
rm -rf "$work"
mkdir -p "$work/icons/scalable/apps" "$OUT"
GOARCH=$(go env GOARCH)
MAINTAINER=${MAINTAINER:-The Crosswalk developers <noreply@crosswalk.invalid>} HOMEPAGE=${HOMEPAGE:-}
export GOARCH MAINTAINER HOMEPAGE WORK

git rev-parse HEAD >"$work/commit" 2>/dev/null || true
CGO_ENABLED=1 compile "$work/crosswalk" .
compile_command "$work/crosswalk-cli"

# The newest version of the C library that the program asks for is the oldest that will do.
GLIBC=$(objdump -T "$work/crosswalk" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -Vu | tail -1)
export GLIBC

cp assets/logo.svg "$work/icons/scalable/apps/org.crosswalk.desktop.svg"
for size in 16 22 24 32 48 64 128 256 512; do
	mkdir -p "$work/icons/${size}x$size/apps"
	rsvg-convert -w "$size" -h "$size" -o "$work/icons/${size}x$size/apps/org.crosswalk.desktop.png" assets/logo.svg
done
fill packaging/linux/metainfo.xml >"$work/metainfo.xml"
packaging/notices.sh "$work/crosswalk" >"$work/copyright"
packaging/notices.sh "$work/crosswalk-cli-full" >"$work/copyright-cli"
gzip -9nc CHANGELOG.md >"$work/changelog.gz"
for shell in bash zsh fish; do "$work/crosswalk-cli" completion "$shell" >"$work/completion.$shell"; done

appstreamcli validate --no-net --pedantic "$work/metainfo.xml"
desktop-file-validate packaging/linux/org.crosswalk.desktop.desktop
xmllint --noout packaging/linux/mime.xml

rm -f "$OUT"/crosswalk*.{deb,rpm}
for packager in deb rpm; do
	for config in nfpm nfpm-cli; do
		tool nfpm package --config "packaging/linux/$config.yaml" --packager "$packager" --target "$OUT/"
	done
done
