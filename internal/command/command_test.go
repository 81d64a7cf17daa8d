package command_test

import (
	"debug/buildinfo"
	"debug/elf"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"crosswalk/internal/command"
	"crosswalk/internal/desk"
	"crosswalk/internal/sandbox"
	"crosswalk/storage"
)

func TestTheProgramNeedsNoWindowSystem(t *testing.T) {
	info, err := buildinfo.ReadFile(built)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range info.Deps {
		for _, unwanted := range []string{"fyne.io/", "github.com/go-gl/"} {
			if strings.HasPrefix(m.Path, unwanted) {
				t.Errorf("%s is built in", m.Path)
			}
		}
	}
	if runtime.GOOS != "linux" {
		return
	}
	f, err := elf.Open(built)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if libraries, err := f.ImportedLibraries(); err != nil || len(libraries) > 0 {
		t.Errorf("it loads %v, %v", libraries, err)
	}
}

func TestEachCommandPrintsWhatItsSchemaSays(t *testing.T) {
	p := newPlace(t)
	valid(t, "version", p.want(command.ExitFine, "version", "--json").out, nil)
	valid(t, "use", p.want(command.ExitFine, "use", "practice", "--json").out, nil)
	valid(t, "environments", p.want(command.ExitFine, "environments", "--json").out, nil)
	valid(t, "list", p.want(command.ExitFine, "list", "--json").out, nil)
	c := p.gusto.Companies(sandbox.Dana)[0]
	connected := p.connect(sandbox.AutoConsent{Person: sandbox.Dana, Company: c.UUID}, "--json", "--verbose", "--company", c.UUID)
	if connected.code != command.ExitFine {
		t.Fatalf("connect: %d\n%s", connected.code, connected.err)
	}
	valid(t, "connect", connected.out, nil)
	var listed struct {
		Links []struct{ Company, Name, ID string }
	}
	valid(t, "list", p.want(command.ExitFine, "list", "--json").out, &listed)
	if len(listed.Links) != 1 || listed.Links[0].Company != c.UUID || listed.Links[0].Name != c.Name {
		t.Fatalf("listed: %+v", listed)
	}
	valid(t, "verify", p.want(command.ExitFine, "verify", "--all", "--json", "--verbose").out, nil)
	var told struct{ Events []struct{ What string } }
	valid(t, "history", p.want(command.ExitFine, "history", c.Name, "--json").out, &told)
	if len(told.Events) == 0 || told.Events[len(told.Events)-1].What != "linked" {
		t.Errorf("history: %+v", told)
	}
	valid(t, "unlink", p.want(command.ExitFine, "unlink", listed.Links[0].ID, "--yes", "--json").out, nil)
	if left := p.gusto.Grants(); len(left) != 0 {
		t.Errorf("after unlink Gusto still knows %d grants", len(left))
	}
}

func TestWordsAreForPeopleAndResultsAreApart(t *testing.T) {
	p, c := practice(t)
	if s := p.want(command.ExitFine, "list"); !strings.Contains(s.out, c.Name) || !strings.Contains(s.out, c.UUID) {
		t.Errorf("list: %q", s.out)
	}
	s := p.want(command.ExitFine, "verify", strings.ToUpper(c.Name))
	if s.out != c.Name+": Working.\n" || !strings.Contains(s.err, "1 fine") {
		t.Errorf("verify: %q, %q", s.out, s.err)
	}
	if strings.Contains(s.err, "\r") || strings.Contains(s.err, "\x1b") {
		t.Errorf("progress without a terminal: %q", s.err)
	}
	if s := p.want(command.ExitFine, "history", c.UUID); !strings.Contains(s.out, "linked") {
		t.Errorf("history: %q", s.out)
	}
	if s := p.want(command.ExitFine, "unlink", c.Name, "--yes"); !strings.Contains(s.out, c.Name) {
		t.Errorf("unlink: %q", s.out)
	}
	if s := p.want(command.ExitFine, "version"); !strings.Contains(s.out, "1.2.3-test") {
		t.Errorf("version: %q", s.out)
	}
}

