package words

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"crosswalk/internal/tongue"
)

// details are what other rooms tell in English, for logs and files as well, and what the window says in the person's
// language. A {name} is whatever stands there.
var details = []string{
	tongue.Key("{folder} is copied to other computers by {service}"), tongue.Key("{folder} is on a network file system ({kind})"),
	tongue.Key("{folder} cannot be made or looked into ({reason})"), tongue.Key("{folder} is open to other people ({reason})"),
	tongue.Key("{what} is not allowed on this computer by {who}"), tongue.Key("{what} may be forbidden in {file}"), tongue.Key("Opening {environment}"),
	tongue.Key("Making new companies"), tongue.Key("Disconnecting a company for everyone"), tongue.Key("Exporting"), tongue.Key("Locking later than after {number} minutes"),
	tongue.Key("Linking several companies with one sign-in"),
	tongue.Key("Another choice than the one for companies per client"), tongue.Key("The port for Gusto’s answer"),
	tongue.Key("Making new companies is not among the rights of the setup file that this Gusto came from"),
	tongue.Key("{environment} is not set up on this computer any more"), tongue.Key("This Gusto is not set up any more"), tongue.Key("No Gusto is set up yet"), tongue.Key("Nothing is open yet"),
	tongue.Key("The client ID is missing"), tongue.Key("The client secret is missing"), tongue.Key("The redirect address is missing"),
	tongue.Key("The address has to be https://…, or http://127.0.0.1:port on this computer"), tongue.Key("The API version is a date like {version}"),
	tongue.Key("Companies are linked at {address}: unlink them before the address becomes another one"), tongue.Key("The client secret is missing: the one that is stored belongs to {address}"),
	tongue.Key("The redirect address {address}: {problem}"), tongue.Key("The redirect address: {problem}"), tongue.Key("not an address like http://127.0.0.1/callback"),
	tongue.Key("must not have a # part"), tongue.Key("must not have a user name in it"), tongue.Key("must begin with http:// or https://"),
	tongue.Key("plain http is for this computer alone: 127.0.0.1, [::1] or localhost"), tongue.Key("the path {path} is used for pages of this program"), tongue.Key("the port must be between 1 and 65535"),
	tongue.Key("this one, which is verifying already"), tongue.Key("this one, which is verifying"), tongue.Key("the entry “{name}” of the key store"),
	tongue.Key("The view has no name"), tongue.Key("Clients were changed since this was looked at"), tongue.Key("No column is the name, the number or the EIN"),
	tongue.Key("There are more than 50 tags, or one is longer than 50 characters"),
	tongue.Key("It cannot be opened ({reason})"), tongue.Key("There is no file {name}"), tongue.Key("It has more than 50 MB"), tongue.Key("It has more than 20,000 rows"),
	tongue.Key("It has more than 200 columns"), tongue.Key("It is a PDF"), tongue.Key("There is nothing in it"), tongue.Key("It is not text"),
	tongue.Key("It is a workbook of an old kind (.xls), or one with a password"), tongue.Key("It is no Excel workbook, or a damaged one"),
	tongue.Key("Its text is in no encoding that is known here"), tongue.Key("A quotation mark is not closed, or stands in the middle of a cell"),
	tongue.Key("{file} is no setup file"), tongue.Key("It was cut or changed, or is something else"),
	tongue.Key("the recovery file was made for another store"), tongue.Key("the recovery file was made before the data key was replaced"),
	tongue.Key("Crosswalk ended before the answer came"), tongue.Key("being renewed by {who}"),
	tongue.Key("{key} is no key that this version knows"), tongue.Key("{key} has to be {value}"), tongue.Key("{key} is there twice"),
	tongue.Key("other accounts than the administrator’s can change it"), tongue.Key("it cannot be read: {reason}"),
	tongue.Key("{key} looks like a secret and was not read: every account of this computer can read a policy. Secrets travel in a setup file"),
	tongue.Key("a key of this policy"), tongue.Key("a key without a name"), tongue.Key("true or false (1 or 0 in the registry)"), tongue.Key("a line of at most 200 characters"),
	tongue.Key("practice, demo, production or custom"), tongue.Key("a port from 1024 to 65535"), tongue.Key("minutes from 1 to 1440"), tongue.Key("it is no file"),
	tongue.Key("it is larger than 64 KB"), tongue.Key("it is not one JSON object, from line {number} on"), tongue.Key("it is no property list with a dictionary"),
	// What lies in a support bundle.
	tongue.Key("what is in the bundle, and what is not"), tongue.Key("how each link was when last checked"), tongue.Key("what the examination of this computer found"),
	tongue.Key("the settings, without secrets"), tongue.Key("what runs here"), tongue.Key("the newest lines of the log, and of crashes"),
	// What the doctor found.
	tongue.Key("no answer in {time}"), tongue.Key("not asked"), tongue.Key("kept in: {place}"), tongue.Key("wrote, read and removed a value"), tongue.Key("every page can be read"),
	tongue.Key("the log in {folder}"), tongue.Key("{size} free"), tongue.Key("no policy on this computer"), tongue.Key("{address} is not on this computer: the answer is pasted"),
	tongue.Key("{address} is free"), tongue.Key("any free port"), tongue.Key("{address} is held by this program, for a sign-in that is open"),
	tongue.Key("{address} is held by a program that the system does not name"), tongue.Key("{address} is held by {program} (process {number})"), tongue.Key("{address} is reserved by the system"),
	tongue.Key("neither DISPLAY nor WAYLAND_DISPLAY is set"), tongue.Key("{display} does not answer"), tongue.Key("drawn in software: no graphics card at /dev/dri"),
	tongue.Key("graphics card at {path}"), tongue.Key("the package is called libgl1 on Debian and Ubuntu"), tongue.Key("libGL.so.1 is in none of the usual folders"),
	tongue.Key("the graphics driver may leave it out over Remote Desktop"), tongue.Key("nothing is chosen for https"), tongue.Key("xdg-settings and xdg-mime name none"),
	tongue.Key("{proxy}, from {source}"), tongue.Key("the system’s settings"), tongue.Key("{host} is an address"), tongue.Key("connected to {host} (the proxy)"), tongue.Key("connected to {host}"),
	tongue.Key("not encrypted: {host} is on this computer"), tongue.Key("certificate of {issuer}, good until {day}"), tongue.Key("Gusto sent no date"),
	tongue.Key("agrees with Gusto’s"), tongue.Key("1 minute"), tongue.Key("{number} minutes"), tongue.Key("{number} hours"), tongue.Key("{time} ahead of Gusto’s"), tongue.Key("{time} behind Gusto’s"),
	tongue.Key("answered {status}, request {request}, version {version} ends on {day}"), tongue.Key("answered {status}, request {request}"), tongue.Key("without an id"),
}

