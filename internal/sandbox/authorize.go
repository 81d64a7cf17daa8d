package sandbox

import (
	"net/http"
	"net/url"
	"strings"
)

// Doorkeeper's texts.
const (
	textInvalidClient = "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method."
	textInvalidGrant  = "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client."
	textDenied        = "The resource owner or authorization server denied the request."
	textRedirect      = "The requested redirect uri is malformed or doesn't match client redirect URI."
	textResponseType  = "The authorization server does not support this response type."
	textScope         = "The requested scope is invalid, unknown, or malformed."
	textMethod        = "The code challenge method must be S256."
	textMissing       = "Missing required parameter: "
)

// consent is what the authorize address was asked for.
type consent struct {
	ClientID, Redirect, ResponseType, State, Scope, Challenge, Method string
}

func consentOf(v url.Values) consent {
	return consent{ClientID: v.Get("client_id"), Redirect: v.Get("redirect_uri"), ResponseType: v.Get("response_type"), State: v.Get("state"),
		Scope: v.Get("scope"), Challenge: v.Get("code_challenge"), Method: v.Get("code_challenge_method")}
}

// values are the members to carry on to the next page.
func (c consent) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"client_id": c.ClientID, "redirect_uri": c.Redirect, "response_type": c.ResponseType,
		"state": c.State, "scope": c.Scope, "code_challenge": c.Challenge, "code_challenge_method": c.Method} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// problem is empty for a request that may go on. None of these ever calls back, as with Doorkeeper.
func (g *Gusto) problem(c consent) string {
	switch {
	case c.ClientID == "":
		return textMissing + "client_id."
	case c.ClientID != g.opt.ClientID:
		return textInvalidClient
	case c.Redirect == "":
		return textMissing + "redirect_uri."
	case !g.registered(c.Redirect):
		return textRedirect
	case c.ResponseType == "":
		return textMissing + "response_type."
	case c.ResponseType != "code":
		return textResponseType
	case c.Challenge != "" && c.Method != "S256":
		return textMethod
	}
	for _, scope := range strings.Fields(c.Scope) {
		if !hasScope(g.opt.Scopes, scope) {
			return textScope
		}
	}
	return ""
}

func (g *Gusto) showAuthorize(w http.ResponseWriter, r *http.Request) {
	c := consentOf(r.URL.Query())
	if text := g.problem(c); text != "" {
		g.showProblem(w, r, text)
		return
	}
	if a := g.faults.autoConsent(); a != nil {
		g.consentAlone(w, r, c, a)
		return
	}
	s := g.sessionOf(r)
	if s == nil {
		g.renderSignIn(w, r, c, http.StatusOK, "")
		return
	}
	g.renderConsent(w, r, c, s, http.StatusOK, "")
}

// answered is what a page of the consent sends, and the consent that it is about; not ok when the page says why it may
// not go on.
func (g *Gusto) answered(w http.ResponseWriter, r *http.Request) (form url.Values, c consent, ok bool) {
	form = callOf(r).params
	c = consentOf(form)
	if text := g.problem(c); text != "" {
		g.showProblem(w, r, text)
		return form, c, false
	}
	return form, c, g.fresh(w, r)
}

// decide takes the consent page's answer.
func (g *Gusto) decide(w http.ResponseWriter, r *http.Request) {
	form, c, ok := g.answered(w, r)
	if !ok {
		return
	}
	if form.Get("decision") == "deny" {
		redirectBack(w, r, c, url.Values{"error": {"access_denied"}, "error_description": {textDenied}})
		return
	}
	s := g.sessionOf(r)
	if s == nil {
		g.renderSignIn(w, r, c, http.StatusUnauthorized, "You were signed out in the meantime. Sign in again to go on.")
		return
	}
	if form.Get("person") != s.Person {
		g.renderConsent(w, r, c, s, http.StatusConflict, "Somebody else has signed in to this browser in the meantime. Check who is signed in, then choose again.")
		return
	}
	companies, text := g.chosen(s, form.Get("company"))
	if text != "" {
		g.renderConsent(w, r, c, s, http.StatusUnprocessableEntity, text)
		return
	}
	g.sendCode(w, r, c, grant{Person: s.Person, Access: s.Access, Companies: companies})
}

// chosen gives the uuids that a consent reaches, or what to tell the person.
func (g *Gusto) chosen(s *session, company string) ([]string, string) {
	var ids []string
	for _, c := range g.companiesOf(s.Person) {
		if s.Access == Classic || c.id == company {
			ids = append(ids, c.id)
		}
	}
	if len(ids) == 0 {
		return nil, "Choose the company that Crosswalk may reach."
	}
	return ids, ""
}

func (g *Gusto) consentAlone(w http.ResponseWriter, r *http.Request, c consent, a *AutoConsent) {
	if a.Deny {
		redirectBack(w, r, c, url.Values{"error": {"access_denied"}, "error_description": {textDenied}})
		return
	}
	company := a.Company
	if list := g.companiesOf(a.Person); company == "" && len(list) > 0 {
		company = list[0].id
	}
	ids, text := g.chosen(&session{Person: a.Person, Access: a.Access}, company)
	if text != "" {
		g.showProblem(w, r, text)
		return
	}
	g.sendCode(w, r, c, grant{Person: a.Person, Access: a.Access, Companies: ids})
}

func (g *Gusto) sendCode(w http.ResponseWriter, r *http.Request, c consent, reach grant) {
	secret := newSecret()
	err := g.store.update(func(d *data) bool {
		d.Codes = append(d.Codes, &code{Code: digest(secret), Redirect: c.Redirect, Challenge: c.Challenge, Grant: reach, Made: g.now()})
		return true
	})
	if err != nil {
		g.showBroken(w, r)
		return
	}
	redirectBack(w, r, c, url.Values{"code": {secret}})
}

// redirectBack sends the browser to the application. It is only reached with a registered address.
func redirectBack(w http.ResponseWriter, r *http.Request, c consent, members url.Values) {
	if c.State != "" {
		members.Set("state", c.State)
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, withQuery(c.Redirect, members), http.StatusFound)
}

func hasScope(scopes, scope string) bool {
	for _, s := range strings.Fields(scopes) {
		if s == scope {
			return true
		}
	}
	return false
}
