#!/usr/bin/env bash
# Builds Crosswalk.app for both kinds of Mac, and the .dmg and .pkg that carry it. On macOS, with Apple's command line tools.
# APP_IDENTITY, INSTALLER_IDENTITY: Developer ID certificates to sign with; without them the app is signed for this Mac alone.
# NOTARY_PROFILE: what "xcrun notarytool store-credentials" was told to call the account (in NOTARY_KEYCHAIN); without it nothing is notarized.
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "$0")/../common.sh"

work=${WORK:?}/macos app=${WORK:?}/macos/root/Applications/Crosswalk.app
rm -rf "$work"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources" "$work/icon.iconset" "$OUT"
rm -f "$OUT"/*.dmg "$OUT"/*.pkg

export MACOSX_DEPLOYMENT_TARGET=12.0
for arch in arm64 amd64; do
	apple=${arch/amd64/x86_64}
	CGO_ENABLED=1 GOARCH=$arch CC="clang -arch $apple" compile "$work/crosswalk.$arch" .
	mkdir "$work/$arch"
	GOARCH=$arch compile_command "$work/$arch/crosswalk-cli"
	for program in crosswalk-cli crosswalk-cli-full; do mv "$work/$arch/$program" "$work/$program.$arch"; done
done
for program in crosswalk crosswalk-cli crosswalk-cli-full; do
	lipo -create -output "$work/$program" "$work/$program.arm64" "$work/$program.amd64"
	cp "$work/$program" "$app/Contents/MacOS/"
done

for size in 16 32 128 256 512; do
	sips -z $size $size assets/icon.png --out "$work/icon.iconset/icon_${size}x$size.png" >/dev/null
	if [ $size -lt 512 ]; then sips -z $((2 * size)) $((2 * size)) assets/icon.png --out "$work/icon.iconset/icon_${size}x$size@2x.png" >/dev/null; fi
done
iconutil -c icns -o "$app/Contents/Resources/crosswalk.icns" "$work/icon.iconset"
fill packaging/macos/Info.plist >"$app/Contents/Info.plist"
packaging/notices.sh "$work/crosswalk.arm64" >"$app/Contents/Resources/notices.txt"
plutil -lint "$app/Contents/Info.plist" packaging/macos/entitlements.plist

timestamp=--timestamp
[ -n "${APP_IDENTITY:-}" ] || timestamp=--timestamp=none
for signed in "$app/Contents/MacOS/"crosswalk-cli{,-full} "$app"; do
	codesign --force --options runtime $timestamp --entitlements packaging/macos/entitlements.plist --sign "${APP_IDENTITY:--}" "$signed"
done
codesign --verify --strict --deep "$app"

notarize() { # FILE
	if [ -z "${NOTARY_PROFILE:-}" ]; then return; fi
	xcrun notarytool submit "$1" --keychain-profile "$NOTARY_PROFILE" ${NOTARY_KEYCHAIN:+--keychain "$NOTARY_KEYCHAIN"} --wait
	xcrun stapler staple "$1"
}
dmg=$OUT/crosswalk-$VERSION-macos.dmg pkg=$OUT/crosswalk-$VERSION-macos.pkg
mkdir "$work/image"
cp -R "$app" "$work/image/"
ln -s /Applications "$work/image/Applications"
hdiutil create -quiet -volname Crosswalk -srcfolder "$work/image" -format ULFO "$dmg"
if [ -n "${APP_IDENTITY:-}" ]; then codesign --timestamp --sign "$APP_IDENTITY" "$dmg"; fi
# Without relocation an update lands where the app belongs, not where some copy of it lies.
pkgbuild --quiet --analyze --root "$work/root" "$work/components.plist"
plutil -replace 0.BundleIsRelocatable -bool NO "$work/components.plist"
pkgbuild --quiet --root "$work/root" --component-plist "$work/components.plist" --identifier org.crosswalk.desktop --version "$NUMBERS" \
	${INSTALLER_IDENTITY:+--sign "$INSTALLER_IDENTITY"} "$pkg"
notarize "$dmg"
notarize "$pkg"
echo "created packages: $dmg $pkg"
