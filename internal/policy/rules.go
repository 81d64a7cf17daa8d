package policy

import (
	"slices"
	"strings"
	"time"
)

// entry is one key with its value as the system has it: a string, a bool, an int64, a switch of the registry (see
// [dword]), or anything else.
type entry struct {
	name  string
	value any
}

// dword is a number of the registry, which has no yes and no.
type dword uint64

// rule is how one key is read. take stores a value, and says what it had to be where it is something else; strict stores
// the strictest that it might have been.
type rule struct {
	key    Key
	take   func(p *Policy, value any) (want string)
	strict func(p *Policy)
}

var rules = []rule{
	{Environment, takeEnvironment, func(p *Policy) { p.Environment = unclear("") }},
	{RedirectPort, takePort, func(p *Policy) { p.RedirectPort = unclear(0) }},
	yesNo(AllowProvisioning, false, func(p *Policy) *Choice[bool] { return &p.Provisioning }),
	yesNo(AllowTokenCommand, false, func(p *Policy) *Choice[bool] { return &p.TokenCommand }),
	yesNo(AllowExport, false, func(p *Policy) *Choice[bool] { return &p.Export }),
	yesNo(AllowDisconnect, false, func(p *Policy) *Choice[bool] { return &p.Disconnect }),
	yesNo(OneCompanyPerClient, true, func(p *Policy) *Choice[bool] { return &p.OneCompany }),
	{AutoLockMinutes, takeLock, func(p *Policy) { p.AutoLock = unclear(strictestLock) }},
	yesNo(AllowUpdateCheck, false, func(p *Policy) *Choice[bool] { return &p.UpdateCheck }),
	line(ManagedBy, func(p *Policy) *string { return &p.ManagedBy }),
	line(Support, func(p *Policy) *string { return &p.Support }),
}

func unclear[T any](strictest T) Choice[T] {
	return Choice[T]{Value: strictest, Set: true, Unclear: true}
}

func decided[T any](value T) Choice[T] { return Choice[T]{Value: value, Set: true} }

// yesNo is the rule of a key that is true or false.
func yesNo(key Key, strictest bool, at func(*Policy) *Choice[bool]) rule {
	take := func(p *Policy, value any) string {
		switch v := value.(type) {
		case bool:
			*at(p) = decided(v)
			return ""
		case dword:
			if v <= 1 {
				*at(p) = decided(v == 1)
				return ""
			}
		}
		return "true or false (1 or 0 in the registry)"
	}
	return rule{key, take, func(p *Policy) { *at(p) = unclear(strictest) }}
}

// line is the rule of a key that is a line to show. Nothing is forbidden by one that cannot be read.
func line(key Key, at func(*Policy) *string) rule {
	take := func(p *Policy, value any) string {
		text, ok := value.(string)
		if !ok || clean(text, longestText) != strings.TrimSpace(text) {
			return "a line of at most 200 characters"
		}
		*at(p) = strings.TrimSpace(text)
		return ""
	}
	return rule{key, take, func(*Policy) {}}
}

func takeEnvironment(p *Policy, value any) string {
	name, _ := value.(string)
	if !slices.Contains([]string{practice, "demo", "production", "custom"}, name) {
		return "practice, demo, production or custom"
	}
	p.Environment = decided(name)
	return ""
}

// whole gives a whole number of any system.
func whole(value any) (int64, bool) {
	switch v := value.(type) {
	case int64:
		return v, true
	case dword:
		return int64(min(v, 1<<62)), true
	}
	return 0, false
}

func takePort(p *Policy, value any) string {
	n, ok := whole(value)
	if !ok || n < leastPort || n > mostPort {
		return "a port from 1024 to 65535"
	}
	p.RedirectPort = decided(int(n))
	return ""
}

func takeLock(p *Policy, value any) string {
	n, ok := whole(value)
	if !ok || n < 1 || n > mostLock {
		return "minutes from 1 to 1440"
	}
	p.AutoLock = decided(time.Duration(n) * time.Minute)
	return ""
}

// parse makes a policy of what the system has.
func parse(where string, entries []entry) Policy {
	p := Policy{Where: where}
	seen := map[Key]bool{}
	for _, e := range entries {
		i := slices.IndexFunc(rules, func(r rule) bool { return strings.EqualFold(string(r.key), e.name) })
		switch {
		case i < 0 && (namesSecret(e.name) || looksSecret(e.name)) || holdsSecret(e.value):
			p.tell(shown(e.name), Secret, "")
			if i >= 0 {
				rules[i].strict(&p)
				seen[rules[i].key] = true
			}
		case i < 0:
			p.tell(shown(e.name), UnknownKey, "")
		case seen[rules[i].key]:
			rules[i].strict(&p) // which of the two was meant, nobody can tell
			p.tell(string(rules[i].key), Twice, "")
		default:
			seen[rules[i].key] = true
			if want := rules[i].take(&p, e.value); want != "" {
				rules[i].strict(&p)
				p.tell(string(rules[i].key), WrongValue, want)
			}
		}
	}
	return p
}

func (p *Policy) tell(key string, kind Kind, detail string) {
	p.Problems = append(p.Problems, Problem{Key: key, Kind: kind, Detail: detail})
}

// unreadable is a policy that is there and of which nothing is known: all that it might forbid is forbidden.
func unreadable(where, why string) Policy {
	p := Policy{Where: where, Problems: []Problem{{Kind: Unreadable, Detail: clean(why, longestText)}}}
	for _, r := range rules {
		r.strict(&p)
	}
	return p
}