func TestEveryFaultOfGustoHasItsCauseAndExitCode(t *testing.T) {
	p, c := practice(t)
	faults := p.gusto.Faults()
	company := "/v1/companies/" + c.UUID
	for _, test := range []struct {
		fault sandbox.Fault
		cause desk.Cause
		code  int
	}{
		{sandbox.Fault{Kind: sandbox.Status, Status: 503}, desk.ProviderFault, command.ExitUnknown},
		{sandbox.Fault{Kind: sandbox.TooMany, RetryAfter: time.Hour}, desk.RateLimited, command.ExitUnknown},
		{sandbox.Fault{Kind: sandbox.MissingScope, Value: "companies:read"}, desk.MissingPermission, command.ExitAttention},
		{sandbox.Fault{Kind: sandbox.Drop}, desk.Unreachable, command.ExitUnknown},
		{sandbox.Fault{Kind: sandbox.HTML}, desk.CaptivePortal, command.ExitUnknown},
		{sandbox.Fault{Kind: sandbox.Malformed}, desk.Garbled, command.ExitUnknown},
	} {
		test.fault.Path = company
		remove := faults.Add(test.fault)
		var got verdicts
		valid(t, "verify", p.want(test.code, "verify", c.Name, "--json").out, &got)
		remove()
		if got.Links[0].Verdict.Cause != test.cause || got.Links[0].Exit != test.code {
			t.Errorf("%s: %s, exit code %d; want %s, %d", test.fault.Kind, got.Links[0].Verdict.Cause, got.Links[0].Exit, test.cause, test.code)
		}
	}
	p.want(command.ExitFine, "verify", c.Name)
	remove := faults.Add(sandbox.Fault{Kind: sandbox.Delay, Path: company, Delay: time.Minute})
	var got verdicts
	valid(t, "verify", p.want(command.ExitUnknown, "verify", "--all", "--timeout", "300ms", "--json").out, &got)
	remove()
	if got.Links[0].Verdict.Cause != desk.NoAnswer {
		t.Errorf("a reply that does not come: %s", got.Links[0].Verdict.Cause)
	}
	if _, err := faults.RevokeCompany(c.UUID); err != nil {
		t.Fatal(err)
	}
	s := p.want(command.ExitAttention, "verify", "--all")
	if !strings.Contains(s.out, "code needs_reconnecting") || !strings.Contains(s.out, "whose turn: An admin of the company, at Gusto") {
		t.Errorf("withdrawn at Gusto: %q", s.out)
	}
}

func TestAShortPauseThatGustoAsksForIsWaitedFor(t *testing.T) {
	p, c := practice(t)
	p.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.TooMany, Path: "/v1/companies/" + c.UUID, RetryAfter: time.Second, Times: 1})
	p.want(command.ExitFine, "verify", "--all")
}

func TestWhatNeedsAPersonComesBeforeWhatIsNotKnown(t *testing.T) {
	p, first := practice(t)
	second := p.linked(p.gusto.Companies(sandbox.Dana)[1].Name)
	third := p.linked(p.gusto.Companies(sandbox.Dana)[2].Name)
	p.gusto.Faults().Add(sandbox.Fault{Kind: sandbox.Status, Status: 500, Path: "/v1/companies/" + first.UUID})
	if err := p.gusto.Faults().CompanyGone(second.UUID, true); err != nil {
		t.Fatal(err)
	}
	var got verdicts
	valid(t, "verify", p.want(command.ExitAttention, "verify", "--all", "--json").out, &got)
	if got.Fine != 1 || got.Attention != 1 || got.Unknown != 1 {
		t.Errorf("%+v", got)
	}
	p.want(command.ExitFine, "verify", third.Name)
	p.want(command.ExitUnknown, "verify", first.Name, third.Name)
	p.want(command.ExitAttention, "verify", second.UUID)
}

func TestConnectTakesAPastedAnswer(t *testing.T) {
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	c := p.gusto.Companies(sandbox.Dana)[0]
	p.gusto.Faults().AutoConsent(&sandbox.AutoConsent{Person: sandbox.Dana, Company: c.UUID})
	s := p.finish(p.command("connect", "--no-browser", "--yes"), func(words io.Reader, in io.WriteCloser) {
		landed := browse(addressIn(words), true)
		go io.Copy(io.Discard, words)
		io.WriteString(in, "not an address\n"+landed+"\n")
	})
	if s.code != command.ExitFine || s.out != "Linked "+c.Name+" ("+c.UUID+").\n" {
		t.Errorf("%d %q %s", s.code, s.out, s.err)
	}
	if !strings.Contains(s.err, "This is not a web address") {
		t.Errorf("what cannot be an answer was not said: %s", s.err)
	}
}

