package words

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"crosswalk/internal/desk"
)

func TestTheHelpPageExplainsEveryCodeAndIsCurrent(t *testing.T) {
	page := HelpPage()
	for _, c := range desk.Causes() {
		if !bytes.Contains(page, []byte(`<section id="`+string(c)+`">`)) {
			t.Errorf("%s is not on the page", c)
		}
	}
	for _, elsewhere := range []string{"src=", "href=", "url(", "@import"} {
		if strings.Contains(string(page), elsewhere) {
			t.Errorf("the page asks for something from elsewhere: %s", elsewhere)
		}
	}
	kept, err := os.ReadFile("../../docs/errors.html")
	if err != nil || !bytes.Equal(kept, page) {
		t.Errorf("docs/errors.html is not what the words say (%v): CGO_ENABLED=0 go run ./internal/command/crosswalk-cli explain --html > docs/errors.html", err)
	}
}

func TestACodeIsExplainedWithoutWordsOfACaseThatThereIsNot(t *testing.T) {
	for _, c := range desk.Causes() {
		m := English.Always(c)
		for _, text := range []string{m.Title, m.Hint} {
			for _, stray := range []string{"{", "it. ", "version does not know", " it are ", "than it", "….", "()"} {
				if strings.Contains(text+" ", stray) && !strings.Contains(messages[c].Title+messages[c].Hint+" ", stray) {
					t.Errorf("%s: %q has %q in it", c, text, stray)
				}
			}
			if text == "" || text == "…" {
				t.Errorf("%s: %q says nothing", c, text)
			}
		}
	}
	for cause, want := range map[desk.Cause]string{desk.Working: "Nobody", desk.Unchecked: "Nobody", desk.RateLimited: "Nobody: it passes by itself"} {
		if got := English.Turn(cause); got != want {
			t.Errorf("with %s it is the turn of %q", cause, got)
		}
	}
}
