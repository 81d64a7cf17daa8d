package handover

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age/armor"

	"crosswalk/internal/desk"
	"crosswalk/internal/policy"
	"crosswalk/storage"
)

const phrase = "correct horse battery"

func TestMain(m *testing.M) {
	if work != 18 || mostWork != 20 {
		panic("a passphrase is to be slow to try, and no file may take for ever")
	}
	work = 10
	os.Exit(m.Run())
}

// laborious is a file whose header asks for the work of years.
func laborious(t *testing.T, text []byte) []byte {
	t.Helper()
	plain, err := io.ReadAll(armor.NewReader(bytes.NewReader(text)))
	if err != nil || !bytes.Contains(plain, []byte(" 10\n")) {
		t.Fatal("no header", err)
	}
	var again bytes.Buffer
	w := armor.NewWriter(&again)
	if _, err = w.Write(bytes.Replace(plain, []byte(" 10\n"), []byte(" 40\n"), 1)); err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return again.Bytes()
}

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// computer is a desk on a computer of its own, at a time.
func computer(t *testing.T, now time.Time, p policy.Policy) *desk.Desk {
	t.Helper()
	folder := t.TempDir()
	d := desk.New(desk.Options{
		Folder: folder, HTTP: http.DefaultClient, Now: func() time.Time { return now }, Policy: p,
		Keeper: storage.FileKeeper{Dir: filepath.Join(folder, "keys")}, Browser: func(string) error { return nil },
	})
	t.Cleanup(func() { d.Close(context.Background()) })
	if err := d.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

var theirs = desk.Setup{
	Environment: "custom", BaseURL: "https://gusto.example", ClientID: "firm", Secret: desk.NewSecret("the firm's secret"), APIVersion: "2026-06-15",
	Redirects: []string{"http://127.0.0.1:38517/callback"}, OldToken: desk.OldToken{APIToken: desk.NewSecret("the old token")},
}

// set sets a computer up and gives the profile.
func set(t *testing.T, d *desk.Desk, s desk.Setup) string {
	t.Helper()
	if err := d.SetUp(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	all, err := d.Setups(t.Context())
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	return all[len(all)-1].ID
}

// sealed is a file of this letter, made with little work.
func sealed(t *testing.T, l letter) string {
	t.Helper()
	text, err := seal(l, []byte(phrase), 10)
	if err != nil {
		t.Fatal(err)
	}
	return written(t, text)
}

func written(t *testing.T, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "firm.crosswalk")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// good is a letter that can be used at noon.
func good() letter {
	return letter{
		Format: "crosswalk setup 1", Made: noon, Expires: noon.AddDate(0, 0, 7), Environment: "demo", APIVersion: "2026-06-15", ClientID: "firm",
		Secret: "the firm's secret", Redirects: []string{"http://127.0.0.1:38517/callback"},
	}
}

func TestASetupGoesToAnotherComputerWithItsSecrets(t *testing.T) {
	first := computer(t, noon, policy.Policy{})
	id := set(t, first, theirs)
	for _, provisioning := range []bool{true, false} {
		path := filepath.Join(t.TempDir(), "firm")
		w := Wish{Profile: id, Passphrase: desk.NewSecret(phrase), Days: 7, Provisioning: provisioning}
		if err := Save(t.Context(), first, path, w); err != nil {
			t.Fatal(err)
		}
		path += Extension
		text, err := os.ReadFile(path)
		if err != nil || bytes.Contains(text, []byte("firm")) || !bytes.HasPrefix(text, []byte(armor.Header)) {
			t.Fatalf("%v\n%s", err, text)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Error("others may read it", err)
		}
		if err := Save(t.Context(), first, path, w); desk.CauseOf(err) != desk.FileExists {
			t.Errorf("written over: %v", err)
		}
		second := computer(t, noon.AddDate(0, 0, 6), policy.Policy{})
		used, err := Use(t.Context(), second, path, desk.NewSecret(phrase))
		if err != nil || used != (Used{Label: "Custom address", Address: "https://gusto.example", Provisioning: provisioning}) {
			t.Fatalf("%+v, %v", used, err)
		}
		if now := second.Snapshot(); now.Stage != desk.Open || now.Environment.BaseURL != "https://gusto.example" {
			t.Errorf("%+v", now)
		}
		reg, err := second.Registered(t.Context(), second.Snapshot().Environment.Profile)
		token := map[bool]string{true: "the old token"}[provisioning]
		if err != nil || reg.Secret.Reveal() != "the firm's secret" || reg.ClientID != "firm" || reg.APIToken.Reveal() != token || len(reg.Redirects) != 1 {
			t.Errorf("%v", err)
		}
		on, err := second.Provisions(t.Context())
		if err != nil || on != provisioning {
			t.Errorf("companies may be made: %v, %v", on, err)
		}
		if err := second.SetProvisions(t.Context(), true); (desk.CauseOf(err) == desk.SetByOrganization) == provisioning {
			t.Errorf("the right can be taken: %v", err)
		}
	}
}

func TestAFileOfOnesOwnIsNoWayToTheRightToMakeCompanies(t *testing.T) {
	d := computer(t, noon, policy.Policy{})
	if _, err := Use(t.Context(), d, sealed(t, good()), desk.NewSecret(phrase)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "mine.crosswalk")
	w := Wish{Profile: d.Snapshot().Environment.Profile, Passphrase: desk.NewSecret(phrase), Days: 7, Provisioning: true}
	if err := Save(t.Context(), d, path, w); desk.CauseOf(err) != desk.SetByOrganization {
		t.Errorf("a file with the right is made: %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is there")
	}
	w.Provisioning = false
	if err := Save(t.Context(), d, path, w); err != nil {
		t.Errorf("one without it is not: %v", err)
	}
}

func TestTheSecretTypedByHandGivesTheRightToMakeCompaniesBack(t *testing.T) {
	d := computer(t, noon, policy.Policy{})
	if _, err := Use(t.Context(), d, sealed(t, good()), desk.NewSecret(phrase)); err != nil {
		t.Fatal(err)
	}
	for secret, want := range map[string]bool{"": false, "the firm's secret": true} {
		s := good().setup()
		s.ID, s.NoProvisioning, s.Secret = d.Snapshot().Environment.Profile, false, desk.NewSecret(secret)
		if secret == "" { // what is kept is kept, with what it may do
			if err := d.SetUp(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			if on, err := d.Provisions(t.Context()); err != nil || on != want {
				t.Errorf("%q: %v, %v", secret, on, err)
			}
		}
	}
	set(t, d, func() desk.Setup {
		s := good().setup()
		s.ID, s.NoProvisioning = d.Snapshot().Environment.Profile, false
		return s
	}())
	if on, err := d.Provisions(t.Context()); err != nil || !on {
		t.Errorf("%v, %v", on, err)
	}
}

func TestASecondFileBringsTheSameSetupUpToDate(t *testing.T) {
	d := computer(t, noon, policy.Policy{})
	newer := good()
	newer.Secret, newer.Provisioning = "a newer secret", true
	for _, l := range []letter{good(), newer} {
		if _, err := Use(t.Context(), d, sealed(t, l), desk.NewSecret(phrase)); err != nil {
			t.Fatal(err)
		}
	}
	all, err := d.Setups(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if reg, err := d.Registered(t.Context(), all[0].ID); err != nil || reg.Secret.Reveal() != "a newer secret" {
		t.Error(err)
	}
}

func TestEachFileThatCannotBeUsedHasItsCauseAndChangesNothing(t *testing.T) {
	alter := func(change func(*letter)) string {
		l := good()
		change(&l)
		return sealed(t, l)
	}
	whole, err := os.ReadFile(sealed(t, good()))
	if err != nil {
		t.Fatal(err)
	}
	hard, err := seal(good(), []byte(phrase), 12)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Clone(whole)
	at := len(changed) - 60
	if changed[at]++; changed[at] == '\n'+1 || changed[at] == 'Z'+1 || changed[at] == 'z'+1 || changed[at] == '9'+1 {
		changed[at] = 'A'
	}
	folder := t.TempDir()
	for name, c := range map[string]struct {
		path   string
		phrase string
		want   desk.Cause
	}{
		"wrong passphrase":        {sealed(t, good()), "correct horse batteri", desk.PassphraseWrong},
		"no passphrase":           {sealed(t, good()), "", desk.PassphraseWrong},
		"expired this second":     {alter(func(l *letter) { l.Expires = noon }), phrase, desk.SetupFileExpired},
		"expired long ago":        {alter(func(l *letter) { l.Expires = noon.AddDate(-1, 0, 0) }), phrase, desk.SetupFileExpired},
		"no expiry":               {alter(func(l *letter) { l.Expires = time.Time{} }), phrase, desk.SetupFileDamaged},
		"newer":                   {alter(func(l *letter) { l.Format = "crosswalk setup 2" }), phrase, desk.SetupFileNewer},
		"a recovery file":         {alter(func(l *letter) { l.Format = "crosswalk recovery 1" }), phrase, desk.SetupFileDamaged},
		"no version":              {alter(func(l *letter) { l.Format = "crosswalk setup " }), phrase, desk.SetupFileDamaged},
		"version nought":          {alter(func(l *letter) { l.Format = "crosswalk setup 0" }), phrase, desk.SetupFileDamaged},
		"no secret":               {alter(func(l *letter) { l.Secret = "" }), phrase, desk.SetupFileDamaged},
		"no client":               {alter(func(l *letter) { l.ClientID = "" }), phrase, desk.SetupFileDamaged},
		"practice":                {alter(func(l *letter) { l.Environment = "practice" }), phrase, desk.SetupFileDamaged},
		"an unknown environment":  {alter(func(l *letter) { l.Environment = "moon" }), phrase, desk.SetupFileDamaged},
		"a custom http address":   {alter(func(l *letter) { l.Environment, l.Address = "custom", "http://gusto.example" }), phrase, desk.BadSetup},
		"a redirect elsewhere":    {alter(func(l *letter) { l.Redirects = []string{"http://192.0.2.1/callback"} }), phrase, desk.BadSetup},
		"no redirect":             {alter(func(l *letter) { l.Redirects = nil }), phrase, desk.BadSetup},
		"changed":                 {written(t, changed), phrase, desk.SetupFileDamaged},
		"cut":                     {written(t, whole[:len(whole)/2]), phrase, desk.SetupFileDamaged},
		"something behind it":     {written(t, append(bytes.Clone(hard), "more"...)), phrase, desk.SetupFileDamaged},
		"empty":                   {written(t, nil), phrase, desk.SetupFileDamaged},
		"something else":          {written(t, []byte("%PDF-1.7")), phrase, desk.SetupFileDamaged},
		"too large":               {written(t, bytes.Repeat([]byte("x"), mostBytes+1)), phrase, desk.SetupFileDamaged},
		"not there":               {filepath.Join(folder, "none.crosswalk"), phrase, desk.SetupFileDamaged},
		"a folder":                {folder, phrase, desk.SetupFileDamaged},
		"another application":     {alter(func(l *letter) { l.ClientID = "another" }), phrase, desk.SetupFileOther},
		"work beyond all reason":  {written(t, laborious(t, whole)), phrase, desk.SetupFileDamaged},
		"an environment not ours": {alter(func(l *letter) { l.Environment = "production" }), phrase, desk.SetByOrganization},
	} {
		var p policy.Policy
		if name == "an environment not ours" {
			p.Environment = policy.Choice[string]{Set: true, Value: "demo"}
		}
		d := computer(t, noon, p)
		if name == "another application" {
			set(t, d, good().setup())
		}
		before, _ := d.Setups(t.Context())
		_, err := Use(t.Context(), d, c.path, desk.NewSecret(c.phrase))
		if desk.CauseOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if err != nil && (strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), "firm's secret") || strings.Contains(desk.Explained(err).Detail, "secret")) {
			t.Errorf("%s tells the secret: %v", name, err)
		}
		if after, _ := d.Setups(t.Context()); len(after) != len(before) {
			t.Errorf("%s: something was set up", name)
		}
	}
}

func TestAFileWithoutALimitOrUnderAShortPassphraseIsNotMade(t *testing.T) {
	d := computer(t, noon, policy.Policy{})
	id := set(t, d, theirs)
	for _, w := range []Wish{
		{Profile: id, Passphrase: desk.NewSecret("elevenchars"), Days: 7}, {Profile: id, Passphrase: desk.NewSecret(phrase)},
		{Profile: id, Passphrase: desk.NewSecret(phrase), Days: 91}, {Profile: "none", Passphrase: desk.NewSecret(phrase), Days: 7},
	} {
		path := filepath.Join(t.TempDir(), "x.crosswalk")
		if err := Save(t.Context(), d, path, w); desk.CauseOf(err) != desk.BadSetup {
			t.Errorf("%+v: %v", w, err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Error("a file is left")
		}
	}
	forbidding := computer(t, noon, policy.Policy{Rights: policy.Rights{Export: policy.Choice[bool]{Set: true}}})
	id = set(t, forbidding, theirs)
	if err := Save(t.Context(), forbidding, filepath.Join(t.TempDir(), "x"), Wish{Profile: id, Passphrase: desk.NewSecret(phrase), Days: 7}); desk.CauseOf(err) != desk.SetByOrganization {
		t.Errorf("%v", err)
	}
}

func TestALetterDoesNotPrintItsSecrets(t *testing.T) {
	if text := fmt.Sprintf("%v %+v %#v %s", good(), good(), good(), good()); strings.Contains(text, "secret") {
		t.Error(text)
	}
}

func FuzzWhatStandsInAFileIsUsedOrRefused(f *testing.F) {
	for _, text := range []string{
		`{"format":"crosswalk setup 1","expires":"2026-12-01T00:00:00Z","environment":"demo","client_id":"x","client_secret":"y"}`,
		`{"format":"crosswalk setup 2"}`, `{"format":"crosswalk setup -1"}`, `{"format":1}`, `[]`, ``, `null`, `{"format":"crosswalk setup 99999999999999999999"}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := parse(text)
		if cause := desk.CauseOf(err); err != nil && cause != desk.SetupFileDamaged && cause != desk.SetupFileNewer {
			t.Errorf("%v", err)
		}
		if err == nil && (l.Secret == "" || l.ClientID == "" || l.Expires.IsZero()) {
			t.Errorf("%q is taken", text)
		}
	})
}

func FuzzAFileThatWasChangedIsRefused(f *testing.F) {
	whole, err := seal(good(), []byte(phrase), 1)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte("age-encryption.org/v1\n-> scrypt AAAA 1\n"))
	f.Add(whole[:40])
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > mostBytes || bytes.Contains(text, []byte("scrypt")) { // the work of a header in clear is the library's own matter, and slow
			return
		}
		l, err := open(text, []byte(phrase))
		if cause := desk.CauseOf(err); err != nil && cause != desk.SetupFileDamaged && cause != desk.SetupFileNewer && cause != desk.PassphraseWrong {
			t.Errorf("%v", err)
		}
		if err == nil && l.Secret != good().Secret {
			t.Error("something else was opened")
		}
	})
}
