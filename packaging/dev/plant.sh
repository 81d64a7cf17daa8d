#!/usr/bin/env bash
# Plants one fault after the other into a copy of the store and says whether its tests notice; no part of the
# ordinary checks. Usage: plant.sh [WORD]   (only the faults whose description has that word; all: some minutes)
set -euo pipefail
cd "$(dirname "$0")/../.."

only=${1-}
ground=$(mktemp -d)
trap 'rm -rf "$ground"' EXIT
export CGO_ENABLED=0
planted=0 survived=0

# A fault is an exact piece of text that occurs once in a file of storage/, and what to put in its place.
plant() { # DESCRIPTION FILE WHAT INSTEAD
	local text=$PWD/storage/$2 before rest verdict tags
	[[ $1 == *"$only"* ]] || return 0
	before=$(<"$text")
	rest=${before#*"$3"}
	if [ "$rest" = "$before" ] || [[ $rest == *"$3"* ]]; then
		echo "plant.sh: the text of '$1' does not occur once in storage/$2" >&2
		exit 1
	fi
	rm -rf "$ground/house"
	mkdir "$ground/house"
	cp -r go.mod go.sum storage "$ground/house"
	printf '%s\n' "${before%%"$3"*}$4$rest" >"$ground/house/storage/$2"
	verdict=survives
	for tags in none durability; do
		if ! (cd "$ground/house" && go test -count=1 -failfast -timeout 3m -tags "$tags" ./storage/... >"$ground/log" 2>&1); then
			if grep -q '\[build failed\]' "$ground/log"; then
				cat "$ground/log" >&2
				exit 1
			fi
			verdict=$(grep -o -m1 -- '--- FAIL: [^ ]*' "$ground/log" || echo 'stopped by the time limit')
			verdict=${verdict#--- FAIL: }
			break
		fi
	done
	planted=$((planted + 1))
	[ "$verdict" != survives ] || survived=$((survived + 1))
	printf '%-58s %s\n' "$1" "$verdict"
}

printf '%-58s %s\n' FAULT 'NOTICED BY'
plant 'a pair is stored whatever generation is there' tokens.go \
	'if p.gen != lease.Gen {' 'if p.gen < lease.Gen {'
plant 'a late answer is thrown away with its lease' tokens.go \
	'if p.gen != lease.Gen {' 'if p.gen != lease.Gen || p.token != lease.Token {'
plant 'storing the same answer again is an error' tokens.go \
	'if p.gen == lease.Gen+1 && ' 'if p.gen == lease.Gen+2 && '
plant 'a lease keeps nobody out' tokens.go \
	'&& !l.over(p, c.now):' '&& false:'
plant 'a lease is taken over without the grace' tokens.go \
	'p.until.Add(l.opts.Grace)' 'p.until'
plant 'the lease of a process that died is waited for' tokens.go \
	' || l.presence.gone(p.holder)' ''
plant 'an intent is written without the lease' tokens.go \
	$'|| p.token != lease.Token {\n\t\t\treturn ErrSuperseded' $'{\n\t\t\treturn ErrSuperseded'
plant 'a late refusal stops a renewed pair' tokens.go \
	$'if p.gen != lease.Gen || p.token != lease.Token {\n\t\t\tif rejected' $'if false {\n\t\t\tif rejected'
plant 'a renewal leaves no line of history' tokens.go \
	'return c.note(ctx, lease.Grant, ActRenewed, "", p.gen+1)' 'return nil'
plant 'trouble of a keeper makes a new key' custody.go \
	'if !errors.Is(err, ErrKeyAbsent) {' 'if err == nil {'
plant 'a missing key is not told as missing' custody.go \
	'errors.Is(err, ErrKeyAbsent) && !fresh' 'errors.Is(err, ErrKeyAbsent) && false'
plant 'a key is not proved on the canary' custody.go \
	$'rec.Canary); err != nil {\n\t\treturn nil, fmt' $'rec.Canary); err != nil && false {\n\t\treturn nil, fmt'
plant 'a replaced key seals nothing again' keyrecord.go \
	'return c.resealAll(ctx, reseal)' 'return nil'
plant 'sealed bytes open at any generation' seal.go \
	'return binary.BigEndian.AppendUint64(aad, uint64(gen))' 'return aad'
plant 'a recovery file overwrites what a keeper has' recovery.go \
	'return !bytes.Equal(kept, value), nil' $'_ = kept\n\treturn false, into.Store(ctx, account, value)'
plant 'a commit is not synced' conn.go \
	'{"synchronous", "full", "2"}' '{"synchronous", "normal", "1"}'
plant 'the name of a new folder is not synced' folder.go \
	'if err := syncDir(filepath.Dir(at)); err != nil &&' 'if err := error(nil); at == "" || err != nil &&'
plant 'a key file is not synced' keeper.go \
	'errors.Join(part.Sync(), part.Close())' 'part.Close()'
plant 'a full disk is any trouble' faults.go \
	'if diskFull(err) {' 'if false {'
printf '%d of %d faults were noticed\n' $((planted - survived)) "$planted"
[ "$survived" -eq 0 ]
