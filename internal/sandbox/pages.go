package sandbox

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

//go:embed pages/*.html
var pageFiles embed.FS

var pageNames = []string{"signin", "consent", "refused", "message", "claim"}

var templates = sync.OnceValue(func() map[string]*template.Template { // most programs that play Gusto show no page
	all := map[string]*template.Template{}
	for _, name := range pageNames {
		all[name] = template.Must(template.ParseFS(pageFiles, "pages/layout.html", "pages/"+name+".html"))
	}
	return all
})

// page is what the templates know.
type page struct {
	Title, Text string
	Error       string // what was wrong with the form
	FormToken   string
	Hidden      url.Values // carried on by every form
	Person      *Person
	Classic     bool
	Back        string // where the way back leads
	Switch      string
	People      []*Person
	List        *companyList
	Claim       *claimView
}

// companyList is one page of the companies that match a search.
type companyList struct {
	Search         bool // there are enough to need one
	Query          string
	Total, Matches int
	Page, Pages    int
	Rows           []companyRow
	Previous, Next string // addresses; empty: there is no such page
}

type companyRow struct {
	ID, Name, Trade, Home, Status string
	Only                          bool // the only one there is: chosen already
}

// perPage is how many companies one page of the picker shows; more than one page brings the search box.
const perPage = 20

func (g *Gusto) render(w http.ResponseWriter, r *http.Request, status int, name string, p page) {
	p.FormToken = formToken(w, r)
	var out bytes.Buffer
	if err := templates()[name].ExecuteTemplate(&out, "layout", p); err != nil {
		http.Error(w, "page "+name+": "+err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	// form-action is left out on purpose: Chromium applies it to the redirect that follows a form, and that one leads to the application.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'")
	w.WriteHeader(status)
	_, _ = out.WriteTo(w)
}

func (g *Gusto) showHome(w http.ResponseWriter, r *http.Request) {
	g.render(w, r, http.StatusOK, "message", page{Title: "This is the practice Gusto",
		Text: "Crosswalk opens its pages when you connect a company. There is nothing to do here by itself."})
}

func (g *Gusto) showMissing(w http.ResponseWriter, r *http.Request) {
	g.render(w, r, http.StatusNotFound, "message", page{Title: "There is no such page", Text: "Go back to Crosswalk and start from there."})
}

// showProblem is the page on which a wrong request ends.
func (g *Gusto) showProblem(w http.ResponseWriter, r *http.Request, text string) {
	g.render(w, r, http.StatusBadRequest, "message", page{Title: "An error has occurred", Text: text})
}

func (g *Gusto) showBroken(w http.ResponseWriter, r *http.Request) {
	g.render(w, r, http.StatusInternalServerError, "message", page{Title: "The practice Gusto could not save",
		Text: "The file that it keeps its state in cannot be written. Nothing was changed."})
}

func (g *Gusto) renderSignIn(w http.ResponseWriter, r *http.Request, c consent, status int, text string) {
	p := page{Title: "Sign in", Error: text, Hidden: c.values(), People: g.everybody(), Classic: g.opt.Access == Classic}
	p.Person = p.People[0]
	if s := g.sessionOf(r); s != nil {
		p.Classic = s.Access == Classic
		p.Person = g.personByID(s.Person)
	}
	g.render(w, r, status, "signin", p)
}

func (g *Gusto) renderConsent(w http.ResponseWriter, r *http.Request, c consent, s *session, status int, text string) {
	p := page{Title: "Authorize Crosswalk", Error: text, Hidden: c.values(), Person: g.personByID(s.Person), Classic: s.Access == Classic,
		Switch: "/oauth/sign_in?" + c.values().Encode()}
	all := g.companiesOf(s.Person)
	if !p.Person.Admin || len(all) == 0 {
		p.Title = "You can’t authorize applications"
		p.Back = withQuery(c.Redirect, deniedMembers(c))
		g.render(w, r, http.StatusForbidden, "refused", p)
		return
	}
	q := r.URL.Query()
	p.List = listCompanies(all, q.Get("q"), q.Get("page"), c)
	g.render(w, r, status, "consent", p)
}

func deniedMembers(c consent) url.Values {
	v := url.Values{"error": {"access_denied"}, "error_description": {textDenied}}
	if c.State != "" {
		v.Set("state", c.State)
	}
	return v
}

// listCompanies filters and cuts on the server, so that two thousand companies make a page as small as twenty.
func listCompanies(all []*company, query, number string, c consent) *companyList {
	l := &companyList{Search: len(all) > perPage, Query: strings.TrimSpace(query), Total: len(all)}
	var match []*company
	for _, one := range all {
		if matches(one, l.Query) {
			match = append(match, one)
		}
	}
	l.Matches = len(match)
	l.Pages = max(1, (len(match)+perPage-1)/perPage)
	l.Page, _ = strconv.Atoi(number)
	l.Page = min(max(1, l.Page), l.Pages)
	start := (l.Page - 1) * perPage
	for _, one := range match[start:min(start+perPage, len(match))] {
		row := companyRow{ID: one.id, Name: one.name, Trade: one.trade, Home: one.home(), Only: len(all) == 1}
		if one.status != approved {
			row.Status = strings.ToUpper(one.status[:1]) + strings.ToLower(one.status[1:])
		}
		l.Rows = append(l.Rows, row)
	}
	link := func(n int) string {
		return authorizePath(c, url.Values{"q": {l.Query}, "page": {strconv.Itoa(n)}})
	}
	if l.Page > 1 {
		l.Previous = link(l.Page - 1)
	}
	if l.Page < l.Pages {
		l.Next = link(l.Page + 1)
	}
	return l
}

// Count says how many companies there are, and how many of them match.
func (l *companyList) Count() string {
	if l.Query == "" {
		return l.TotalText() + " companies"
	}
	return thousands(l.Matches) + " of " + l.TotalText() + " companies"
}

// TotalText is the number of companies as people write it.
func (l *companyList) TotalText() string { return thousands(l.Total) }

func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// matches wants every word of the query somewhere in the name, the trade name or the city.
func matches(c *company, query string) bool {
	text := strings.ToLower(c.name + " " + c.trade + " " + c.home())
	text += " " + strings.ToLower(plain(text))
	for _, word := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
