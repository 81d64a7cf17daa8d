package sandbox

import (
	"bufio"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// again opens the same state in a new pretend Gusto. The old one is not told: whatever it has answered is on disk already.
func (b *bench) again(o Options) *bench {
	b.t.Helper()
	return open(b.t, o)
}

func TestEverythingSurvivesARestart(t *testing.T) {
	o := Options{StateFile: filepath.Join(t.TempDir(), "gusto.json")}
	b := open(t, o)
	c := b.bakery()
	code := b.code(AutoConsent{Person: Tomas})
	r0 := b.connect(AutoConsent{Person: Dana, Company: c.UUID})
	r1 := b.refresh(r0.refresh)
	dead := b.connect(AutoConsent{Person: Tomas})
	b.post("/oauth/revoke", url.Values{"client_id": {"practice-client"}, "client_secret": {"practice-secret"}, "token": {dead.refresh}})
	system := b.systemToken()
	b.provision(moss, system)
	w := b.start(Dana, "classic")
	claimed := newBrowser(b)
	claimed.claim(b.gusto.Provisions()[0].ClaimURL)
	gone, _ := b.gusto.CompanyNamed(Dana, "Juniper Books LLC")
	if err := b.gusto.Faults().CompanyGone(gone.UUID, true); err != nil {
		t.Fatal(err)
	}

	b = b.again(o)
	b.refresh(r0.refresh) // no child has been used yet
	if a := b.get("/v1/token_info", r1.access); a.status != 200 {
		t.Fatalf("child: %d %s", a.status, a.text)
	}
	b = b.again(o)
	wantOAuth(t, b.post("/oauth/token", refreshForm(r0.refresh)), 400, "invalid_grant")
	b.refresh(r1.refresh)
	wantOAuth(t, b.post("/oauth/token", refreshForm(dead.refresh)), 400, "invalid_grant")
	if a := b.get("/v1/token_info", system); a.status != 200 {
		t.Errorf("system token: %d", a.status)
	}
	b.tokensOf(b.post("/oauth/token", redeemForm(code)))
	b = b.again(o)
	wantOAuth(t, b.post("/oauth/token", redeemForm(code)), 400, "invalid_grant")
	if b.gusto.companyByID(gone.UUID) != nil {
		t.Error("a company that was gone has come back")
	}
	if made := b.gusto.Provisions(); len(made) != 1 || !made[0].Claimed || len(b.gusto.Companies(b.gusto.People()[len(b.gusto.People())-1].ID)) != 1 {
		t.Errorf("provisions %+v", made)
	}
	w.b = b
	w.open("/oauth/authorize?" + authorizeQuery().Encode())
	if attr(w.marked("signed-in-as"), "data-person") != Dana || attr(w.marked("page-consent"), "data-access") != "classic" {
		t.Errorf("Dana is signed out: %s", w.text)
	}
}

func TestTheStateFileIsPrivateAndHoldsNoSecret(t *testing.T) {
	file := filepath.Join(t.TempDir(), "gusto.json")
	b := open(t, Options{StateFile: file, APIToken: "organization-wide"})
	code := b.code(AutoConsent{Person: Tomas})
	got := b.tokensOf(b.post("/oauth/token", redeemForm(code)))
	next := b.refresh(got.refresh)
	system := b.systemToken()
	b.provision(moss, system)
	w := b.start(Dana, "strict")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{code, got.access, got.refresh, next.access, next.refresh, system, "practice-secret", "organization-wide", verifier,
		strings.TrimPrefix(b.gusto.Provisions()[0].ClaimURL, b.server.URL+"/claim_account/")}
	u, _ := url.Parse(b.server.URL)
	for _, c := range w.client.Jar.Cookies(u) {
		secrets = append(secrets, c.Value)
	}
	for i, secret := range secrets {
		if secret == "" || strings.Contains(string(text), secret) {
			t.Errorf("secret %d stands in the state file", i)
		}
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	entries, _ := os.ReadDir(filepath.Dir(file))
	if len(entries) != 1 {
		t.Errorf("%d files are left", len(entries))
	}
}

func TestNothingIsKeptOnDiskUnlessAsked(t *testing.T) {
	t.Chdir(t.TempDir())
	b := open(t, Options{})
	b.connect(AutoConsent{Person: Tomas})
	if entries, _ := os.ReadDir("."); len(entries) != 0 {
		t.Errorf("%v", entries)
	}
}

func TestAStateFileThatCannotBeUnderstoodIsLeftAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "gusto.json")
	for _, text := range []string{"", "{", `{"Version":99}`, "[]"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := New(Options{StateFile: file}); err == nil {
			t.Errorf("%q was taken", text)
		}
		if got, _ := os.ReadFile(file); string(got) != text {
			t.Errorf("%q was overwritten with %q", text, got)
		}
	}
	if _, err := New(Options{StateFile: filepath.Dir(file)}); err == nil {
		t.Error("a folder was taken for a state file")
	}
}

