package sandbox

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// browser goes through the pages as a person does: it has cookies, and it sends the forms that it was shown.
type browser struct {
	b      *bench
	client *http.Client
	status int
	header http.Header
	text   string
	page   *html.Node
}

func newBrowser(b *bench) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.t.Fatal(err)
	}
	c := *b.client
	c.Jar = jar
	return &browser{b: b, client: &c}
}

// do follows redirects within this Gusto, and gives the address of one that leads away.
func (w *browser) do(r *http.Request) *url.URL {
	w.b.t.Helper()
	inner := bench{t: w.b.t, client: w.client}
	for {
		a := inner.must(r)
		w.status, w.header, w.text = a.status, a.header, a.text
		if a.status < 300 || a.status > 399 {
			page, err := html.Parse(strings.NewReader(a.text))
			if err != nil {
				w.b.t.Fatal(err)
			}
			w.page = page
			return nil
		}
		to, err := r.URL.Parse(a.header.Get("Location"))
		if err != nil {
			w.b.t.Fatal(err)
		}
		if to.Host != r.URL.Host {
			return to
		}
		r = w.b.request("GET", to.RequestURI(), "", "")
	}
}

func (w *browser) open(path string) *url.URL {
	w.b.t.Helper()
	return w.do(w.b.request("GET", path, "", ""))
}

// submit sends a form with what is in it, except where change says otherwise.
func (w *browser) submit(id string, change url.Values) *url.URL {
	w.b.t.Helper()
	form := w.form(id)
	if form == nil {
		w.b.t.Fatalf("there is no form %s in %s", id, w.text)
	}
	v := url.Values{}
	for n := range form.Descendants() {
		kind := attr(n, "type")
		if n.Type == html.ElementNode && n.Data == "input" && (kind != "radio" || has(n, "checked")) {
			v.Set(attr(n, "name"), attr(n, "value"))
		}
	}
	maps.Copy(v, change)
	if attr(form, "method") == "get" {
		return w.open(attr(form, "action") + "?" + v.Encode())
	}
	return w.do(w.b.request("POST", attr(form, "action"), v.Encode(), "application/x-www-form-urlencoded"))
}

func (w *browser) form(id string) *html.Node {
	return w.first(func(n *html.Node) bool { return n.Data == "form" && attr(n, "id") == id })
}

// marked gives the element with this data-test.
func (w *browser) marked(name string) *html.Node {
	return w.first(func(n *html.Node) bool { return attr(n, "data-test") == name })
}

func (w *browser) first(want func(*html.Node) bool) *html.Node {
	if all := w.all(want); len(all) > 0 {
		return all[0]
	}
	return nil
}

func (w *browser) all(want func(*html.Node) bool) []*html.Node {
	var list []*html.Node
	for n := range w.page.Descendants() {
		if n.Type == html.ElementNode && want(n) {
			list = append(list, n)
		}
	}
	return list
}

func (w *browser) mustBe(name string) {
	w.b.t.Helper()
	if w.marked(name) == nil {
		w.b.t.Fatalf("this is not %s but %d %s", name, w.status, w.text)
	}
}

