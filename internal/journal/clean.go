package journal

import (
	"slices"
	"strings"

	"crosswalk/internal/pattern"
)

// Dropped stands where something was that must not be told.
const Dropped = "[dropped]"

// The last net. Values that are secret have types that do not print; this is for text that others wrote.
var (
	secretField = pattern.Of(`(?i)((?:[a-z_-]*(?:token|secret|password|passwd|passphrase|verifier|api_?key)|code|state|authorization|set-cookie|cookie|session)"?\s*[=:]\s*"?)((?:bearer|basic|token)\s+)?([^\s"&,;}\]]+)`)
	scheme      = pattern.Of(`(?i)\b(bearer|basic) +[A-Za-z0-9._~+/=-]{8,}`)
	query       = pattern.Of(`(\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s"'?#]*)[?#][^\s"')]*`)
	userinfo    = pattern.Of(`://[^\s/@"]+@`)
	email       = pattern.Of(`[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`)
	ein         = pattern.Of(`(^|[^\w-])(\d{2}[- ]?\d{7}|\d{3}[- ]?\d{2}[- ]?\d{4})($|[^\w-])`)
	run         = pattern.Of(`[A-Za-z0-9_-]{20,}`)
	uuid        = pattern.Of(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	hexadecimal = pattern.Of(`^(0x)?[0-9a-f]+$`)
	segments    = pattern.Of(`[_-]+`)
)

// secretWords make a name one of a secret.
var secretWords = []string{"token", "secret", "password", "passwd", "passphrase", "authorization", "cookie", "verifier", "apikey", "api_key"}

// namesSecret says whether a name is one of a secret.
func namesSecret(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(name, word) })
}

// told are the values that follow a secret's word and are none.
var told = map[string]bool{Dropped: true, "[redacted]": true, "[redacted": true, "[dropped": true}

// Clean drops from a text what looks like a token, a secret, an EIN, a social security number or an e-mail address,
// and every address's query. It is a net: rather too much than too little. Cleaning twice changes nothing more.
func Clean(text string) string {
	for _, p := range passes {
		if p.may(text) {
			text = p.clean(text)
		}
	}
	return text
}

// pass drops one kind of thing. may is false for texts that cannot have it, which is cheaper to see than to search for:
// most texts have none of them, and their patterns need not be made.
type pass struct {
	may   func(text string) bool
	clean func(text string) string
}

var passes = []pass{
	{func(text string) bool { return strings.Contains(text, "://") }, cleanAddress},
	{func(text string) bool { return strings.ContainsAny(text, "=:") }, cleanField},
	{func(text string) bool { return len(text) >= len("basic 12345678") && strings.Contains(text, " ") }, cleanScheme},
	{func(text string) bool { return strings.Contains(text, "@") }, cleanEmail},
	{func(text string) bool { return digits(text) >= 9 }, cleanNumber},
	{func(text string) bool { return longest(text) >= 20 }, cleanRandom},
}

func digits(text string) (n int) {
	for i := range len(text) {
		if '0' <= text[i] && text[i] <= '9' {
			n++
		}
	}
	return n
}

// longest is the most letters, digits and lines in a row.
func longest(text string) (most int) {
	now := 0
	for i := range len(text) {
		if c := text[i]; '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == '-' {
			now++
			most = max(most, now)
		} else {
			now = 0
		}
	}
	return most
}

func cleanAddress(text string) string {
	text = query().ReplaceAllString(text, "${1}")
	return userinfo().ReplaceAllString(text, "://"+Dropped+"@")
}

func cleanField(text string) string {
	return secretField().ReplaceAllStringFunc(text, func(found string) string {
		part := secretField().FindStringSubmatch(found)
		if told[part[3]] || plainWord(part[3]) {
			return found
		}
		return part[1] + Dropped
	})
}

func cleanScheme(text string) string { return scheme().ReplaceAllString(text, "${1} "+Dropped) }

func cleanEmail(text string) string { return email().ReplaceAllString(text, "[e-mail]") }

func cleanNumber(text string) string {
	for range 2 { // neighbors share the character between them
		text = ein().ReplaceAllString(text, "${1}[number]${3}")
	}
	return text
}

func cleanRandom(text string) string {
	return run().ReplaceAllStringFunc(text, func(found string) string {
		if random(found) {
			return Dropped
		}
		return found
	})
}

// plainWord says that what follows "code:" or "token:" is a word of a sentence, as in "token: not found".
func plainWord(text string) bool {
	return strings.Trim(text, "abcdefghijklmnopqrstuvwxyz") == "" && len(text) < 16 || strings.Trim(text, "0123456789.") == "" && len(text) < 4
}

// random says whether a run of letters and digits was rather drawn than written: uuids, words joined by lines, and
// the short names of things are kept.
func random(text string) bool {
	if uuid().MatchString(text) {
		return false
	}
	if hexadecimal().MatchString(strings.ToLower(text)) {
		return len(text) >= 32
	}
	for _, part := range segments().Split(text, -1) {
		if mixed(part) {
			return true
		}
	}
	return false
}

// mixed says that letters and digits, or small letters and capitals, alternate as no word does.
func mixed(part string) bool {
	kinds, before := 0, rune(0)
	for _, r := range part {
		kind := 'a'
		switch {
		case r >= '0' && r <= '9':
			kind = '0'
		case r >= 'A' && r <= 'Z':
			kind = 'A'
		}
		if before != 0 && kind != before {
			kinds++
		}
		before = kind
	}
	return len(part) >= 8 && kinds*3 >= len(part)
}
