package words

import (
	"crosswalk/internal/desk"
	"crosswalk/internal/doctor"
)

// checks says what each check looks at, as a line's beginning.
var checks = map[doctor.Check]string{
	doctor.Proxy: "Proxy", doctor.DNS: "Name of Gusto (DNS)", doctor.Route: "Way to Gusto", doctor.TLS: "Encryption", doctor.Clock: "Clock",
	doctor.Gusto: "Gusto itself", doctor.Redirect: "Address for Gusto’s answer", doctor.Browser: "Browser", doctor.KeyStore: "Key store",
	doctor.Database: "Database", doctor.Folder: "Data folder", doctor.Disk: "Disk", doctor.Display: "Screen", doctor.OpenGL: "OpenGL", doctor.Policy: "Organization’s policy", doctor.Versions: "Versions",
}

// CheckName says what a check looks at.
func CheckName(c doctor.Check) string { return Person.CheckName(c) }

// CheckName says what a check looks at.
func (v Voice) CheckName(c doctor.Check) string { return v.say(checks[c]) }

var states = map[doctor.State]string{
	doctor.Fine: "Fine", doctor.Note: "Note", doctor.Fault: "At fault", doctor.Unknown: "Not found out",
}

// StateName says what became of a check.
func StateName(s doctor.State) string { return Person.StateName(s) }

// StateName says what became of a check.
func (v Voice) StateName(s doctor.State) string { return v.say(states[s]) }

// ForFinding gives the message for a finding that has a cause; ok is false for one that has none.
func ForFinding(f doctor.Finding) (m Message, ok bool) {
	if f.Cause == "" {
		return Message{}, false
	}
	return For(&desk.Trouble{Cause: f.Cause, Detail: f.Detail, Until: f.Until}), true
}
