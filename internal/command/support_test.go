package command_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/command"
	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
	"crosswalk/storage"
)

type examined struct {
	Findings []struct {
		Check, State, Facts, Detail string
		Cause                       desk.Cause
	}
	Faults int
}

func (e examined) find(check string) (state string, cause desk.Cause, detail string) {
	for _, f := range e.Findings {
		if f.Check == check {
			return f.State, f.Cause, f.Detail
		}
	}
	return "", "", ""
}

func TestDoctorSaysWhichPartIsAtFault(t *testing.T) {
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	var found examined
	valid(t, "doctor", p.want(command.ExitFine, "doctor", "--json").out, &found)
	if state, _, _ := found.find("gusto"); state != "fine" || found.Faults != 0 {
		t.Errorf("%+v", found)
	}
	if s := p.want(command.ExitFine, "doctor", "--no-keys"); !strings.Contains(s.out, "Gusto itself: answered 401") || !strings.Contains(s.err, "The log is in "+filepath.Join(p.folder, "log")) {
		t.Errorf("%q %q", s.out, s.err)
	}
	p.mu.Lock()
	p.ahead = 2 * time.Hour
	p.mu.Unlock()
	valid(t, "doctor", p.want(command.ExitAttention, "doctor", "--json").out, &found)
	if state, cause, detail := found.find("clock"); state != "fault" || cause != desk.ClockSkewed || detail != "2 hours" {
		t.Errorf("the clock: %s %s %q", state, cause, detail)
	}
}

func TestDoctorLooksAlsoWhereNothingOpens(t *testing.T) {
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	path := filepath.Join(p.folder, storage.FileName)
	if err := os.WriteFile(path, bytes.Repeat([]byte("no database at all "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	os.Remove(path + "-wal")
	p.env = append(p.env, "HTTPS_PROXY=http://someone:proxy-password@127.0.0.1:9") // nothing is set up: it is Gusto's own address that is tried
	p.secrets = append(p.secrets, "proxy-password")
	var found examined
	valid(t, "doctor", p.want(command.ExitAttention, "doctor", "--json").out, &found)
	if state, cause, _ := found.find("database"); state != "fault" || cause != desk.DatabaseDamaged {
		t.Errorf("the database: %s %s", state, cause)
	}
	if state, cause, detail := found.find("route"); state != "fault" || cause != desk.ProxyBroken || detail != "http://127.0.0.1:9" {
		t.Errorf("the route: %s %s %q", state, cause, detail)
	}
	if s := p.want(command.ExitFine, "bundle", "--preview"); !strings.Contains(s.out, "database_damaged") {
		t.Errorf("the bundle of a damaged database: %s", s.out)
	}
}

func TestTheCardOfACompanyIsToldAndDrawn(t *testing.T) {
	p, c := practice(t)
	var card struct {
		Access struct {
			By   string `json:"authorized_by"`
			Role string
			Held []string
		}
		Calls   []struct{ What string }
		AtGusto struct {
			EIN string `json:"ein_masked"`
		} `json:"at_gusto"`
	}
	out := filepath.Join(t.TempDir(), "card.pdf")
	s := p.want(command.ExitFine, "verify", c.Name, "--card", "--json", "--pdf", out)
	valid(t, "card", s.out, &card)
	if card.Access.By != "Dana Whitfield" || len(card.Calls) == 0 || len(card.Access.Held) == 0 || card.AtGusto.EIN == "" || strings.Contains(s.out, c.EIN) {
		t.Errorf("%+v", card)
	}
	if pages, err := os.ReadFile(out); err != nil || !bytes.HasPrefix(pages, []byte("%PDF-")) {
		t.Errorf("pages: %v", err)
	}
	var failed struct{ Cause desk.Cause }
	valid(t, "error", p.want(command.ExitUnknown, "verify", c.Name, "--json", "--pdf", out).out, &failed)
	if failed.Cause != desk.FileExists {
		t.Errorf("a file that exists: %s", failed.Cause)
	}
	if s := p.want(command.ExitFine, "verify", c.Name, "--card"); !strings.Contains(s.out, "Authorized by     Dana Whitfield") {
		t.Errorf("%s", s.out)
	}
	for _, args := range [][]string{{"verify", "--all", "--card"}, {"verify", "--pdf", "x.pdf"}, {"verify", "--resume"}, {"verify", "--all", "--resume"}} {
		p.want(command.ExitUsage, args...)
	}
}

func TestAnInterruptedRoundIsResumed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signal to send to another process")
	}
	p, first := practice(t)
	second := p.linked(p.gusto.Companies(sandbox.Dana)[1].Name)
	gate := sandbox.NewGate()
	remove := p.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Delay, Path: "/v1/companies/" + second.UUID, Gate: gate})
	cmd := p.command("verify", "--all")
	s := p.finish(cmd, func(words io.Reader, _ io.WriteCloser) {
		go io.Copy(io.Discard, words)
		<-gate.Reached()
		for p.gusto.Count("GET", "/v1/companies/"+first.UUID+"/admins") == 0 { // the other one is through
			runtime.Gosched()
		}
		cmd.Process.Signal(os.Interrupt)
	})
	remove()
	gate.Open()
	if s.code != command.ExitInterrupted || !strings.Contains(s.err, "--resume") {
		t.Fatalf("%d %q %q", s.code, s.out, s.err)
	}
	var got verdicts
	valid(t, "verify", p.want(command.ExitFine, "verify", "--resume", "--json").out, &got)
	if got.Fine != 2 {
		t.Errorf("%+v", got)
	}
	p.want(command.ExitUsage, "verify", "--resume")
}

