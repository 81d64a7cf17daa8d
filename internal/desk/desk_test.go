package desk_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/desk"
	"crosswalk/internal/reach"
	"crosswalk/internal/sandbox"
	"crosswalk/oauth"
	"crosswalk/storage"
)

// bench is a desk in front of a pretend Gusto, with a person whose browser consents by itself.
type bench struct {
	t      *testing.T
	desk   *desk.Desk
	gusto  *sandbox.Gusto
	folder string
	clock  *clock
	server *httptest.Server
	client *http.Client
}

// clock is the time for both sides.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, folder: t.TempDir(), clock: &clock{at: time.Now()}}
	gusto, err := sandbox.New(sandbox.Options{ClientID: "firm", ClientSecret: "firm-secret", Now: b.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	b.gusto, b.server = gusto, httptest.NewServer(gusto)
	t.Cleanup(b.server.Close)
	if b.client, err = reach.New(reach.Options{UserAgent: "test"}); err != nil {
		t.Fatal(err)
	}
	b.open()
	return b
}

// open makes a new desk over the same folder, as a restarted program does.
func (b *bench) open() {
	b.t.Helper()
	b.desk = desk.New(b.options())
	d := b.desk
	b.t.Cleanup(func() { d.Close(context.Background()) })
	b.must(d.Start(b.t.Context()))
}

func (b *bench) options() desk.Options {
	return desk.Options{
		Folder: b.folder, HTTP: b.client, Now: b.clock.now, Browser: b.browse,
		Keeper: storage.FileKeeper{Dir: filepath.Join(b.folder, "test keys")},
		Practice: func(context.Context, string) (desk.Registration, error) {
			env := desk.Practice
			env.BaseURL = b.server.URL
			return desk.Registration{Environment: env, ClientID: "firm", Secret: oauth.NewSecret("firm-secret"), Redirects: []string{"http://127.0.0.1/callback"}}, nil
		},
	}
}

// browse is a browser with cookies that follows wherever it is sent.
func (b *bench) browse(address string) error {
	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar}
	go func() {
		if resp, err := browser.Get(address); err == nil {
			resp.Body.Close()
		}
	}()
	return nil
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) practice() { b.t.Helper(); b.must(b.desk.StartPractice(b.t.Context())) }

// consent goes through one consent.
func (b *bench) consent(as sandbox.AutoConsent) (desk.Offer, error) {
	b.t.Helper()
	b.gusto.Faults().AutoConsent(&as)
	c, err := b.desk.Connect(b.t.Context(), false)
	if err != nil {
		return desk.Offer{}, err
	}
	b.must(c.Open(b.t.Context()))
	return c.Wait(b.t.Context(), func(desk.Step) {})
}

// link links the named companies of Dana.
func (b *bench) link(access sandbox.Access, names ...string) {
	b.t.Helper()
	as := sandbox.AutoConsent{Person: sandbox.Dana, Access: access}
	if access == sandbox.Strict {
		as.Company = b.company(names[0]).UUID
	}
	offer, err := b.consent(as)
	b.must(err)
	b.must(b.desk.Link(b.t.Context(), offer, uuids(offer, names...)))
}

func (b *bench) company(name string) sandbox.Company {
	b.t.Helper()
	c, ok := b.gusto.CompanyNamed(sandbox.Dana, name)
	if !ok {
		b.t.Fatalf("no company %s", name)
	}
	return c
}

func uuids(o desk.Offer, names ...string) []string {
	var list []string
	for _, c := range o.Companies {
		if slices.Contains(names, c.Name) {
			list = append(list, c.Company)
		}
	}
	return list
}

func (b *bench) linked() []string {
	var names []string
	for _, l := range b.desk.Snapshot().Links {
		names = append(names, l.Name)
	}
	return names
}

func (b *bench) id(name string) string {
	b.t.Helper()
	for _, l := range b.desk.Snapshot().Links {
		if l.Name == name {
			return l.ID
		}
	}
	b.t.Fatalf("%s is not linked: %v", name, b.linked())
	return ""
}

const (
	bakery = "Blue Heron Bakery LLC"
	books  = "Juniper Books LLC"
	yoga   = "Eastgate Yoga LLC"
)

