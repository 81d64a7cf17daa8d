package bundle

import (
	"cmp"
	"fmt"
	"os"
	"os/user"
	"regexp"
	"slices"
	"strings"
)

// replacement puts numbers in the place of names.
type replacement struct {
	pattern *regexp.Regexp // nil where nothing is replaced
	names   map[string]string
}

// pseudonyms numbers every name that this computer knows: of companies, people, clients, their groups, this account
// and this computer.
func pseudonyms(m Material, o Options) replacement {
	if !o.Pseudonyms {
		return replacement{}
	}
	r := replacement{names: map[string]string{}}
	count := map[string]int{}
	add := func(kind string, names ...string) {
		number := ""
		for _, name := range names {
			if name = strings.TrimSpace(name); len([]rune(name)) < 2 || r.names[strings.ToLower(name)] != "" {
				continue
			}
			if number == "" { // a legal name and a trade name are one company
				count[kind]++
				number = fmt.Sprintf("%s %d", kind, count[kind])
			}
			r.names[strings.ToLower(name)] = number
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
	r.compile()
	return r
}

// compile makes one pattern of all names, the longest first, so that a name in a longer one does not break it.
func (r *replacement) compile() {
	var all []string
	for name := range r.names {
		all = append(all, name)
	}
	if len(all) == 0 {
		return
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	for i, name := range all {
		all[i] = regexp.QuoteMeta(name)
	}
	r.pattern = regexp.MustCompile(`(?i)` + strings.Join(all, "|"))
}

// replace does so where a name stands as a word of its own. RE2 has no look-around, so the neighbors are looked at here.
func (r *replacement) replace(text string) string {
	if r.pattern == nil {
		return text
	}
	var out strings.Builder
	for text != "" {
		found := r.pattern.FindStringIndex(text)
		if found == nil {
			break
		}
		from, to := found[0], found[1]
		name := text[from:to]
		if wordAt(text[:from], true) && wordAt(name, false) || wordAt(text[to:], false) && wordAt(name, true) {
			out.WriteString(text[:to])
		} else {
			out.WriteString(text[:from] + r.names[strings.ToLower(name)])
		}
		text = text[to:]
	}
	return out.String() + text
}

// wordAt says whether a text ends, or begins, with a letter or digit.
func wordAt(text string, end bool) bool {
	runes := []rune(text)
	if len(runes) == 0 {
		return false
	}
	at := runes[0]
	if end {
		at = runes[len(runes)-1]
	}
	return at == '_' || at >= '0' && at <= '9' || at >= 'a' && at <= 'z' || at >= 'A' && at <= 'Z' || at > 127
}