func TestATokenIsPrintedOnlyWhereThatWasTurnedOn(t *testing.T) {
	p, c := practice(t)
	var failed struct{ Cause desk.Cause }
	valid(t, "error", p.want(command.ExitAttention, "token", c.Name, "--json").out, &failed)
	if failed.Cause != desk.TokensOff {
		t.Fatalf("%s", failed.Cause)
	}
	valid(t, "settings", p.want(command.ExitFine, "settings", "hand-out-access", "on", "--json").out, nil)
	secrets := p.secrets
	p.secrets = nil // this command prints one, and only this one
	s := p.want(command.ExitFine, "token", c.Name, "--verbose")
	if !p.gusto.AccessTokenAlive(strings.TrimSpace(s.out)) || strings.Contains(s.err, strings.TrimSpace(s.out)) {
		t.Error("what was printed is no access, or is in the words as well")
	}
	var token struct {
		Access  string `json:"access_token"`
		Expires time.Time
	}
	valid(t, "token", p.want(command.ExitFine, "token", c.Name, "--json").out, &token)
	if !p.gusto.AccessTokenAlive(token.Access) || time.Until(token.Expires) < time.Hour {
		t.Errorf("until %v", token.Expires)
	}
	p.secrets = append(secrets, strings.TrimSpace(s.out))
	var told struct{ Events []struct{ What string } }
	valid(t, "history", p.want(command.ExitFine, "history", c.Name, "--json").out, &told)
	handed := 0
	for _, e := range told.Events {
		if e.What == "handed_out" {
			handed++
		}
	}
	if handed == 0 {
		t.Errorf("history: %+v", told)
	}
	p.holdsNoSecret(filepath.Join(p.folder, "log"))
}

// holdsNoSecret looks through every file of a folder.
func (p *place) holdsNoSecret(folder string) {
	p.t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) == 0 {
		p.t.Fatalf("%s: %v, %d files", folder, err, len(files))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, secret := range p.secrets {
			if bytes.Contains(text, []byte(secret)) {
				p.t.Errorf("%s holds a secret", file)
			}
		}
	}
}