func TestStrictConsentNamesItsOneCompanyAndWhoGaveIt(t *testing.T) {
	b := newBench(t)
	b.practice()
	offer, err := b.consent(sandbox.AutoConsent{Person: sandbox.Dana, Company: b.company(bakery).UUID})
	b.must(err)
	if offer.Several || len(offer.Companies) != 1 || offer.Companies[0].Name != bakery || offer.Companies[0].Place != "Portland, OR" {
		t.Fatalf("offer: %+v", offer)
	}
	if offer.Person != "Dana Whitfield" {
		t.Errorf("given by %q", offer.Person)
	}
	if len(b.linked()) != 0 {
		t.Error("linked before it was confirmed")
	}
}

func TestClassicConsentOffersEveryCompanyAndLinksThoseTicked(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Classic, bakery, books, yoga)
	if got := b.linked(); len(got) != 3 {
		t.Fatalf("linked: %v", got)
	}
	if n := len(b.gusto.Grants()); n != 1 {
		t.Errorf("%d grants for one consent", n)
	}
	l := b.desk.Snapshot().Links[0]
	if len(l.Siblings) != 2 || l.AuthorizedBy != "Dana Whitfield" || len(l.Access) == 0 {
		t.Errorf("link: %+v", l)
	}
}

func TestStrictAddsOneCompanyAConsent(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	b.link(sandbox.Strict, books)
	if got := b.linked(); len(got) != 2 {
		t.Fatalf("linked: %v", got)
	}
	if n := len(b.gusto.Grants()); n != 2 {
		t.Errorf("%d grants", n)
	}
}

func TestLinksAndAccessSurviveARestart(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	b.must(b.desk.Close(t.Context()))
	b.open()
	if got := b.linked(); len(got) != 1 {
		t.Fatalf("linked after a restart: %v", got)
	}
	v, err := b.desk.Verify(t.Context(), b.id(bakery))
	b.must(err)
	if v.Cause != desk.Working {
		t.Errorf("verdict %+v", v)
	}
}

func TestVerifyRenewsAccessThatHasExpired(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	b.clock.add(3 * time.Hour)
	v, err := b.desk.Verify(t.Context(), b.id(bakery))
	b.must(err)
	if v.Cause != desk.Working {
		t.Fatalf("verdict %+v", v)
	}
	if different, repeated := b.gusto.RefreshTokensPresented(); different != 1 || repeated != 0 {
		t.Errorf("refresh tokens presented: %d different, %d repeated", different, repeated)
	}
}

func TestVerifyTellsUnreachableFromRevoked(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(b *bench)
		want  desk.Cause
		needs bool
	}{
		{"revoked", func(b *bench) { b.gusto.Faults().RevokeCompany(b.company(bakery).UUID) }, desk.NeedsReconnecting, true},
		{"down", func(b *bench) { b.server.Close() }, desk.ConnectionRefused, false},
		{"gone", func(b *bench) { b.gusto.Faults().CompanyGone(b.company(bakery).UUID, true) }, desk.CompanyGone, true},
		{"scope", func(b *bench) { b.gusto.Faults().WithoutScopes("companies:read") }, desk.MissingPermission, true},
		{"limit", func(b *bench) { b.fault(sandbox.Fault{Kind: sandbox.TooMany, RetryAfter: time.Minute}) }, desk.RateLimited, false},
		{"fault", func(b *bench) { b.fault(sandbox.Fault{Kind: sandbox.Status, Status: 502}) }, desk.ProviderFault, false},
		{"garbled", func(b *bench) { b.fault(sandbox.Fault{Kind: sandbox.Malformed}) }, desk.Garbled, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			b.practice()
			b.link(sandbox.Strict, bakery)
			c.spoil(b)
			v, err := b.desk.Verify(t.Context(), b.id(bakery))
			b.must(err)
			if v.Cause != c.want || v.NeedsYou() != c.needs {
				t.Errorf("verdict %+v, needs a person: %t", v, v.NeedsYou())
			}
			if got := b.desk.Snapshot().Links[0].Verdict.Cause; got != c.want {
				t.Errorf("kept verdict %s", got)
			}
			if len(b.linked()) != 1 {
				t.Error("a verdict has removed the link")
			}
		})
	}
}

