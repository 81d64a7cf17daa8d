#!/usr/bin/env bash
# Usage: needs.sh build|test|packages|packages-test
# Installs the system packages that building, testing or packing Crosswalk lacks, after saying which; does nothing,
# and asks no package manager, when all is there.
set -euo pipefail

what=${1:?build, test, packages or packages-test}

# asked of pkg-config | Debian, Ubuntu | Fedora | openSUSE | Arch
libraries='
gl             | libgl1-mesa-dev    | mesa-libGL-devel   | Mesa-libGL-devel   | mesa
x11            | libx11-dev         | libX11-devel       | libX11-devel       | libx11
xcursor        | libxcursor-dev     | libXcursor-devel   | libXcursor-devel   | libxcursor
xrandr         | libxrandr-dev      | libXrandr-devel    | libXrandr-devel    | libxrandr
xinerama       | libxinerama-dev    | libXinerama-devel  | libXinerama-devel  | libxinerama
xi             | libxi-dev          | libXi-devel        | libXi-devel        | libxi
xxf86vm        | libxxf86vm-dev     | libXxf86vm-devel   | libXxf86vm-devel   | libxxf86vm
xkbcommon      | libxkbcommon-dev   | libxkbcommon-devel | libxkbcommon-devel | libxkbcommon
wayland-client | libwayland-dev     | wayland-devel      | wayland-devel      | wayland
wayland-egl    | libwayland-dev     | wayland-devel      | wayland-devel      | wayland
'
# commands, any of which will do | the same four
build_commands='
cc gcc clang       | gcc libc6-dev   | gcc                    | gcc                 | gcc
pkg-config pkgconf | pkg-config      | pkgconf-pkg-config     | pkgconf-pkg-config  | pkgconf
'
test_commands='
git                  | git             | git                    | git                 | git
Xvfb                 | xvfb            | xorg-x11-server-Xvfb   | xorg-x11-server-Xvfb| xorg-server-xvfb
xdotool              | xdotool         | xdotool                | xdotool             | xdotool
xwininfo             | x11-utils       | xwininfo               | xwininfo            | xorg-xwininfo
openbox              | openbox         | openbox                | openbox             | openbox
chromium chromium-browser google-chrome google-chrome-stable | chromium | chromium | chromium | chromium
curl                 | curl            | curl                   | curl                | curl
xdg-open             | xdg-utils       | xdg-utils              | xdg-utils           | xdg-utils
dbus-daemon          | dbus            | dbus-daemon            | dbus-1-daemon       | dbus
dbus-send            | dbus            | dbus-tools             | dbus-1-tools        | dbus
dbus-run-session     | dbus            | dbus-daemon            | dbus-1-daemon       | dbus
gnome-keyring-daemon | gnome-keyring   | gnome-keyring          | gnome-keyring       | gnome-keyring
secret-tool          | libsecret-tools | libsecret              | secret-tool         | libsecret
shellcheck           | shellcheck      | ShellCheck             | ShellCheck          | shellcheck
strace               | strace          | strace                 | strace              | strace
faketime             | faketime        | libfaketime            | libfaketime         | libfaketime
node nodejs          | nodejs          | nodejs                 | nodejs              | nodejs
npm                  | npm             | nodejs-npm             | npm                 | npm
'
pack_commands='
git                    | git                  | git                | git                | git
objdump                | binutils             | binutils           | binutils           | binutils
rsvg-convert           | librsvg2-bin         | librsvg2-tools     | rsvg-convert       | librsvg
appstreamcli           | appstream            | appstream          | AppStream          | appstream
desktop-file-validate  | desktop-file-utils   | desktop-file-utils | desktop-file-utils | desktop-file-utils
xmllint                | libxml2-utils        | libxml2            | libxml2-tools      | libxml2
x86_64-w64-mingw32-gcc | gcc-mingw-w64-x86-64 | mingw64-gcc        | mingw64-cross-gcc  | mingw-w64-gcc
wixl                   | wixl                 | msitools           | msitools           | msitools
msibuild               | msitools             | msitools           | msitools           | msitools
zip                    | zip                  | zip                | zip                | zip
bsdtar                 | libarchive-tools     | bsdtar             | bsdtar             | libarchive
osslsigncode           | osslsigncode         | osslsigncode       | osslsigncode       | osslsigncode
openssl                | openssl              | openssl            | openssl            | openssl
python3                | python3              | python3            | python3            | python
'
pack_test_commands='
debootstrap | debootstrap | debootstrap           | debootstrap          | debootstrap
rpm         | rpm         | rpm                   | rpm                  | rpm-tools
Xvfb        | xvfb        | xorg-x11-server-Xvfb  | xorg-x11-server-Xvfb | xorg-server-xvfb
xdotool     | xdotool     | xdotool               | xdotool              | xdotool
xprop       | x11-utils   | xprop                 | xprop                | xorg-xprop
import      | imagemagick | ImageMagick           | ImageMagick          | imagemagick
wine        | wine wine64 | wine                  | wine                 | wine
'
# Doorkeeper, the OAuth server that the conformance tests meet. Only Debian and Ubuntu package it.
gems='doorkeeper railties activerecord actionpack sqlite3 puma sprockets-rails'
gem_packages='ruby ruby-doorkeeper ruby-railties ruby-activerecord ruby-actionpack ruby-sqlite3 puma ruby-sprockets-rails'

