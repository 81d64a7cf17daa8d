package main

import (
	"errors"
	"log"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// The toolkit's own function writes what is looked for, so that another form of it is noticed here.
func TestAToolkitThatCannotOpenAWindowIsNoticed(t *testing.T) {
	var heard []string
	var passed strings.Builder
	before, flags := log.Writer(), log.Flags()
	t.Cleanup(func() { log.SetOutput(before); log.SetFlags(flags) })
	log.SetOutput(&toolkitLog{next: &passed, unopened: func(screen bool, why string) {
		if screen {
			why = "no OpenGL: " + why
		}
		heard = append(heard, why)
	}})
	fyne.LogError("failed on saving preferences", errors.New("disk full"))
	fyne.LogError("failed to initialise GLFW", errors.New("PlatformUnavailable: Failed to detect any supported platform"))
	fyne.LogError("window creation error", errors.New("APIUnavailable: WGL: The driver does not appear to support OpenGL"))
	fyne.LogError("failed to initialise OpenGL", errors.New("glActiveTexture"))
	fyne.LogError("Unable to connect to session D-Bus", errors.New("no bus"))
	want := "PlatformUnavailable: Failed to detect any supported platform\nno OpenGL: APIUnavailable: WGL: The driver does not appear to support OpenGL\nno OpenGL: glActiveTexture"
	if got := strings.Join(heard, "\n"); got != want {
		t.Errorf("heard\n%s\nwant\n%s", got, want)
	}
	if n := strings.Count(passed.String(), complaint); n != 5 {
		t.Errorf("%d of 5 complaints are in the log", n)
	}
}