func (b *bench) fault(f sandbox.Fault) {
	f.Path = "/v1/companies/*"
	b.gusto.Faults().Add(f)
}

func TestASuspendedCompanyWorksAndIsSaid(t *testing.T) {
	b := newBench(t)
	b.practice()
	for _, c := range b.gusto.Companies(sandbox.Dana) {
		if c.Status == "Suspended" {
			b.link(sandbox.Strict, c.Name)
			if first := b.desk.Snapshot().Links[0].Verdict; first.Cause != desk.Suspended {
				t.Errorf("it begins with the verdict %+v", first)
			}
			v, err := b.desk.Verify(t.Context(), b.id(c.Name))
			b.must(err)
			if v.Cause != desk.Suspended {
				t.Errorf("verdict %+v", v)
			}
			return
		}
	}
	t.Fatal("no suspended company to practice with")
}

func TestTheHistoryTellsWhatHappenedNewestFirst(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	verify := func() {
		b.clock.add(3 * time.Hour)
		if _, err := b.desk.Verify(t.Context(), b.id(bakery)); err != nil {
			t.Fatal(err)
		}
	}
	verify()
	verify() // the same result again is no news
	b.gusto.Faults().RevokeCompany(b.company(bakery).UUID)
	verify()
	events, err := b.desk.History(t.Context(), b.id(bakery))
	b.must(err)
	var got []desk.Happening
	for _, e := range events {
		got = append(got, e.What)
	}
	want := []desk.Happening{desk.HasBroken, desk.WasRenewed, desk.WasRenewed, desk.WasLinked}
	if !slices.Equal(got, want) {
		t.Errorf("history %v, want %v", got, want)
	}
}

func TestUnlinkEndsTheGrantWithItsLastLink(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Classic, bakery, books)
	first, err := b.desk.Unlink(t.Context(), b.id(bakery))
	b.must(err)
	if !slices.Equal(first.Stays, []string{books}) || len(b.gusto.Grants()) != 1 {
		t.Fatalf("the sign-in ended with its first link: %+v", first)
	}
	last, err := b.desk.Unlink(t.Context(), b.id(books))
	b.must(err)
	if last.Owed != nil || len(b.gusto.Grants()) != 0 || len(b.linked()) != 0 {
		t.Errorf("after the last link: %+v, %d grants, links %v", last, len(b.gusto.Grants()), b.linked())
	}
}

func TestUnlinkWithoutANetworkIsOwedAndSettledAtTheNextStart(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	remove := b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Status, Status: 503, Path: "/oauth/revoke"})
	done, err := b.desk.Unlink(t.Context(), b.id(bakery))
	b.must(err)
	if done.Owed == nil || len(b.linked()) != 0 {
		t.Fatalf("%+v, links %v", done, b.linked())
	}
	remove()
	b.must(b.desk.Close(t.Context()))
	b.open()
	b.must(b.desk.Close(t.Context())) // waits for what is being given back
	if n := len(b.gusto.Grants()); n != 0 {
		t.Errorf("%d grants left at Gusto", n)
	}
}

func TestWhatIsNotLinkedIsGivenBack(t *testing.T) {
	b := newBench(t)
	b.practice()
	offer, err := b.consent(sandbox.AutoConsent{Person: sandbox.Dana, Company: b.company(bakery).UUID})
	b.must(err)
	b.must(b.desk.GiveBack(t.Context(), offer))
	if n := len(b.gusto.Grants()); n != 0 {
		t.Errorf("%d grants left", n)
	}
}

func TestALinkedCompanyMovesToItsNewSignInInPlace(t *testing.T) {
	b := newBench(t)
	b.practice()
	b.link(sandbox.Strict, bakery)
	before := b.id(bakery)
	b.link(sandbox.Strict, bakery)
	if after := b.id(bakery); after != before || len(b.linked()) != 1 {
		t.Fatalf("links: %v", b.linked())
	}
	b.must(b.desk.Close(t.Context()))
	if n := len(b.gusto.Grants()); n != 1 {
		t.Errorf("%d grants: the one before has to be given back", n)
	}
}

