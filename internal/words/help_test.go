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
