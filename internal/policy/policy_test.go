package policy

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"howett.net/plist"
)

// written gives the policy of a file of this text.
func written(t *testing.T, text string) Policy {
	t.Helper()
	path := filepath.Join(t.TempDir(), "policy.json")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return readFile(path, decodeJSON)
}

// fault is the problem of one key; the zero problem for none.
func fault(p Policy, key Key) (Problem, bool) {
	i := slices.IndexFunc(p.Problems, func(one Problem) bool { return one.Key == string(key) && one.Kind != NotKept })
	if i < 0 {
		return Problem{}, false
	}
	return p.Problems[i], true
}

// Each key: values that are taken with what they mean, and values that are not with the strictest that they might be.
var table = []struct {
	key    Key
	at     func(Policy) any
	good   map[string]any
	bad    []string
	strict any
}{
	{
		Environment, func(p Policy) any { return p.Environment },
		map[string]any{`"production"`: decided("production"), `"demo"`: decided("demo"), `"practice"`: decided("practice"), `"custom"`: decided("custom")},
		[]string{`"Production"`, `"live"`, `""`, `true`, `1`, `null`, `["demo"]`}, unclear(""),
	},
	{
		RedirectPort, func(p Policy) any { return p.RedirectPort },
		map[string]any{`38517`: decided(38517), `1024`: decided(1024), `65535`: decided(65535)},
		[]string{`1023`, `65536`, `-1`, `38517.5`, `"38517"`, `true`, `1e99`, `null`}, unclear(0),
	},
	yesNoRow(AllowProvisioning, false, func(p Policy) any { return p.Provisioning }),
	yesNoRow(AllowTokenCommand, false, func(p Policy) any { return p.TokenCommand }),
	yesNoRow(AllowExport, false, func(p Policy) any { return p.Export }),
	yesNoRow(AllowDisconnect, false, func(p Policy) any { return p.Disconnect }),
	yesNoRow(OneCompanyPerClient, true, func(p Policy) any { return p.OneCompany }),
	{
		AutoLockMinutes, func(p Policy) any { return p.AutoLock },
		map[string]any{`1`: decided(time.Minute), `1440`: decided(24 * time.Hour)},
		[]string{`0`, `1441`, `-5`, `"15"`, `false`, `null`}, unclear(5 * time.Minute),
	},
	yesNoRow(AllowUpdateCheck, false, func(p Policy) any { return p.UpdateCheck }),
	{
		ManagedBy, func(p Policy) any { return p.ManagedBy },
		map[string]any{`"Whitfield IT"`: "Whitfield IT", `" Büro für IT "`: "Büro für IT", `""`: ""},
		[]string{`5`, `true`, `null`, `"a\nb"`, `"` + strings.Repeat("a ", 101) + `"`, `["x"]`}, "",
	},
	{
		Support, func(p Policy) any { return p.Support },
		map[string]any{`"help@whitfieldbooks.com"`: "help@whitfieldbooks.com", `"+1 503 555 0100, ext. 12"`: "+1 503 555 0100, ext. 12", `"https://help.whitfieldbooks.com/crosswalk"`: "https://help.whitfieldbooks.com/crosswalk"},
		[]string{`5`, `{}`, `"a\u202eb"`}, "",
	},
}

type row = struct {
	key    Key
	at     func(Policy) any
	good   map[string]any
	bad    []string
	strict any
}

func yesNoRow(key Key, strict bool, at func(Policy) any) row {
	return row{key, at, map[string]any{`true`: decided(true), `false`: decided(false)}, []string{`"true"`, `"false"`, `"no"`, `0`, `1`, `null`, `{}`, `[false]`}, unclear(strict)}
}

func TestEveryKeyMeansWhatItSays(t *testing.T) {
	var told []Key
	for _, c := range table {
		told = append(told, c.key)
		for value, want := range c.good {
			p := written(t, `{"`+string(c.key)+`": `+value+`}`)
			if problem, bad := fault(p, c.key); bad || c.at(p) != want {
				t.Errorf("%s %s: %+v (%v), want %+v", c.key, value, c.at(p), problem, want)
			}
		}
	}
	if !slices.Equal(told, Keys()) {
		t.Errorf("the table has %v, the policy %v", told, Keys())
	}
}

func TestAValueThatIsNotUnderstoodIsTheStrictestAndTold(t *testing.T) {
	for _, c := range table {
		for _, value := range c.bad {
			p := written(t, `{"`+string(c.key)+`": `+value+`}`)
			problem, bad := fault(p, c.key)
			if !bad || problem.Kind != WrongValue || problem.Detail == "" || !p.Faulty() {
				t.Errorf("%s %s: %+v", c.key, value, p.Problems)
			}
			if c.at(p) != c.strict {
				t.Errorf("%s %s counts as %+v, want %+v", c.key, value, c.at(p), c.strict)
			}
		}
	}
}

