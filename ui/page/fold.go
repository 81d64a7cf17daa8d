package page

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold makes text comparable as people search for it: without case and without accents, so that "cafe" finds "Café".
func Fold(s string) string {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < 0x80
	}
	if plain {
		return strings.ToLower(s)
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}

// Found says whether one of texts has the words, which are folded already.
func Found(words string, texts ...string) bool {
	return words == "" || strings.Contains(Fold(strings.Join(texts, "\n")), words)
}
