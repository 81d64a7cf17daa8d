#!/usr/bin/env bash
# Checks on any system what can be checked of the Mac's packages: the property lists, that they fit the other systems'
# packages, and that every room but the window's program compiles for a Mac.
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "$0")/../common.sh"
fill packaging/macos/Info.plist | python3 -c '
import plistlib, re, sys
info = plistlib.loads(sys.stdin.buffer.read())
with open("packaging/macos/entitlements.plist", "rb") as f:
    assert plistlib.load(f) == {}, "an exception to the hardened runtime: say in docs/decisions/packages.md why"
main = open("main.go").read()
assert "app.NewWithID(\"%s\")" % info["CFBundleIdentifier"] in main, "the identifier is not that of main.go"
for key in "CFBundleShortVersionString", "CFBundleVersion":
    assert re.fullmatch(r"\d+\.\d+\.\d+", info[key]), (key, info[key])
declared = info["UTExportedTypeDeclarations"][0]
assert info["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]
mime = open("packaging/linux/mime.xml").read()
for key in "public.filename-extension", "public.mime-type":
    assert declared["UTTypeTagSpecification"][key][0] in mime, "a type of files that Linux calls otherwise"
'
# The older processor, which differs in nothing of ours, costs as much again: with WHOLE=1.
for arch in arm64 ${WHOLE:+amd64}; do
	CGO_ENABLED=0 go list -e ./... | grep -vx crosswalk | GOOS=darwin GOARCH=$arch CGO_ENABLED=0 xargs go vet -tags ci # with which the toolkit asks for no library of a Mac
done
echo "macos: property lists and every room but the window's program checked; nothing of it was run"