case $(uname -s) in
Linux) ;;
Darwin)
	xcode-select -p >/dev/null 2>&1 && exit 0
	echo "A build on macOS needs Apple's command line tools: type 'xcode-select --install' and come back (Homebrew is not needed)." >&2
	exit 1
	;;
*) exit 0 ;; # Windows: Go and a C compiler (MSYS2's or w64devkit's gcc) are all it takes.
esac

manager="" column=""
for candidate in 'apt-get 2' 'dnf 3' 'zypper 4' 'pacman 5'; do
	if command -v "${candidate% *}" >/dev/null; then
		manager=${candidate% *} column=${candidate#* }
		break
	fi
done

package_of() { # LINE: the packages of this system's column
	printf '%s' "$1" | cut -d'|' -f"${column:-2}"
}

lacking=()
want() { # LINE
	read -ra packages <<<"$(package_of "$1")"
	lacking+=("${packages[@]}")
}

check_commands() { # TABLE
	local line name found
	while IFS= read -r line; do
		[ -n "$line" ] || continue
		found=
		for name in ${line%%|*}; do
			if command -v "$name" >/dev/null; then found=yes; fi
		done
		[ -n "$found" ] || want "$line"
	done <<<"$1"
}

check_libraries() {
	local line module
	while IFS= read -r line; do
		[ -n "$line" ] || continue
		read -r module _ <<<"$line"
		pkg-config --exists "$module" 2>/dev/null || want "$line"
	done <<<"$libraries"
}

check_gems() {
	local gem
	if [ "$manager" != apt-get ]; then
		echo "Doorkeeper is not among this system's packages: the conformance tests say which server they leave out."
		return
	fi
	for gem in $gems; do
		if ! ruby -e 'Gem::Specification.find_by_name(ARGV[0])' "$gem" >/dev/null 2>&1; then
			read -ra packages <<<"$gem_packages"
			lacking+=("${packages[@]}")
			return
		fi
	done
}

check_software_opengl() {
	local driver
	for driver in /usr/lib*/dri/swrast_dri.so /usr/lib/*/dri/swrast_dri.so /usr/lib*/libgallium-*.so /usr/lib/*/libgallium-*.so; do
		if [ -e "$driver" ]; then return; fi
	done
	want ' | libgl1-mesa-dri | mesa-dri-drivers | Mesa-dri | mesa'
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		echo "This needs root, and there is no sudo here. As root, type: $*" >&2
		return 1
	fi
}

apt_install() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

install() {
	case $manager in
	apt-get)
		# A fresh machine has no index of packages yet, or one so old that the packages have moved on.
		if ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || ! apt_install "$@"; then
			as_root apt-get update -q
			apt_install "$@"
		fi
		;;
	dnf) as_root dnf install -y -q "$@" ;;
	zypper) as_root zypper --non-interactive install --no-recommends "$@" ;;
	pacman) as_root pacman -S --needed --noconfirm "$@" ;;
	*)
		echo "This system's package manager is not one that these scripts know (apt-get, dnf, zypper, pacman). Install what Debian calls: $*" >&2
		return 1
		;;
	esac
}

look() {
	lacking=()
	check_commands "$build_commands"
	check_libraries
	if [ "$what" = test ]; then
		check_commands "$test_commands"
		check_software_opengl
		check_gems
	fi
	if [[ $what == packages* ]]; then check_commands "$pack_commands"; fi
	if [ "$what" = packages-test ]; then
		check_commands "$pack_test_commands"
		check_software_opengl
	fi
}

if ! command -v go >/dev/null; then
	echo "Go is not installed: get $(sed -n 's/^go /Go /p' "$(dirname "$0")/../../go.mod") or newer from https://go.dev/dl/ and come back." >&2
	exit 1
fi
look
if [ ${#lacking[@]} -gt 0 ]; then
	mapfile -t lacking < <(printf '%s\n' "${lacking[@]}" | sort -u)
	echo "Installing with ${manager:-your package manager}: ${lacking[*]}"
	install "${lacking[@]}"
fi
