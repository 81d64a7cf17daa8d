package words

import (
	"strings"
	"testing"

	"crosswalk/internal/desk"
)

func TestEachReasonAgainstANamesakeHasItsOwnSentence(t *testing.T) {
	ein, several := ForAgainst(desk.AgainstOtherEIN, "Acme"), ForAgainst(desk.AgainstSeveral, "Acme")
	for _, text := range []string{ein, several} {
		if !strings.Contains(text, "Acme") || !strings.HasSuffix(text, ".") {
			t.Errorf("it says %q", text)
		}
	}
	if ein == several || ForAgainst("", "Acme") != "" {
		t.Errorf("it says %q and %q, and %q for no reason", ein, several, ForAgainst("", "Acme"))
	}
}