func TestEveryWayAConsentEndsHasItsCause(t *testing.T) {
	for _, c := range []struct {
		name  string
		as    sandbox.AutoConsent
		spoil func(b *bench)
		want  desk.Cause
	}{
		{"denied", sandbox.AutoConsent{Person: sandbox.Dana, Deny: true}, nil, desk.Denied},
		{"keys", sandbox.AutoConsent{Person: sandbox.Dana}, func(b *bench) { b.gusto.Faults().ClientSecret("another") }, desk.KeysRefused},
		{"server", sandbox.AutoConsent{Person: sandbox.Dana}, func(b *bench) {
			b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Status, Status: 500, Path: "/oauth/token"})
		}, desk.ProviderFault},
		{"cut", sandbox.AutoConsent{Person: sandbox.Dana}, func(b *bench) {
			b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Drop, After: true, Path: "/oauth/token"})
		}, desk.AnswerLost},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			b.practice()
			if c.spoil != nil {
				c.spoil(b)
			}
			_, err := b.consent(c.as)
			if got := desk.CauseOf(err); got != c.want {
				t.Errorf("%v: cause %q, want %q", err, got, c.want)
			}
			if n := b.gusto.Count("POST", "/oauth/token"); n > 1 {
				t.Errorf("the code was posted %d times", n)
			}
		})
	}
}

func TestAccessThatCouldNotBeReadIsKeptAndReadAgain(t *testing.T) {
	b := newBench(t)
	b.practice()
	remove := b.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Status, Status: 503, Path: "/v1/token_info"})
	offer, err := b.consent(sandbox.AutoConsent{Person: sandbox.Dana, Company: b.company(bakery).UUID})
	if desk.CauseOf(err) != desk.ProviderFault || offer.Grant == "" {
		t.Fatalf("offer %+v, error %v", offer, err)
	}
	remove()
	again, err := b.desk.Read(t.Context(), offer.Grant)
	b.must(err)
	if len(again.Companies) != 1 || again.Companies[0].Name != bakery {
		t.Errorf("read again: %+v", again)
	}
}

func TestCancelLeavesNothingBehind(t *testing.T) {
	b := newBench(t)
	b.practice()
	c, err := b.desk.Connect(t.Context(), false)
	b.must(err)
	ended := make(chan error, 1)
	go func() {
		_, err := c.Wait(context.Background(), func(desk.Step) {})
		ended <- err
	}()
	c.Cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Fatalf("ended with %v", err)
	}
	if desk.CauseOf(context.Canceled) != "" {
		t.Error("giving up has a cause to show")
	}
}

func TestSetUpKeepsTheSecretSealedAndOpensTheEnvironment(t *testing.T) {
	b := newBench(t)
	form := desk.Setup{Environment: desk.Custom.Name, BaseURL: b.server.URL, ClientID: "firm", Secret: desk.NewSecret("firm-secret"), Redirects: []string{"http://127.0.0.1/callback"}}
	b.must(b.desk.SetUp(t.Context(), form))
	if s := b.desk.Snapshot(); s.Stage != desk.Open || s.Environment.Name != desk.Custom.Name || s.Keys != nil {
		t.Fatalf("snapshot: %+v", s)
	}
	b.link(sandbox.Strict, bakery)
	b.must(b.desk.Close(t.Context()))
	b.open()
	v, err := b.desk.Verify(t.Context(), b.id(bakery))
	b.must(err)
	if v.Cause != desk.Working {
		t.Errorf("after a restart: %+v", v)
	}
	setups, err := b.desk.Setups(t.Context())
	b.must(err)
	if len(setups) != 1 || !setups[0].Secret.IsZero() {
		t.Errorf("setups: %+v", setups)
	}
}

