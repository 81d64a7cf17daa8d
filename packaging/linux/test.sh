#!/usr/bin/env bash
# Installs the packages into clean roots of this system's release, starts what they install as an ordinary person,
# photographs the window, removes them, and looks for what they left. As root. BASE=DIR: a root made earlier to copy.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${OUT:-$PWD/build/packages}
# shellcheck source=/dev/null
. packaging/screen.sh
if [ -z "${INSIDE:-}" ]; then INSIDE=yes exec unshare -m --propagation private "$0"; fi # mounts end with this script
roots=$(mktemp -d "${TMPDIR:-/tmp}/crosswalk-roots.XXXXXX")

mounted() { awk -v below="$roots/" 'index($2, below) == 1 { print $2 }' /proc/self/mounts | sort -r; } # the innermost first
trap 'set +e; kill $(jobs -p) 2>/dev/null; wait; mounted | xargs -r umount -l; rm -rf --one-file-system "$roots"' EXIT
screen "$roots"

inside() { # ROOT COMMAND…
	chroot "$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 "${@:2}"
}
as_person() { # ROOT COMMAND…
	chroot --userspec=1000:1000 "$1" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/home/dana DISPLAY="$DISPLAY" LANG=C.UTF-8 "${@:2}"
}

# Where this computer's own packages come from; nothing, when apt does not say.
mirror_of() { # RELEASE
	# shellcheck disable=SC2016 # apt expands it
	apt-get indextargets --format '$(RELEASE) $(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
		awk -v release="$1" '($1 == release || $2 == release) && $3 == "main" { print $4; exit }'
}

# A root with nothing but the release's least, and a person's home.
clean_root() { # ROOT
	cp -a "$base" "$1"
	cp /etc/resolv.conf "$1/etc/"
	{
		apt-config dump | grep -E '^Acquire::(https?|Check-)' || true # which way packages come here: a proxy, for one
		echo 'Acquire::Retries "5";'
	} >"$1/etc/apt/apt.conf.d/99here"
	mount -t proc proc "$1/proc"
	mount --rbind /dev "$1/dev"
	mkdir -p "$1/tmp/.X11-unix"
	mount --bind /tmp/.X11-unix "$1/tmp/.X11-unix"
	inside "$1" useradd -m -u 1000 dana
	inside "$1" apt-get update -q
}

started() { # NAME ROOT: the window comes up, is what the desktop entry names, and ends when it is told to
	local program
	as_person "$2" crosswalk 2>"$roots/$1.log" &
	program=$!
	shown "$1" $program "$roots/$1.log"
	xprop -name Crosswalk WM_CLASS | grep "$(sed -n 's/^StartupWMClass=//p' packaging/linux/*.desktop)" >/dev/null ||
		fail "$1: the window's class is not the one that the desktop entry names"
	pkill -TERM -P "$program"
	wait "$program" || fail "$1: it did not end well: $(cat "$roots/$1.log")"
	[ -d "$2/home/dana/.local/share" ] || [ -d "$2/home/dana/.config" ] || fail "$1: it keeps no data"
}

commands_work() { # ROOT VERSION
	[ "$(as_person "$1" crosswalk-cli --version)" = "$(as_person "$1" crosswalk --version)" ] || fail "two versions"
	as_person "$1" crosswalk-cli --version | grep -F "$2" >/dev/null || fail "not version $2"
	# What the quick program hands to the full one.
	as_person "$1" sh -c 'export CROSSWALK_DATA=/tmp/commands; crosswalk-cli use practice && crosswalk-cli export ~/crosswalk.xlsx' >/dev/null || fail "no workbook was written"
	as_person "$1" sh -c 'head -c 2 ~/crosswalk.xlsx; rm -r ~/crosswalk.xlsx /tmp/commands' | grep '^PK' >/dev/null || fail "what was written is no workbook"
}

registered() { # ROOT: as the desktops that are built on GLib see it
	as_person "$1" sh -c 'echo age-encryption.org/v1 >~/firm.crosswalk; gio info -a standard::content-type ~/firm.crosswalk' | grep ' application/vnd.crosswalk.setup$' >/dev/null || fail "a .crosswalk file has no type"
	as_person "$1" gio mime application/vnd.crosswalk.setup | grep 'Default.*: org.crosswalk.desktop.desktop$' >/dev/null || fail "nothing opens a .crosswalk file"
}

# What a person made stays; nothing of the packages does.
nothing_left() { # ROOT
	local left
	left=$(find "$1" -xdev -path "$1/home" -prune -o -path "$1/packages" -prune -o -iname '*crosswalk*' -print
		grep -ril crosswalk "$1"/usr/share/{mime,applications} 2>/dev/null || true)
	[ -z "$left" ] || fail "left behind: $left"
	[ -f "$1/home/dana/firm.crosswalk" ] || fail "a person's file was removed"
}

base=${BASE:-$roots/base}
if [ -z "${BASE:-}" ]; then
	release=$(sed -n "s/^VERSION_CODENAME=//p" /etc/os-release)
	mirror=$(mirror_of "$release")
	debootstrap --variant=minbase --include=ca-certificates "$release" "$base" ${mirror:+"$mirror"} >"$roots/debootstrap.log" 2>&1 ||
		fail "no clean root: $(tail "$roots/debootstrap.log")"
fi

root=$roots/deb
clean_root "$root"
mkdir "$root/packages"
cp "$out"/*.deb "$root/packages/"
version=$(dpkg-deb -f "$out"/crosswalk_*.deb Version)
inside "$root" sh -c 'apt-get install -y -q --no-install-recommends /packages/crosswalk-cli_*.deb' >/dev/null
inside "$root" crosswalk-cli --version
inside "$root" sh -c 'apt-get install -y -q --no-install-recommends /packages/crosswalk_*.deb shared-mime-info desktop-file-utils libglib2.0-bin' >/dev/null
commands_work "$root" "${version/\~/-}"
registered "$root"
started deb "$root"
inside "$root" apt-get purge -y -q crosswalk crosswalk-cli >/dev/null
nothing_left "$root"
echo "deb: installed, started, its file type known, removed"

# The libraries are there from the .deb packages that were named; what they are called in the other world of packages
# is provided by an empty package, so that rpm itself decides whether everything that Crosswalk asks for is there.
mkdir "$roots/rpms"
{
	printf 'name: stand-in\narch: x86_64\nversion: 1.0.0\nprovides:\n'
	rpm -qp --requires "$out"/crosswalk*.rpm | grep -v '^rpmlib' | sort -u | sed 's/.*/  - "&"/'
} >"$roots/stand-in.yaml"
go tool -modfile=packaging/tools/go.mod nfpm package --config "$roots/stand-in.yaml" --packager rpm --target "$roots/rpms/" >/dev/null
rpm --root "$root" --initdb
if rpm --root "$root" -i "$out"/crosswalk*.rpm 2>/dev/null; then fail "rpm: it asks for no library"; fi
rpm --root "$root" -i "$roots"/rpms/*.rpm
rpm --root "$root" -i "$out"/crosswalk*.rpm
inside "$root" update-mime-database /usr/share/mime
inside "$root" update-desktop-database
commands_work "$root" "${version/\~/-}"
registered "$root"
started rpm "$root"
rpm --root "$root" -e crosswalk crosswalk-cli
inside "$root" update-mime-database /usr/share/mime
inside "$root" update-desktop-database
nothing_left "$root"
echo "rpm: installed, started, its file type known, removed (in a Debian root, with a stand-in for Fedora's names)"