func TestNothingIsAnsweredThatCouldNotBeSaved(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "not-there")
	b := open(t, Options{StateFile: filepath.Join(folder, "gusto.json")})
	a := b.post("/oauth/token", url.Values{"grant_type": {"system_access"}, "client_id": {"practice-client"}, "client_secret": {"practice-secret"}})
	wantAPI(t, a, 500, "internal_error")
	b.gusto.Faults().AutoConsent(&AutoConsent{Person: Tomas})
	if a := b.must(b.request("GET", "/oauth/authorize?"+authorizeQuery().Encode(), "", "")); a.status != 500 {
		t.Errorf("authorize: %d", a.status)
	}
	b.gusto.Faults().AutoConsent(nil)
	if w := b.start(Dana, "strict"); w.status != 500 {
		t.Errorf("sign in: %d", w.status)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	b.connect(AutoConsent{Person: Tomas})
}

func TestWhatIsDeadIsForgottenInTime(t *testing.T) {
	b := open(t, Options{Rotation: StrictRotation})
	got := b.connect(AutoConsent{Person: Tomas})
	for range deadLimit + 10 {
		out := b.gusto.newPair(b.gusto.Grants()[0].ID)
		err := b.gusto.store.update(func(d *data) bool {
			row := out.row
			row.Revoked = true
			d.Tokens = append(d.Tokens, &row)
			d.Codes = append(d.Codes, &code{Used: true})
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	b.gusto.store.view(func(d *data) {
		if len(d.Tokens) > deadLimit+1 || len(d.Codes) > deadLimit {
			t.Errorf("%d tokens and %d codes are kept", len(d.Tokens), len(d.Codes))
		}
	})
	b.refresh(got.refresh)
}

// serveForKill is set in the process that the next test kills.
const serveForKill = "SANDBOX_TEST_STATE"

func TestMain(m *testing.M) {
	file := os.Getenv(serveForKill)
	if file == "" {
		os.Exit(m.Run())
	}
	g, err := New(Options{StateFile: file, Rotation: StrictRotation})
	if err != nil {
		panic(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	g.Faults().AutoConsent(&AutoConsent{Person: Tomas})
	os.Stdout.WriteString("http://" + l.Addr().String() + "\n")
	panic((&http.Server{Handler: g, ReadHeaderTimeout: 5 * time.Second}).Serve(l))
}

// What was answered before a kill is true after it: with strict rotation a single forgotten reply would lose a grant.
func TestAKilledGustoRemembersWhatItHasAnswered(t *testing.T) {
	file := filepath.Join(t.TempDir(), "gusto.json")
	const chains = 4
	var held []tokens
	for round := range 3 {
		b, kill := killable(t, file)
		var wg, busy sync.WaitGroup
		busy.Add(chains)
		got := make([]tokens, chains)
		for i := range chains {
			u, _ := url.Parse(b.must(b.request("GET", "/oauth/authorize?"+authorizeQuery().Encode(), "", "")).header.Get("Location"))
			got[i] = b.tokensOf(b.post("/oauth/token", redeemForm(u.Query().Get("code"))))
			wg.Go(func() { chase(b, &got[i], busy.Done) })
		}
		busy.Wait() // every chain has rotated a few times and is at it
		kill()
		wg.Wait()
		held = append(held, got...)
		g, err := New(Options{StateFile: file})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		for i, one := range held {
			g.store.view(func(d *data) {
				row := d.byRefresh(one.refresh)
				if row == nil {
					t.Errorf("round %d: chain %d was answered with a token that is forgotten", round, i)
				} else if row.Revoked && !d.anyAlive(row.Grant) {
					t.Errorf("round %d: chain %d has spent its token and got none", round, i)
				}
			})
		}
	}
}

func (d *data) anyAlive(grant string) bool {
	return slices.ContainsFunc(d.Tokens, func(t *token) bool { return t.Grant == grant && !t.Revoked })
}

// killable runs a pretend Gusto in a process of its own.
func killable(t *testing.T, file string) (*bench, func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), serveForKill+"="+file)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	t.Cleanup(kill)
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &bench{t: t, client: c, server: &httptest.Server{URL: strings.TrimSpace(address)}}, kill
}

// chase refreshes until the server is gone.
func chase(b *bench, held *tokens, warm func()) {
	warm = sync.OnceFunc(warm)
	defer warm()
	for n := 0; ; n++ {
		if n == 5 {
			warm()
		}
		a, err := b.do(b.refreshRequest(held.refresh))
		if err != nil {
			return
		}
		var m struct {
			Access  string `json:"access_token"`
			Refresh string `json:"refresh_token"`
		}
		if json.Unmarshal([]byte(a.text), &m) != nil || m.Refresh == "" {
			b.t.Errorf("refresh: %d", a.status)
			return
		}
		held.access, held.refresh = m.Access, m.Refresh
	}
}
