# shellcheck shell=bash
# Sourced by the scripts that try packages: a screen of their own, and a look at the window that comes up on it.
shots=${SHOTS:-$PWD/build/shots/packages}
mkdir -p "$shots"

fail() { echo "$*" >&2; exit 1; }

# The server takes a number that is free, whatever else runs here, and tells it once it takes clients.
screen() { # FOLDER
	local end=$((SECONDS + 120))
	: >"$1/display"
	Xvfb -displayfd 3 -screen 0 1400x900x24 -nolisten tcp 3>"$1/display" 2>"$1/Xvfb.log" &
	until [ "$(wc -l <"$1/display")" = 1 ]; do
		if ! kill -0 $! || [ $SECONDS -gt $end ]; then fail "Xvfb did not start: $(cat "$1/Xvfb.log")"; fi
		sleep 0.1
	done
	DISPLAY=:$(<"$1/display")
	export DISPLAY
}

# The window comes up with our title, is drawn (an empty one has few colors) and stands still: two pictures are the same.
shown() { # NAME PROCESS LOG
	local end=$((SECONDS + 240)) picture=$shots/$1.png before='' now='' window=''
	until [ -n "$now" ] && [ "$now" = "$before" ] && [ "${now%% *}" -ge 500 ]; do
		kill -0 "$2" 2>/dev/null || fail "$1: it ended before its window was there: $(cat "$3")"
		[ $SECONDS -lt $end ] || fail "$1: no window, or an empty one (colors, sum: ${now:-no picture}; $picture): $(cat "$3")"
		sleep 0.3
		before=$now now=''
		window=$(xdotool search --onlyvisible --name '^Crosswalk$' 2>/dev/null | head -1) || true
		if [ -n "$window" ] && import -window "$window" "$picture" 2>/dev/null; then now=$(identify -format '%k %#' "$picture"); fi
	done
	echo "$1: its window is there: $picture"
}
