//go:build unix && !darwin

package doctor

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"crosswalk/internal/desk"
)

// display looks whether the environment names a display, and whether it answers.
func (p Patient) display(ctx context.Context) Finding {
	network, address, name := socketOfDisplay(p.Look.Getenv)
	switch {
	case network == "":
		return noDisplay("neither DISPLAY nor WAYLAND_DISPLAY is set")
	case answers(ctx, network, address), network == "unix" && strings.HasPrefix(name, "X11") && answers(ctx, "unix", "@"+address):
		return Finding{State: Fine, Facts: name}
	}
	return noDisplay(name + " does not answer")
}

// portOfDisplay is where X11 listens on a network: 6000 and the number.
func portOfDisplay(number string) string {
	n, err := strconv.Atoi(number)
	if err != nil {
		return "0"
	}
	return strconv.Itoa(6000 + n)
}

// libraryFolders are where Linux systems keep shared libraries (ld.so(8), hier(7)).
var libraryFolders = []string{
	"/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/lib64",
	"/usr/lib", "/usr/local/lib", "/run/opengl-driver/lib",
}

// openGL looks for the library without loading it, and for a graphics card.
func (p Patient) openGL(context.Context) Finding {
	folders := append(filepath.SplitList(p.Look.Getenv("LD_LIBRARY_PATH")), libraryFolders...)
	for _, folder := range folders {
		if folder == "" {
			continue
		}
		library := filepath.Join(folder, "libGL.so.1")
		if _, err := os.Stat(library); err != nil {
			continue
		}
		drawn := "drawn in software: no graphics card at /dev/dri"
		if cards, _ := filepath.Glob("/dev/dri/renderD*"); len(cards) > 0 {
			drawn = "graphics card at " + cards[0]
		}
		return Finding{State: Fine, Facts: library + "; " + drawn}
	}
	return Finding{State: Note, Cause: desk.NoOpenGL, Detail: "the package is called libgl1 on Debian and Ubuntu", Facts: "libGL.so.1 is in none of the usual folders"}
}

// browser asks the desktop which program opens web addresses.
func (p Patient) browser(ctx context.Context) Finding {
	for _, question := range [][]string{
		{"xdg-settings", "get", "default-web-browser"}, {"xdg-mime", "query", "default", "x-scheme-handler/https"},
	} {
		if out, err := p.Look.Run(ctx, question[0], question[1:]...); err == nil && strings.TrimSpace(out) != "" {
			return Finding{State: Fine, Facts: strings.TrimSpace(out)}
		}
	}
	if named := p.Look.Getenv("BROWSER"); named != "" {
		return Finding{State: Fine, Facts: named + ", from BROWSER"}
	}
	f := Finding{State: Fault, Cause: desk.NoBrowser, Facts: "xdg-settings and xdg-mime name none"}
	if network, _, _ := socketOfDisplay(p.Look.Getenv); network == "" { // without a screen nobody expects one
		f.State = Note
	}
	return f
}

func system(context.Context, Surroundings) string {
	text, err := os.ReadFile("/etc/os-release")
	if err != nil {
		return "an unnamed system"
	}
	return prettyName(string(text))
}
