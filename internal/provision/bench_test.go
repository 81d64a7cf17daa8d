package provision_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/intake"
	"crosswalk/internal/pace"
	"crosswalk/internal/provision"
	"crosswalk/internal/reach"
	"crosswalk/internal/sandbox"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// bench is a registrar over a desk in front of a pretend Gusto.
type bench struct {
	*provision.Registrar
	t       *testing.T
	desk    *desk.Desk
	gusto   *sandbox.Gusto
	server  *httptest.Server
	folder  string
	options sandbox.Options
	over    provision.Options
	limits  pace.Limits

	mu       sync.Mutex
	arrived  []*http.Request // requests for a company, as they came to the server
	shown    []string        // the Authorization of every request, with its path
	sent     int             // requests for a company that were given to the transport
	ahead    time.Duration
	opened   []string      // addresses that the browser was sent to
	waited   time.Duration // for the provider's replies about tokens and companies, as they came to this program
	apiToken string
}

const theAPIToken = "canary-api-token"

func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchWith(t, &bench{})
}

func newBenchWith(t *testing.T, b *bench) *bench {
	t.Helper()
	b.t, b.folder = t, filepath.Join(t.TempDir(), "data")
	b.options.Now = b.now
	if b.apiToken != "" {
		b.options.APIToken = theAPIToken
	}
	g, err := sandbox.New(b.options)
	if err != nil {
		t.Fatal(err)
	}
	b.gusto = g
	b.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		if r.URL.Path == "/v1/provision" {
			b.arrived = append(b.arrived, r)
		}
		b.shown = append(b.shown, r.URL.Path+" "+r.Header.Get("Authorization"))
		b.mu.Unlock()
		g.ServeHTTP(w, r)
	}))
	t.Cleanup(b.server.Close)
	b.over.Now, b.over.Browser = b.now, func(address string) error { b.opened = append(b.opened, address); return nil }
	b.Registrar, b.desk = b.another()
	return b
}

func (b *bench) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Now().Add(b.ahead)
}

func (b *bench) pass(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ahead += d
}

// RoundTrip counts what is given to the transport.
func (b *bench) counting(inner http.RoundTripper) http.RoundTripper {
	return tripper(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/v1/provision" {
			b.mu.Lock()
			b.sent++
			b.mu.Unlock()
		}
		begun := time.Now()
		resp, err := inner.RoundTrip(r)
		if r.Method == http.MethodPost {
			b.mu.Lock()
			b.waited += time.Since(begun)
			b.mu.Unlock()
		}
		return resp, err
	})
}

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// another opens one more window on the folder, as another program does.
func (b *bench) another() (*provision.Registrar, *desk.Desk) {
	b.t.Helper()
	client, err := reach.New(reach.Options{UserAgent: "test"})
	if err != nil {
		b.t.Fatal(err)
	}
	client.Transport = b.counting(client.Transport)
	d := desk.New(desk.Options{
		Folder: b.folder, HTTP: client, Now: b.now, Limits: b.limits, Browser: follow,
		Keeper: storage.FileKeeper{Dir: filepath.Join(b.folder, "test keys")},
		Practice: func(context.Context, string) (desk.Registration, error) {
			env := desk.Practice
			env.BaseURL = b.server.URL
			reg := desk.Registration{Environment: env, ClientID: "practice-client", Secret: oauth.NewSecret("practice-secret"), Redirects: []string{"http://127.0.0.1/callback"}}
			if b.apiToken != "" {
				reg.APIToken = oauth.NewSecret(b.apiToken)
			}
			return reg, nil
		},
	})
	b.t.Cleanup(func() { d.Close(context.Background()) })
	r := provision.New(d, b.over)
	b.must(d.Start(b.t.Context()))
	b.must(d.StartPractice(b.t.Context()))
	return r, d
}

