#!/usr/bin/env bash
# Usage: manifests.sh ADDRESS    where the release's files can be downloaded, such as https://github.com/OWNER/REPOSITORY/releases/download/v1.2.3
# Writes what winget and Homebrew are told of a release, from the packages that are in build/packages.
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "$0")/../common.sh"
address=${1:?the address of the release\'s files} home=${1%/releases/*}
winget=$OUT/winget brew=$OUT/homebrew publisher=Crosswalk
sum() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1; }

msi=$OUT/crosswalk-$VERSION-windows-amd64.msi
if [ -f "$msi" ]; then
	mkdir -p "$winget"
	product=$(msiinfo export "$msi" Property | tr -d '\r' | sed -n 's/^ProductCode\t//p')
	package() { printf 'PackageIdentifier: %s.Crosswalk\nPackageVersion: %s\n' "$publisher" "$VERSION"; }
	{
		package
		printf 'DefaultLocale: en-US\nManifestType: version\nManifestVersion: 1.6.0\n'
	} >"$winget/$publisher.Crosswalk.yaml"
	{
		package
		cat <<-END
			InstallerType: wix
			Scope: user
			InstallModes: [interactive, silent, silentWithProgress]
			UpgradeBehavior: install
			FileExtensions: [crosswalk]
			ReleaseDate: $(date -u -d "@$SOURCE_DATE_EPOCH" +%F)
			Installers:
			- Architecture: x64
			  InstallerUrl: $address/${msi##*/}
			  InstallerSha256: $(sum "$msi" | tr '[:lower:]' '[:upper:]')
			  ProductCode: '$product'
			ManifestType: installer
			ManifestVersion: 1.6.0
		END
	} >"$winget/$publisher.Crosswalk.installer.yaml"
	{
		package
		cat <<-END
			PackageLocale: en-US
			Publisher: The Crosswalk developers
			PackageName: Crosswalk
			PackageUrl: $home
			License: Apache-2.0
			ShortDescription: Links a bookkeeping firm's clients with their companies on Gusto
			Moniker: crosswalk
			Tags: [bookkeeping, gusto, payroll]
			ManifestType: defaultLocale
			ManifestVersion: 1.6.0
		END
	} >"$winget/$publisher.Crosswalk.locale.en-US.yaml"
fi

dmg=$OUT/crosswalk-$VERSION-macos.dmg
if [ -f "$dmg" ]; then
	mkdir -p "$brew"
	cat >"$brew/crosswalk.rb" <<-END
		cask "crosswalk" do
		  version "$VERSION"
		  sha256 "$(sum "$dmg")"

		  url "$address/${dmg##*/}"
		  name "Crosswalk"
		  desc "Link clients with their companies on Gusto"
		  homepage "$home"

		  depends_on macos: ">= :monterey"

		  app "Crosswalk.app"
		  binary "#{appdir}/Crosswalk.app/Contents/MacOS/crosswalk-cli"
		end
	END
fi
if [ ! -f "$msi" ] && [ ! -f "$dmg" ]; then
	echo "neither ${msi##*/} nor ${dmg##*/} is in $OUT" >&2
	exit 1
fi
