package sandbox

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
)

// Two cookies: signing in changes the first, so that a stolen older one is worth nothing; the second stays, so that a form in another tab
// is still good afterwards.
const (
	sessionCookie = "practice_gusto_session"
	formCookie    = "practice_gusto_forms"
)

// sessionOf gives who is signed in in this browser; nil: nobody, or somebody who is no longer there.
func (g *Gusto) sessionOf(r *http.Request) *session {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil
	}
	var found *session
	want := digest(cookie.Value)
	g.store.view(func(d *data) {
		for _, s := range d.Sessions {
			if s.Cookie == want {
				one := *s
				found = &one
			}
		}
	})
	if found == nil || g.personByID(found.Person) == nil {
		return nil
	}
	return found
}

// enter signs a person in and drops the session that the browser had.
func (g *Gusto) enter(w http.ResponseWriter, r *http.Request, person string, access Access) error {
	secret := newSecret()
	old := ""
	if cookie, err := r.Cookie(sessionCookie); err == nil {
		old = digest(cookie.Value)
	}
	err := g.store.update(func(d *data) bool {
		d.Sessions = slices.DeleteFunc(d.Sessions, func(s *session) bool { return s.Cookie == old })
		d.Sessions = append(d.Sessions, &session{Cookie: digest(secret), Person: person, Access: access})
		return true
	})
	if err != nil {
		return err
	}
	setCookie(w, sessionCookie, secret)
	return nil
}

func setCookie(w http.ResponseWriter, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 90 * 24 * 3600})
}

// formToken gives what this browser's forms carry against forgery.
func formToken(w http.ResponseWriter, r *http.Request) string {
	if cookie, err := r.Cookie(formCookie); err == nil && len(cookie.Value) == 43 {
		return digest("form|" + cookie.Value)
	}
	secret := newSecret()
	setCookie(w, formCookie, secret)
	return digest("form|" + secret)
}

// fresh tells whether a posted form came from a page of ours in this browser, and answers when it did not.
func (g *Gusto) fresh(w http.ResponseWriter, r *http.Request) bool {
	cookie, err := r.Cookie(formCookie)
	if err == nil {
		want, got := digest("form|"+cookie.Value), callOf(r).params.Get("authenticity_token")
		if subtle.ConstantTimeCompare([]byte(want), []byte(got)) == 1 {
			return true
		}
	}
	g.render(w, r, http.StatusUnprocessableEntity, "message", page{Title: "That page is out of date",
		Text: "The form did not come from a page that this browser has open. Go back to Crosswalk and start again."})
	return false
}

func (g *Gusto) showSignIn(w http.ResponseWriter, r *http.Request) {
	c := consentOf(r.URL.Query())
	if text := g.problem(c); text != "" {
		g.showProblem(w, r, text)
		return
	}
	g.renderSignIn(w, r, c, http.StatusOK, "")
}

func (g *Gusto) signIn(w http.ResponseWriter, r *http.Request) {
	form, c, ok := g.answered(w, r)
	if !ok {
		return
	}
	person := g.personByID(form.Get("person"))
	if person == nil {
		g.renderSignIn(w, r, c, http.StatusUnprocessableEntity, "Choose who you want to be.")
		return
	}
	access := Strict
	if form.Get("access") == "classic" {
		access = Classic
	}
	if err := g.enter(w, r, person.ID, access); err != nil {
		g.showBroken(w, r)
		return
	}
	http.Redirect(w, r, authorizePath(c, nil), http.StatusSeeOther)
}

// authorizePath leads back to the authorize address of this Gusto with the same request, and whatever else.
func authorizePath(c consent, more url.Values) string {
	v := c.values()
	for name, values := range more {
		v[name] = values
	}
	return "/oauth/authorize?" + v.Encode()
}