func TestWithoutAPolicyNothingIsDecided(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none")
	for _, path := range []string{none, filepath.Join(none, "policy.json")} {
		p := readFile(path, decodeJSON)
		if p.Where != "" || p.Problems != nil || Forbids(p.Export) || !p.AllowsEnvironment("production") || p.Who() != "your organization" {
			t.Errorf("%s: %+v", path, p)
		}
	}
	if p := written(t, `{}`); p.Faulty() || p.Where == "" || Forbids(p.Provisioning) {
		t.Errorf("%+v", p)
	}
}

func TestAPolicyThatCannotBeReadForbidsAllThatItMight(t *testing.T) {
	texts := []string{"", "{", `{"AllowExport": true`, `{"AllowExport": true} {}`, `[]`, `"x"`, "\x00", `{AllowExport: true}`, `{"AllowExport": true,}`, `{"ManagedBy": "` + strings.Repeat("x", mostBytes) + `"}`}
	for _, text := range texts {
		strictest(t, written(t, text))
	}
	folder := t.TempDir()
	strictest(t, readFile(folder, decodeJSON))
	strictest(t, readFile(filepath.Join(folder, strings.Repeat("x", 300)), decodeJSON)) // not "there is none": nobody can tell
}

func strictest(t *testing.T, p Policy) {
	t.Helper()
	for name, c := range map[string]Choice[bool]{"provisioning": p.Provisioning, "tokens": p.TokenCommand, "export": p.Export, "disconnect": p.Disconnect, "updates": p.UpdateCheck} {
		if !Forbids(c) || !c.Unclear {
			t.Errorf("%s is allowed: %+v", name, p)
		}
	}
	if p.AllowsEnvironment("production") || p.AllowsEnvironment("demo") || !p.AllowsEnvironment("practice") {
		t.Errorf("a Gusto may be opened: %+v", p)
	}
	if !p.OneCompany.Value || !p.RedirectPort.Unclear || p.RedirectPort.Value != 0 {
		t.Errorf("%+v", p)
	}
	if len(p.Problems) != 1 || p.Problems[0].Kind != Unreadable || len([]rune(p.Problems[0].Detail)) > longestText || p.Problems[0].Detail == "" {
		t.Errorf("%+v", p.Problems)
	}
}

