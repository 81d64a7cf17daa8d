package doctor

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"crosswalk/internal/desk"
)

// display tells a Remote Desktop session, which often has no OpenGL, from the console.
func (p Patient) display(context.Context) Finding {
	session := p.Look.Getenv("SESSIONNAME")
	switch {
	case session == "":
		return noDisplay("this is no session with a desktop")
	case remote(session):
		return Finding{State: Fine, Facts: "a Remote Desktop session (" + session + ")"}
	}
	return Finding{State: Fine, Facts: session}
}

func remote(session string) bool { return strings.HasPrefix(strings.ToUpper(session), "RDP-") }

func portOfDisplay(string) string { return "0" }

// openGL: the library comes with Windows; what it needs of the graphics driver a Remote Desktop session rarely has.
func (p Patient) openGL(context.Context) Finding {
	library := filepath.Join(p.Look.Getenv("SystemRoot"), "System32", "opengl32.dll")
	if _, err := os.Stat(library); err != nil {
		return Finding{State: Note, Cause: desk.NoOpenGL, Facts: library + " is missing"}
	}
	if remote(p.Look.Getenv("SESSIONNAME")) {
		return Finding{State: Note, Cause: desk.NoOpenGL, Detail: "the graphics driver may leave it out over Remote Desktop", Facts: library}
	}
	return Finding{State: Fine, Facts: library}
}

// browser reads the choice that Windows keeps for https.
func (p Patient) browser(context.Context) Finding {
	key, err := registry.OpenKey(registry.CURRENT_USER, `Software\Microsoft\Windows\Shell\Associations\UrlAssociations\https\UserChoice`, registry.QUERY_VALUE)
	if err != nil {
		return Finding{State: Fault, Cause: desk.NoBrowser, Facts: "nothing is chosen for https"}
	}
	defer key.Close()
	id, _, err := key.GetStringValue("ProgId")
	if err != nil || id == "" {
		return Finding{State: Fault, Cause: desk.NoBrowser, Facts: "nothing is chosen for https"}
	}
	return Finding{State: Fine, Facts: id}
}

func system(context.Context, Surroundings) string {
	v := windows.RtlGetVersion()
	return fmt.Sprintf("Windows %d.%d.%d", v.MajorVersion, v.MinorVersion, v.BuildNumber)
}
