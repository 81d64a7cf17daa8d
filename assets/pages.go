package assets

import (
	_ "embed"
	"html/template"
	"io"
	"sync"
)

// Tone is the mark that a landing page shows beside its title: a shape and a color.
type Tone string

// The tones of a landing page.
const (
	ToneOK        Tone = "ok"        // a check mark, green
	ToneNeutral   Tone = "neutral"   // a ring, gray
	ToneAttention Tone = "attention" // an exclamation mark, amber
)

// Page is what a landing page says.
type Page struct {
	Tone  Tone
	Title string // one short sentence without a period
	Text  string // what happens next, in one or two sentences
	Next  Lead   // in place of Text, when it has an address
}

// Lead is one button that leads on to the next sign-in of several in a row.
type Lead struct {
	Name    string // what to choose there
	Copied  bool   // Name is on the clipboard
	Address string // on this computer
	After   int    // seconds until the browser goes on by itself; 0 is never
}

//go:embed pages/landing.html
var landingHTML string

var landing = sync.OnceValue(func() *template.Template { return template.Must(template.New("landing").Parse(landingHTML)) })

// WritePage writes the page that a browser shows after a sign-in: one file that
// needs no script, no other file and no network, in light or dark as the browser
// is. The error is w's.
func WritePage(w io.Writer, p Page) error { return landing().Execute(w, p) }
