package bundle

import (
	"fmt"
	"maps"
	"os"
	"os/user"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// replacement puts numbers in the place of names.
type replacement struct {
	names   []string          // folded and sorted
	numbers map[string]string // by folded name
}

// pseudonyms numbers every name that this computer knows: of companies, people, clients, their groups, this account
// and this computer.
func pseudonyms(m Material, o Options) replacement {
	if !o.Pseudonyms {
		return replacement{}
	}
	r := replacement{numbers: map[string]string{}}
	count := map[string]int{}
	add := func(kind string, names ...string) {
		number := ""
		for _, name := range spelled(names) {
			if name = folded(strings.TrimSpace(name)); len([]rune(name)) < 2 || r.numbers[name] != "" {
				continue
			}
			if number == "" { // a legal name and a trade name are one company
				count[kind]++
				number = fmt.Sprintf("%s %d", kind, count[kind])
			}
			r.numbers[name] = number
		}
	}
	for _, l := range m.Now.Links {
		add("Company", l.Name, l.TradeName)
		add("Person", l.AuthorizedBy)
		add("Place", l.Place)
	}
	for _, c := range m.Now.Clients {
		add("Client", c.Name)
		add("Client number", c.Number)
		add("Group", c.Group)
		for _, tag := range c.Tags {
			add("Tag", tag)
		}
	}
	if me, err := user.Current(); err == nil {
		add("Account", me.Name, me.Username)
	}
	if host, err := os.Hostname(); err == nil {
		add("Computer", host)
	}
	r.names = slices.Sorted(maps.Keys(r.numbers))
	return r
}

// spelled are the names as they are kept, and as a part or the log has them, on one line.
func spelled(names []string) (all []string) {
	for _, name := range names {
		all = append(all, name, line(name))
	}
	return all
}

// folded makes names that differ in capitals alone the same.
func folded(text string) string { return strings.Map(fold, text) }

func fold(r rune) rune {
	lowest := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		lowest = min(lowest, f)
	}
	return lowest
}

// replace does so where a name stands as a word of its own, the longest name that does.
func (r *replacement) replace(text string) string {
	if len(r.names) == 0 {
		return text
	}
	text = strings.ToValidUTF8(text, string(utf8.RuneError)) // as names are compared
	var out strings.Builder
	before := ' '
	for at := 0; at < len(text); {
		if name, length := r.nameAt(before, text[at:]); length > 0 {
			out.WriteString(r.numbers[name])
			before, _ = utf8.DecodeLastRuneInString(text[:at+length])
			at += length
			continue
		}
		letter, size := utf8.DecodeRuneInString(text[at:])
		out.WriteString(text[at : at+size])
		before, at = letter, at+size
	}
	return out.String()
}

// nameAt finds the longest name that a text begins with, and how much of the text it is. Letter by letter it goes on
// with the names that are left: a firm may have tens of thousands.
func (r *replacement) nameAt(before rune, text string) (name string, length int) {
	first, _ := utf8.DecodeRuneInString(text)
	if inWord(before) && inWord(first) {
		return "", 0
	}
	left, depth := r.names, 0
	for at, letter := range text {
		for _, b := range []byte(string(fold(letter))) {
			from := sort.Search(len(left), func(i int) bool { return len(left[i]) > depth && left[i][depth] >= b })
			to := sort.Search(len(left), func(i int) bool { return len(left[i]) > depth && left[i][depth] > b })
			left, depth = left[from:to], depth+1
		}
		if len(left) == 0 {
			break
		}
		end := at + utf8.RuneLen(letter)
		if after, _ := utf8.DecodeRuneInString(text[min(end, len(text)):]); len(left[0]) == depth && !(inWord(letter) && inWord(after)) {
			name, length = left[0], end
		}
	}
	return name, length
}

// inWord says whether a letter goes on where another one stands before it.
func inWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