func TestALockedEnvironmentIsTheOnlyOne(t *testing.T) {
	p := written(t, `{"Environment": "production"}`)
	for name, want := range map[string]bool{"production": true, "practice": false, "demo": false, "custom": false} {
		if p.AllowsEnvironment(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// made up, and of the form that secrets have
const pretended = "Zx81qR7mT2vK9bN4wL6yH3cD"

func TestASecretIsRefusedWithTheReasonAndNeverRepeated(t *testing.T) {
	for _, text := range []string{
		`{"ClientSecret": "short"}`, `{"client_secret": "x"}`, `{"API-Token": 5}`, `{"accesstoken": true}`, `{"Password": ""}`, `{"Recovery Key": null}`,
		`{"ManagedBy": "` + pretended + `"}`, `{"Support": "Bearer abc"}`, `{"Support": "help, secret=hunter2"}`, `{"Note": "` + pretended + `"}`,
		`{"Gusto": {"id": "x", "secret": "x"}}`, `{"Gusto": [["` + pretended + `"]]}`, `{"` + pretended + `": 1}`,
		`{"ManagedBy": "-----BEGIN AGE ENCRYPTED FILE-----"}`, `{"AllowExport": "` + pretended + `"}`,
	} {
		p := written(t, text)
		if len(p.Problems) != 1 || p.Problems[0].Kind != Secret || !p.Faulty() {
			t.Errorf("%s: %+v", text, p.Problems)
			continue
		}
		said := p.Problems[0].String()
		if strings.Contains(said, pretended) || strings.Contains(said, "hunter2") || !strings.Contains(said, "every account") {
			t.Errorf("%s: %s", text, said)
		}
		if p.ManagedBy != "" || p.Support != "" {
			t.Errorf("%s is kept: %+v", text, p)
		}
	}
	if p := written(t, `{"AllowExport": "`+pretended+`"}`); !Forbids(p.Export) {
		t.Error("what may have been a refusal allows")
	}
	if p := written(t, `{"AllowTokenCommand": true, "ManagedBy": "The Whitfield & Daughters Bookkeeping Company", "Support": "crosswalk-helpdesk@internationalbookkeeping.com"}`); len(p.Problems) != 0 {
		t.Errorf("%+v", p.Problems)
	}
}

func TestAnUnknownKeyIsToldAndTheRestHolds(t *testing.T) {
	p := written(t, `{"AlowExport": false, "AllowExport": false, "\u202eodd\u0000 name": 1, "": 1}`)
	if !Forbids(p.Export) || p.Export.Unclear || len(p.Problems) != 3 {
		t.Errorf("%+v", p)
	}
	for i, want := range []string{"AlowExport is no key that this version knows", "odd name is no key that this version knows", "a key without a name is no key that this version knows"} {
		if got := p.Problems[i].String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestAKeyThatIsThereTwiceIsTheStrictest(t *testing.T) {
	p := written(t, `{"AllowExport": false, "allowexport": true, "OneCompanyPerClient": false, "OneCompanyPerClient": false}`)
	if !Forbids(p.Export) || !p.OneCompany.Value || len(p.Problems) != 2 || p.Problems[0].Kind != Twice {
		t.Errorf("%+v", p)
	}
}

func TestAPolicyThatOthersCanChangeIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "policy.json")
	if err := os.WriteFile(path, []byte("\xef\xbb\xbf{\"AllowExport\": false}\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p := readFile(path, decodeJSON); p.Faulty() || !Forbids(p.Export) {
		t.Errorf("%+v", p)
	}
	if err := os.Chmod(path, 0o666); err != nil {
		t.Fatal(err)
	}
	if p := readFile(path, decodeJSON); !Forbids(p.Export) || len(p.Problems) != 1 || p.Problems[0].Kind != OpenToOthers {
		t.Errorf("%+v", p)
	}
}

func TestWhatAVersionDoesNotDoIsToldAndNoFault(t *testing.T) {
	p := Policy{Problems: []Problem{{Key: "Later", Kind: NotKept}}}
	if p.Faulty() {
		t.Errorf("%+v", p)
	}
}

func TestTheLongestTimeUntilTheLockIsKeptAndNothingIsTold(t *testing.T) {
	p := written(t, `{"AutoLockMinutes": 15}`)
	if len(p.Problems) != 0 || !p.AutoLock.Set || p.AutoLock.Value != 15*time.Minute {
		t.Errorf("%+v", p)
	}
}

// both is a policy with every key, as JSON and as what a configuration profile leaves behind.
var both = map[string]any{
	"Environment": "production", "RedirectPort": 38517, "AllowProvisioning": false, "AllowTokenCommand": false, "AllowExport": true,
	"AllowDisconnectForEveryone": false, "OneCompanyPerClient": true, "AutoLockMinutes": 15, "AllowUpdateCheck": false,
	"ManagedBy": "Whitfield IT", "Support": "help@whitfieldbooks.com",
}

func TestAConfigurationProfileMeansTheSameAsTheFile(t *testing.T) {
	text, err := json.Marshal(both)
	if err != nil {
		t.Fatal(err)
	}
	want := written(t, string(text))
	for _, form := range []int{plist.XMLFormat, plist.BinaryFormat} {
		held, err := plist.Marshal(both, form)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "org.crosswalk.desktop.plist")
		if err := os.WriteFile(path, held, 0o644); err != nil {
			t.Fatal(err)
		}
		got := readFile(path, decodePlist)
		if got.Faulty() || got.Environment != want.Environment || got.RedirectPort != want.RedirectPort || got.Rights != want.Rights ||
			got.OneCompany != want.OneCompany || got.AutoLock != want.AutoLock || got.Who() != "Whitfield IT (help@whitfieldbooks.com)" {
			t.Errorf("%+v\n%+v", got, want)
		}
	}
	path := filepath.Join(t.TempDir(), "x.plist")
	for _, text := range []string{"", "<plist><array/></plist>", "bplist00", "nonsense"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		strictest(t, readFile(path, decodePlist))
	}
}

func TestTheRegistryHasNumbersForYesAndNo(t *testing.T) {
	p := parse(`HKLM\x`, []entry{{"AllowExport", dword(0)}, {"AllowProvisioning", dword(1)}, {"RedirectPort", dword(38517)}, {"Environment", "demo"}, {"AllowTokenCommand", dword(2)}, {"OneCompanyPerClient", "1"}, {"RedirectPorts", nil}})
	if !Forbids(p.Export) || p.Export.Unclear || Forbids(p.Provisioning) || p.RedirectPort != decided(38517) || p.Environment != decided("demo") {
		t.Errorf("%+v", p)
	}
	if !p.TokenCommand.Unclear || !p.OneCompany.Unclear || len(p.Problems) != 3 {
		t.Errorf("%+v", p.Problems)
	}
}

func FuzzAPolicyNeverCrashesAndNeverLoosens(f *testing.F) {
	for _, text := range []string{`{"AllowExport": false}`, `{"AllowExport": "no", "x": [1, {"y": null}]}`, `{`, `[]`, `{"AllowExport": false, "AllowExport": true}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		entries, err := decodeJSON(text)
		p := parse("file", entries)
		if err != nil {
			p = unreadable("file", err.Error())
		}
		for _, one := range p.Problems {
			if one.String() == "" || len([]rune(one.Key)) > 60 {
				t.Errorf("%+v", one)
			}
		}
		if strings.EqualFold(string(text), `{"allowexport": false}`) && !Forbids(p.Export) {
			t.Error("allowed")
		}
		_, _ = decodePlist(text)
	})
}