func TestSettingsAreShownAndChanged(t *testing.T) {
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	var got struct{ Settings map[string]string }
	valid(t, "settings", p.want(command.ExitFine, "settings", "--json").out, &got)
	if len(got.Settings) != 5 || got.Settings["verify"] != "off" || got.Settings["hand-out-access"] != "off" {
		t.Errorf("%v", got)
	}
	p.want(command.ExitFine, "settings", "verify", "daily")
	p.want(command.ExitFine, "settings", "needed-permissions", "payrolls:read companies:read")
	valid(t, "settings", p.want(command.ExitFine, "settings", "--json").out, &got)
	if got.Settings["verify"] != "daily" || got.Settings["needed-permissions"] != "companies:read payrolls:read" {
		t.Errorf("%v", got)
	}
	for _, args := range [][]string{{"settings", "no-such"}, {"settings", "verify", "sometimes"}, {"settings", "hand-out-access", "perhaps"}} {
		p.want(command.ExitUsage, args...)
	}
}

// planted is what the bundle's test puts wherever the program can hold it.
var planted = struct{ token, ein, mail, name, person, client string }{
	token: "Zx9qPlant3dT0ken_0fF0rtyThreeChars-abcDEF12", ein: "12-3456789", mail: "dana.planted@heron-bakery.example",
	name: "Planted Heron Bakery LLC", person: "Pat Planted", client: "Planted Client of Rose City",
}

