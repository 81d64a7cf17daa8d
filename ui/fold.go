package ui

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold makes text comparable as people search for it: without case and without accents, so that "cafe" finds "Café".
func fold(s string) string {
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

// found says whether one of texts has the words, which are folded already.
func found(words string, texts ...string) bool {
	return words == "" || strings.Contains(fold(strings.Join(texts, "\n")), words)
}
