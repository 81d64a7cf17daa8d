package oauth

import (
	"net/http"
	"strings"
)

// handle answers one request. What is not a person's browser going to one of our
// own pages is turned away before anything is looked at.
func (l *listener) handle(w http.ResponseWriter, r *http.Request) {
	harden(w.Header())
	if status := l.turnAway(r); status != 0 {
		l.client.log.Debug("request turned away", "status", status)
		if status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", http.MethodGet)
		}
		plain(w, status)
		return
	}
	path := r.URL.EscapedPath()
	switch {
	case l.path != "" && path == l.path:
		l.callback(w, r)
	case strings.HasPrefix(path, startPath):
		l.begin(w, r, strings.TrimPrefix(path, startPath))
	case strings.HasPrefix(path, donePath):
		l.done(w, strings.TrimPrefix(path, donePath), r.URL.RawQuery == stay)
	default:
		plain(w, http.StatusNotFound)
	}
}

// policy is what a page may do: nothing. A page that leads on adds allow-scripts to
// its sandbox: default-src forbids every script all the same, but without it a
// browser may not focus the one button (HTML, "sandboxed automatic features"), and
// the person could not go on with Enter; nor may it go on by itself where they chose so.
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; " +
	"frame-ancestors 'none'; base-uri 'none'; sandbox"

// harden sets the headers of every answer.
func harden(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Robots-Tag", "noindex")
}

// turnAway returns the status for a request that is no visit of a person, or 0.
func (l *listener) turnAway(r *http.Request) int {
	h := r.Header
	switch {
	case r.Host != l.host || r.URL.Host != "":
		// A name that was made to point here must not reach our pages (DNS
		// rebinding), and nobody uses us as a proxy.
		return http.StatusMisdirectedRequest
	case r.Method != http.MethodGet:
		return http.StatusMethodNotAllowed
	case r.URL.EscapedPath() == iconPath:
		return http.StatusNoContent
	case ahead(h.Get("Sec-Purpose")), ahead(h.Get("Purpose")), ahead(h.Get("X-Purpose")), ahead(h.Get("X-Moz")):
		return http.StatusServiceUnavailable
	case other(h.Get("Sec-Fetch-Dest"), "document"), other(h.Get("Sec-Fetch-Mode"), "navigate"):
		return http.StatusForbidden
	}
	return 0
}

// ahead says that a browser fetches before anybody asked for the page.
func ahead(purpose string) bool {
	purpose = strings.ToLower(purpose)
	return strings.Contains(purpose, "prefetch") || strings.Contains(purpose, "prerender") || strings.Contains(purpose, "preview")
}

// other says that a header is there and is not what it should be.
func other(value, want string) bool { return value != "" && value != want }

// begin sends the browser on to the authorization server. The address is short
// and works once, so that what the system's list of processes shows is of no use
// to anybody else.
func (l *listener) begin(w http.ResponseWriter, r *http.Request, nonce string) {
	l.client.mu.Lock()
	s := l.starts[nonce]
	if !s.lasts {
		delete(l.starts, nonce)
	}
	l.client.mu.Unlock()
	a := s.attempt
	if a == nil || r.URL.RawQuery != "" {
		show(w, http.StatusGone, page{kind: pageUsed})
		return
	}
	if l.path != "" {
		http.SetCookie(w, &http.Cookie{
			Name: a.cookieName(), Value: a.secrets.cookie.Reveal(), Path: l.path,
			HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
	}
	a.notify(Notice{Kind: BrowserStarted})
	w.Header().Set("Location", a.authorizeURL())
	w.WriteHeader(http.StatusFound)
}

// callback takes an authorization response. Whatever it gets, only the answer to
// an attempt that waits changes anything.
func (l *listener) callback(w http.ResponseWriter, r *http.Request) {
	reply, ok := parseReply(r.URL.RawQuery)
	if !ok {
		l.stray()
		show(w, http.StatusBadRequest, page{kind: pageStray})
		return
	}
	a := l.find(reply.state)
	if a == nil {
		l.stray()
		show(w, http.StatusBadRequest, page{kind: pageStray})
		return
	}
	reply.other = !a.startedIn(r)
	l.hold()
	switch a.accept(reply) {
	case taken, afterward:
	case noAnswer:
		l.release()
		l.stray()
		show(w, http.StatusBadRequest, page{kind: pageStray})
		return
	default:
		l.release()
		show(w, http.StatusBadRequest, page{kind: pageStray})
		return
	}
	select {
	case <-a.over:
	case <-r.Context().Done(): // the tab was closed; what it started goes on
		l.release()
		return
	}
	l.sendOn(w, a)
}

// sendOn sends the browser to a clean address whose page tells how it ended: the
// code must stay neither in the address bar nor in the history.
func (l *listener) sendOn(w http.ResponseWriter, a *Attempt) {
	id := random()
	l.client.mu.Lock()
	l.landings[id] = &landing{page: a.outcome.page}
	l.client.mu.Unlock()
	http.SetCookie(w, &http.Cookie{Name: a.cookieName(), Path: l.path, MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	w.Header().Set("Location", donePath+id)
	w.WriteHeader(http.StatusSeeOther)
}

// done shows how a sign-in ended.
func (l *listener) done(w http.ResponseWriter, id string, stays bool) {
	l.client.mu.Lock()
	landing := l.landings[id]
	first := landing != nil && !landing.fetched
	if first {
		landing.fetched = true
	}
	l.client.mu.Unlock()
	if landing == nil {
		show(w, http.StatusNotFound, page{kind: pageOver})
		return
	}
	p := landing.page
	p.stays = stays
	show(w, http.StatusOK, p)
	if first {
		l.release()
	}
}
