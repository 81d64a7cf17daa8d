#!/usr/bin/env bash
# Usage: leaks.sh tree|packages|prove
# Looks for what must not be given away (packaging/leaks says what): in what git keeps, in every package of build/packages
# as it is and unpacked, or, to prove that it would be seen there, in packages of each kind that a key was planted in.
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "$0")/../common.sh"
place=$(mktemp -d "${TMPDIR:-/tmp}/crosswalk-leaks.XXXXXX")
trap 'chmod -R u+rwX "$place"; rm -rf "$place"' EXIT
CGO_ENABLED=0 go build -o "$place/leaks" ./packaging/leaks

unpack() { # FILE FOLDER: with what is packed inside of it
	local inner inside # no mapfile: a Mac's bash is old
	mkdir -p "$2"
	case ${1##*/} in
	*.msi) (cd "$2" && msiextract "$1" >/dev/null) ;;
	*.dmg)
		mkdir -p "$2.mounted"
		hdiutil attach -quiet -nobrowse -readonly -mountpoint "$2.mounted" "$1"
		cp -R "$2.mounted/" "$2"
		hdiutil detach -quiet "$2.mounted"
		;;
	*.tar.* | *.deb | *.rpm | *.zip | *.pkg | Payload) bsdtar -xf "$1" -C "$2" ;;
	*.gz) gzip -dc "$1" >"$2/unpacked" ;;
	esac
	inside=$(find "$2" -type f \( -name '*.tar.*' -o -name '*.gz' -o -name '*.zip' -o -name Payload \))
	while IFS= read -r inner; do
		if [ -n "$inner" ]; then unpack "$inner" "$inner.unpacked" </dev/null; fi
	done <<<"$inside"
}

look() { # FOLDER: of packages
	local package unpacked=$place/unpacked
	rm -rf "$unpacked"
	mkdir "$unpacked"
	for package in "$1"/*.{deb,rpm,msi,zip,tar.gz,dmg,pkg}; do
		if [ -f "$package" ]; then
			unpack "$package" "$unpacked/${package##*/}"
			[ -n "$(find "$unpacked/${package##*/}" -type f)" ] || { echo "$package: nothing came out of it" >&2; return 2; }
		fi
	done
	"$place/leaks" "$unpacked" "$1"
}

# A key in a package of each kind must be seen, packed once more inside of it, and a package without one must not.
prove() {
	local kind out
	mkdir "$place/plain" "$place/bad"
	for with in plain bad; do
		echo 'nothing to see' >"$place/$with/file"
		if [ $with = bad ]; then openssl genpkey -algorithm ED25519 >>"$place/bad/file"; fi
		gzip -n "$place/$with/file"
		(
			cd "$place/$with"
			printf 'name: planted\narch: amd64\nversion: 1.0.0\nmaintainer: x\ndeb: {compression: xz}\nrpm: {compression: "zstd:19"}\ncontents: [{src: "%s", dst: /usr/share/planted.gz}]\n' "$PWD/file.gz" >nfpm.yaml
			cat >planted.wxs <<-END
				<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi"><Product Id="*" Name="p" Version="1.0.0" Manufacturer="p" Language="1033" UpgradeCode="5B0E4F5A-3C0B-4F57-9D0E-6C7A1F7B2D95">
				<Package InstallerVersion="500" Compressed="yes"/><Media Id="1" Cabinet="p.cab" EmbedCab="yes"/>
				<Directory Id="TARGETDIR" Name="SourceDir"><Component Id="c" Guid="D2C6A6CE-53F1-4E5B-8E0B-0F9C2B8C7A12"><File Id="f" Name="file.gz" Source="file.gz" KeyPath="yes"/></Component></Directory>
				<Feature Id="a"><ComponentRef Id="c"/></Feature></Product></Wix>
			END
		)
		for kind in deb rpm msi zip tar.gz; do
			out=$place/$with/$kind
			mkdir "$out"
			case $kind in
			deb | rpm) tool nfpm package --config "$place/$with/nfpm.yaml" --packager $kind --target "$out/" >/dev/null ;;
			msi) (cd "$place/$with" && wixl -o "$out/p.msi" planted.wxs) ;;
			zip) (cd "$place/$with" && zip -q "$out/p.zip" file.gz) ;;
			tar.gz) tar -C "$place/$with" -czf "$out/p.tar.gz" file.gz ;;
			esac
			if look "$out" >"$place/log" 2>&1; then found=plain; else found=bad; fi
			if [ $found != $with ] || { [ $with = bad ] && ! grep -q 'a private key (PEM)' "$place/log"; }; then
				echo "leaks: a $kind that is $with was called $found: $(cat "$place/log")" >&2
				return 1
			fi
		done
	done
	echo "leaks: a key was seen in each kind of package that it was planted in: deb rpm msi zip tar.gz"
}

case ${1:?tree, packages or prove} in
tree) "$place/leaks" -history ;;
packages) look "$OUT" ;;
prove) prove ;;
esac