// onePerClient is the choice that Settings in the window have.
func (p *place) onePerClient(on string) {
	p.t.Helper()
	book, err := storage.OpenLocal(p.t.Context(), filepath.Join(p.folder, "practice"), storage.Options{})
	if err == nil {
		err = errors.Join(book.PutSetting(p.t.Context(), "one_per_client", on), book.Close())
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

func TestConnectLinksOnlyWhatWasNamedAndGivesBackTheRest(t *testing.T) {
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	mine, other := p.gusto.Companies(sandbox.Dana)[0], p.gusto.Companies(sandbox.Dana)[1]
	s := p.connect(sandbox.AutoConsent{Person: sandbox.Dana, Company: other.UUID}, "--company", mine.UUID, "--json")
	var failed struct{ Cause desk.Cause }
	valid(t, "error", s.out, &failed)
	if s.code != command.ExitAttention || failed.Cause != desk.WrongCompany || len(p.gusto.Grants()) != 0 {
		t.Errorf("%d %s, %d grants left\n%s", s.code, failed.Cause, len(p.gusto.Grants()), s.err)
	}
	s = p.connect(sandbox.AutoConsent{Person: sandbox.Dana, Deny: true}, "--yes", "--json")
	valid(t, "error", s.out, &failed)
	if s.code != command.ExitAttention || failed.Cause != desk.Denied {
		t.Errorf("denied: %d %s", s.code, failed.Cause)
	}
	several := sandbox.AutoConsent{Person: sandbox.Dana, Access: sandbox.Classic}
	if s := p.connect(several, "--yes"); s.code != command.ExitAttention || len(p.gusto.Grants()) != 0 {
		t.Errorf("--yes with several companies: %d, %d grants left\n%s", s.code, len(p.gusto.Grants()), s.err)
	}
	p.onePerClient("true")
	if s := p.connect(several, "--company", mine.UUID+","+other.UUID); s.code != command.ExitAttention || len(p.gusto.Grants()) != 0 || !strings.Contains(s.err, "one company for each sign-in") {
		t.Errorf("two where the settings say one: %d, %d grants left\n%s", s.code, len(p.gusto.Grants()), s.err)
	}
	p.onePerClient("false")
	if s := p.connect(several, "--company", mine.UUID+","+other.UUID, "--json"); s.code != command.ExitFine {
		t.Errorf("two of several: %d %s", s.code, s.err)
	}
	var listed struct{ Links []struct{ Name string } }
	valid(t, "list", p.want(command.ExitFine, "list", "--json").out, &listed)
	if len(listed.Links) != 2 {
		t.Errorf("linked: %+v", listed)
	}
}

// An attacker's page cannot have a script link the attacker's company.
func TestYesDoesNotCoverAnAnswerFromAnotherBrowser(t *testing.T) {
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	p.gusto.Faults().AutoConsent(&sandbox.AutoConsent{Person: sandbox.Dana})
	s := p.finish(p.command("connect", "--no-browser", "--yes"), func(words io.Reader, _ io.WriteCloser) {
		landed := browse(addressIn(words), true)
		go func() {
			if resp, err := http.Get(landed); err == nil { // without the cookie of the browser that began
				resp.Body.Close()
			}
		}()
	})
	if s.code != command.ExitAttention || len(p.gusto.Grants()) != 0 {
		t.Errorf("%d, %d grants left\n%s", s.code, len(p.gusto.Grants()), s.err)
	}
}

func TestInterruptedConnectEndsWell(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signal to send to another process")
	}
	p := newPlace(t)
	p.want(command.ExitFine, "use", "practice")
	if s := p.interrupt("connect", "--no-browser", "--yes"); s.code != command.ExitInterrupted || s.out != "" {
		t.Errorf("%d %q %s", s.code, s.out, s.err)
	}
}

// A script that reads "all well" must have the result.
func TestAResultThatCannotBeWrittenIsNotAllWell(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no device that is always full here")
	}
	defer full.Close()
	p, c := practice(t)
	for _, args := range [][]string{
		{"list"}, {"list", "--json"}, {"verify", c.Name}, {"verify", "--all", "--json"}, {"verify", c.Name, "--card"}, {"doctor"}, {"bundle", "--preview"}, {"explain"}, {"explain", "--html"},
		{"history", c.Name}, {"export"}, {"clients"}, {"version"}, {"--help"}, {"completion", "bash"},
	} {
		var words strings.Builder
		cmd := p.command(args...)
		cmd.Stdout, cmd.Stderr = full, &words
		_ = cmd.Run()
		if code := cmd.ProcessState.ExitCode(); code != command.ExitUnknown || !strings.Contains(words.String(), "the result could not be written: ") {
			t.Errorf("%v: exit code %d, %q", args, code, words.String())
		}
	}
}

