package doctor

import (
	"context"
	"strings"
)

// display: a session on macOS has one, unless it came over SSH.
func (p Patient) display(context.Context) Finding {
	if p.Look.Getenv("SSH_CONNECTION") != "" {
		return noDisplay("this is a session over SSH")
	}
	return Finding{State: Fine, Facts: "the desktop of this Mac"}
}

func portOfDisplay(string) string { return "0" }

// openGL comes with macOS.
func (p Patient) openGL(context.Context) Finding {
	return Finding{State: Fine, Facts: "comes with macOS"}
}

// browser reads the handlers of LaunchServices; without an entry it is Safari.
func (p Patient) browser(ctx context.Context) Finding {
	out, err := p.Look.Run(ctx, "/usr/bin/defaults", "read", "com.apple.LaunchServices/com.apple.launchservices.secure", "LSHandlers")
	if err != nil {
		return Finding{State: Fine, Facts: "Safari, where nothing else was chosen"}
	}
	return Finding{State: Fine, Facts: firstOf(handlerOf(out, "https"), "Safari")}
}

func system(ctx context.Context, look Surroundings) string {
	out, err := look.Run(ctx, "/usr/bin/sw_vers", "-productVersion")
	if err != nil {
		return "macOS"
	}
	return "macOS " + strings.TrimSpace(out)
}