// names gives the companies of the picker.
func (w *browser) names() []string {
	var list []string
	for _, n := range w.all(func(n *html.Node) bool { return n.Data == "input" && attr(n, "name") == "company" }) {
		list = append(list, attr(n, "data-name"))
	}
	return list
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// start opens the authorize address and signs in.
func (b *bench) start(person, access string) *browser {
	b.t.Helper()
	w := newBrowser(b)
	w.open("/oauth/authorize?" + authorizeQuery().Encode())
	w.mustBe("page-signin")
	w.submit("signin-form", url.Values{"person": {person}, "access": {access}})
	return w
}

func TestThePickerOffersTheCompaniesOfThePersonAndNoOther(t *testing.T) {
	b := open(t, Options{})
	w := b.start(Dana, "strict")
	w.mustBe("page-consent")
	want := []string{"Alder and Finch Architects LLP", "Blue Heron Bakery LLC", "Cedar Street Dental Group, Inc.", "Eastgate Yoga LLC", "Foxglove Florists LLC",
		"Garnet Hill Café, LLC", "Harbor Light Charters Inc.", "Juniper Books LLC", "Kestrel Plumbing & Heating Co.", "Larkspur Landscaping Inc.",
		"Oak and Ember Grill LLC", "Whitfield Holdings LLC"}
	if got := w.names(); !slices.Equal(got, want) {
		t.Errorf("the picker shows %q", got)
	}
	if w.marked("company-search") != nil {
		t.Error("a search box for twelve companies")
	}
	c := b.bakery()
	back := w.submit("consent-form", url.Values{"company": {c.UUID}, "decision": {"authorize"}})
	if back == nil || back.Query().Get("state") != "s1" {
		t.Fatalf("came back to %v with %d %s", back, w.status, w.text)
	}
	got := b.tokensOf(b.post("/oauth/token", redeemForm(back.Query().Get("code"))))
	if m := b.get("/v1/token_info", got.access).json(t); m["resource"].(map[string]any)["uuid"] != c.UUID {
		t.Errorf("token_info %v", m)
	}
}

func TestConsentWithoutAChoiceAsksAgain(t *testing.T) {
	b := open(t, Options{})
	w := b.start(Dana, "strict")
	if back := w.submit("consent-form", url.Values{"decision": {"authorize"}}); back != nil {
		t.Fatalf("it called back to %s", back)
	}
	if w.status != 422 || w.marked("form-error") == nil {
		t.Errorf("%d %s", w.status, w.text)
	}
	tomas, _ := b.gusto.CompanyNamed(Tomas, "Rivera Roofing Inc.")
	if back := w.submit("consent-form", url.Values{"company": {tomas.UUID}, "decision": {"authorize"}}); back != nil || w.status != 422 {
		t.Errorf("a company of somebody else: %v %d", back, w.status)
	}
}

func TestTheOnlyCompanyIsChosenAlready(t *testing.T) {
	b := open(t, Options{})
	w := b.start(Tomas, "strict")
	back := w.submit("consent-form", url.Values{"decision": {"authorize"}})
	if back == nil || back.Query().Get("code") == "" {
		t.Errorf("came back to %v", back)
	}
}

func TestOneClassicConsentCoversThemAll(t *testing.T) {
	b := open(t, Options{})
	w := b.start(Dana, "classic")
	if attr(w.marked("page-consent"), "data-access") != "classic" || len(w.names()) != 0 {
		t.Fatalf("the page is %s", w.text)
	}
	if n := len(w.all(func(n *html.Node) bool { return n.Data == "li" && strings.HasPrefix(attr(n, "data-test"), "company-") })); n != 12 {
		t.Errorf("%d companies are listed", n)
	}
	back := w.submit("consent-form", url.Values{"decision": {"authorize"}})
	got := b.tokensOf(b.post("/oauth/token", redeemForm(back.Query().Get("code"))))
	if a := b.get("/v1/me", got.access); a.status != 200 {
		t.Errorf("me: %d", a.status)
	}
	if g := b.gusto.Grants(); len(g) != 1 || g[0].Access != Classic || len(g[0].Companies) != 12 {
		t.Errorf("grants %+v", g)
	}
}

func TestTheSignInPagePreselectsTheAccessOfOptions(t *testing.T) {
	for access, want := range map[Access]string{Strict: "access-strict", Classic: "access-classic"} {
		w := newBrowser(open(t, Options{Access: access}))
		w.open("/oauth/authorize?" + authorizeQuery().Encode())
		for _, name := range []string{"access-strict", "access-classic"} {
			if has(w.marked(name), "checked") != (name == want) {
				t.Errorf("access %d: %s is wrong", access, name)
			}
		}
		w.submit("signin-form", url.Values{"person": {Dana}})
		if got := attr(w.marked("page-consent"), "data-access"); "access-"+got != want {
			t.Errorf("access %d led to %s", access, got)
		}
	}
}

func TestDenyingCallsBackWithDoorkeepersWords(t *testing.T) {
	b := open(t, Options{})
	for _, access := range []string{"strict", "classic"} {
		back := b.start(Dana, access).submit("consent-form", url.Values{"decision": {"deny"}})
		if back == nil || back.Query().Get("error") != "access_denied" || back.Query().Get("state") != "s1" ||
			back.Query().Get("error_description") != "The resource owner or authorization server denied the request." || back.Query().Has("code") {
			t.Errorf("%s: came back to %v", access, back)
		}
	}
}

func TestThePersonIsRememberedAndCanBeSwitched(t *testing.T) {
	b := open(t, Options{})
	w := b.start(Dana, "strict")
	w.open("/oauth/authorize?" + authorizeQuery().Encode())
	w.mustBe("page-consent")
	if !strings.Contains(w.text, "Not Dana? Switch") {
		t.Error("there is no way to switch")
	}
	w.open(attr(w.marked("switch"), "href"))
	w.mustBe("page-signin")
	w.submit("signin-form", url.Values{"person": {Tomas}})
	if attr(w.marked("signed-in-as"), "data-person") != Tomas {
		t.Errorf("signed in: %s", w.text)
	}
}

func TestWhoIsNoAdminIsRefusedWithAWayBack(t *testing.T) {
	b := open(t, Options{})
	w := b.start(Lena, "strict")
	w.mustBe("page-refused")
	if w.status != http.StatusForbidden || !strings.Contains(w.text, "accountant access") {
		t.Errorf("%d %s", w.status, w.text)
	}
	back, err := url.Parse(attr(w.marked("back"), "href"))
	if err != nil || back.Query().Get("error") != "access_denied" || back.Query().Get("state") != "s1" || back.Path != "/callback" {
		t.Errorf("the way back is %v", back)
	}
	w.open(attr(w.marked("switch-person"), "href"))
	w.mustBe("page-signin")
	r := authorizeQuery()
	r.Set("decision", "authorize")
	r.Set("person", Lena)
	r.Set("company", b.bakery().UUID)
	r.Set("authenticity_token", attr(w.first(func(n *html.Node) bool { return attr(n, "name") == "authenticity_token" }), "value"))
	if back := w.do(b.request("POST", "/oauth/authorize", r.Encode(), "application/x-www-form-urlencoded")); back != nil {
		t.Errorf("a forged consent called back to %s", back)
	}
}

func TestTwoThousandCompaniesStayUsable(t *testing.T) {
	b := open(t, Options{})
	w := b.start(Morgan, "strict")
	if n := len(w.names()); n != perPage {
		t.Fatalf("%d companies on one page", n)
	}
	if len(w.text) > 40_000 {
		t.Errorf("the page has %d bytes", len(w.text))
	}
	first := w.names()
	w.open(attr(w.marked("next-page"), "href"))
	if slices.Equal(first, w.names()) || w.marked("previous-page") == nil {
		t.Error("the second page shows what the first one showed")
	}
	w.submit("search-form", url.Values{"q": {"  willow YOGA "}})
	if got := w.names(); len(got) == 0 || len(got) > perPage {
		t.Fatalf("the search finds %q", got)
	}
	for _, name := range w.names() {
		if l := strings.ToLower(name); !strings.Contains(l, "willow") || !strings.Contains(l, "yoga") {
			t.Errorf("the search finds %s", name)
		}
	}
	id := attr(w.first(func(n *html.Node) bool { return attr(n, "name") == "company" }), "value")
	back := w.submit("consent-form", url.Values{"company": {id}, "decision": {"authorize"}})
	if back == nil || back.Query().Get("code") == "" || back.Query().Get("state") != "s1" {
		t.Errorf("came back to %v", back)
	}
	w = b.start(Morgan, "strict")
	w.submit("search-form", url.Values{"q": {"no such company"}})
	if w.marked("no-match") == nil || w.form("consent-form") == nil {
		t.Error("a search without a match has no words for it")
	}
	w.open("/oauth/authorize?" + authorizeQuery().Encode() + "&page=100")
	if n := len(w.names()); n != perPage || w.marked("next-page") != nil {
		t.Errorf("the last page shows %d companies", n)
	}
}

func TestSearchFindsTradeNamesCitiesAndNamesWithoutAccents(t *testing.T) {
	all := open(t, Options{}).gusto.companiesOf(Dana)
	for query, want := range map[string]string{"cafe": "Garnet Hill Café, LLC", "café tacoma": "Garnet Hill Café, LLC", "oak & ember": "Oak and Ember Grill LLC", "portland me": "Harbor Light Charters Inc."} {
		l := listCompanies(all, query, "", consent{})
		if !slices.ContainsFunc(l.Rows, func(r companyRow) bool { return r.Name == want }) {
			t.Errorf("%q finds %+v", query, l.Rows)
		}
	}
}

func TestAFormFromElsewhereIsRefused(t *testing.T) {
	b := open(t, Options{})
	w := b.start(Dana, "strict")
	for _, change := range []url.Values{{"authenticity_token": {""}}, {"authenticity_token": {strings.Repeat("0", 64)}}} {
		w.open("/oauth/authorize?" + authorizeQuery().Encode())
		change.Set("company", b.bakery().UUID)
		change.Set("decision", "authorize")
		if back := w.submit("consent-form", change); back != nil || w.status != 422 {
			t.Errorf("consent: %v %d", back, w.status)
		}
	}
	other := newBrowser(b)
	other.open("/oauth/authorize?" + authorizeQuery().Encode())
	other.client.Jar, _ = cookiejar.New(nil) // the form of one browser, sent by another
	if other.submit("signin-form", nil); other.status != 422 {
		t.Errorf("sign-in: %d", other.status)
	}
	b.provision(moss, b.systemToken())
	u, _ := url.Parse(b.gusto.Provisions()[0].ClaimURL)
	if a := b.post(u.Path, url.Values{}); a.status != 422 || b.gusto.Provisions()[0].Claimed {
		t.Errorf("claim: %d", a.status)
	}
}

func TestAFormStaysGoodWhenAnotherTabSignsIn(t *testing.T) {
	b := open(t, Options{})
	w := newBrowser(b)
	w.open("/oauth/authorize?" + authorizeQuery().Encode())
	first := *w
	w.submit("signin-form", url.Values{"person": {Dana}})
	second := *w
	first.submit("signin-form", url.Values{"person": {Tomas}})
	first.mustBe("page-consent")
	back := second.submit("consent-form", url.Values{"company": {b.bakery().UUID}, "decision": {"authorize"}})
	if back != nil || second.status != http.StatusConflict || attr(second.marked("signed-in-as"), "data-person") != Tomas {
		t.Errorf("Dana's form under Tomás: %v %d", back, second.status)
	}
}

func TestSigningInGivesTheBrowserANewSession(t *testing.T) {
	b := open(t, Options{})
	w := b.start(Dana, "strict")
	u, _ := url.Parse(b.server.URL)
	session := func() string {
		for _, c := range w.client.Jar.Cookies(u) {
			if c.Name == sessionCookie {
				return c.Value
			}
		}
		return ""
	}
	old := session()
	w.open(attr(w.marked("switch"), "href"))
	w.submit("signin-form", url.Values{"person": {Dana}})
	if old == "" || session() == old {
		t.Error("the session cookie did not change")
	}
	r := b.request("GET", "/oauth/authorize?"+authorizeQuery().Encode(), "", "")
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: old})
	if a := b.must(r); !strings.Contains(a.text, "page-signin") {
		t.Error("the old session is still good")
	}
}

