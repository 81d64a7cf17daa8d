#!/usr/bin/env bash
# Installs, starts and removes every package of build/packages that this system can. Where this account may not mount and chroot,
# what needs that is left out, which is said aloud, here and at the end, and is no failure unless WHOLE=1 asks for all of it.
# Everything else that does not work is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

left_out=''
not_tried() { # WHAT WHY
	left_out="NOT TRIED: $1: $2"
	printf '\n******** packages-test: %s ********\n\n' "$left_out" >&2
	[ -z "${WHOLE:-}" ]
}
# A clean root needs mounts and chroot, which root in a container often may not do.
# shellcheck disable=SC2016 # the other shell expands it
may_chroot() {
	[ "$(id -u)" -eq 0 ] && unshare -m --propagation private sh -c \
		'd=$(mktemp -d) && mount -t tmpfs none "$d" && mkdir "$d/p" && mount -t proc proc "$d/p" && umount -R "$d" && rmdir "$d" && chroot / true' 2>/dev/null
}

packaging/macos/check.sh
if [ "$(uname -s)" = Linux ]; then
	if may_chroot; then packaging/linux/test.sh; else not_tried '.deb and .rpm in a clean root' 'this account may not mount and chroot here'; fi
	packaging/windows/test.sh
fi
echo "packages-test: ok${left_out:+, but $left_out}"
