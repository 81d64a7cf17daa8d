package words

import (
	"strings"
	"testing"

	"crosswalk/internal/desk"
)

func TestEveryProblemOfARowHasItsOwnSentence(t *testing.T) {
	seen := map[string]desk.RowProblem{}
	for _, p := range desk.RowProblems() {
		text := ForRow(desk.PreviewRow{Problem: p, Detail: "7"})
		if text == "" || strings.ContainsAny(text, "{}") || strings.HasSuffix(text, ".") {
			t.Errorf("%s: %q", p, text)
		}
		if other, taken := seen[text]; taken {
			t.Errorf("%s and %s share %q", p, other, text)
		}
		seen[text] = p
	}
	if text := ForRow(desk.PreviewRow{}); text != "" {
		t.Errorf("a good row has %q", text)
	}
}