func TestACompanyIsNamedAsTheListShowsIt(t *testing.T) {
	p, c := practice(t)
	l, err := storage.OpenLocal(t.Context(), filepath.Join(p.folder, "practice"), storage.Options{Actor: "actor"})
	if err != nil {
		t.Fatal(err)
	}
	links, err := l.Links(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	links[0].Name = "Two\nLines\x1b[31m Inc."
	if _, err := l.Update(t.Context(), links[0]); err != nil {
		t.Fatal(err)
	}
	l.Close()
	completed, _, _ := strings.Cut(p.want(command.ExitFine, "__complete", "history", "").out, "\n")
	if s := p.want(command.ExitFine, "history", completed, "--json"); !strings.Contains(s.out, c.UUID) {
		t.Errorf("%q: %s", completed, s.out)
	}
}

func TestWhatIsNotUnderstoodIsUsage(t *testing.T) {
	p, c := practice(t)
	for _, args := range [][]string{
		{"bogus"}, {"list", "--bogus"}, {"list", "more"}, {"verify"}, {"verify", "--all", c.Name}, {"verify", "No such company"},
		{"unlink"}, {"unlink", c.Name}, {"history"}, {"explain", "no_such_code"}, {"use", "demo"}, {"connect"}, {"connect", "--yes=perhaps"},
	} {
		if s := p.want(command.ExitUsage, args...); s.out != "" || !strings.Contains(s.err, "crosswalk-cli: ") {
			t.Errorf("%v: %q %q", args, s.out, s.err)
		}
	}
	if s := p.want(command.ExitUsage, "explain", "reconnecting"); !strings.Contains(s.err, "needs_reconnecting_withdrawn") {
		t.Errorf("what comes near is not named: %q", s.err)
	}
	for want, args := range map[string][]string{
		"it is typed as 'crosswalk-cli import FILE'\n'crosswalk-cli import --help' says more.":                   {"import"},
		"it is typed as 'crosswalk-cli assign COMPANY CLIENT'\n'crosswalk-cli assign --help' says more.":         {"assign", c.Name},
		"it is typed as 'crosswalk-cli setup-file open FILE'\n'crosswalk-cli setup-file open --help' says more.": {"setup-file", "open"},
		"no company \"Nope\" is linked; 'crosswalk-cli list' shows those that are\n":                             {"verify", "Nope"},
		"unknown command \"bogus\" for \"crosswalk-cli\"\n'crosswalk-cli --help' lists what can be typed.":       {"bogus"},
		"no format is known for a name that ends in .pdf: .csv, .xlsx and .json are, or --format says it\n":      {"export", "x.pdf"},
	} {
		if s := p.want(command.ExitUsage, args...); !strings.HasPrefix(s.err, "crosswalk-cli: "+want) || strings.Count(s.err, "\n") > 2 {
			t.Errorf("%v: %q instead of %q", args, s.err, want)
		}
	}
}

func TestANameThatComesNearIsNamed(t *testing.T) {
	p, c := practice(t)
	first, _, _ := strings.Cut(c.Name, " ")
	for _, typed := range []string{first + " Incorporated", strings.ToUpper(c.Name[:len(c.Name)-2]), c.Name[3:]} {
		if s := p.want(command.ExitUsage, "verify", typed); !strings.Contains(s.err, "near it are: "+strconv.Quote(c.Name)) {
			t.Errorf("%q: %s", typed, s.err)
		}
	}
}

func TestTheListSaysWhoseCompaniesTheyAre(t *testing.T) {
	p, c := practice(t)
	if s := p.want(command.ExitFine, "list"); !strings.Contains(s.out, "CLIENT") || !strings.Contains(s.out, "none") {
		t.Errorf("list: %q", s.out)
	}
	clients := filepath.Join(t.TempDir(), "clients.csv")
	if err := os.WriteFile(clients, []byte("Number,Name\n7,Okafor Ceramics\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.want(command.ExitFine, "import", clients, "--yes")
	p.want(command.ExitFine, "assign", c.Name, "7")
	if s := p.want(command.ExitFine, "list"); !strings.Contains(s.out, "7 Okafor Ceramics") {
		t.Errorf("list: %q", s.out)
	}
}

// On a computer with crosswalk-cli alone there is no crosswalk to type.
func TestHelpAndHintsNameTheProgramAsItWasStarted(t *testing.T) {
	p := newPlace(t)
	for _, args := range [][]string{{"--help"}, {"verify", "--help"}, {"provision", "--help"}, {"settings", "--help"}, {"list"}, {"explain", "nothing"}, {"explain", "no_display"}, {"use"}} {
		s := p.run(args...)
		for line := range strings.Lines(s.out + s.err) {
			if strings.Contains(line, "'crosswalk ") || strings.HasPrefix(line, "  crosswalk ") || strings.HasPrefix(line, "crosswalk:") {
				t.Errorf("%v: %q", args, line)
			}
		}
		if !strings.Contains(s.out+s.err, "crosswalk-cli ") {
			t.Errorf("%v: the program is not named: %q %q", args, s.out, s.err)
		}
	}
}

func TestNothingSetUpIsSaid(t *testing.T) {
	p := newPlace(t)
	for _, args := range [][]string{{"list"}, {"verify", "--all"}, {"connect", "--yes"}} {
		if s := p.want(command.ExitUnknown, args...); !strings.Contains(s.err, "crosswalk-cli use practice") {
			t.Errorf("%v: %q", args, s.err)
		}
	}
	p.want(command.ExitFine, "environments")
}

func TestEveryCodeIsExplained(t *testing.T) {
	p := newPlace(t)
	var all struct {
		Codes []struct {
			Code desk.Cause
			Exit int
		}
	}
	valid(t, "explain", p.want(command.ExitFine, "explain", "--json").out, &all)
	if len(all.Codes) != len(desk.Causes()) {
		t.Errorf("%d codes for %d causes", len(all.Codes), len(desk.Causes()))
	}
	text := p.want(command.ExitFine, "explain").out
	for _, c := range desk.Causes() {
		if !strings.Contains(text, string(c)+" (exit code ") {
			t.Errorf("%s is not explained", c)
		}
	}
	if entries, err := os.ReadDir(p.folder); err != nil || len(entries) != 1 {
		t.Errorf("explaining opened data: %v %v", entries, err)
	}
}

// The published list of causes is the program's.
func TestTheSchemaKnowsEveryCause(t *testing.T) {
	text, err := os.ReadFile("../../docs/schema/common.json")
	if err != nil {
		t.Fatal(err)
	}
	var common struct {
		Defs struct{ Cause struct{ Enum []desk.Cause } } `json:"$defs"`
	}
	if err := json.Unmarshal(text, &common); err != nil {
		t.Fatal(err)
	}
	published, known := common.Defs.Cause.Enum, desk.Causes()
	slices.Sort(published)
	slices.Sort(known)
	if !slices.Equal(published, known) {
		t.Errorf("published: %v\nknown: %v", published, known)
	}
}

func TestProcessesBesideEachOtherSpendEachRefreshTokenOnce(t *testing.T) {
	p, c := practice(t)
	for range 3 {
		p.expire()
		var all sync.WaitGroup
		results := make([]said, 4)
		for i := range results {
			all.Go(func() { results[i] = p.run("verify", c.Name, "--json") })
		}
		all.Wait()
		for _, s := range results {
			if s.code != command.ExitFine {
				t.Errorf("%d %s %s", s.code, s.out, s.err)
			}
		}
	}
	if different, repeated := p.gusto.RefreshTokensPresented(); different != 3 || repeated != 0 {
		t.Errorf("%d refresh tokens were presented, %d of them more than once", different, repeated)
	}
}

// registered writes down a registration at the pretend Gusto, as the window's setup does.
func (p *place) registered(keeper storage.Keeper) {
	p.t.Helper()
	ctx := p.t.Context()
	book, err := storage.OpenLocal(ctx, p.folder, storage.Options{})
	if err != nil {
		p.t.Fatal(err)
	}
	defer book.Close()
	profile, err := book.PutProfile(ctx, storage.Profile{
		Environment: desk.Custom.Name, Label: desk.Custom.Label, BaseURL: p.address, APIVersion: desk.NewestVersion,
		ClientID: "practice-client", Redirects: []string{"http://127.0.0.1/callback"},
	})
	if err == nil {
		err = book.PutSetting(ctx, "environment", profile.ID)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	if keeper == nil {
		return
	}
	safeKeys, err := storage.OpenKeys(ctx, book, keeper)
	if err == nil {
		err = storage.NewSafe(safeKeys, book).Put(ctx, profile.ID, "client secret", []byte(firmSecret))
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

func TestAKeyStoreThatSaysNothingDoesNotHoldAScript(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the key store of this system cannot be replaced by a silent one")
	}
	p := newPlace(t)
	p.registered(nil)
	silent, err := net.Listen("unix", filepath.Join(t.TempDir(), "bus"))
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	p.env = append(p.env, "DBUS_SESSION_BUS_ADDRESS=unix:path="+silent.Addr().String())
	p.want(command.ExitFine, "list") // nothing sealed is needed
	p.want(command.ExitFine, "environments")
	began := time.Now()
	s := p.want(command.ExitUnknown, "verify", "--all", "--key-wait", "2s", "--json")
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("it took %s", took)
	}
	var failed struct{ Cause desk.Cause }
	valid(t, "error", s.out, &failed)
	if failed.Cause != desk.KeyStoreSilent || !strings.Contains(s.err, "Waiting for your computer to unlock its key store") {
		t.Errorf("%s: %s", failed.Cause, s.err)
	}
}

func TestWithoutAKeyStoreItSaysSo(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems always have a key store")
	}
	p := newPlace(t)
	p.registered(nil)
	if s := p.want(command.ExitUnknown, "connect", "--yes"); !strings.Contains(s.err, "key_store_missing") {
		t.Errorf("%s", s.err)
	}
}

func TestAPassphraseFileOpensWhatIsKeptUnderAPassphrase(t *testing.T) {
	const phrase = "four words of mine"
	p := newPlace(t)
	keeper, err := storage.NewPassphraseKeeper(filepath.Join(p.folder, "keys"), []byte(phrase))
	if err != nil {
		t.Fatal(err)
	}
	p.registered(keeper)
	p.secrets = append(p.secrets, phrase)
	file := filepath.Join(t.TempDir(), "phrase")
	if err := os.WriteFile(file, []byte(phrase+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s := p.want(command.ExitUnknown, "verify", "--all"); !strings.Contains(s.err, "passphrase_needed") {
		t.Errorf("without the file: %s", s.err)
	}
	c := p.gusto.Companies(sandbox.Dana)[0]
	if s := p.connect(sandbox.AutoConsent{Person: sandbox.Dana, Company: c.UUID}, "--yes", "--passphrase-file", file, "-v"); s.code != command.ExitFine {
		t.Fatalf("connect: %d %s", s.code, s.err)
	}
	p.want(command.ExitFine, "verify", "--all", "--passphrase-file", file)
	if s := p.want(command.ExitFine, "environments"); !strings.Contains(s.out, "* ") || !strings.Contains(s.out, p.address) {
		t.Errorf("environments: %q", s.out)
	}
}

func TestEveryCommandHasHelpAndEveryShellItsCompletion(t *testing.T) {
	p, c := practice(t)
	for _, name := range []string{"list", "verify", "connect", "unlink", "history", "clients", "assign", "import", "export", "explain", "environments", "use", "version"} {
		if s := p.want(command.ExitFine, name, "--help"); len(s.out) < 200 {
			t.Errorf("%s --help: %q", name, s.out)
		}
	}
	for shell, registers := range map[string]string{
		"bash": " -F __start_crosswalk-cli crosswalk-cli\n", "zsh": "compdef _crosswalk-cli crosswalk-cli\n", "fish": "complete -c crosswalk-cli ", "powershell": "-CommandName 'crosswalk-cli'",
	} {
		if s := p.want(command.ExitFine, "completion", shell); !strings.Contains(s.out, registers) {
			t.Errorf("completion %s is not for the program that printed it: %d bytes", shell, len(s.out))
		}
	}
	if s := p.want(command.ExitFine, "__complete", "verify", ""); !strings.Contains(s.out, c.Name) {
		t.Errorf("completing a company: %q", s.out)
	}
	if s := p.want(command.ExitFine, "__complete", "explain", "key_store_l"); !strings.HasPrefix(s.out, "key_store_locked") {
		t.Errorf("completing a code: %q", s.out)
	}
}