func TestPagesProtectAndLabelThemselves(t *testing.T) {
	b := open(t, Options{})
	pages := map[string]*browser{}
	at := func(name string, w *browser) {
		copied := *w
		pages[name] = &copied
	}
	w := newBrowser(b)
	w.open("/oauth/authorize?" + authorizeQuery().Encode())
	at("sign-in", w)
	at("consent", b.start(Dana, "strict"))
	at("classic consent", b.start(Morgan, "classic"))
	at("search", b.start(Morgan, "strict"))
	at("refusal", b.start(Lena, "strict"))
	w.open("/oauth/authorize")
	at("problem", w)
	b.provision(moss, b.systemToken())
	u, _ := url.Parse(b.gusto.Provisions()[0].ClaimURL)
	w.open(u.Path)
	at("claim", w)
	for name, w := range pages {
		h := w.header
		if !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Frame-Options") != "DENY" || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers %v", name, h)
		}
		if !strings.Contains(w.text, "Practice Gusto: nothing here is real") || w.marked("practice-strip") == nil {
			t.Errorf("%s does not say that it is practice", name)
		}
		ids := map[string]bool{}
		for n := range w.page.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if id := attr(n, "id"); id != "" {
				if ids[id] {
					t.Errorf("%s: id %s twice", name, id)
				}
				ids[id] = true
			}
			if n.Data == "script" || strings.HasPrefix(attr(n, "src"), "http") || n.Data == "link" && !strings.HasPrefix(attr(n, "href"), "data:") {
				t.Errorf("%s: loads something: %s %v", name, n.Data, n.Attr)
			}
			if n.Data == "input" && attr(n, "type") != "hidden" && attr(n, "aria-label") == "" && n.Parent.Data != "label" {
				t.Errorf("%s: input %v has no label", name, n.Attr)
			}
			if n.Data == "label" && w.first(func(o *html.Node) bool { return attr(o, "id") == attr(n, "for") }) == nil {
				t.Errorf("%s: label for %q has nothing to label", name, attr(n, "for"))
			}
		}
	}
}

