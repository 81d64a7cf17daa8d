package oauth

import (
	"bytes"
	"fmt"
	"net/http"
	"unicode/utf8"

	"crosswalk/assets"
)

// page is what a browser is shown: a kind, the names that settle returned, and
// where it leads on to. Nothing that came with a request gets into a page.
type page struct {
	kind  pageKind
	names []string
	lead  *Lead
	stays bool // the person has said so: it does not go on by itself
}

// onwardSeconds is how long a page stands that goes on by itself: long enough to read what was linked, and to stop.
const onwardSeconds = 3

// stay is what the query of such a page's address is after its link "Stay here".
const stay = "stay"

type pageKind int

const (
	pageReady     pageKind = iota // access is there and kept, to be confirmed
	pageAlready                   // access is there, nothing to confirm
	pageLinked                    // access is there and linked
	pageAsks                      // access is there, and not what was expected
	pageDenied                    // the person did not give access
	pageRefused                   // the server did not go along
	pageUnreached                 // the exchange got no usable answer
	pageUnsettled                 // access was given and could not be kept or read
	pageCanceled
	pageExpired
	pageStray // not an answer that anybody waits for
	pageUsed  // a start address for the second time
	pageOver  // an old landing page
)

func (k pageKind) String() string { return pageWords[k].name }

// words of a page. Title and text are whole sentences of ours.
type words struct {
	name  string // for logs
	tone  assets.Tone
	title string
	text  string
}

var pageWords = map[pageKind]words{
	pageReady: {"ready", assets.ToneOK, "You are signed in",
		"Go back to Crosswalk and confirm it there. You can close this page."},
	pageAlready: {"linked already", assets.ToneOK, "Linked already",
		"Crosswalk can keep using this access. You can close this page."},
	pageLinked: {"linked", assets.ToneOK, "Linked",
		"To go on, go back to Crosswalk. You can close this page."},
	pageAsks: {"asks", assets.ToneAttention, "Nothing is linked yet",
		"This is not what Crosswalk expected. Go back to Crosswalk: it asks what to do."},
	pageDenied: {"denied", assets.ToneNeutral, "Nothing was linked",
		"You chose not to give access. Crosswalk has kept nothing. To try again, go back to Crosswalk."},
	pageRefused: {"refused", assets.ToneAttention, "Nothing was linked",
		"The sign-in was not accepted. Go back to Crosswalk: it says why, and what to do."},
	pageUnreached: {"unreached", assets.ToneAttention, "Nothing was linked",
		"You gave access, but Crosswalk could not pick it up. Go back to Crosswalk: it says why, and what to do."},
	pageUnsettled: {"unsettled", assets.ToneAttention, "Nothing was linked",
		"You gave access, but Crosswalk could not finish. Go back to Crosswalk: it says why, and what to do."},
	pageCanceled: {"canceled", assets.ToneNeutral, "Nothing was linked",
		"This sign-in was canceled in Crosswalk. You can close this page."},
	pageExpired: {"expired", assets.ToneNeutral, "Nothing was linked",
		"Crosswalk stopped waiting for this sign-in. To try again, go back to Crosswalk."},
	pageStray: {"stray", assets.ToneNeutral, "This page belongs to another sign-in",
		"Crosswalk did not use it. The sign-in that you started last is not affected. You can close this page."},
	pageUsed: {"used", assets.ToneNeutral, "This link works once",
		"Go back to Crosswalk and open the browser again from there."},
	pageOver: {"over", assets.ToneNeutral, "This sign-in has ended",
		"Go back to Crosswalk to see how it went. You can close this page."},
}

// landed is the page for a consent that went well.
func landed(l Landing) page {
	kinds := map[LandingKind]pageKind{LandedAlready: pageAlready, LandedLinked: pageLinked, LandedAsks: pageAsks}
	return page{kind: kinds[l.Kind], names: l.Names, lead: l.Lead}
}

// words fills in what is known: one company by name, several by number.
func (p page) words() words {
	w := pageWords[p.kind]
	switch {
	case len(p.names) == 0:
	case p.kind == pageReady && len(p.names) == 1:
		w.title = short(p.names[0]) + " is ready to link"
	case p.kind == pageReady:
		w.title = fmt.Sprintf("%d companies are ready to choose from", len(p.names))
		w.text = "Go back to Crosswalk and choose which to link. You can close this page."
	case p.kind == pageAlready && len(p.names) == 1:
		w.title = short(p.names[0]) + " is linked already"
	case p.kind == pageAlready:
		w.title = fmt.Sprintf("All %d companies are linked already", len(p.names))
	case p.kind == pageLinked && len(p.names) == 1:
		w.title = short(p.names[0]) + " is linked"
	case p.kind == pageLinked:
		w.title = fmt.Sprintf("%d companies are linked", len(p.names))
	case p.kind == pageAsks && len(p.names) == 1:
		w.title = short(p.names[0]) + " is not linked yet"
	}
	return w
}

// next is where the page leads on to; the zero value when that waits no more.
func (p page) next() assets.Lead {
	if p.lead == nil {
		return assets.Lead{}
	}
	next := assets.Lead{Name: short(p.lead.Name), Copied: p.lead.Copied, Address: p.lead.Attempt.leadURL()}
	if p.lead.Onward && p.kind == pageLinked && !p.stays && next.Address != "" {
		next.After = onwardSeconds
	}
	return next
}

// short keeps a name from filling the page; the window shows it whole.
func short(name string) string {
	if name = cleanText(name); utf8.RuneCountInString(name) > 80 {
		return capRunes(name, 80)
	}
	return name
}

// show writes a page with its status.
func show(w http.ResponseWriter, status int, p page) {
	words, next := p.words(), p.next()
	var b bytes.Buffer
	if err := assets.WritePage(&b, assets.Page{Tone: words.tone, Title: words.title, Text: words.text, Next: next}); err != nil {
		plain(w, http.StatusInternalServerError)
		return
	}
	if next.Address != "" {
		w.Header().Set("Content-Security-Policy", policy+" allow-scripts")
	}
	if next.After > 0 { // no script could do it: every one is forbidden
		w.Header().Set("Refresh", fmt.Sprintf("%d; url=%s", next.After, next.Address))
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

// plain answers what no person looks at.
func plain(w http.ResponseWriter, status int) {
	if status == http.StatusNoContent {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(http.StatusText(status) + "\n"))
}
