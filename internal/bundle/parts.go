package bundle

import (
	"fmt"
	"strings"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
	"crosswalk/internal/journal"
	"crosswalk/internal/reach"
	"crosswalk/internal/words"
)

// Parts makes the parts of a bundle, each clean: the first says what the others are.
func Parts(m Material, o Options) []Part {
	parts := []Part{
		{"verdicts.txt", verdicts(m)}, {"doctor.txt", findings(m.Findings)}, {"settings.txt", settings(m)}, {"versions.txt", versions(m)},
	}
	for _, f := range m.Log {
		parts = append(parts, Part{"log/" + f.Name, f.Text})
	}
	names := pseudonyms(m, o)
	for i, p := range parts {
		parts[i].Text = names.replace(cleaned(p.Text))
	}
	return append([]Part{{"README.txt", contents(m, parts, o)}}, parts...)
}

// lineLimit keeps one text of somebody else's from filling a part, in letters.
const lineLimit = 1000

// line makes one line of a text that came from elsewhere: a company's name can hold what begins another one.
func line(text string) string { return reach.Clean(text, lineLimit) }

// cleaned cleans line by line: what looks like a secret never goes over a line's end.
func cleaned(text string) string {
	var out strings.Builder
	for one := range strings.Lines(text) {
		out.WriteString(journal.Clean(one))
	}
	return out.String()
}

var about = map[string]string{
	"README.txt": "what is in the bundle, and what is not", "verdicts.txt": "how each link was when last checked", "doctor.txt": "what the examination of this computer found",
	"settings.txt": "the settings, without secrets", "versions.txt": "what runs here", "log": "the newest lines of the log, and of crashes",
}

// About says what a part is.
func About(name string) string {
	if strings.HasPrefix(name, "log/") {
		name = "log"
	}
	return about[name]
}

func contents(m Material, parts []Part, o Options) string {
	var out strings.Builder
	fmt.Fprintf(&out, "Crosswalk %s, made %s.\n\n", m.Version, m.At.UTC().Format(time.RFC3339))
	for _, p := range parts {
		fmt.Fprintf(&out, "%-32s %6d bytes  %s\n", p.Name, len(p.Text), About(p.Name))
	}
	out.WriteString("\nNot in it: any access to a company, any secret, any EIN, any e-mail address, anything about employees or pay.\n")
	switch {
	case o.Pseudonyms && m.Now.Stage != desk.Open:
		out.WriteString("No Gusto could be opened, so names of companies, people and clients could not be looked up: where the log holds one, it stands as it is.\n")
	case o.Pseudonyms:
		out.WriteString("Names of companies, people and clients are numbers here, the same name the same number.\n")
	default:
		out.WriteString("Names of companies and people are in it. They can be replaced by numbers when it is made.\n")
	}
	return out.String()
}

func verdicts(m Material) string {
	var out strings.Builder
	s := m.Now
	switch s.Stage {
	case desk.Shut:
		t := words.English.For(s.Trouble)
		fmt.Fprintf(&out, "Nothing could be opened: %s. %s\ncode %s\ndetail %s\n", t.Title, line(t.Hint), s.Trouble.Cause, line(s.Trouble.Detail))
		return out.String()
	case desk.Open:
		fmt.Fprintf(&out, "%s: %d linked, %d need a person.\n", s.Environment.Label, len(s.Links), s.NeedYou)
	default:
		out.WriteString("No Gusto is set up yet.\n")
	}
	if s.Keys != nil {
		fmt.Fprintf(&out, "The data key is not at hand: %s, %s\n", s.Keys.Cause, line(s.Keys.Detail))
	}
	for _, l := range s.Links {
		v := l.Verdict
		fmt.Fprintf(&out, "\n%s\n  code        %s\n  whose turn  %s\n", line(l.Name), v.Cause, v.Cause.Fixer())
		for _, told := range [][2]string{
			{"detail", v.Detail}, {"request", v.RequestID}, {"checked", at(v.At)}, {"worked last", at(v.Worked)}, {"company", l.Company}, {"link", l.ID},
			{"linked", at(l.Since)}, {"renewed", at(l.Renewed)}, {"authorized by", l.AuthorizedBy}, {"permissions", strings.Join(l.Access, " ")},
			{"also reaches", strings.Join(l.Siblings, ", ")},
		} {
			if told[1] != "" {
				fmt.Fprintf(&out, "  %-11s %s\n", told[0], line(told[1]))
			}
		}
	}
	return out.String()
}

func at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func findings(all []doctor.Finding) string {
	var out strings.Builder
	for _, f := range all {
		fmt.Fprintf(&out, "%-28s %-14s %s\n", words.English.CheckName(f.Check), words.English.StateName(f.State), line(f.Facts))
		if f.Cause != "" {
			fmt.Fprintf(&out, "    code %s, whose turn %s, detail %s\n", f.Cause, f.Cause.Fixer(), line(f.Detail))
		}
	}
	return out.String()
}

func settings(m Material) string {
	var out strings.Builder
	for _, s := range m.Settings {
		fmt.Fprintf(&out, "%-28s %s\n", s.Name, s.Value)
	}
	for _, s := range m.Setups {
		label, address := s.Names()
		fmt.Fprintf(&out, "\nSet up: %s\n  address       %s\n  API version   %s\n  client ID     %d characters\n  redirects     %s\n",
			label, address, s.APIVersion, len(s.ClientID), strings.Join(s.Redirects, ", "))
	}
	return out.String()
}

func versions(m Material) string {
	var out strings.Builder
	fmt.Fprintf(&out, "Crosswalk    %s\nData folder  %s\nLog          %s\n", m.Version, m.Now.Folder, m.LogAt)
	for _, f := range m.Findings {
		if f.Check == doctor.Versions {
			fmt.Fprintf(&out, "%s\n", f.Facts)
		}
	}
	return out.String()
}