// restart closes this window and opens a new one.
func (b *bench) restart() {
	b.t.Helper()
	b.must(b.desk.Close(b.t.Context()))
	b.Registrar, b.desk = b.another()
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// wants holds that an error is trouble of this cause.
func (b *bench) wants(err error, cause desk.Cause) {
	b.t.Helper()
	if desk.CauseOf(err) != cause {
		b.t.Fatalf("got %v (%s), want %s", err, desk.CauseOf(err), cause)
	}
}

// form is one that can be sent.
func form(company, ein, email string) intake.Form {
	return intake.Form{
		Person:  intake.Person{First: "Maya", Last: "Okafor", Email: email, Phone: "(503) 226-1180"},
		Company: intake.Company{Legal: company, EIN: ein, Employees: "4", States: []string{"OR", "Washington"}},
		Addresses: []intake.Address{
			{Street1: "1420 NW Lovejoy St", Street2: "Suite 300", City: "Portland", State: "OR", ZIP: "97209", Phone: "503-226-1181", Primary: true},
			{Street1: "88 Pine St", City: "Seattle", State: "WA", ZIP: "98101-1234"},
		},
		Reasons: map[intake.Field]string{intake.Email: "an address for tests", intake.UserPhone: "tests", intake.TaxNumber: "tests"},
	}
}

func maya() intake.Form { return form("Okafor Ceramics LLC", "84-1928374", "maya@okaforceramics.com") }

// draft keeps a form as a draft.
func (b *bench) draft(f intake.Form) string {
	b.t.Helper()
	d, err := b.SaveDraft(b.t.Context(), provision.Draft{Form: f})
	b.must(err)
	return d.ID
}

// send sends a form whose likenesses are acknowledged.
func (b *bench) send(f intake.Form) (provision.Attempt, error) {
	b.t.Helper()
	id := b.draft(f)
	v, err := b.Review(b.t.Context(), id)
	b.must(err)
	if intake.Stopped(v.Findings) {
		b.t.Fatalf("the form cannot be sent: %+v", v.Findings)
	}
	return b.Send(b.t.Context(), id, keys(v.Likenesses))
}

func keys(all []intake.Likeness) (seen []string) {
	for _, l := range all {
		seen = append(seen, l.Key())
	}
	return seen
}

// requests counts the requests for a company: those that came to the server and those that were given to the transport.
func (b *bench) requests() (arrived, sent int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.arrived), b.sent
}

func (b *bench) wantRequests(n int) {
	b.t.Helper()
	if arrived, sent := b.requests(); arrived != n || sent != n {
		b.t.Errorf("%d requests came, %d were sent; want %d", arrived, sent, n)
	}
}

// made counts the companies at Gusto of an e-mail address.
func (b *bench) made(email string) (n int) {
	for _, v := range b.gusto.Provisions() {
		if strings.EqualFold(v.Email, email) {
			n++
		}
	}
	return n
}

func (b *bench) only() provision.Attempt {
	b.t.Helper()
	all, err := b.Attempts(b.t.Context())
	b.must(err)
	if len(all) != 1 {
		b.t.Fatalf("%d attempts: %+v", len(all), all)
	}
	return all[0]
}

// clear holds that none of the files holds a text in clear.
func (b *bench) clear(texts ...string) {
	b.t.Helper()
	looked := 0
	err := filepath.WalkDir(b.folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		all, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		looked++
		for _, text := range texts {
			if strings.Contains(string(all), text) {
				b.t.Errorf("%s holds %q in clear", filepath.Base(path), text)
			}
		}
		return err
	})
	if err != nil || looked < 2 {
		b.t.Errorf("%d files looked through: %v", looked, err)
	}
}

// follow is a browser with cookies that goes wherever it is sent.
func follow(address string) error {
	jar, _ := cookiejar.New(nil)
	go func() {
		if resp, err := (&http.Client{Jar: jar}).Get(address); err == nil {
			resp.Body.Close()
		}
	}()
	return nil
}

// linkAs links a company that a person administers, and gives the link.
func (b *bench) linkAs(person, company string) string {
	b.t.Helper()
	b.gusto.Faults().AutoConsent(&sandbox.AutoConsent{Person: person, Company: company})
	c, err := b.desk.Connect(b.t.Context(), false)
	b.must(err)
	b.must(c.Open(b.t.Context()))
	offer, err := c.Wait(b.t.Context(), func(desk.Step) {})
	b.must(err)
	b.must(b.desk.Link(b.t.Context(), offer, []string{company}))
	for _, l := range b.desk.Snapshot().Links {
		if l.Company == company {
			return l.ID
		}
	}
	b.t.Fatal("it is not linked")
	return ""
}

var formToken = regexp.MustCompile(`name="authenticity_token" value="([^"]+)"`)

// claim claims an account in a browser, as the client does, and gives who administers it now.
func (b *bench) claim(link string) (person string) {
	b.t.Helper()
	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar}
	resp, err := browser.Get(link)
	b.must(err)
	page, err := io.ReadAll(resp.Body)
	b.must(err)
	resp.Body.Close()
	token := formToken.FindSubmatch(page)
	if token == nil {
		b.t.Fatalf("this is no page to claim at: %s", page)
	}
	resp, err = browser.PostForm(link, url.Values{"authenticity_token": {string(token[1])}})
	b.must(err)
	resp.Body.Close()
	for _, p := range b.gusto.People() {
		if p.Email == "maya@okaforceramics.com" {
			return p.ID
		}
	}
	b.t.Fatal("nobody has claimed it")
	return ""
}
