package roll

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"crosswalk/internal/desk"
)

// Fold makes texts that a person takes for the same alike: without case, without accents.
func Fold(text string) string {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return foldWide(text)
		}
	}
	return strings.ToLower(text)
}

func foldWide(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case unicode.Is(unicode.Mn, c):
			return -1
		case c == '’' || c == '‘':
			return '\''
		case c == '–' || c == '‐' || c == '‑':
			return '-'
		}
		return unicode.ToLower(c)
	}, norm.NFKD.String(text))
}

// textOf is what is searched of a row: number, name, the company's names, the EIN's end, tags, who authorized it.
func textOf(r Row) string {
	var parts []string
	if c := r.Client; c != nil {
		parts = append(parts, c.Number, c.Name, c.Group, einMark+c.LastFour)
		parts = append(parts, c.Tags...)
	}
	if l := r.Link; l != nil {
		parts = append(parts, l.Name, l.TradeName, l.AuthorizedBy)
	}
	return Fold(strings.Join(parts, "\n"))
}

// sameText says that two rows have the same text, without making it.
func sameText(a, b Row) bool {
	return sameClient(a.Client, b.Client) && sameLink(a.Link, b.Link)
}

func sameClient(a, b *desk.Client) bool {
	if a == b || a == nil || b == nil {
		return a == b
	}
	return a.Name == b.Name && a.Number == b.Number && a.Group == b.Group && a.LastFour == b.LastFour && slices.Equal(a.Tags, b.Tags)
}

func sameLink(a, b *desk.Link) bool {
	if a == b || a == nil || b == nil {
		return a == b
	}
	return a.Name == b.Name && a.TradeName == b.TradeName && a.AuthorizedBy == b.AuthorizedBy
}

// einMark stands before the end of an EIN, where a whole EIN that somebody types is looked for. It is nothing that a
// person types.
const einMark = "\x1f"

// filter is a view's conditions, ready.
type filter struct {
	view  desk.View
	words []string // all of them have to occur
	eins  []string // for a word that is a whole EIN: how its end stands in the text
}

func filterOf(v desk.View) *filter {
	f := &filter{view: v}
	for _, word := range strings.Fields(Fold(v.Search)) {
		f.words = append(f.words, word)
		f.eins = append(f.eins, wholeEIN(word))
	}
	return f
}

// wholeEIN gives how the end of a typed EIN is looked for; "" when the word is none.
func wholeEIN(word string) string {
	digits := strings.Replace(word, "-", "", 1)
	if len(digits) != 9 || strings.Trim(digits, "0123456789") != "" || len(word) == 10 && word[2] != '-' {
		return ""
	}
	return einMark + digits[5:]
}

func (f *filter) takes(r *Row, text string) bool {
	if !f.environments(r) || !f.shows(r) || !f.groups(r) || !f.links(r) {
		return false
	}
	for i, word := range f.words {
		if !strings.Contains(text, word) && (f.eins[i] == "" || !strings.Contains(text, f.eins[i])) {
			return false
		}
	}
	return true
}

// environments takes the rows of the open environment, unless others are named.
func (f *filter) environments(r *Row) bool {
	if len(f.view.Environments) == 0 {
		return r.environment() == ""
	}
	return slices.Contains(f.view.Environments, r.environment())
}

func (f *filter) shows(r *Row) bool {
	switch f.view.Show {
	case desk.ShowLinked:
		return r.Link != nil
	case desk.ShowNotLinked:
		return r.Link == nil
	case desk.ShowNeedsYou:
		return r.Link != nil && r.Link.Verdict.NeedsYou()
	case desk.ShowNoClient:
		return r.Client == nil
	}
	return true
}

func (f *filter) groups(r *Row) bool {
	if len(f.view.Groups) == 0 && len(f.view.Tags) == 0 {
		return true
	}
	if r.Client == nil || len(f.view.Groups) > 0 && !slices.Contains(f.view.Groups, r.Client.Group) {
		return false
	}
	for _, tag := range f.view.Tags {
		if !slices.ContainsFunc(r.Client.Tags, func(t string) bool { return strings.EqualFold(t, tag) }) {
			return false
		}
	}
	return true
}

func (f *filter) links(r *Row) bool {
	if len(f.view.Causes) == 0 && len(f.view.People) == 0 {
		return true
	}
	return r.Link != nil &&
		(len(f.view.Causes) == 0 || slices.Contains(f.view.Causes, r.Link.Verdict.Cause)) &&
		(len(f.view.People) == 0 || slices.Contains(f.view.People, r.Link.AuthorizedBy))
}
