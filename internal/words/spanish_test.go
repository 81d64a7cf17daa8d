package words_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"crosswalk/internal/desk"
	"crosswalk/internal/policy"
	"crosswalk/internal/words"
	"crosswalk/oauth"
)

// literals are the texts that a pattern finds in the source of a room; what is added to one in the source stands as X.
func literals(t *testing.T, room, pattern string, least int) []string {
	t.Helper()
	found := regexp.MustCompile(pattern + `"([^"]+)"(?: ?(\+) ?[\w.()]+(?: ?\+ ?"([^"]+)")?)?`)
	files, err := filepath.Glob(filepath.Join("..", room, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range found.FindAllStringSubmatch(string(source), -1) {
			text := m[1]
			if m[2] != "" {
				text += "X" + m[3]
			}
			all = append(all, text)
		}
	}
	if len(all) < least {
		t.Fatalf("%d texts in %s: this looks at nothing", len(all), room)
	}
	return all
}

func wantSpanish(t *testing.T, told string) {
	t.Helper()
	if got := words.Facts(told); got == told {
		t.Errorf("%q stays English", told)
	}
}

func TestEveryDetailOfTheDeskHasItsSpanish(t *testing.T) {
	realSpanish(t)
	for _, text := range literals(t, "desk", `(?:Detail: |problem = |ruled\(|allowed\([^,\n]*, )`, 20) {
		if text != "The X" { // an error of the redirect address: below
			wantSpanish(t, text)
		}
	}
	for _, uri := range []string{"x", "http://127.0.0.1/#a", "http://a@127.0.0.1/", "ftp://127.0.0.1/", "http://gusto.example/", "http://127.0.0.1:70000/"} {
		told := "The " + oauth.CheckRedirect(uri).Error()
		got := words.Facts(told)
		if _, problem, _ := strings.Cut(told, ": "); got == told || strings.HasSuffix(got, problem) && uri != "x" {
			t.Errorf("%q is said as %q", told, got)
		}
	}
}

func TestEveryFaultOfAPolicyHasItsSpanish(t *testing.T) {
	realSpanish(t)
	values := append(literals(t, "policy", `return `, 5), literals(t, "policy", `errors\.New\(`, 3)...)
	known := 0
	for _, value := range values {
		if !strings.Contains(value, " ") || strings.HasPrefix(value, " ") || strings.HasSuffix(value, "X") {
			continue // no sentence, or one whose parts are below
		}
		known++
		wantSpanish(t, value)
	}
	if known < 8 {
		t.Errorf("%d texts: this looks at nothing", known)
	}
	for kind := policy.Unreadable; kind < policy.NotKept; kind++ {
		wantSpanish(t, policy.Problem{Key: "AllowExport", Kind: kind, Detail: "it is not one JSON object, from line 3 on"}.String())
	}
}

func TestAPolicysKeyIsCalledSoInEveryLanguage(t *testing.T) {
	realSpanish(t)
	for _, key := range policy.Keys() {
		if got := words.Facts(policy.Problem{Key: string(key), Kind: policy.Twice}.String()); !strings.HasPrefix(got, string(key)+" ") {
			t.Errorf("%s is called %q", key, got)
		}
	}
}

func TestADayInADetailIsWrittenAsThePersonWritesIt(t *testing.T) {
	trouble := &desk.Trouble{Cause: desk.SetupFileExpired, Detail: "August 9, 2026"}
	if got := words.For(trouble).Hint; !strings.Contains(got, "until August 9, 2026.") {
		t.Errorf("%q", got)
	}
	realSpanish(t)
	if got := words.For(trouble).Hint; !strings.Contains(got, "9 de agosto de 2026") {
		t.Errorf("%q", got)
	}
}

func TestWhatWasNotRevokedIsNamedInSpanish(t *testing.T) {
	realSpanish(t)
	lines := words.NotRevoked([]desk.Owed{{Environment: desk.Custom.Name, Cause: desk.Unchecked}})
	if len(lines) != 1 || !strings.Contains(lines[0], "Dirección propia") {
		t.Errorf("%q", lines)
	}
}
