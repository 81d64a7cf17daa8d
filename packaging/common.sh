# shellcheck shell=bash
# Sourced by the scripts that build packages: one version, one date and one set of flags for all of them.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
: "${TAGS:?set by the Makefile}"
VERSION=${VERSION:-$(packaging/dev/version.sh)}
NUMBERS=${VERSION%%[-+]*} # for those that know nothing but three numbers
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
export VERSION NUMBERS SOURCE_DATE_EPOCH
umask 022 # what is packed keeps its mode
REPOSITORY=${REPOSITORY:-} # OWNER/NAME at GitHub where this is released: a program that knows it asks there for newer versions
OUT=${OUT:-$PWD/build/packages}
WORK=${WORK:-$PWD/build/packaging}

# The same source gives the same bytes, wherever and whenever it is compiled.
compile() { # OUT PACKAGE [LDFLAGS]
	go build -trimpath -buildvcs=false -tags "$TAGS" -ldflags "-s -w -X main.version=$VERSION -X main.repository=$REPOSITORY ${3:-}" -o "$1" "$2"
}

# The command without a window: the quick program, and the full one that it hands some commands to (docs/decisions/headless.md).
compile_command() { # OUT, without .exe
	local end=''
	if [ "$(go env GOOS)" = windows ]; then end=.exe; fi
	TAGS=$TAGS,quick CGO_ENABLED=0 compile "$1$end" ./internal/command/crosswalk-cli
	CGO_ENABLED=0 compile "$1-full$end" ./internal/command/crosswalk-cli
}

# Tools that are Go programs have a go.mod of their own: the program's own stays free of theirs.
tool() { GOOS='' GOARCH='' go tool -modfile=packaging/tools/go.mod "$@"; }

fill() { # FILE: with @VERSION@, @NUMBERS@ and @DATE@ filled in
	sed -e "s/@VERSION@/$VERSION/g; s/@NUMBERS@/$NUMBERS/g; s/@DATE@/$(date -u -d "@$SOURCE_DATE_EPOCH" +%F 2>/dev/null || date -u -r "$SOURCE_DATE_EPOCH" +%F)/g" "$1"
}