// pattern is a detail with how it is recognized.
type pattern struct {
	text  string
	fixed int // how much of it is no name: what has more of it is more certain, and tried first
	match *regexp.Regexp
	names []string
}

var patterns = sync.OnceValue(func() []pattern {
	var all []pattern
	hole := regexp.MustCompile(`\\\{(\w+)\\\}`)
	for _, text := range details {
		if !strings.Contains(text, "{") {
			continue
		}
		p := pattern{text: text}
		quoted := hole.ReplaceAllStringFunc(regexp.QuoteMeta(text), func(found string) string {
			p.names = append(p.names, hole.FindStringSubmatch(found)[1])
			return `(.+?)`
		})
		p.match, p.fixed = regexp.MustCompile("^"+quoted+"$"), len(hole.ReplaceAllString(regexp.QuoteMeta(text), ""))
		all = append(all, p)
	}
	slices.SortStableFunc(all, func(a, b pattern) int { return b.fixed - a.fixed })
	return all
})

// Facts says in the person's language what another room has told in English; what is not known stays as it is.
func Facts(text string) string { return Person.Facts(text) }

// Facts is the same in a voice.
func (v Voice) Facts(text string) string {
	if said := v.say(text); said != text || !strings.Contains(text, " ") {
		return said
	}
	parts := strings.Split(text, "; ")
	for i, part := range parts {
		parts[i] = v.fact(part)
	}
	return strings.Join(parts, "; ")
}

// fact recognizes one sentence; what stands in its places is said as well, where it is known.
func (v Voice) fact(text string) string {
	if said := v.say(text); said != text {
		return said
	}
	if day, err := time.Parse(Day, text); err == nil {
		return v.Date(day, Day)
	}
	for _, p := range patterns() {
		said := v.say(p.text)
		if said == p.text { // English is spoken
			continue
		}
		if found := p.match.FindStringSubmatch(text); found != nil {
			var pairs []any
			for i, name := range p.names {
				part := found[i+1]
				if name != "key" || strings.Contains(part, " ") { // a policy's key is called so in every language
					part = v.fact(part)
				}
				pairs = append(pairs, name, part)
			}
			return tongue.Fill(said, pairs...)
		}
	}
	return text
}
