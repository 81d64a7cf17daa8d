package main

import (
	"bytes"
	"io"
	"log"
	"log/slog"
	"os"
	"strings"

	"crosswalk/internal/command"
)

// watchToolkit ends the program, with words, when the toolkit cannot open a window: on the console, in journal, and where
// a program with a window has no console in a box of the system's. end lets what is under way come to its end.
func watchToolkit(journal *slog.Logger, end func()) {
	log.SetOutput(&toolkitLog{next: log.Writer(), unopened: func(screen bool, why string) {
		text, code := command.NoWindow(command.Program{Err: os.Stderr}, screen, why)
		journal.Error("no window", "screen", screen, "why", why)
		end()
		message(text)
		os.Exit(code)
	}})
}

// toolkitLog passes on what is logged, and calls unopened when the toolkit logs that it cannot open a window. Fyne 2.8.1
// says that nowhere else: afterwards it panics (no screen), goes on without a window and without an end (no OpenGL), or
// draws with functions that are not there. screen says that there is one; why is the cause that was logged.
//
// unopened is called while the log waits, so that it must not use package log, and should not return.
type toolkitLog struct {
	next     io.Writer
	unopened func(screen bool, why string)
	screen   bool // of the complaint whose cause comes next
	waits    bool
}

// What fyne.LogError writes: a line with what was being done, and one with the cause.
const (
	complaint = "Fyne error: "
	because   = "Cause:"
)

// complaints of internal/driver/glfw and internal/painter/gl, by their ends, that end it all: whether there is a screen.
var complaints = map[string]bool{"initialise GLFW": false, "window creation error": true, "initialise OpenGL": true}

// Write takes one line of the log: package log writes each at once, and one after the other.
func (l *toolkitLog) Write(line []byte) (int, error) {
	n, err := l.next.Write(line)
	text := string(bytes.TrimSpace(line))
	if _, what, ok := strings.Cut(text, complaint); ok {
		l.waits = false
		for end, screen := range complaints {
			if strings.HasSuffix(what, end) {
				l.screen, l.waits = screen, true
			}
		}
	} else if _, why, ok := strings.Cut(text, because); ok && l.waits {
		l.waits = false
		l.unopened(l.screen, strings.TrimSpace(why))
	}
	return n, err
}