// plant fills the database, the log and a crash file of this place.
func (p *place) plant() {
	p.t.Helper()
	said := planted.person + " <" + planted.mail + "> EIN " + planted.ein + " token=" + planted.token + " at " + planted.name
	l, err := storage.OpenLocal(p.t.Context(), filepath.Join(p.folder, "practice"), storage.Options{Actor: "actor"})
	if err != nil {
		p.t.Fatal(err)
	}
	defer l.Close()
	must := func(err error) {
		p.t.Helper()
		if err != nil {
			p.t.Fatal(err)
		}
	}
	links, err := l.Links(p.t.Context())
	must(err)
	grants, err := l.Grants(p.t.Context())
	must(err)
	grants[0].OwnerName = planted.person
	_, err = l.Describe(p.t.Context(), grants[0])
	must(err)
	verdict, err := json.Marshal(desk.Verdict{Cause: desk.NotAccepted, Detail: said, RequestID: planted.token})
	must(err)
	k := links[0]
	k.Name, k.TradeName, k.Place, k.Verdict, k.Verified = planted.name, planted.mail, "EIN "+planted.ein, string(verdict), time.Now()
	_, err = l.Update(p.t.Context(), k)
	must(err)
	must(l.PutSetting(p.t.Context(), "needed_scopes", "companies:read "+planted.token))
	_, err = l.PutClients(p.t.Context(), []storage.Client{{Name: planted.client, Number: "PLANTED-77", Notes: said}})
	must(err)
	log := filepath.Join(p.folder, "log")
	must(os.MkdirAll(log, 0o700))
	f, err := os.OpenFile(filepath.Join(log, "crosswalk.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	must(err)
	_, err = f.WriteString("time=now level=WARN msg=\"renew " + planted.name + "\" error=\"" + said + " https://x.example/cb?code=" + planted.token + "\" client=\"" + planted.client + "\"\n")
	must(err)
	must(f.Close())
	must(os.WriteFile(filepath.Join(log, "armed-2147483000.txt"), []byte("crosswalk test\npanic: "+said+"\n\ngoroutine 1 [running]:\n"), 0o600))
}

func TestTheBundleHoldsNoSecretAndWithNumbersNoName(t *testing.T) {
	p, _ := practice(t)
	p.plant()
	p.env = append(p.env, "HTTPS_PROXY=http://someone:"+planted.token+"@127.0.0.1:9")
	p.secrets = append(p.secrets, planted.token, planted.ein, planted.mail)
	preview := p.want(command.ExitFine, "bundle", "--preview")
	for _, wanted := range []string{planted.name, planted.person, "not_accepted", "panic: ", "===== log/crashed-", "renew "} {
		if !strings.Contains(preview.out, wanted) {
			t.Errorf("the preview lacks %q:\n%s", wanted, preview.out)
		}
	}
	p.secrets = append(p.secrets, planted.name, planted.person, planted.client, "PLANTED-77")
	out := filepath.Join(t.TempDir(), "support.zip")
	valid(t, "bundle", p.want(command.ExitFine, "bundle", "--out", out, "--pseudonyms", "--json").out, nil)
	parts := unzip(t, out)
	if len(parts) < 7 || !strings.Contains(parts["verdicts.txt"], "\nCompany 1\n") || !strings.Contains(parts["log/crosswalk.log"], "renew Company 1") {
		t.Errorf("parts: %v\n%s", len(parts), parts["verdicts.txt"])
	}
	var previewed struct{ Parts []struct{ Name, Text string } }
	valid(t, "bundle", p.want(command.ExitFine, "bundle", "--preview", "--pseudonyms", "--json").out, &previewed)
	if len(previewed.Parts) != len(parts) {
		t.Errorf("previewed %d parts, wrote %d", len(previewed.Parts), len(parts))
	}
	for name, text := range parts {
		for _, secret := range p.secrets {
			if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	p.want(command.ExitUsage, "bundle")
	p.want(command.ExitUnknown, "bundle", "--out", out)
}

func unzip(t *testing.T, path string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	return parts
}

// The table of the desk's tests is this command's too.
func TestTheCommandGivesTheVerdictsOfTheTable(t *testing.T) {
	text, err := os.ReadFile("../desk/testdata/verdicts.json")
	if err != nil {
		t.Fatal(err)
	}
	var table []struct {
		Name, At, Body string
		Status         int
		Headers        map[string]string
		Cause          desk.Cause
		Fixer          desk.Fixer
	}
	if err := json.Unmarshal(text, &table); err != nil {
		t.Fatal(err)
	}
	p, c := practice(t)
	var mu sync.Mutex
	row := -1
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		at := row
		mu.Unlock()
		place := map[string]string{"/v1/token_info": "token_info", "/v1/companies/" + c.UUID: "company", "/v1/companies/" + c.UUID + "/admins": "admins"}[r.URL.Path]
		if at < 0 || table[at].At != place || r.Header.Get("Authorization") == "" { // without access it is asked whether practice is there
			p.gusto.ServeHTTP(w, r)
			return
		}
		if table[at].Status == 0 {
			panic(http.ErrAbortHandler)
		}
		fill := strings.NewReplacer("{company}", c.UUID, "{name}", c.Name, "{soon}", time.Now().AddDate(0, 2, 0).UTC().Format(http.TimeFormat),
			"{years}", time.Now().AddDate(2, 0, 0).UTC().Format(http.TimeFormat), "{reset}", time.Now().Add(time.Hour).Format("2006-01-02 15:04:05 -0700"))
		w.Header().Set("Content-Type", "application/json")
		for name, value := range table[at].Headers {
			if name == "Retry-After" {
				value = "3600" // a pause that no command waits for
			}
			w.Header().Set(name, fill.Replace(value))
		}
		w.WriteHeader(table[at].Status)
		io.WriteString(w, fill.Replace(table[at].Body))
	}))
	defer front.Close()
	p.at(front.URL)
	for i, want := range table {
		if want.At == "token" { // spends the access: the desk's test has those
			continue
		}
		mu.Lock()
		row = i
		mu.Unlock()
		var got struct {
			Links []struct {
				Verdict struct {
					Cause desk.Cause
					Who   desk.Fixer
				}
				Exit int
			}
		}
		s := p.run("verify", c.Name, "--json")
		valid(t, "verify", s.out, &got)
		if v := got.Links[0].Verdict; v.Cause != want.Cause || v.Who != want.Fixer || s.code != got.Links[0].Exit {
			t.Errorf("%s: %s, for %s, exit code %d; want %s, for %s", want.Name, v.Cause, v.Who, s.code, want.Cause, want.Fixer)
		}
	}
}

// at lets practice be found at another address.
func (p *place) at(address string) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.folder, "practice", "address"), []byte(address), 0o600); err != nil {
		p.t.Fatal(err)
	}
}
