// Package tongue says a sentence in the language of the person at the window.
//
// Rules: the English sentence is the key and what is said without a translation; placeholders are {names}, never
// positions, so that a translation may change their order; it knows no toolkit, so the program without a window, whose
// output scripts read, speaks English; what is kept, logged or sent never goes through here. docs/decisions/languages.md.
package tongue

import (
	"fmt"
	"strings"
	"sync/atomic"
)

// Translator knows the sentences of one language. Its functions are called from any goroutine and do not block.
type Translator struct {
	Say   func(text string) string        // text itself where there is no translation
	Count func(many string, n int) string // the form of many that goes with n
}

var spoken atomic.Pointer[Translator]

// Use makes t the language of all that is said from now on; nil brings English back.
func Use(t *Translator) { spoken.Store(t) }

// L says a sentence or a word that stands alone. It does not block.
func L(text string) string {
	if t := spoken.Load(); t != nil && text != "" {
		return t.Say(text)
	}
	return text
}

// F says a sentence with values in it: pairs of a placeholder's name and its value. A value is put in as it is, and
// what looks like a placeholder in it stays. It does not block.
func F(text string, pairs ...any) string { return Fill(L(text), pairs...) }

// N says one or many, by what goes with n in the person's language; placeholders are filled in as with F. It does not
// block.
func N(n int, one, many string, pairs ...any) string {
	text := many
	if t := spoken.Load(); t != nil {
		text = t.Count(many, n)
	} else if n == 1 {
		text = one
	}
	return Fill(text, pairs...)
}

// Fill puts values into a sentence that has been said already.
func Fill(text string, pairs ...any) string {
	if len(pairs) < 2 {
		return text
	}
	old := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		old = append(old, "{"+pairs[i].(string)+"}", fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(old...).Replace(text)
}

// Key marks a sentence of a table that is made before the language is known; it is said with L where it is shown.
func Key(text string) string { return text }
