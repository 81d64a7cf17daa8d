package match

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"crosswalk/internal/pattern"
)

// word is one word of a name as it is compared.
type word struct {
	text  string
	class class
}

// name is one name as it is compared.
type name struct {
	words []word // without the legal form
	form  string // the legal form: "llc", "inc", … or ""
	plain string // all words but the legal form, without spaces
	raw   string // the same as it was written
}

// doingBusiness parts the names of one company.
var doingBusiness = pattern.Of(`(?i)\b(?:d\s*[./]?\s*b\s*[./]?\s*a\b\.?|a\s*[./]\s*k\s*[./]\s*a\b\.?|aka\b|fka\b|f\s*/\s*k\s*/\s*a\b|t/a\b|doing business as\b|also known as\b|formerly(?: known as)?\b|trading as\b)\s*:?`)

// longest is how much of a text is looked at, in bytes: no name is longer.
const longest = 400

// read gives the names that are written in a text: "Rivera Holdings LLC dba Rivera Roofing" are two.
func read(text string) []name {
	text = text[:min(len(text), longest)]
	var all []name
	for _, part := range doingBusiness().Split(text, -1) {
		if n := readOne(part); len(n.words) > 0 {
			all = append(all, n)
		}
	}
	return all
}

func readOne(text string) name {
	var n name
	raw := joinLetters(strings.Fields(fold(text)))
	for i, w := range raw {
		as := w
		if w == "no" && i+1 < len(raw) && raw[i+1][0] <= '9' {
			continue // "No. 2"
		}
		if known, ok := written[w]; ok && !(w == "co" && i == 0) {
			w = known
		}
		c, known := classes()[w]
		if singular := singular(w); !known && singular != w {
			w = singular
			if again, ok := written[w]; ok {
				w = again
			}
			c = classes()[w]
		}
		switch {
		case w[0] >= '0' && w[0] <= '9':
			c = number
		case c == legal && !(i == 0 && w != "the"):
			if w != "the" && w != "company" && !known2(w) {
				n.form = w
			}
			continue
		case c == legal:
			c = own
			if w == "the" {
				continue
			}
		}
		n.words = append(n.words, word{w, c})
		if w != "and" {
			n.raw += as
		}
	}
	for _, w := range n.words {
		if w.text != "and" {
			n.plain += w.text
		}
	}
	n.form = forms[n.form]
	return n
}

// known2 says that a legal word is a title and no legal form.
func known2(w string) bool {
	switch w {
	case "esq", "md", "do", "phd", "dvm", "pe", "aia", "lcsw":
		return true
	}
	return false
}

// forms are the legal forms that differ in more than how they are written.
var forms = map[string]string{
	"llc": "llc", "llcs": "llc", "pllc": "llc", "inc": "inc", "incorporated": "inc", "corp": "inc", "corporation": "inc", "pc": "inc",
	"apc": "inc", "llp": "llp", "lp": "lp", "lllp": "llp", "pllp": "llp", "ltd": "", "limited": "",
}

// fold is a text in small letters without accents, where all that is neither letter nor digit parts words, but for
// what people leave out: the dots of "A.B.C." and the apostrophe of "Joe's".
func fold(text string) string {
	text = possessive().ReplaceAllString(text, "")
	text = strings.NewReplacer("&", " and ", "+", " and ", "ß", "ss", "æ", "ae", "ø", "o", "Ø", "o", "ł", "l", "Ł", "l", "#", " # ").Replace(text)
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '.', r == '\'', r == '’', r == '‘', r == '`':
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

var possessive = pattern.Of(`['’‘` + "`" + `][sS]\b`)

// joinLetters makes one word of letters and digits that stand alone: "a b c" is "abc", "a 1" is "a1".
func joinLetters(raw []string) []string {
	var out []string
	open := false // the last word is made of single letters
	for i, w := range raw {
		if w == "and" && open && i+1 < len(raw) && len(raw[i+1]) == 1 {
			continue // "j and j"
		}
		single := len(w) == 1 && w[0] >= 'a' || len(w) <= 2 && w[0] <= '9' && open
		if single && open {
			out[len(out)-1] += w
			continue
		}
		out = append(out, w)
		open = single && w[0] >= 'a'
	}
	return out
}

// singular leaves a plural's s away.
func singular(w string) string {
	switch {
	case len(w) < 4 || strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "us") || strings.HasSuffix(w, "is"):
		return w
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "s"):
		return w[:len(w)-1]
	}
	return w
}
