#!/usr/bin/env bash
# Builds the Windows installer (.msi) and the command without a window (.zip), on Linux with mingw-w64 and wixl.
# Signs both when CERTIFICATE (PKCS #12) and CERTIFICATE_PASSWORD_FILE are set; TIMESTAMP_URL: whom to ask for the time.
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "$0")/../common.sh"

work=${WORK:?}/windows
rm -rf "$work"
mkdir -p "$work" "$OUT"
rm -f "$OUT"/crosswalk*windows*
export GOOS=windows GOARCH=amd64 CC=${CC:-x86_64-w64-mingw32-gcc}

sign() { # FILE
	if [ -z "${CERTIFICATE:-}" ]; then return; fi
	osslsigncode sign -pkcs12 "$CERTIFICATE" -readpass "$CERTIFICATE_PASSWORD_FILE" -h sha256 -n Crosswalk \
		${TIMESTAMP_URL:+-ts "$TIMESTAMP_URL"} -in "$1" -out "$1.signed" >/dev/null
	mv "$1.signed" "$1"
}

# A copy of the source, since it gets files that whoever builds in the tree meanwhile would trip over.
source=$work/source
mkdir "$source"
git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -T - -c | tar -x -C "$source"

# The linker takes in a .syso beside the sources: the icon, the version that the Explorer shows, and the manifest
# that tells Windows that the window draws itself at every scale.
described() { # FOLDER gui|cli TITLE
	rsvg-convert -w 256 -h 256 -o "$work/icon.png" assets/logo.svg
	tool go-winres simply --out "$source/$1/rsrc" --arch amd64 --manifest "$2" --icon "$work/icon.png" --product-name Crosswalk \
		--file-description "$3" --original-filename "crosswalk${4:-}.exe" --copyright "The Crosswalk developers" \
		--product-version "$NUMBERS.0" --file-version "$NUMBERS.0"
}
described . gui Crosswalk
described internal/command/crosswalk-cli cli "Crosswalk without a window" -cli
(cd "$source" && CGO_ENABLED=1 compile "$work/crosswalk.exe" . -H=windowsgui)
(cd "$source" && compile_command "$work/crosswalk-cli")

tool go-winres extract --dir "$work/resources" "$work/crosswalk.exe"
cp "$work"/resources/*.ico "$work/crosswalk.ico"
packaging/notices.sh "$work/crosswalk.exe" | sed 's/$/\r/' >"$work/notices.txt"
packaging/notices.sh "$work/crosswalk-cli-full.exe" | sed 's/$/\r/' >"$work/cli-notices.txt"
for program in crosswalk crosswalk-cli crosswalk-cli-full; do sign "$work/$program.exe"; done

msi=$OUT/crosswalk-$VERSION-windows-amd64.msi
product=$(python3 -c 'import sys, uuid; print(str(uuid.uuid5(uuid.UUID("5b0e4f5a-3c0b-4f57-9d0e-6c7a1f7b2d94"), sys.argv[1])).upper())' "$VERSION")
cp packaging/windows/crosswalk.wxs "$work/"
(cd "$work" && wixl -a x64 -D Version="$NUMBERS" -D FullVersion="$VERSION" -D ProductCode="$product" -o "$msi" crosswalk.wxs)
# What this wixl gets wrong: HKMU ("the person's or the computer's, as installed") is -1, and the old version goes first.
msibuild "$msi" -q "UPDATE \`Registry\` SET \`Root\` = -1 WHERE \`Root\` = 4" \
	-q "UPDATE \`InstallExecuteSequence\` SET \`Sequence\` = 1401 WHERE \`Action\` = 'RemoveExistingProducts'"
sign "$msi"

touch -d "@$SOURCE_DATE_EPOCH" "$work"/crosswalk-cli{,-full}.exe "$work"/cli-notices.txt
(cd "$work" && TZ=UTC zip -qX9 "$OUT/crosswalk-cli-$VERSION-windows-amd64.zip" crosswalk-cli{,-full}.exe cli-notices.txt)
echo "created package: $msi"
