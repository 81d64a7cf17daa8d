package policy

import (
	"strings"
	"unicode"

	"crosswalk/internal/pattern"
)

// Kind is what is wrong with a policy, or with one key of it.
type Kind int

// What can be wrong.
const (
	Unreadable   Kind = iota // nothing of it is understood
	UnknownKey               // this version does not know it
	WrongValue               // it is not what it has to be
	Secret                   // it is one, or looks like one: refused
	Twice                    // it is there more than once
	OpenToOthers             // other accounts than the administrator's can change the policy
	NotKept                  // understood, and this version does not do it yet
)

// Problem is one thing that is wrong. It never repeats a value.
type Problem struct {
	Key    string // "" for the policy as a whole
	Kind   Kind
	Detail string // what it has to be, or why it could not be read
}

// String says it in a sentence without a period.
func (p Problem) String() string {
	switch p.Kind {
	case UnknownKey:
		return p.Key + " is no key that this version knows"
	case WrongValue:
		return p.Key + " has to be " + p.Detail
	case Secret:
		return p.Key + " looks like a secret and was not read: every account of this computer can read a policy. Secrets travel in a setup file"
	case Twice:
		return p.Key + " is there twice"
	case OpenToOthers:
		return "other accounts than the administrator’s can change it"
	case NotKept:
		return p.Key + " is understood, but " + p.Detail
	}
	return "it cannot be read: " + p.Detail
}

// secretNames are parts of a key's name that say that its value is a secret.
var secretNames = []string{"secret", "token", "password", "passphrase", "passwd", "apikey", "privatekey", "credential", "recoverykey", "datakey"}

// namesSecret says whether a key's name is that of a secret.
func namesSecret(key string) bool {
	bare := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, key)
	for _, name := range secretNames {
		if strings.Contains(bare, name) {
			return true
		}
	}
	return false
}

var (
	longWord   = pattern.Of(`[A-Za-z0-9_+=~-]{20,}`)
	announced  = pattern.Of(`(?i)-----BEGIN|\bbearer\s|\bbasic\s+[a-z0-9+/=]{8}|(secret|token|password|passphrase|key)\s*[=:]`)
	anyLetter  = pattern.Of(`[A-Za-z]`)
	someDigits = pattern.Of(`\d.*\d.*\d`)
)

// looksSecret says whether a text may be a secret: one long word of letters and digits, or one that says so.
func looksSecret(text string) bool {
	if announced().MatchString(text) {
		return true
	}
	for _, word := range longWord().FindAllString(text, -1) {
		if anyLetter().MatchString(word) && someDigits().MatchString(word) {
			return true
		}
	}
	return false
}

// holdsSecret looks through a value of any form.
func holdsSecret(value any) bool {
	switch v := value.(type) {
	case string:
		return looksSecret(v)
	case []any:
		for _, one := range v {
			if holdsSecret(one) {
				return true
			}
		}
	case map[string]any:
		for key, one := range v {
			if namesSecret(key) || looksSecret(key) || holdsSecret(one) {
				return true
			}
		}
	}
	return false
}

// shown is a key's name as a problem tells it.
func shown(key string) string {
	if looksSecret(key) {
		return "a key of this policy"
	}
	if key = clean(key, 60); key == "" {
		return "a key without a name"
	}
	return key
}