func TestPagesEscapeWhatTheyAreGiven(t *testing.T) {
	b := open(t, Options{})
	w := newBrowser(b)
	q := authorizeQuery()
	q.Set("state", `"><script>alert(1)</script>`)
	w.open("/oauth/authorize?" + q.Encode())
	w.submit("signin-form", url.Values{"person": {Morgan}})
	w.submit("search-form", url.Values{"q": {`"><script>alert(2)</script>`}})
	w.mustBe("page-consent")
	if strings.Contains(w.text, "<script") {
		t.Error("a script went into the page")
	}
	back := w.submit("consent-form", url.Values{"decision": {"deny"}})
	if back.Query().Get("state") != q.Get("state") {
		t.Errorf("state came back as %q", back.Query().Get("state"))
	}
}

func TestSignInNeverLeadsElsewhere(t *testing.T) {
	b := open(t, Options{})
	w := newBrowser(b)
	w.open("/oauth/authorize?" + authorizeQuery().Encode())
	if back := w.submit("signin-form", url.Values{"person": {"nobody"}}); back != nil || w.status != 422 {
		t.Errorf("nobody signed in: %v %d", back, w.status)
	}
	if back := w.submit("signin-form", url.Values{"redirect_uri": {"https://evil.example/"}}); back != nil || w.status != 400 {
		t.Errorf("sign-in for a strange redirect: %v %d", back, w.status)
	}
}

func TestGoneCompaniesLeaveThePicker(t *testing.T) {
	b := open(t, Options{})
	only, _ := b.gusto.CompanyNamed(Tomas, "Rivera Roofing Inc.")
	if err := b.gusto.Faults().CompanyGone(only.UUID, true); err != nil {
		t.Fatal(err)
	}
	w := b.start(Tomas, "strict")
	w.mustBe("page-refused")
	if !strings.Contains(w.text, "no company left") || strings.Contains(w.text, "accountant access") {
		t.Errorf("the page says %s", w.text)
	}
}

func TestNumbersOfCompaniesReadWell(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 2000: "2,000", 12034: "12,034"} {
		if got := thousands(n); got != want {
			t.Errorf("%d reads %s", n, got)
		}
	}
	l := companyList{Query: "x", Total: 2000, Matches: 3}
	if got := fmt.Sprint(l.Count()); got != "3 of 2,000 companies" {
		t.Errorf("count %q", got)
	}
}
