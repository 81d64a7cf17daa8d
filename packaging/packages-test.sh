#!/usr/bin/env bash
# Installs, starts and removes every package of build/packages that this system can. What cannot be tried for a reason that
# lies in the machine is said in one line and is no failure, unless WHOLE=1 asks for all of it; what was tried and failed is one.
set -euo pipefail
cd "$(dirname "$0")/.."

not_tried() { # WHAT WHY
	echo "packages-test: not tried: $1: $2" >&2
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
	if command -v wine >/dev/null; then packaging/windows/test.sh; else not_tried '.msi' 'there is no Wine here'; fi
fi
