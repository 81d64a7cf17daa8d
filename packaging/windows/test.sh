#!/usr/bin/env bash
# Signs the Windows installer with a certificate made on the spot, installs it under Wine, starts what it installed,
# upgrades it in place, removes it, and tries policies in the registry and the Credential Manager.
set -euo pipefail
# shellcheck source=/dev/null
. "$(dirname "$0")/../common.sh"
# shellcheck source=/dev/null
. packaging/screen.sh
place=$(mktemp -d "${TMPDIR:-/tmp}/crosswalk-wine.XXXXXX")
export WINEPREFIX=$place/prefix WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
trap 'set +e; wineserver -k 2>/dev/null; kill $(jobs -p) 2>/dev/null; wait; rm -rf "$place"' EXIT
screen "$place"
wine() { timeout 600 wine "$@"; } # one that hangs must not keep everything waiting
named() { find "$WINEPREFIX/drive_c" -iname '*crosswalk*' ! -path '*/AppData/*/Crosswalk/*.db*' "$@"; }

# The same source, signed, as two versions. A build without a certificate is not signed.
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Crosswalk test' -addext extendedKeyUsage=codeSigning \
	-keyout "$place/key.pem" -out "$place/cert.pem" 2>/dev/null
head -c 18 /dev/urandom | base64 | tr -d '\n' >"$place/password"
openssl pkcs12 -export -inkey "$place/key.pem" -in "$place/cert.pem" -passout "file:$place/password" -out "$place/cert.p12"
export CERTIFICATE=$place/cert.p12 CERTIFICATE_PASSWORD_FILE=$place/password
VERSION=9.0.0 OUT=$place/old WORK=$place/work packaging/windows/build.sh
VERSION=9.0.1 OUT=$place/new WORK=$place/work packaging/windows/build.sh
old=$(echo "$place"/old/*.msi) new=$(echo "$place"/new/*.msi)
for signed in "$old" "$new" "$place/work/windows/crosswalk.exe"; do
	osslsigncode verify -CAfile "$place/cert.pem" -in "$signed" >"$place/verify.log" || fail "$signed: $(cat "$place/verify.log")"
done
codes() { msiinfo export "$1" Property | tr -d '\r' | grep "^$2"; }
[ "$(codes "$old" UpgradeCode)" = "$(codes "$new" UpgradeCode)" ] || fail "the UpgradeCode changed"
[ "$(codes "$old" ProductCode)" != "$(codes "$new" ProductCode)" ] || fail "two versions have one ProductCode"

wineboot -i >/dev/null 2>&1
x86_64-w64-mingw32-gcc -shared -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" packaging/windows/prng.c -ladvapi32
windows_version() { wine "$1" --version | tr -d '\r'; }

installed_as() { # VERSION FOLDER
	local cli
	cli=$(named -name crosswalk.exe)
	[[ $cli == *"$2/crosswalk.exe" ]] || fail "installed as $cli, not in $2"
	[[ $(windows_version "$cli") == *"$1"* ]] || fail "not version $1: $(windows_version "$cli")"
	[ "$(named -iname '*.lnk' | wc -l)" = 1 ] || fail "no entry in the menu"
	wine reg query "$3\\Software\\Classes\\Crosswalk.Setup\\shell\\open\\command" | grep crosswalk.exe >/dev/null || fail "nothing opens a .crosswalk file"
}
gone() { # HIVE
	[ -z "$(named \( -name '*.exe' -o -name '*.lnk' \))" ] || fail "left behind: $(named)"
	if wine reg query "$1\\Software\\Classes\\Crosswalk.Setup" >/dev/null 2>&1; then fail "the file type is left"; fi
}
started() {
	local program
	timeout 600 wine "$(named -name crosswalk.exe)" 2>"$place/window.log" &
	program=$!
	shown msi $program "$place/window.log"
	wine taskkill /f /im crosswalk.exe >/dev/null 2>&1
	wait "$program" || true # it was killed
}

decided() { # the registry of the computer is kept to by what was installed
	local key='HKLM\Software\Policies\Crosswalk' said
	wine reg add "$key" /v Environment /t REG_SZ /d production /f >/dev/null
	wine reg add "$key" /v ManagedBy /t REG_SZ /d 'Whitfield IT' /f >/dev/null
	if said=$(wine "$(named -name crosswalk.exe)" use practice 2>&1); then fail "the registry's policy is not kept to: $said"; fi
	[[ $said == *'not allowed on this computer by Whitfield IT'* ]] || fail "the registry's policy is told as: $said"
	wine reg delete "$key" /f >/dev/null
}

commands_work() { # what the quick command hands to the full one, with its exit codes
	python3 -m zipfile -e "$(echo "$place"/old/*.zip)" "$place/commands"
	local program=$place/commands/crosswalk-cli.exe
	export CROSSWALK_DATA='C:\commands'
	wine "$program" use practice >/dev/null 2>&1 || fail "the command does not work"
	wine "$program" export 'C:\crosswalk.xlsx' >/dev/null 2>&1 || fail "no workbook was written"
	head -c 2 "$WINEPREFIX/drive_c/crosswalk.xlsx" | grep '^PK' >/dev/null || fail "what was written is no workbook"
	if wine "$program" import >/dev/null 2>&1; then fail "a wrong command ended well"; fi
	unset CROSSWALK_DATA
	rm -r "$WINEPREFIX/drive_c/crosswalk.xlsx" "$WINEPREFIX/drive_c/commands"
}

wine msiexec /i "$old" /qn
installed_as 9.0.0 AppData/Local/Programs/Crosswalk HKCU
started
decided
echo "policy: what the registry decides is kept to"
commands_work
echo "zip: the quick command hands over to the full one"
wine msiexec /i "$new" /qn
installed_as 9.0.1 AppData/Local/Programs/Crosswalk HKCU
wine msiexec /x "$new" /qn
gone HKCU
echo "msi: installed for one person, started, upgraded in place, removed, without a question"
wine msiexec /i "$new" /qn ALLUSERS=1
installed_as 9.0.1 'Program Files/Crosswalk' HKLM
wine msiexec /x "$new" /qn ALLUSERS=1
gone HKLM
echo "msi: installed for everybody with ALLUSERS=1, removed"

CGO_ENABLED=0 GOOS=windows go test -c -o "$place/policy.exe" ./internal/policy
wine "$place/policy.exe" -test.v -test.run '^TestTheRealRegistryIsRead$' | tee "$place/policy.log"
grep -- '--- PASS' "$place/policy.log" >/dev/null || fail "the registry was not tried"
CGO_ENABLED=0 GOOS=windows go test -c -tags keyring -o "$place/keyring.exe" ./storage
wine "$place/keyring.exe" -test.v -test.run '^TestTheCredentialManagerKeepsAKey$' | tee "$place/keyring.log"
grep -- '--- PASS' "$place/keyring.log" >/dev/null || fail "the Credential Manager was not tried"