func TestSetUpSaysWhatIsMissing(t *testing.T) {
	b := newBench(t)
	good := desk.Setup{Environment: desk.Demo.Name, ClientID: "firm", Secret: desk.NewSecret("s"), Redirects: desk.DefaultRedirects}
	for name, spoil := range map[string]func(*desk.Setup){
		"client ID": func(s *desk.Setup) { s.ClientID = " " },
		"secret":    func(s *desk.Setup) { s.Secret = desk.NewSecret("") },
		"address":   func(s *desk.Setup) { s.Environment, s.BaseURL = desk.Custom.Name, "http://gusto.example" },
		"redirect":  func(s *desk.Setup) { s.Redirects = []string{"http://example.com/callback"} },
		"version":   func(s *desk.Setup) { s.APIVersion = "newest" },
	} {
		form := good
		spoil(&form)
		if err := b.desk.SetUp(t.Context(), form); desk.CauseOf(err) != desk.BadSetup {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSwitchingEnvironmentsBackAndForthKeepsBothOpen(t *testing.T) {
	b := newBench(t)
	form := desk.Setup{Environment: desk.Custom.Name, BaseURL: b.server.URL, ClientID: "firm", Secret: desk.NewSecret("firm-secret"), Redirects: []string{"http://127.0.0.1/callback"}}
	b.must(b.desk.SetUp(t.Context(), form))
	b.link(sandbox.Strict, bakery)
	setups, err := b.desk.Setups(t.Context())
	b.must(err)
	for range 3 {
		b.practice()
		if n := len(b.linked()); n != 0 {
			t.Fatalf("practice shows %d real links", n)
		}
		b.must(b.desk.Enter(t.Context(), setups[0].ID))
		if n := len(b.linked()); n != 1 {
			t.Fatalf("%d links after coming back", n)
		}
	}
	v, err := b.desk.Verify(t.Context(), b.id(bakery))
	b.must(err)
	if v.Cause != desk.Working {
		t.Errorf("verdict %+v", v)
	}
}

func TestTheSnapshotNamesTheFolderOfTheDatabaseThatIsOpen(t *testing.T) {
	b := newBench(t)
	b.practice()
	if got, want := b.desk.Snapshot().Folder, filepath.Join(b.folder, desk.Practice.Name); got != want {
		t.Errorf("practice: %q, want %q", got, want)
	}
	form := desk.Setup{Environment: desk.Custom.Name, BaseURL: b.server.URL, ClientID: "firm", Secret: desk.NewSecret("firm-secret"), Redirects: []string{"http://127.0.0.1/callback"}}
	b.must(b.desk.SetUp(t.Context(), form))
	if got := b.desk.Snapshot().Folder; got != b.folder {
		t.Errorf("the firm's own: %q, want %q", got, b.folder)
	}
	b.must(b.desk.KeepKey(t.Context(), desk.SessionOnly, desk.Secret{}))
	b.must(b.desk.SetUp(t.Context(), form))
	if got := b.desk.Snapshot().Folder; got != "the store in memory" {
		t.Errorf("this session only: %q", got)
	}
}

func TestADatabaseThatIsNoneIsSaidAndLeftAsItIs(t *testing.T) {
	b := newBench(t)
	o := b.options()
	o.Folder = t.TempDir()
	file := filepath.Join(o.Folder, storage.FileName)
	b.must(os.WriteFile(file, []byte(strings.Repeat("not a database ", 600)), 0o600))
	d := desk.New(o)
	t.Cleanup(func() { d.Close(context.Background()) })
	if err := d.Start(t.Context()); desk.CauseOf(err) != desk.DatabaseDamaged || d.Snapshot().Stage != desk.Shut {
		t.Errorf("%v", err)
	}
	if !strings.HasPrefix(read(t, file), "not a database") {
		t.Error("the file was changed")
	}
}

func TestPracticeNeverTouchesTheRealKeyStore(t *testing.T) {
	b := newBench(t)
	o := b.options()
	o.Folder = t.TempDir()
	o.Keeper = refusing{}
	d := desk.New(o)
	t.Cleanup(func() { d.Close(context.Background()) })
	b.must(d.Start(t.Context()))
	b.must(d.StartPractice(t.Context()))
	if s := d.Snapshot(); s.Keys != nil || s.Kept != desk.KeptInFile {
		t.Errorf("keys: %+v, kept in %q", s.Keys, s.Kept)
	}
}

func TestALockedKeyStoreIsNotSignedOut(t *testing.T) {
	b := newBench(t)
	form := desk.Setup{Environment: desk.Custom.Name, BaseURL: b.server.URL, ClientID: "firm", Secret: desk.NewSecret("firm-secret"), Redirects: []string{"http://127.0.0.1/callback"}}
	b.must(b.desk.SetUp(t.Context(), form))
	b.link(sandbox.Strict, bakery)
	b.must(b.desk.Close(t.Context()))
	o := b.options()
	o.Keeper = refusing{}
	d := desk.New(o)
	t.Cleanup(func() { d.Close(context.Background()) })
	b.must(d.Start(t.Context()))
	s := d.Snapshot()
	if s.Stage != desk.Open || len(s.Links) != 1 || s.Keys == nil || s.Keys.Cause != desk.KeyStoreLocked {
		t.Fatalf("stage %v, links %d, keys %v", s.Stage, len(s.Links), s.Keys)
	}
	v, err := d.Verify(t.Context(), s.Links[0].ID)
	b.must(err)
	if v.Cause != desk.KeyStoreLocked {
		t.Errorf("verdict %+v", v)
	}
}

// refusing is a key store that stays locked, of the kind that the test's store has pinned.
type refusing struct{}

func (refusing) Kind() string { return storage.KindFile }

func (refusing) Load(context.Context, string) ([]byte, error) {
	return nil, &storage.KeyringError{Kind: storage.KeyringLocked, Op: "read", Err: errors.New("locked")}
}

func (refusing) Store(context.Context, string, []byte) error {
	return &storage.KeyringError{Kind: storage.KeyringLocked, Op: "write", Err: errors.New("locked")}
}

func (refusing) Remove(context.Context, string) error { return nil }

func TestTheKeyStoreIsSaidToBeAwaitedWhileItIs(t *testing.T) {
	b := newBench(t)
	form := desk.Setup{Environment: desk.Custom.Name, BaseURL: b.server.URL, ClientID: "firm", Secret: desk.NewSecret("firm-secret"), Redirects: []string{"http://127.0.0.1/callback"}}
	b.must(b.desk.SetUp(t.Context(), form))
	b.must(b.desk.Close(t.Context()))
	o := b.options()
	slow := &waiting{Keeper: o.Keeper, asked: make(chan struct{}), answer: make(chan struct{})}
	o.Keeper = slow
	d := desk.New(o)
	t.Cleanup(func() { d.Close(context.Background()) })
	started := make(chan error, 1)
	go func() { started <- d.Start(t.Context()) }()
	<-slow.asked
	if s := d.Snapshot(); s.Stage != desk.Open || s.KeyWait.IsZero() {
		t.Errorf("while the key store is silent: stage %v, waiting since %v", s.Stage, s.KeyWait)
	}
	close(slow.answer)
	b.must(<-started)
	if s := d.Snapshot(); !s.KeyWait.IsZero() || s.Keys != nil {
		t.Errorf("after it answered: waiting since %v, keys %v", s.KeyWait, s.Keys)
	}
}

// waiting is a key store that answers when it is let.
type waiting struct {
	storage.Keeper
	asked, answer chan struct{}
	once          sync.Once
}

func (w *waiting) Load(ctx context.Context, account string) ([]byte, error) {
	w.once.Do(func() { close(w.asked) })
	<-w.answer
	return w.Keeper.Load(ctx, account)
}

func TestNoSecretReachesTheLogOrTheDatabaseInClear(t *testing.T) {
	b := newBench(t)
	form := desk.Setup{Environment: desk.Custom.Name, BaseURL: b.server.URL, ClientID: "firm", Secret: desk.NewSecret("firm-secret"), Redirects: []string{"http://127.0.0.1/callback"}}
	b.must(b.desk.SetUp(t.Context(), form))
	b.link(sandbox.Strict, bakery)
	b.must(b.desk.Close(t.Context()))
	files, _ := filepath.Glob(filepath.Join(b.folder, "*"))
	if len(files) == 0 {
		t.Fatal("no files to look at")
	}
	for _, f := range files {
		if text := read(t, f); strings.Contains(text, "firm-secret") {
			t.Errorf("%s holds the client secret in clear", filepath.Base(f))
		}
	}
}
